import Net

/// `show`: name, shape and values.
struct ShowCommand: Command {
  let name = "show"
  let group = CommandGroup.network
  let usage = "show E, … [all=yes]"
  let summary = "name, shape and values; what is left out of a big matrix is said"
  let details = [
    "Plain names may be separated by blanks: show W1 b1. Rows are units, columns examples, numbered from 1.", "What freeze holds is marked with a star.",
  ]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 1, atMost: 100), options: [.init("all", .word, "every row and column", choices: ["yes", "no"])])
  let example = CommandExample(
    "init seed=2", "show W1",
    output: [
      "W1 (4, 2)", "             1             2", "1  -0.00416758  -0.000562668", "2    -0.021362     0.0164027", "3   -0.0179344   -0.00841747",
      "4   0.00502881    -0.0124529",
    ])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let showsAll = try arguments.flag(option: "all") ?? false
    var events: [ValueEvent] = []
    for (index, expression) in arguments.expressions.enumerated() {
      if expression.plainName == "all", executor.session.state.variables["all"] == nil {
        throw Fault.showsAll(index > 0 ? executor.text(arguments.expressions[index - 1].range) : nil).located(expression.range)
      }
      let evaluator = Evaluator(executor.session)
      let value = try evaluator.evaluate(expression)
      var event = ValueEvent(command: "show", name: executor.text(expression.range), value: value, staleStep: evaluator.staleStep)
      event.showsAll = showsAll
      event.frozen = frozen(expression, value, evaluator)
      events.append(event.labelled(evaluator, expression))
    }
    events.forEach(executor.emit)
  }

  /// Places in the value shown, row-major from 0, that steps leave as they are.
  private func frozen(_ expression: Expression, _ value: Value, _ evaluator: Evaluator) -> [Int] {
    guard let network = evaluator.session.state.network, !network.frozen.isEmpty, let place = try? evaluator.place(expression),
      case .quantity(let quantity) = place.root, let part = network.frozenPart(quantity), part.places.count > 0
    else { return [] }
    let marks = place.read(from: .matrix(part.mask)).asMatrix?.elements ?? []
    return marks.indices.filter { marks[$0] != 0 }
  }
}

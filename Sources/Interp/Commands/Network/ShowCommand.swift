import Net

/// `show` prints name, shape and values.
struct ShowCommand: Command {
  let name = "show"
  let group = CommandGroup.network
  let usage = "show E, … [all=yes]"
  let summary = "print the name, the shape and the values of quantities"
  let details = [
    "show takes any expressions, separated by commas. Blanks may separate plain names: show W1 b1.",
    "Rows are units and columns are examples. Both are numbered from 1. A star marks an entry that freeze holds.",
  ]
  let cautions = [
    "A large matrix is printed in part, and a line says what is left out. all=yes prints everything.",
    "A stale quantity is printed with the values that were computed last, and is marked stale.",
  ]
  let otherWords = ["view", "inspect", "values"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 100), options: [.init("all", .word, "print every row and column", choices: ["yes", "no"])])
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

  /// The entries of the value that are frozen, as row-major places from 0.
  private func frozen(_ expression: Expression, _ value: Value, _ evaluator: Evaluator) -> [Int] {
    guard let network = evaluator.session.state.network, !network.frozen.isEmpty, let place = try? evaluator.place(expression),
      case .quantity(let quantity) = place.root, let part = network.frozenPart(quantity), part.places.count > 0
    else { return [] }
    let marks = place.read(from: .matrix(part.mask)).asMatrix?.elements ?? []
    return marks.indices.filter { marks[$0] != 0 }
  }
}

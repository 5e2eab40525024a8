import Net

/// `shape`: every quantity's shape, or how that of an expression follows.
struct ShapeCommand: Command {
  let name = "shape"
  let group = CommandGroup.network
  let usage = "shape [E] [n1=5 m=1 …]"
  let summary = "every quantity's shape and how it follows; with E: its shape, worked out without computing it"
  let details = ["Sizes may be supposed: shape dW2 n1=5 m=1. Names work before there is a network: shape W1 @ X."]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1), takesSizes: true)
  let example = CommandExample(
    "init", "shape W1 @ X", output: ["W1 @ X: (4, 2) @ (2, 400) -> (4, 400): the inner n0 falls away", "W1 @ X: (4, 400) = (n1, m)"])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    var supposed: [String: Int] = [:]
    for option in call.options {
      guard case .expression(let expression) = option.value else { continue }
      supposed[option.name] = try Evaluator(session).integer(expression, option.name, in: 1...1_000_000_000)
    }
    if let expression = Arguments(call, executor).expressions.first {
      var evaluator = ShapeEvaluator(session, supposed: supposed)
      let shape = try evaluator.shape(expression, executor.source)
      return executor.emit(ShapeEvent(name: executor.text(expression.range), shape: shape, derivation: evaluator.derivation))
    }
    executor.emit(table(session, ShapeEvaluator(session, supposed: supposed)))
  }

  private func table(_ session: Session, _ evaluator: ShapeEvaluator) -> ShapeTableEvent {
    let network = session.state.network
    let rows = Quantity.all(depth: network?.depth ?? 0).compactMap { quantity -> ShapeTableEvent.Row? in
      if quantity.kind == .Y, session.Y == nil { return nil }
      let isOutput = quantity.layer == network?.depth
      let activation = quantity.layer > 0 ? network?.layers[quantity.layer - 1].activation.name ?? "" : ""
      let formula =
        quantity.kind == .J
        ? "mean over the m examples, \(network?.loss.name ?? "")"
        : quantity.formula(isOutput: isOutput, fits: network?.lossFitsOutput ?? true, activation: activation)
      guard let (rows, columns) = quantity.symbolicShape else {
        return ShapeTableEvent.Row(name: quantity.name, shape: nil, names: "scalar", formula: formula)
      }
      let (r, c) = (evaluator.extent(rows), evaluator.extent(columns))
      return ShapeTableEvent.Row(
        name: quantity.name, shape: Shape(r.number ?? 0, c.number ?? 0), names: "(\(r.text), \(c.text))", formula: formula)
    }
    return ShapeTableEvent(rows: rows, note: network == nil ? "no network yet: init makes one" : nil)
  }
}

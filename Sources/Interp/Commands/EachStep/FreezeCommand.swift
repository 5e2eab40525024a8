import Net

/// `freeze Q, …`: entries that steps leave as they are.
struct FreezeCommand: Command {
  let name = "freeze"
  let group = CommandGroup.eachStep
  let usage = "freeze [Q, …]"
  let summary = "keep parameters, or entries of them, as they are in every step; bare: what is frozen"
  let details = [
    "Q is W or b, whole or a part: freeze W1[2,:], freeze b1, freeze w[1]2. show and shape mark what is frozen, unfreeze lets it go.",
    "Gradients are computed as ever; steps leave the entry. An assignment changes it all the same. init and load begin with nothing frozen.",
  ]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 100))
  let example = CommandExample(
    "init seed=2; freeze W1[2,:], b2", "freeze", "train 5; show W1[2,:]",
    output: [
      "frozen                  steps leave", "W1      2 of 8 entries  row 2", "b2      1 of 1 entries  all", "W1[2,:] (1, 2)", "...",
      "2  -0.021362*  0.0164027*",
      "* frozen: steps do not change it",
    ])
  let completes = CompletionKind.parameters

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    try Freezing(executor).run(call, isFrozen: true)
  }
}

/// `unfreeze Q, …`
struct UnfreezeCommand: Command {
  let name = "unfreeze"
  let group = CommandGroup.eachStep
  let usage = "unfreeze [Q, …]"
  let summary = "let steps move parameters, or entries of them, again; bare: all"
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 100))
  let example = CommandExample(
    "init seed=2; freeze W1, b2; unfreeze W1; freeze", "unfreeze; freeze", output: ["frozen ...", "b2      1 of 1 entries  all", "nothing is frozen"])
  let completes = CompletionKind.frozen

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    try Freezing(executor).run(call, isFrozen: false)
  }
}

/// What the two commands share.
private struct Freezing {
  let executor: Executor

  init(_ executor: Executor) { self.executor = executor }

  /// All places are known before anything changes.
  func run(_ call: CommandCall, isFrozen: Bool) throws(Fault) {
    let session = executor.session
    var network = try session.network()
    let expressions = Arguments(call, executor).expressions
    for expression in expressions {
      let (quantity, places) = try entries(expression, network)
      network.setFrozen(isFrozen, layer: quantity.layer, isBias: quantity.kind == .b, places: places)
    }
    if expressions.isEmpty, !isFrozen { network.unfreeze() }
    session.state.network = network
    executor.emit(FreezeEvent(command: call.name, isReport: !expressions.isEmpty || !isFrozen, parts: network.frozenParts))
  }

  /// The parameter that an expression names, and which of its entries: row-major, from 0.
  private func entries(_ expression: Expression, _ network: Network) throws(Fault) -> (Quantity, [Int]) {
    let evaluator = Evaluator(executor.session)
    let typed = executor.text(expression.range)
    do throws(Fault) {
      guard let place = try evaluator.place(expression) else {
        // A name that nobody knows is its own error.
        _ = try evaluator.evaluate(expression)
        throw Fault.freezesParameters(typed, nil)
      }
      guard case .quantity(let quantity) = place.root, quantity.source == .parameters else {
        guard case .quantity(let quantity) = place.root else { throw Fault.freezesParameters(typed, nil) }
        throw Fault.freezesParameters(typed, quantity)
      }
      try executor.session.check(quantity, in: network)
      let shape = try executor.session.shape(of: quantity)
      if let entries = place.entries { return (quantity, entries) }
      let (rows, columns) = (place.rows ?? Array(0..<shape.rows), place.columns ?? Array(0..<shape.columns))
      return (quantity, rows.flatMap { row in columns.map { row * shape.columns + $0 } })
    } catch {
      throw error.located(expression.range)
    }
  }
}

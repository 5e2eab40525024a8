import Net

/// `freeze Q, …` keeps entries as they are in steps.
struct FreezeCommand: Command {
  let name = "freeze"
  let group = CommandGroup.eachStep
  let usage = "freeze [Q, …]"
  let summary = "keep some weights or biases unchanged in all steps"
  let details = [
    "freeze W1 keeps a whole matrix, freeze W1[2,:] a row, freeze w[1]2 the weights of unit 2. A bare freeze lists what is frozen.",
    "backward computes all gradients as before, and steps skip the frozen entries. show and shape mark them with a star.",
  ]
  let cautions = [
    "You can still assign a frozen entry by hand.",
    "init and load start with nothing frozen.",
  ]
  let otherWords = ["fix", "lock", "hold"]
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

/// `unfreeze Q, …` lets steps change entries again.
struct UnfreezeCommand: Command {
  let name = "unfreeze"
  let group = CommandGroup.eachStep
  let usage = "unfreeze [Q, …]"
  let summary = "let steps change frozen weights and biases again"
  let details = [
    "A bare unfreeze releases all of them."
  ]
  let otherWords = ["unlock", "release"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 100))
  let example = CommandExample(
    "init seed=2; freeze W1, b2; unfreeze W1; freeze", "unfreeze; freeze", output: ["frozen ...", "b2      1 of 1 entries  all", "nothing is frozen"])
  let completes = CompletionKind.frozen

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    try Freezing(executor).run(call, isFrozen: false)
  }
}

/// The work of `freeze` and `unfreeze`.
private struct Freezing {
  let executor: Executor

  init(_ executor: Executor) { self.executor = executor }

  /// It finds all places before it changes anything.
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

  /// The parameter that an expression names, and the row-major places of its entries from 0.
  private func entries(_ expression: Expression, _ network: Network) throws(Fault) -> (Quantity, [Int]) {
    let evaluator = Evaluator(executor.session)
    let typed = executor.text(expression.range)
    do throws(Fault) {
      guard let place = try evaluator.place(expression) else {
        // An unknown name has an error message for itself.
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

import Net

/// `train N` makes N steps of gradient descent over all examples.
struct TrainCommand: Command {
  let name = "train"
  let group = CommandGroup.training
  let usage = "train N [alpha= every= until=(condition)]"
  let summary = "make many steps of gradient descent, then a forward pass"
  let details = [
    "Each step uses every example, so one step is one epoch. train N gives exactly the same numbers as repeat N { forward; backward; step }; forward.",
    "every=100 prints the cost every 100 steps. until=(J < 0.3) stops after the first step where the condition holds.",
  ]
  let cautions = [
    "The options hold for this statement alone. alpha = 0.5 changes the learning rate for all later steps.",
    "Afterwards Z, A and J fit the new weights. The gradients are those of the last step, so backward is needed before step.",
    "Ctrl-C stops after one more whole step, and all steps made until then stay.",
  ]
  let otherWords = ["training", "epoch", "epochs", "iteration", "iterations", "fit", "learn", "optimize", "batch"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 1),
    options: [
      .init("alpha", .expression, "the learning rate of these steps"),
      .init("every", .expression, "print the cost each time this many steps are made"),
      .init("until", .expression, "stop after the first step where this condition holds"),
    ])
  let recorded = RecordedForm.steps
  let example = CommandExample(
    "init seed=2", "train 100 alpha=1.2 every=50", output: ["step 0: J = 0.693048", "step 50: J = 0.623091", "step 100: J = 0.604442"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    let network = try session.network()
    let count = try Evaluator(session).count(arguments.expressions[0], "the number of steps")
    let alpha = try arguments.number(option: "alpha")?.value ?? session.state.alpha
    let every = try arguments.integer(option: "every", in: 1...1_000_000_000_000)
    var condition: Expression?
    if let option = call.option("until"), case .expression(let expression) = option.value { condition = expression }
    try session.checkInputs(network)
    guard let Y = session.Y else { throw .noTargets() }
    let output = Shape(network.outputs, session.X.columns)
    guard Y.shape == output else { throw .targetShape(Y: Y.shape, wanted: output, sizes: network.sizes) }
    if condition != nil || !session.state.watching.breakpoints.isEmpty { try check(condition, session) }
    if session.state.data.part != .train { session.warn(Warning(kind: .note, message: Warning.trainsOnOtherPart(session.state.data.part.rawValue))) }
    try TrainingRun(executor, Y: Y, count: count, alpha: alpha, every: every, until: condition).run()
  }

  /// Tries the condition and the breakpoints on a copy, so that one that cannot be evaluated fails before anything changes.
  private func check(_ condition: Expression?, _ session: Session) throws(Fault) {
    let copy = session.withPasses()
    if let condition { _ = try Evaluator(copy).condition(condition) }
    try copy.checkBreakpoints()
  }
}

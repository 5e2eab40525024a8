import Net

/// `step` makes one update by gradient descent.
struct StepCommand: Command {
  let name = "step"
  let group = CommandGroup.network
  let usage = "step [alpha]"
  let summary = "change W and b by one step of the optimizer"
  let details = [
    "step computes W = W - alpha * dW and b = b - alpha * db in every layer, and adds 1 to t. It needs current gradients.",
    "After optimizer momentum, rmsprop or adam it makes the step of that rule, and changes its averages.",
    "step 0.5 uses the learning rate 0.5 for this step alone. alpha = 0.5 changes it for all later steps.",
  ]
  let cautions = [
    "After a step Z, A, J and the gradients are stale. Run forward and backward before the next step."
  ]
  let otherWords = ["update", "descent", "gradient descent", "learn"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let example = CommandExample("init seed=2", "forward; backward; step 1.2", "t", output: ["1"])
  let isAtomic = true
  let partOfStep: PartOfStep? = .update
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    guard let depth = session.state.network?.depth else { throw .noNetwork() }
    var alpha = session.state.alpha
    if let expression = Arguments(call, executor).expressions.first {
      alpha = try Evaluator(session).number(expression, "alpha")
      guard alpha.isFinite else { throw Fault.alphaNotFinite(alpha).located(expression.range) }
    }
    switch session.freshness(Quantity(.dW, depth)) {
    case .missing: throw .needsBackward(nil)
    case .stale: throw .needsBackward(session.whatMayChange)
    case .current: break
    }
    // Displays, watches and breakpoints are evaluated on a copy first. A condition that cannot be evaluated then changes nothing.
    let observer = session.state.watching.isEmpty ? nil : StepObserver(session, emit: executor.emit)
    let seen = observer.map { _ in session.afterStep(alpha: alpha) }
    let sight = try seen.map { (seen) throws(Fault) in try observer!.look(at: seen, showsDisplays: true) }
    try session.checkCut()
    let recording = session.timeline.begin(session, TrainingPlan(alpha: alpha), isTraining: false, executor.place)
    session.takeStep(alpha: alpha)
    session.timeline.made(session.state.steps, session.state.network!, session)
    session.timeline.finish(recording, steps: 1, session)
    try executor.report { () throws(Fault) in
      StepEvent(step: session.state.steps, alpha: alpha, optimizer: session.state.optimizer, frozen: session.state.network!.frozen.count)
    }
    guard let observer, let seen, let sight else { return }
    session.state.watching = seen.state.watching
    observer.tell(sight, step: session.state.steps)
    observer.finish()
    if sight.stop != nil, executor.loopDepth > 0 { executor.flow = .leave }
  }
}

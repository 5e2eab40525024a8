import Net

/// `step`: one update of gradient descent.
struct StepCommand: Command {
  let name = "step"
  let group = CommandGroup.network
  let usage = "step [alpha]"
  let summary = "one update: W = W - alpha * dW, b = b - alpha * db in every layer"
  let details = ["The argument holds for this step; alpha = 0.5 stays. Z, A, J and the gradients are stale afterwards."]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let example = CommandExample("init seed=2", "forward; backward; step 1.2", "t", output: ["1"])
  let isAtomic = true
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
    case .missing: throw .needsBackward(isMissing: true)
    case .stale: throw .needsBackward(isMissing: false)
    case .current: break
    }
    session.state.network!.update(with: session.workspace, alpha: alpha)
    session.state.update = Session.Update(versions: session.state.versions, alpha: alpha, setAlpha: session.state.alpha)
    session.state.versions.parameters += 1
    session.state.steps += 1
    try executor.report { () throws(Fault) in StepEvent(step: session.state.steps, alpha: alpha, frozen: session.workspace.frozenInUpdate.count) }
  }
}

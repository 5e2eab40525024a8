import Net

/// Going through recorded steps one by one.
extension Timeline {
  /// Shows a session as it was left at each step of a line, from the first one given on. `visit` says whether to go on; what it does to that session does not count.
  func walk(_ line: Line, from first: Int, _ session: Session, visit: (Session, Int) throws(Fault) -> Bool) throws(Fault) {
    let viewer = Session(copying: session)
    for step in first...line.end {
      if session.interrupt.isRequested { throw .interrupted() }
      let owner = owner(of: step, on: line)!
      if step > first, case .inside(let leg) = owner.place(of: step) {
        viewer.advance(leg)
      } else if let remade = try remade(step, on: owner, session) {
        viewer.state = remade.state.keeping(session.state)
        viewer.workspace.take(remade.passes)
      } else {
        viewer.state = session.state
        viewer.workspace.restore(session.workspace)
      }
      guard try visit(viewer, step) else { return }
    }
  }

  /// A step that was made, with its gradients.
  struct MadeStep {
    var step: Int
    var alpha: Double
    /// The parameters that the gradients are of, and their J.
    var before: Network
    var cost: Double
    /// Holds J, dW and db of them.
    var gradients: Pass
    /// As the step left them, before any edit.
    var after: Network
    var data: DataSplit
  }

  /// Makes the steps after `first` up to `last` of a line again, or up to where `isDone` says so. Both must be kept.
  func eachStep(
    of line: Line, after first: Int, upTo last: Int, _ session: Session, isDone: () -> Bool = { false }, _ body: (MadeStep) throws(Fault) -> Void
  ) throws(Fault) {
    guard first < last else { return }
    let pass = Pass()
    var network: Network?
    for step in first + 1...last where !isDone() {
      if session.interrupt.isRequested { throw .interrupted() }
      let before = owner(of: step - 1, on: line)!
      // The line on which the step was made: a branch that begins at the step is not it.
      let maker = owner(of: step, on: line)!
      let made = maker.start == step ? before : maker
      let leg = made.legs[made.leg(before: step)!]
      if leg.start == step - 1 || network == nil { network = try parameters(at: step - 1, on: before, session) }
      let framed = leg.before.framing(network!)
      let data = leg.before.state.data
      var after = framed
      _ = Trainer.replay(&after, pass: pass, X: data.X, Y: data.Y!, steps: 1, alpha: leg.alpha) { true }
      try body(MadeStep(step: step, alpha: leg.alpha, before: framed, cost: pass.cost ?? .nan, gradients: pass, after: after, data: data))
      network = after
    }
  }
}

extension Session {
  /// A step on in a leg, from the state at its beginning or within it.
  fileprivate func advance(_ leg: Leg) {
    let data = leg.before.state.data
    var network = leg.before.framing(state.network!)
    let step = state.steps
    if leg.isTraining {
      if step == leg.start { workspace.forward(network, X: data.X, Y: data.Y, until: nil) }
      workspace.backward(network, X: data.X, Y: data.Y!, until: nil)
    }
    network.update(with: workspace, alpha: leg.alpha)
    workspace.forward(network, X: data.X, Y: data.Y, until: nil)
    if !leg.isTraining { workspace.backward(network, X: data.X, Y: data.Y!, until: nil) }
    state = leg.state(at: step + 1, network).keeping(state)
  }

  /// The first step of the line that the session is on where a condition holds. Steps at which it speaks of what had not been computed
  /// then are passed over.
  /// - Parameter tells: called after each step with how many were looked at, of how many, and J.
  func firstPlace(where condition: Expression, tells: (Int, Int, Double?) -> Void = { _, _, _ in }) throws(Fault) -> Timepoint {
    _ = try presentPlace()
    let line = timeline.line
    let first = timeline.first(of: line)
    var found: Int?
    var missing: Fault?
    var wasSeen = false
    try timeline.walk(line, from: first, self) { (viewer, step) throws(Fault) in
      viewer.source = source
      do throws(Fault) {
        if try Evaluator(viewer).condition(condition) { found = step }
        wasSeen = true
      } catch {
        guard error.kind == .stale else { throw error }
        missing = error
      }
      tells(step - first, line.end - first, viewer.workspace.cost)
      return found == nil
    }
    if let found { return try place(found, on: line) }
    if let missing, !wasSeen { throw missing }
    throw Fault.neverHeld(source.oneLine(condition.range), line, first: first).located(condition.range)
  }
}

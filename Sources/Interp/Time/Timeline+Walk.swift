import Net

/// Looks at recorded steps one by one.
extension Timeline {
  /// Calls `visit` with a session as it was at each step of a line, from `first` to the end of the line.
  /// - Parameter visit: receives the session and the step, and returns whether to go on. The live session is not changed.
  /// - Throws: what `visit` throws, and where Ctrl-C stops the walk.
  func walk(_ line: Line, from first: Int, _ session: Session, visit: (Session, Int) throws(Fault) -> Bool) throws(Fault) {
    let viewer = Session(copying: session)
    for step in first...line.end {
      if session.interrupt.isRequested { throw .interrupted() }
      let owner = owner(of: step, on: line)!
      if step > first, case .inside(let leg) = owner.place(of: step), leg.plan.optimizer == nil, leg.plan.batch == nil, !viewer.state.network!.dropsUnits {
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

  /// A step that was made again, with its gradients.
  struct MadeStep {
    var step: Int
    /// The learning rate of the step.
    var alpha: Double
    /// The network before the step, with the optimizer and averages that made the step.
    var before: Network
    /// J of the parameters before the step over all examples; NaN where there is none.
    var cost: Double
    /// The pass that holds dW and db of these parameters.
    var gradients: Pass
    /// The network that the step left, before any change by hand, with the averages after the step.
    var after: Network
    /// The data on which the step was made.
    var data: DataSplit
    /// Whether the step had a batch or masks, so that its gradients are not those of J.
    var isDrawn = false
  }

  /// Makes the steps after `first` up to `last` of a line again, in order. Both steps must be kept.
  /// - Parameters:
  ///   - isDone: asked before each step; true ends the walk.
  ///   - body: called with each step. The pass in it is used again for the next step.
  /// - Throws: what `body` throws, and where Ctrl-C stops the computation.
  func eachStep(
    of line: Line, after first: Int, upTo last: Int, _ session: Session, isDone: () -> Bool = { false }, _ body: (MadeStep) throws(Fault) -> Void
  ) throws(Fault) {
    guard first < last else { return }
    let (pass, whole) = (Pass(), Pass())
    var network: Network?
    var sequence: StepSequence?
    for step in first + 1...last {
      if isDone() { return }
      if session.interrupt.isRequested { throw .interrupted() }
      let before = owner(of: step - 1, on: line)!
      // The line on which the step was made. A branch that begins at this step did not make it.
      let maker = owner(of: step, on: line)!
      let made = maker.start == step ? before : maker
      let leg = made.legs[made.leg(before: step)!]
      if leg.start == step - 1 {
        network = leg.beginning(leg.before.framing(try parameters(at: step - 1, on: before, session)))
      } else if network == nil {
        network = try working(at: step - 1, of: leg, on: made, session)
      }
      if leg.start == step - 1 || sequence == nil { sequence = leg.sequence(after: step - 1) }
      let framed = network!
      let data = leg.before.state.data
      var after = framed
      leg.prepare(&sequence!)
      let alpha = leg.plan.alpha(ofStep: sequence!.done, examples: data.X.columns)
      _ = Trainer.replay(&after, pass: pass, &sequence!, steps: 1) { _ in true }
      var cost = pass.cost
      let isDrawn = sequence!.draw.batch != nil || sequence!.draw.masks != nil
      if isDrawn {
        whole.forward(framed, X: data.X, Y: data.Y, until: nil)
        cost = whole.cost
      }
      try body(MadeStep(step: step, alpha: alpha, before: framed, cost: cost ?? .nan, gradients: pass, after: after, data: data, isDrawn: isDrawn))
      network = after
    }
  }
}

extension Session {
  /// Makes one step of a leg, from the state at its beginning or between its steps.
  fileprivate func advance(_ leg: Leg) {
    let data = leg.before.state.data
    var network = leg.before.framing(state.network!)
    let step = state.steps
    if leg.isTraining {
      if step == leg.start { workspace.forward(network, X: data.X, Y: data.Y, until: nil) }
      workspace.backward(network, X: data.X, Y: data.Y!, until: nil)
    }
    if let clip = leg.plan.clip { workspace.clip(to: clip) }
    network.update(with: workspace, alpha: leg.plan.alpha(ofStep: step - leg.start, examples: data.X.columns))
    workspace.forward(network, X: data.X, Y: data.Y, until: nil)
    if !leg.isTraining { workspace.backward(network, X: data.X, Y: data.Y!, until: nil) }
    state = leg.state(at: step + 1, network).keeping(state)
  }

  /// The first step of the present line at which a condition is true. Steps at which the condition needs a value that was not computed are skipped.
  /// - Parameter tells: called after each step with the number of steps that are done, the number of all steps, and J.
  /// - Throws: where the condition is true at no step or cannot be evaluated, where there is no network, and where Ctrl-C stops the search.
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

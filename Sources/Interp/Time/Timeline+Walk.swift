import Net

/// Looks at recorded steps one by one.
extension Timeline {
  /// Calls `visit` with a session as it was at each step of a line, from `first` to the end of the line.
  /// - Parameter visit: receives the session and the step, and returns whether to go on. The live session is not changed.
  /// - Throws: what `visit` throws, and where Ctrl-C stops the walk.
  func walk(_ line: Line, from first: Int, _ session: Session, visit: (Session, Int) throws(Fault) -> Bool) throws(Fault) {
    let viewer = Session(copying: session)
    var steps: LegSteps?
    for step in first...line.end {
      if session.interrupt.isRequested { throw .interrupted() }
      let owner = owner(of: step, on: line)!
      if step > first, case .inside(let leg) = owner.place(of: step) {
        if steps?.leg !== leg { steps = try LegSteps(leg, after: step - 1, on: owner, session) }
        steps!.advance(viewer.workspace)
        viewer.state = steps!.state.keeping(session.state)
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
    /// J of the parameters before the step over all examples; NaN where there is none, and where nobody wanted it.
    var cost: Double
    /// The pass that holds dW and db of these parameters.
    var gradients: Pass
    /// The network that the step left, before any change by hand, with the averages after the step.
    var after: Network
    /// The data on which the step was made.
    var data: DataSplit
    /// Whether the step had a batch or masks, so that its gradients are not those of J.
    var isDrawn = false
    /// Whether the step before was made by another statement, or is not a part of the walk. Between two such steps the data is the same.
    var isFirstOfLeg = false
  }

  /// Makes the steps after `first` up to `last` of a line again, in order. Both steps must be kept.
  /// - Parameters:
  ///   - isDone: asked before each step; true ends the walk.
  ///   - wantsCost: whether J before this step is wanted. Only steps on batches or with masks ask, because J takes another pass then.
  ///   - body: called with each step. The pass in it is used again for the next step.
  /// - Throws: what `body` throws, and where Ctrl-C stops the computation.
  func eachStep(
    of line: Line, after first: Int, upTo last: Int, _ session: Session, isDone: () -> Bool = { false }, wantsCost: (Int) -> Bool = { _ in true },
    _ body: (MadeStep) throws(Fault) -> Void
  ) throws(Fault) {
    guard first < last else { return }
    let (pass, whole) = (Pass(), Pass())
    var steps: LegSteps?
    for step in first + 1...last {
      if isDone() { return }
      if session.interrupt.isRequested { throw .interrupted() }
      // A branch that begins at this step did not make it.
      let maker = owner(of: step - 1, on: line)!
      let leg = maker.legs[maker.leg(before: step)!]
      let isFirstOfLeg = steps?.leg !== leg
      if isFirstOfLeg { steps = try LegSteps(leg, after: step - 1, on: maker, session) }
      let before = steps!.network
      let data = leg.before.state.data
      steps!.descend(pass)
      var cost = pass.cost
      let isDrawn = !leg.plan.usesAll(before)
      if isDrawn {
        cost = nil
        if wantsCost(step) {
          whole.forward(before, X: data.X, Y: data.Y, until: nil)
          cost = whole.cost
        }
      }
      try body(
        MadeStep(
          step: step, alpha: leg.alpha(of: step), before: before, cost: cost ?? .nan, gradients: pass, after: steps!.network, data: data, isDrawn: isDrawn,
          isFirstOfLeg: isFirstOfLeg))
    }
  }
}

/// Makes the steps of a leg again, one after the other.
struct LegSteps {
  let leg: Leg
  /// The network after the last step, with the averages of the optimizer that makes the steps.
  private(set) var network: Network
  private(set) var sequence: StepSequence
  /// The last step that was made.
  private var step: Int
  /// Whether `advance` has made a step, so that its pass is that of the network.
  private var isPassed = false

  /// The steps that follow a step of a leg.
  /// - Throws: where Ctrl-C stops the computation.
  init(_ leg: Leg, after step: Int, on line: Line, _ session: Session) throws(Fault) {
    (self.leg, self.step) = (leg, step)
    network = try session.timeline.working(at: step, of: leg, on: line, session)
    sequence = leg.sequence(after: step)
    try session.checkCut()
  }

  /// The state of the session after the last step.
  var state: Session.State {
    leg.state(at: step, leg.settled(network), sequence.draw, generator: leg.isTraining ? sequence.generator : leg.before.state.generator)
  }

  /// Makes the next step. Afterwards the pass holds dW and db of the step and the J that they belong to.
  mutating func descend(_ pass: Pass) {
    _ = Trainer.replay(&network, pass: pass, &sequence, steps: 1)
    step += 1
    leg.skipLooks(after: step, &sequence)
  }

  /// Makes the next step. Afterwards the pass holds all quantities as the session has them after the step.
  /// - Parameter pass: the same one for each step.
  mutating func advance(_ pass: Pass) {
    let data = leg.before.state.data
    sequence.prepare(network, pass)
    if leg.plan.usesAll(network) {
      if !isPassed { pass.forward(network, X: data.X, Y: data.Y, until: nil) }
      // After a step by hand the gradients are there already.
      if leg.isTraining || !isPassed { sequence.backward(network, pass) }
    } else {
      sequence.pass(network, pass)
    }
    sequence.update(&network, pass)
    step += 1
    leg.skipLooks(after: step, &sequence)
    pass.forward(network, X: data.X, Y: data.Y, until: nil)
    if !leg.isTraining { pass.backward(network, X: data.X, Y: data.Y!, until: nil) }
    isPassed = true
  }
}

extension Session {
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

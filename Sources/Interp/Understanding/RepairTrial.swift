import Net

/// The effect of a repair, measured on copies. The session does not change.
struct RepairTrial: Sendable {
  /// J at the start and after the steps. Both are nil where there is no Y that fits.
  struct Course: Equatable, Sendable {
    var start: Double?
    var end: Double?
    /// The share of right answers after the steps, from 0 to 1; nil where there are no classes.
    var accuracy: Double?
    var alpha: Double
    var loss: String
  }

  /// The steps without the repair.
  let without: Course
  /// The steps with the repair.
  let with: Course
  /// The number of steps of each.
  let steps: Int
  /// Whether J is finite after the steps with the repair. It is true where there is no J.
  var endsFinite: Bool { with.end?.isFinite ?? true }
  /// Whether J ends higher than without the repair. It is false where the repair changes the loss, because the two J cannot be compared.
  var endsHigher: Bool {
    guard with.loss == without.loss, let repaired = with.end, let plain = without.end else { return false }
    return repaired > plain
  }
  /// Whether the finding is gone after the repair, before any step. A finding of units is gone when its own layer has no such finding.
  let isGone: Bool

  /// The most multiplications of all steps, which take some seconds. A large network makes fewer steps.
  private static let work = 1 << 35
  /// The most steps of a trial. The fewest are 10.
  static let mostSteps = 100

  /// Tries a repair.
  /// - Parameters:
  ///   - line: the statement that repairs.
  ///   - run: runs a line in a session without output.
  /// - Throws: where the line fails, where there is no network, and where Ctrl-C stops the trial.
  init(of finding: Finding, by line: String, _ session: Session, run: (String, Session) throws(Fault) -> Void) throws(Fault) {
    let copy = Session(forTrialOf: session)
    try run(line, copy)
    let network = try session.network()
    let changed = try copy.network()
    let cost = max(network.parameterCount, changed.parameterCount) * max(session.X.columns, copy.X.columns) * 3
    steps = min(Self.mostSteps, max(10, Self.work / max(cost, 1)))
    let isForEachLayer = [.symmetricUnits, .saturatedUnits, .deadUnits].contains(finding.kind)
    let again = try copy.diagnosis()
    isGone =
      again.lookedFor.contains(finding.kind)
      && !again.findings.contains { $0.kind == finding.kind && (!isForEachLayer || $0.layer == finding.layer) }
    without = try Self.course(Session(forTrialOf: session), steps)
    with = try Self.course(copy, steps)
  }

  private static func course(_ session: Session, _ steps: Int) throws(Fault) -> Course {
    let alpha = session.state.alpha
    var network = try session.network()
    guard session.X.rows == network.inputs, let Y = session.Y, Y.shape == Shape(network.outputs, session.X.columns) else {
      return Course(alpha: alpha, loss: network.loss.name)
    }
    let pass = Pass()
    var start: Double?
    _ = Trainer.train(
      &network, pass: pass, X: session.X, Y: Y, steps: steps, plan: TrainingPlan(alpha: alpha), generator: { session.state.generator }, keepsEveryStep: false
    ) {
      start = pass.cost
    } afterStep: { _, _ in
      session.interrupt.isRequested
    }
    try session.checkInterrupt()
    return Course(
      start: start, end: pass.cost, accuracy: Prediction.accuracy(pass.A(network.depth), Y, network), alpha: alpha, loss: network.loss.name)
  }
}

extension Session {
  /// A copy without passes and without watches. Passes that the repair reads must be computed again.
  convenience init(forTrialOf other: Session) {
    self.init(copying: other)
    state.alpha = other.judgedAlpha
    state.watching = Watching()
    state.ledger.forgetPasses()
  }

  /// The learning rate of the last `step` or `train`, if it was just made and alpha was not set since. Otherwise it is alpha of the session.
  var judgedAlpha: Double {
    guard isStraightAfterStep, let update = state.update, update.setAlpha == state.alpha else { return state.alpha }
    return update.alpha
  }

  /// Looks for faults in the network and the data. It computes its own passes.
  /// - Throws: where X or Y does not fit the network, where there is no network, and where Ctrl-C stops the search.
  func diagnosis() throws(Fault) -> Diagnosis {
    let network = try self.network()
    try checkInputs(network)
    if let Y, Y.columns != X.columns { throw .targetShape(Y: Y.shape, wanted: Shape(network.outputs, X.columns), sizes: network.sizes) }
    let interrupt = interrupt
    let diagnosis = Diagnosis(network, X: X, Y: Y, alpha: judgedAlpha) { interrupt.isRequested }
    try checkInterrupt()
    return diagnosis
  }
}

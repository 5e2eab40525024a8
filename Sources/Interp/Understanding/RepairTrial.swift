import Net

/// What a repair does, tried on copies: the session stays as it is.
struct RepairTrial: Sendable {
  /// J at the start and after the steps; nil where there is no Y that fits.
  struct Course: Equatable, Sendable {
    var start: Double?
    var end: Double?
    /// Share of the examples that are right after the steps, for classes.
    var accuracy: Double?
    var alpha: Double
    var loss: String
  }

  let without: Course
  let with: Course
  let steps: Int
  /// Whether J is a number after the steps.
  var endsFinite: Bool { with.end?.isFinite ?? true }
  /// Whether J ends higher than without the repair; J of another loss is no measure.
  var endsHigher: Bool {
    guard with.loss == without.loss, let repaired = with.end, let plain = without.end else { return false }
    return repaired > plain
  }
  /// Whether nothing of the kind is found any more before a step is made: in the layer, where a finding is made for each.
  let isGone: Bool

  /// Multiplications of all steps of a course: some seconds; what is larger makes fewer steps.
  private static let work = 1 << 35
  static let mostSteps = 100

  /// - Parameter run: runs a line in a session, silently.
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
    _ = Trainer.train(&network, pass: pass, X: session.X, Y: Y, steps: steps, alpha: alpha, keepsEveryStep: false) {
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
  /// The same state without any pass: what a repair reads must be computed again.
  convenience init(forTrialOf other: Session) {
    self.init(copying: other)
    state.alpha = other.judgedAlpha
    state.watching = Watching()
    state.ledger.forgetPasses()
  }

  /// The learning rate of the step or `train` that was just made, unless alpha was set since; else the session's.
  var judgedAlpha: Double {
    guard isStraightAfterStep, let update = state.update, update.setAlpha == state.alpha else { return state.alpha }
    return update.alpha
  }

  /// What is wrong with the network and the data, looked for with passes of its own.
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

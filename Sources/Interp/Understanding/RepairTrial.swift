import Net

/// The effect of a repair, measured on copies. The session does not change.
struct RepairTrial: Sendable {
  /// J at the start and after the steps. Both are nil where there is no Y that fits.
  struct Course: Equatable, Sendable {
    var start: Double?
    var end: Double?
    /// The mean loss of the dev part after the steps; nil where there is none that fits.
    var dev: Double?
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
  /// Whether J ends higher than without the repair, or for overfitting the cost of the dev part. It is false where the repair changes the loss, because
  /// the two J cannot be compared.
  var endsHigher: Bool {
    let (one, other) = isOfDev ? (with.dev, without.dev) : (with.end, without.end)
    guard with.loss == without.loss, let repaired = one, let plain = other else { return false }
    return repaired > plain
  }
  /// Whether the finding is about the dev part.
  let isOfDev: Bool
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
    let judged = session.judgedPlan
    var copy = Session(forTrialOf: session)
    var looks: [DevLook]?
    if case .overfitting(let evidence) = finding.evidence {
      // The copy has no timeline, so it cannot go back. It gets the state of that step.
      copy = Session(forTrialOf: try session.copy(atStep: evidence.best.step))
      looks = try session.devLooks()?.filter { $0.step <= evidence.best.step }
    } else {
      try run(line, copy)
    }
    let network = try session.network()
    let changed = try copy.network()
    let cost = max(network.parameterCount, changed.parameterCount) * max(session.X.columns, copy.X.columns) * 3
    // The steps that the repair itself makes are part of the trial.
    let made = finding.kind == .overfitting ? 0 : max(0, copy.state.steps - session.state.steps)
    steps = max(made, min(Self.mostSteps, max(10, Self.work / max(cost, 1))))
    let isForEachLayer = [.symmetricUnits, .saturatedUnits, .deadUnits].contains(finding.kind)
    let plan = made > 0 ? copy.judgedPlan : judged.with(alpha: copy.state.alpha)
    let again = try copy.diagnosis(plan, looks: looks)
    isGone =
      again.lookedFor.contains(finding.kind)
      && !again.findings.contains { $0.kind == finding.kind && (!isForEachLayer || $0.layer == finding.layer) }
    isOfDev = finding.kind == .overfitting
    without = try Self.course(Session(forTrialOf: session), steps, judged)
    var repaired = try Self.course(copy, steps - made, plan)
    if made > 0 { repaired.start = without.start }
    with = repaired
  }

  /// Makes steps with the optimizer, the masks and the batches of the session.
  private static func course(_ session: Session, _ steps: Int, _ plan: TrainingPlan) throws(Fault) -> Course {
    let alpha = plan.alpha
    var network = try session.network()
    var generator = session.state.generator
    guard session.X.rows == network.inputs, let Y = session.Y, Y.shape == Shape(network.outputs, session.X.columns) else {
      return Course(alpha: alpha, loss: network.loss.name)
    }
    let pass = Pass()
    var start: Double?
    _ = Trainer.train(
      &network, pass: pass, X: session.X, Y: Y, steps: steps, plan: plan, generator: { generator }, keepsEveryStep: false
    ) {
      start = pass.cost
    } afterStep: { sequence, _ in
      generator = sequence.generator
      return session.interrupt.isRequested
    }
    try session.checkInterrupt()
    return Course(
      start: start, end: pass.cost, dev: DevCost(session, network)?.cost(network), accuracy: Prediction.accuracy(pass.A(network.depth), Y, network),
      alpha: alpha, loss: network.loss.name)
  }
}

extension Session {
  /// A copy without passes and without watches. Passes that the repair reads must be computed again.
  fileprivate convenience init(forTrialOf other: Session) {
    self.init(copying: other)
    state.alpha = other.judgedAlpha
    state.watching = Watching()
    state.ledger.forgetPasses()
  }
}

import Net

/// Where numbers of a session first became NaN or infinite, and what led to it.
struct NotFiniteHistory: Sendable {
  /// How the numbers became not finite.
  enum Beginning: Sendable {
    /// No step was made yet.
    case beforeAnyStep
    /// The numbers were not finite at the first step of the timeline, after `init` or `load`.
    case withTheNetwork
    /// The timeline no longer keeps the step at which it began. `limit` is the memory of the timeline in bytes.
    case beforeWhatIsKept(limit: Int)
    /// The step before was finite.
    case at(Change)
  }

  /// The change from the last finite step to the next step.
  struct Change: Sendable {
    /// J of the last finite step.
    var cost: Double?
    /// The parameter of that step that is largest in magnitude.
    var largest: NotFinite.Entry
    /// The statements that changed numbers by hand, where they made numbers not finite; otherwise empty.
    var edits: [String] = []
    /// The step from which J rose at every step, or the last finite step where J did not rise. It is nil where a change by hand is the cause.
    var rise: Rise?
  }

  /// Successive steps in which J rose at each step.
  struct Rise: Sendable {
    /// The step at which the rise began, and its J.
    var step: Int
    var cost: Double
    /// The learning rate of these steps.
    var alpha: Double
    /// The learning rate compared with 2/curvature at that step; nil where it was not found too high.
    var rate: LearningRateEvidence?
  }

  let beginning: Beginning
  /// The first step that has a number that is not finite.
  let step: Int
  /// The step at which the session is, and the line of that step.
  let now: Int
  let branch: String
  /// The numbers that are not finite at `step`.
  let finding: Finding

  /// The statement that goes to `step`; nil where the session is at that step.
  var journey: String? { step == now ? nil : "goto \(step)" }
}

extension Session {
  /// Finds the first step at which a number is not finite. The steps of the present line are made again on copies, up to the present step.
  /// - Parameters:
  ///   - present: the numbers that are not finite now.
  ///   - tells: called after each step with the number of steps that are done, the number of all steps, and J.
  /// - Throws: where Ctrl-C stops the search.
  func notFiniteHistory(_ present: Finding, tells: (Int, Int, Double?) -> Void = { _, _, _ in }) throws(Fault) -> NotFiniteHistory {
    let here = try presentPlace()
    let line = timeline.line
    let first = timeline.first(of: line)
    func history(_ beginning: NotFiniteHistory.Beginning, _ step: Int, _ finding: Finding) -> NotFiniteHistory {
      NotFiniteHistory(beginning: beginning, step: step, now: here.step, branch: line.name, finding: finding)
    }
    var found: (step: Int, finding: Finding)?
    var last: Timeline.MadeStep?
    var rise: (step: Int, cost: Double)?
    try timeline.eachStep(of: line, after: first, upTo: here.step, self, isDone: { found != nil }) { (made) throws(Fault) in
      if made.isSuspicious, let finding = Diagnosis.notFinite(made.before, X: made.data.X, Y: made.data.Y) {
        found = (made.step - 1, finding)
        return
      }
      if let before = last, made.cost > before.cost { rise = rise ?? (before.step - 1, before.cost) } else { rise = nil }
      last = made
      tells(made.step - first, here.step - first, made.cost)
    }
    let (step, finding) = found ?? (here.step, present)
    guard let last else {
      if step > timeline.beginning { return history(.beforeWhatIsKept(limit: state.settings.timelineMemory), step, finding) }
      return history(here.step == step && state.steps == 0 ? .beforeAnyStep : .withTheNetwork, step, finding)
    }
    var change = NotFiniteHistory.Change(cost: last.cost, largest: last.before.largestEntry)
    // If the step itself left finite numbers, a statement changed them by hand afterwards.
    if Diagnosis.notFinite(last.after, X: last.data.X, Y: last.data.Y) != nil {
      let from = rise ?? (last.step - 1, last.cost)
      let network = try timeline.parameters(at: from.step, on: timeline.owner(of: from.step, on: line)!, self)
      let diagnosis = Diagnosis(network, X: last.data.X, Y: last.data.Y, alpha: last.alpha) { [interrupt] in interrupt.isRequested }
      try checkInterrupt()
      let rates = diagnosis.findings.compactMap { finding -> LearningRateEvidence? in
        if finding.kind == .learningRateHigh, case .learningRate(let rate) = finding.evidence { rate } else { nil }
      }
      change.rise = NotFiniteHistory.Rise(step: from.step, cost: from.cost, alpha: last.alpha, rate: rates.first)
    } else {
      let owner = timeline.owner(of: step, on: line)!
      let leg = owner.legs.first { $0.start == step }
      change.edits = (leg?.edits ?? owner.edits).map(\.text)
    }
    return history(.at(change), step, finding)
  }
}

extension Timeline.MadeStep {
  /// Whether a number before the step may be not finite. This test is cheaper than a look at every array.
  fileprivate var isSuspicious: Bool {
    guard cost.isFinite, before.hasFiniteParameters else { return true }
    return !before.parameters.allSatisfy { gradients.gradient(of: $0).isFinite } || before.largestEntry.value.magnitude > 1e100
      || !data.X.isFinite || data.Y?.isFinite == false
  }
}

extension Network {
  fileprivate var hasFiniteParameters: Bool { layers.allSatisfy { $0.W.isFinite && $0.b.isFinite } }

  /// The parameter that is largest in magnitude; W1[1,1] as 0 where all are 0 or NaN.
  fileprivate var largestEntry: NotFinite.Entry {
    var best = NotFinite.Entry(name: "W1", row: 1, column: 1, value: 0)
    for (number, layer) in layers.enumerated() {
      for (name, matrix) in [("W\(number + 1)", layer.W), ("b\(number + 1)", layer.b)] {
        for (index, value) in matrix.elements.enumerated() where abs(value) > abs(best.value) {
          best = NotFinite.Entry(name: name, row: index / matrix.columns + 1, column: index % matrix.columns + 1, value: value)
        }
      }
    }
    return best
  }
}

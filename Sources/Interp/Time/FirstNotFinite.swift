import Net

/// Since when numbers of a session are not finite, and what led there.
struct NotFiniteHistory: Sendable {
  enum Beginning: Sendable {
    /// No step was made yet.
    case beforeAnyStep
    /// The first step that the timeline knows had such numbers already: after `init` or `load`.
    case withTheNetwork
    /// Earlier steps are not kept any more.
    case beforeWhatIsKept(limit: Int)
    /// The first step with such a number, after one that was finite.
    case at(Change)
  }

  /// From a finite step to the next.
  struct Change: Sendable {
    /// J of the step before, and its largest parameter.
    var cost: Double?
    var largest: NotFinite.Entry
    /// The statements that changed numbers by hand, where these did it.
    var edits: [String] = []
    /// The step from which J rose at every step.
    var rise: Rise?
  }

  struct Rise: Sendable {
    var step: Int
    var cost: Double
    /// Of the steps from there.
    var alpha: Double
    /// alpha against 2/curvature there; nil where that is not known.
    var rate: LearningRateEvidence?
  }

  let beginning: Beginning
  /// The first step with a number that is not finite.
  let step: Int
  /// The step that the session is at, and its line.
  let now: Int
  let branch: String
  /// What is not finite at that step.
  let finding: Finding

  /// The statement that goes to the step; nil where one is there.
  var journey: String? { step == now ? nil : "goto \(step)" }
}

extension Session {
  /// Since when numbers are not finite, looked for in the steps of the line up to the present one, which are made again on copies. Throws where Ctrl-C stops it.
  /// - Parameters:
  ///   - present: what is not finite now.
  ///   - tells: called after each step with how many were looked at, of how many, and J.
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
    // Where what the step itself left is finite, it was changed by hand afterwards.
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
  /// Whether anything about the step's beginning may be not finite: it is cheaper to ask than to look at every array.
  fileprivate var isSuspicious: Bool {
    guard cost.isFinite, before.hasFiniteParameters else { return true }
    return !before.parameters.allSatisfy { gradients.gradient(of: $0).isFinite } || before.largestEntry.value.magnitude > 1e100
      || !data.X.isFinite || data.Y?.isFinite == false
  }
}

extension Network {
  fileprivate var hasFiniteParameters: Bool { layers.allSatisfy { $0.W.isFinite && $0.b.isFinite } }

  /// The parameter that is largest without its sign.
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

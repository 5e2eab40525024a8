/// The learning rate of an optimizer with averages: momentum, RMSProp and Adam.
///
/// 2 / curvature is the bound of gradient descent alone. The step of an optimizer also depends on its averages, and that of RMSProp and Adam hardly
/// depends on the size of the gradient. So rates are compared by trials, each with the optimizer, the averages and the step number of the session.
extension DescentCheck {
  /// A rate that is too high or too low; nil where the rate suits.
  func optimizerRate(_ alpha: Double, _ trial: Descent, _ trials: Trials) -> (kind: Finding.Kind, evidence: OptimizerRateEvidence)? {
    guard alpha > 0, !trials.isSolved(trial.losses[0]) else { return nil }
    func evidence(_ better: (alpha: Double, trial: Descent)) -> OptimizerRateEvidence {
      let rate = BetterRate(alpha: better.alpha, cost: better.trial.end)
      return OptimizerRateEvidence(optimizer: trials.network.optimizer, alpha: alpha, costs: trial.costs, better: rate)
    }
    if trial.hasFailedUnderAverages, let better = lower(alpha, trial, trials) { return (.learningRateHigh, evidence(better)) }
    if let better = higher(alpha, trial, trials) { return (.learningRateLow, evidence(better)) }
    return nil
  }

  /// The smaller rate that lowers J most, tried in steps of about 3; nil where none lowers J visibly.
  private func lower(_ alpha: Double, _ trial: Descent, _ trials: Trials) -> (alpha: Double, trial: Descent)? {
    var best: (alpha: Double, trial: Descent)?
    var rate = alpha
    for _ in 0..<DiagnosisThresholds.lowerRates where !isStopped() {
      rate /= 10.0.squareRoot()
      let candidate = rate.firstDigit
      let next = trials.descent(alpha: candidate)
      if let best, !(next.end < best.trial.end) { return best }
      let least = max(DiagnosisThresholds.lowRateFall * abs(trial.start), 2 * max(trial.fall, 0))
      if !next.hasFailedUnderAverages, next.fall > least { best = (candidate, next) }
    }
    return best
  }

  /// The larger rate that lowers J most, where alpha is far too small: J falls in proportion to the rate. Near a saddle the fall speeds up from
  /// step to step; then a small fall is no matter of the rate alone.
  private func higher(_ alpha: Double, _ trial: Descent, _ trials: Trials) -> (alpha: Double, trial: Descent)? {
    let half = trial.costs[0] - trial.costs[trial.costs.count / 2]
    guard trial.fall > 0, half > DiagnosisThresholds.steadyFall * trial.fall else { return nil }
    let gain = trials.descent(alpha: 10 * alpha).fall / trial.fall
    guard DiagnosisThresholds.lowOptimizerProportion.contains(gain) else { return nil }
    var best: (alpha: Double, trial: Descent)?
    var factor = 100.0
    while factor <= 1e12, !isStopped() {
      let candidate = (alpha * factor).firstDigit
      let next = trials.descent(alpha: candidate)
      if next.hasFailedUnderAverages { return best }
      if let best, next.end >= best.trial.end { return best }
      let least = max(DiagnosisThresholds.lowRateFall * abs(trial.start), DiagnosisThresholds.lowOptimizerGain * trial.fall)
      if next.fall > least { best = (candidate, next) }
      factor *= 10
    }
    return best
  }
}

extension Descent {
  /// Whether the steps of an optimizer with averages have failed: J is not finite, or it ends no lower than it began, or it was more than twice its
  /// first value on the way.
  ///
  /// J of such steps goes up and down on the way to a lowest point, so a rise at the end alone does not count.
  var hasFailedUnderAverages: Bool {
    guard settledCost < start else { return true }
    return (costs.max() ?? end) > DiagnosisThresholds.reboundRatio * abs(start)
  }
}

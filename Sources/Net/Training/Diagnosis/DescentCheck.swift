/// Checks the learning rate, and whether J falls at all, by trials on a copy. The trials use all examples and all units.
///
/// Under gradient descent, the rate is too high where the trial fails and alpha is above 2 / curvature at the step that first raised J. The rate is too
/// low where it is less than a thousandth of this bound at the present parameters, and another rate does better in a trial. Under an optimizer with
/// averages this bound does not hold, so other rates are tried instead (`DescentCheck+Optimizer.swift`). Otherwise, a J that does not fall has another
/// reason.
struct DescentCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.learningRateHigh, .learningRateLow, .costNotFalling]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .fittingTargets]

  let setting: StepSetting
  let isStopped: () -> Bool

  func findings(_ scene: Scene) -> [Finding] {
    guard let Y = scene.Y else { return [] }
    let trials = Trials(scene.network, X: scene.X, Y: Y, setting, isStopped: isStopped)
    let trial = trials.descent(alpha: scene.alpha)
    let optimizer = scene.network.optimizer
    if optimizer.keepsAverages {
      if let rate = optimizerRate(scene.alpha, trial, trials) { return [Finding(rate.kind, .optimizerRate(rate.evidence))] }
    } else if let high = high(scene.alpha, trial, trials) {
      return [Finding(.learningRateHigh, .learningRate(high))]
    }
    let here = trials.curvature(trials.network)
    if !optimizer.keepsAverages, let low = low(scene.alpha, trial, here, trials) { return [Finding(.learningRateLow, .learningRate(low))] }
    guard trial.hasNotFallen, trial.start != 0, !trials.isSolved(trial.losses[0]) else { return [] }
    let better = here.value.flatMap { _ in trials.rate(from: firstRate(scene.alpha, trial, here, optimizer)) }
    let plateau = Plateau(
      alpha: scene.alpha, gradientNorm: here.gradientNorm, costs: trial.costs, curvature: here.value,
      better: better.flatMap { $0.trial.hasNotFallen ? nil : $0.alpha })
    return [Finding(.costNotFalling, .notFalling(plateau))]
  }

  /// The first rate that is tried where J does not fall.
  private func firstRate(_ alpha: Double, _ trial: Descent, _ here: Curvature, _ optimizer: Optimizer) -> Double {
    if optimizer.keepsAverages { return max(abs(alpha), 0.1) }
    // Where J has almost no curvature, its slope gives a rate: with it, a straight line would reach 0 in one step.
    let slope = here.gradientNorm > 0 ? abs(trial.start) / (here.gradientNorm * here.gradientNorm) : .infinity
    return here.value.flatMap { $0 > 0 ? min(1 / $0, slope) : nil } ?? max(abs(alpha), 0.1)
  }

  private func high(_ alpha: Double, _ trial: Descent, _ trials: Trials) -> LearningRateEvidence? {
    guard alpha > 0, trial.hasFailed, let rise = trial.rise, let h = trials.curvature(rise.network).value, h > 0, alpha > 2 / h,
      let better = trials.rate(from: 1 / h)
    else { return nil }
    let rate = BetterRate(alpha: better.alpha, cost: better.trial.end)
    return LearningRateEvidence(alpha: alpha, curvature: h, costs: trial.costs, rise: rise.step, better: rate)
  }

  private func low(_ alpha: Double, _ trial: Descent, _ here: Curvature, _ trials: Trials) -> LearningRateEvidence? {
    guard alpha > 0, let h = here.value, h > 0, alpha * h / 2 < DiagnosisThresholds.lowRate, !trials.isSolved(trial.losses[0]),
      let better = trials.rate(from: 1 / h), better.alpha > alpha
    else { return nil }
    let least = max(DiagnosisThresholds.lowRateGain * trial.fall, DiagnosisThresholds.lowRateFall * abs(trial.start))
    guard better.trial.fall > least else { return nil }
    return LearningRateEvidence(alpha: alpha, curvature: h, costs: trial.costs, rise: nil, better: BetterRate(alpha: better.alpha, cost: better.trial.end))
  }
}

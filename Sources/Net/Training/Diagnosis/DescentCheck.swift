/// Checks the learning rate, and whether J falls at all, by trials on a copy.
///
/// The rate is too high where the trial fails and alpha is above 2 / curvature at the step that first raised J. The rate is too low where it is less
/// than a thousandth of this bound at the present parameters, and another rate does better in a trial. Otherwise, a J that does not fall has another
/// reason.
struct DescentCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.learningRateHigh, .learningRateLow, .costNotFalling]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .fittingTargets]

  let isStopped: () -> Bool

  func findings(_ scene: Scene) -> [Finding] {
    guard let Y = scene.Y else { return [] }
    let trials = Trials(network: scene.network, data: TrialData(scene.network, X: scene.X, Y: Y), pass: Pass(), isStopped: isStopped)
    let trial = trials.descent(alpha: scene.alpha)
    if let high = high(scene.alpha, trial, trials) { return [Finding(.learningRateHigh, .learningRate(high))] }
    let here = trials.curvature(scene.network)
    if let low = low(scene.alpha, trial, here, trials) { return [Finding(.learningRateLow, .learningRate(low))] }
    guard trial.hasNotFallen, trial.start != 0, !trials.isSolved(trial.start) else { return [] }
    // Where J has almost no curvature, its slope gives a rate: with it, a straight line would reach 0 in one step.
    let slope = here.gradientNorm > 0 ? abs(trial.start) / (here.gradientNorm * here.gradientNorm) : .infinity
    let first = here.value.flatMap { $0 > 0 ? min(1 / $0, slope) : nil } ?? max(abs(scene.alpha), 0.1)
    let better = here.value.flatMap { _ in trials.rate(from: first) }.flatMap { $0.trial.hasNotFallen ? nil : $0.alpha }
    let plateau = Plateau(alpha: scene.alpha, gradientNorm: here.gradientNorm, costs: trial.costs, curvature: here.value, better: better)
    return [Finding(.costNotFalling, .notFalling(plateau))]
  }

  private func high(_ alpha: Double, _ trial: Descent, _ trials: Trials) -> LearningRateEvidence? {
    guard alpha > 0, trial.hasFailed, let rise = trial.rise, let h = trials.curvature(rise.network).value, h > 0, alpha > 2 / h,
      let better = trials.rate(from: 1 / h)
    else { return nil }
    return LearningRateEvidence(alpha: alpha, curvature: h, costs: trial.costs, rise: rise.step, better: (better.alpha, better.trial.end))
  }

  private func low(_ alpha: Double, _ trial: Descent, _ here: Curvature, _ trials: Trials) -> LearningRateEvidence? {
    guard alpha > 0, let h = here.value, h > 0, alpha * h / 2 < DiagnosisThresholds.lowRate, !trials.isSolved(trial.start),
      let better = trials.rate(from: 1 / h), better.alpha > alpha
    else { return nil }
    let least = max(DiagnosisThresholds.lowRateGain * trial.fall, DiagnosisThresholds.lowRateFall * abs(trial.start))
    guard better.trial.fall > least else { return nil }
    return LearningRateEvidence(alpha: alpha, curvature: h, costs: trial.costs, rise: nil, better: (better.alpha, better.trial.end))
  }
}

/// Trials of one network on the same examples, in one workspace.
private struct Trials {
  let network: Network
  let data: TrialData
  let pass: Pass
  let isStopped: () -> Bool

  func descent(alpha: Double) -> Descent { Descent(network, data, alpha: alpha, pass: pass, isStopped: isStopped) }

  /// Whether J is only a small part of the cost of the best constant answer, the mean of Y. Where that cost is very small, the cost of a guess
  /// between two classes is used.
  func isSolved(_ cost: Double) -> Bool {
    let constant = data.Y.reduced(.mean, axis: 1).stretched(to: data.Y.shape)
    let losses = network.loss.lossPerExample(a: constant, y: data.Y)
    let guess = network.loss.takesLogarithms ? 0.6931471805599453 : 0
    return cost <= DiagnosisThresholds.solvedShare * max(losses.reduced(.mean, axis: nil).elements[0], guess)
  }

  func curvature(_ network: Network) -> Curvature { Curvature(network, data, pass: pass) }

  /// A rate with one digit for which a trial does not fail; nil where there is none in twelve tries.
  ///
  /// The rates go down from `first` by a factor of 4. Of the first rate that does not fail and the next one, the one with the lower J at the end is
  /// returned.
  func rate(from first: Double) -> (alpha: Double, trial: Descent)? {
    var found: (alpha: Double, trial: Descent)?
    var alpha = first
    for _ in 0..<12 where alpha > 1e-300 && alpha.isFinite && !isStopped() {
      let candidate = alpha.firstDigit
      let trial = descent(alpha: candidate)
      if let found { return trial.hasFailed || found.trial.end <= trial.end ? found : (candidate, trial) }
      if !trial.hasFailed { found = (candidate, trial) }
      alpha /= 4
    }
    return found
  }
}

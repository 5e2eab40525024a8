/// The learning rate, and whether J falls at all: tried on a copy.
///
/// A rate is high where the trial fails and alpha is over 2 / curvature at the step that first raised J; low where it is a thousandth of the bound
/// here and another rate proves better; else a J that stays where it is stays for another reason.
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
    // Where J hardly bends, the rate at which its slope alone would take it to 0.
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

/// Trials of one network on one choice of examples, in one workspace.
private struct Trials {
  let network: Network
  let data: TrialData
  let pass: Pass
  let isStopped: () -> Bool

  func descent(alpha: Double) -> Descent { Descent(network, data, alpha: alpha, pass: pass, isStopped: isStopped) }

  /// J is a small part of what the best constant answer costs, the mean of Y; where that costs next to nothing, of what a guess between two classes does.
  func isSolved(_ cost: Double) -> Bool {
    let constant = data.Y.reduced(.mean, axis: 1).stretched(to: data.Y.shape)
    let losses = network.loss.lossPerExample(a: constant, y: data.Y)
    let guess = network.loss.takesLogarithms ? 0.6931471805599453 : 0
    return cost <= DiagnosisThresholds.solvedShare * max(losses.reduced(.mean, axis: nil).elements[0], guess)
  }

  func curvature(_ network: Network) -> Curvature { Curvature(network, data, pass: pass) }

  /// A rate of one digit with which a trial does not fail: of the first such one and the next the one that ends lower. They go down from `first` by
  /// fours; nil where the twelfth fails still.
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

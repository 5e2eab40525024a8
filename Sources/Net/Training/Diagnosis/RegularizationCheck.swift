/// Checks whether dropout or the L2 penalty keeps the network from learning, by trials on a copy.
///
/// A trial makes steps as the session would: with masks, λ and the optimizer. The mean loss of all examples with all units shows what was learnt. The
/// strength is too high where this loss stays near that of the best constant answer, and the same steps without it learn clearly more. So a network that
/// has learnt anything is never reported. Under the penalty the weights may be so small that no steps bring them back. Then the trials also begin with
/// new weights.
struct RegularizationCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.dropoutStrong, .penaltyStrong]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .fittingTargets]

  let setting: StepSetting
  let isStopped: () -> Bool

  func findings(_ scene: Scene) -> [Finding] {
    guard let Y = scene.Y, scene.alpha > 0, scene.network.dropsUnits || scene.network.lambda > 0 else { return [] }
    let trials = Trials(scene.network, X: scene.X, Y: Y, setting, isStopped: isStopped)
    let runs = Runs(trials: trials, alpha: scene.alpha, lambda: scene.network.lambda)
    guard runs.constant > 0, let present = runs.loss(trials.network), present >= DiagnosisThresholds.unlearntShare * runs.constant else { return [] }
    var findings: [Finding] = []
    if scene.network.dropsUnits, let found = dropout(present, runs) { findings.append(Finding(.dropoutStrong, .regularization(found))) }
    if scene.network.lambda > 0, let found = penalty(present, runs) { findings.append(Finding(.penaltyStrong, .regularization(found))) }
    return findings
  }

  private func dropout(_ present: Double, _ runs: Runs) -> RegularizationEvidence? {
    let network = runs.trials.network
    func keeping(_ least: Double) -> Network {
      var changed = network
      for layer in network.hiddenLayers { changed.setKeep(max(network.keep(layer), least), layer: layer) }
      return changed
    }
    guard let without = runs.loss(keeping(1)), runs.isClear(present, without, from: runs.start(network)) else { return nil }
    var better = RegularizationEvidence.Better(value: 1, loss: without)
    for least in [0.5, 0.6, 0.7, 0.8, 0.9] where network.hiddenLayers.contains(where: { network.keep($0) < least }) && !isStopped() {
      if let loss = runs.loss(keeping(least)), runs.learns(loss, present, without) {
        better = .init(value: least, loss: loss)
        break
      }
    }
    return RegularizationEvidence(
      strength: .keeps(network.hiddenLayers.map(network.keep)), start: runs.start(network), end: present, endWithout: without, constant: runs.constant,
      steps: runs.steps, better: better, beginsAnew: false)
  }

  private func penalty(_ present: Double, _ runs: Runs) -> RegularizationEvidence? {
    let lambda = runs.lambda
    for beginsAnew in [false, true] where !isStopped() {
      let start = beginsAnew ? runs.fresh : runs.trials.network
      func weighing(_ value: Double) -> Network {
        var changed = start
        changed.lambda = value * runs.trials.data.share
        return changed
      }
      guard let with = beginsAnew ? runs.loss(start) : present, let without = runs.loss(weighing(0)), runs.isClear(with, without, from: runs.start(start))
      else { continue }
      var better = RegularizationEvidence.Better(value: 0, loss: without)
      for factor in [10.0, 100, 1000] where !isStopped() {
        let value = (lambda / factor).firstDigit
        if let loss = runs.loss(weighing(value)), runs.learns(loss, with, without) {
          better = .init(value: value, loss: loss)
          break
        }
      }
      return RegularizationEvidence(
        strength: .lambda(lambda), start: runs.start(start), end: with, endWithout: without, constant: runs.constant, steps: runs.steps, better: better,
        beginsAnew: beginsAnew)
    }
    return nil
  }
}

/// The trials of one check, all with the same number of steps.
private struct Runs {
  let trials: Trials
  let alpha: Double
  /// λ of the network.
  let lambda: Double
  /// The mean loss of the best constant answer.
  let constant: Double
  let steps: Int

  init(trials: Trials, alpha: Double, lambda: Double) {
    (self.trials, self.alpha, self.lambda) = (trials, alpha, lambda)
    constant = trials.constantLoss
    steps = trials.data.steps(atMost: DiagnosisThresholds.regularizedSteps)
  }

  /// The mean loss of all examples with all units after the steps; nil where it is not finite.
  func loss(_ network: Network) -> Double? {
    var plan = TrainingPlan(alpha: alpha)
    plan.clip = trials.setting.plan?.clip
    let trial = Descent(network, trials.data, plan, generator: trials.setting.generator, steps: steps, pass: trials.pass, isStopped: trials.isStopped)
    return trial.settledLoss.isFinite ? trial.settledLoss : nil
  }

  /// The mean loss before any step.
  func start(_ network: Network) -> Double {
    trials.pass.forward(network, X: trials.data.X, Y: trials.data.Y, until: nil)
    return trials.pass.meanLoss ?? .nan
  }

  /// Whether the loss stays near that of a constant answer, and the same steps without the penalty or the masks learn clearly more. A fall counts from
  /// `start`, or from the constant answer where that is lower.
  func isClear(_ with: Double, _ without: Double, from start: Double) -> Bool {
    let reference = min(start, constant)
    return with >= DiagnosisThresholds.unlearntShare * constant && without <= with - DiagnosisThresholds.unlearntGain * constant
      && reference - with <= DiagnosisThresholds.unlearntFall * (reference - without)
  }

  /// Whether a smaller strength learns at least half of what is learnt without it.
  func learns(_ loss: Double, _ with: Double, _ without: Double) -> Bool { loss <= with - (with - without) / 2 }

  /// The network with the first weights of a new one, as the repair draws them.
  var fresh: Network {
    let network = trials.network
    var generator = MersenneTwister(seed: trials.setting.seed)
    var made = network
    let drawn = Network(
      inputs: network.inputs, layers: network.layers.map { LayerSpecification(units: $0.units, activation: $0.activation) }, loss: network.loss,
      initializer: .fitting(network.layers.dropLast().map(\.activation.name)), generator: &generator)
    made.takeParameters(of: drawn)
    made.frozen = FrozenEntries()
    return made
  }
}

/// Checks whether the batches of the last `train` are too small to see the signal.
///
/// Near a lowest point each batch is noise, and a healthy training ends there. So the noise alone is no finding: a trial with these batches must also stay
/// clearly above one with larger batches or a smaller rate.
struct BatchNoiseCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.batchNoise]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .fittingTargets, .batches]

  let setting: StepSetting
  let isStopped: () -> Bool

  func findings(_ scene: Scene) -> [Finding] {
    guard let Y = scene.Y, var plan = setting.plan, let size = plan.batch, size < scene.X.columns, scene.alpha > 0 else { return [] }
    let trials = Trials(scene.network, X: scene.X, Y: Y, setting, isStopped: isStopped)
    (plan.alpha, plan.decay, plan.optimizer) = (scene.alpha, 0, nil)
    let noise = GradientNoise(scene.network, X: scene.X, Y: Y, plan, generator: setting.generator, pass: trials.pass, isStopped: isStopped)
    // A large network has fewer examples in its trials. Batches of all of them have no noise to compare.
    guard noise.ratio > DiagnosisThresholds.batchNoise, size < trials.data.X.columns else { return [] }
    let present = descent(plan, trials)
    guard !trials.isSolved(present.losses[0]) else { return [] }
    var candidates: [(plan: TrainingPlan, cost: Double)] = []
    for factor in [4.0, 16] where !isStopped() {
      var (smaller, larger) = (plan, plan)
      smaller.alpha = (plan.alpha / factor).firstDigit
      larger.batch = min(size * Int(factor), trials.data.X.columns)
      for candidate in [smaller, larger] { candidates.append((candidate, descent(candidate, trials).settledCost)) }
    }
    guard let best = candidates.min(by: { $0.cost < $1.cost }), present.settledCost - best.cost > DiagnosisThresholds.batchGain * abs(present.start) else {
      return []
    }
    // A smaller rate costs nothing, so it is taken where it does nearly as well as the best.
    let enough = best.cost + (present.settledCost - best.cost) / 4
    let chosen = candidates.filter { $0.plan.batch == size && $0.cost <= enough }.min { $0.cost < $1.cost } ?? best
    let evidence = BatchNoiseEvidence(
      batch: size, alpha: scene.alpha, deviation: noise.deviation, gradientNorm: noise.norm, batches: noise.batches, costs: present.costs,
      settled: present.settledCost, better: .init(batch: chosen.plan.batch ?? size, alpha: chosen.plan.alpha, cost: chosen.cost))
    return [Finding(.batchNoise, .batchNoise(evidence))]
  }

  private func descent(_ plan: TrainingPlan, _ trials: Trials) -> Descent {
    Descent(trials.network, trials.data, plan, generator: setting.generator, pass: trials.pass, isStopped: isStopped)
  }
}

/// The costs at a step that was made before, without the L2 penalty and with all units.
public struct DevLook: Equatable, Sendable {
  /// The number of steps since `init`.
  public let step: Int
  /// The mean loss of the train part.
  public let train: Double
  /// The mean loss of each example of the dev part.
  public let devLosses: [Double]
  /// The mean loss of the dev part.
  public let dev: Double

  public init(step: Int, train: Double, devLosses: [Double], dev: Double) {
    (self.step, self.train, self.devLosses, self.dev) = (step, train, devLosses, dev)
  }

  /// How much the mean loss of the dev part rose since another look, and the standard error of this rise: the deviation of the differences over the
  /// examples, divided by the root of their number. The error is infinite for fewer than two examples.
  public func rise(since other: DevLook) -> (value: Double, error: Double) {
    let differences = zip(devLosses, other.devLosses).map { $0 - $1 }
    let n = Double(differences.count)
    let mean = differences.reduce(0, +) / max(n, 1)
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (dev - other.dev, n > 1 ? (squares / (n - 1) / n).squareRoot() : .infinity)
  }
}

/// Checks whether the cost of the dev part rises while that of the train part falls, over recorded steps.
struct OverfittingCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.overfitting]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .fittingTargets, .devPart, .earlierSteps]

  let setting: StepSetting

  func findings(_ scene: Scene) -> [Finding] {
    guard let looks = setting.looks, let now = looks.last, let Y = scene.Y else { return [] }
    guard let least = looks.min(by: { $0.dev < $1.dev }), least.step < now.step, now.dev.isFinite, now.train < least.train else { return [] }
    let rise = now.rise(since: least)
    let trials = Trials(scene.network, X: scene.X, Y: Y, setting, isStopped: { true })
    guard rise.value > DiagnosisThresholds.devRise * least.dev, rise.value > DiagnosisThresholds.devErrors * rise.error, !trials.isSolved(now.dev) else {
      return []
    }
    return [Finding(.overfitting, .overfitting(OverfittingEvidence(looks: looks, best: least, error: rise.error)))]
  }
}

/// How the steps of a session are made, besides its network, data and alpha. The checks that try steps need it.
public struct StepSetting: Sendable {
  /// How the last `train` made its steps; nil where they were not just made by `train`. Its rate, its decay and its optimizer are not read: the rate is
  /// given, and the network has the optimizer.
  public var plan: TrainingPlan?
  /// A copy of the session's generator. Batches and masks of the trials are drawn from it.
  public var generator = MersenneTwister(seed: 1)
  /// The seed of a new network.
  public var seed: UInt32 = 1
  /// The costs of the train part and the dev part at recorded steps, in their order; nil where the data has no dev part that fits.
  public var looks: [DevLook]?

  public init() {}
}

/// Trials of one network on the same examples, in one workspace.
struct Trials {
  /// The network of the trials. Its λ is such that the penalty is that over all examples.
  let network: Network
  let data: TrialData
  let setting: StepSetting
  let pass = Pass()
  let isStopped: () -> Bool

  init(_ network: Network, X: Matrix, Y: Matrix, _ setting: StepSetting, isStopped: @escaping () -> Bool) {
    data = TrialData(network, X: X, Y: Y)
    var network = network
    network.lambda *= data.share
    (self.network, self.setting, self.isStopped) = (network, setting, isStopped)
  }

  /// Steps over all examples with all units. J then shows what the rate does, without the noise of batches and masks.
  func descent(alpha: Double) -> Descent {
    var whole = network
    for layer in network.hiddenLayers { whole.setKeep(1, layer: layer) }
    var plan = TrainingPlan(alpha: alpha)
    plan.clip = setting.plan?.clip
    return Descent(whole, data, plan, generator: setting.generator, pass: pass, isStopped: isStopped)
  }

  /// The mean loss of the best constant answer, the mean of Y.
  var constantLoss: Double {
    let constant = data.Y.reduced(.mean, axis: 1).stretched(to: data.Y.shape)
    return network.loss.lossPerExample(a: constant, y: data.Y).reduced(.mean, axis: nil).elements[0]
  }

  /// Whether a mean loss is only a small part of that of the best constant answer. Where that is very small, the loss of a guess between two classes
  /// is used.
  func isSolved(_ loss: Double) -> Bool {
    let guess = network.loss.takesLogarithms ? 0.6931471805599453 : 0
    return loss <= DiagnosisThresholds.solvedShare * max(constantLoss, guess)
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
      let hasFailed = network.optimizer.keepsAverages ? trial.hasFailedUnderAverages : trial.hasFailed
      if let found { return hasFailed || found.trial.end <= trial.end ? found : (candidate, trial) }
      if !hasFailed { found = (candidate, trial) }
      alpha /= 4
    }
    return found
  }
}

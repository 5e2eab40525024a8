/// The learning rate of an optimizer with averages, compared with another rate.
public struct OptimizerRateEvidence: Equatable, Sendable {
  public let optimizer: Optimizer
  public let alpha: Double
  /// J before the trial's steps and after each of them.
  public let costs: [Double]
  public let better: BetterRate
}

/// A rate that lowers J, and J after as many steps with it.
public struct BetterRate: Equatable, Sendable {
  public let alpha: Double
  public let cost: Double
}

/// Dropout or an L2 penalty under which the network does not learn. All losses are means over all examples with all units, without the penalty. An end
/// is the mean over the last fifth of the steps.
public struct RegularizationEvidence: Equatable, Sendable {
  /// What is too strong.
  public enum Strength: Equatable, Sendable {
    /// The shares of units that dropout keeps, for each hidden layer.
    case keeps([Double])
    case lambda(Double)
  }

  /// A strength with which the network learns.
  public struct Better: Equatable, Sendable {
    /// A share that no hidden layer goes below, or a λ.
    public let value: Double
    /// The loss after as many steps with it.
    public let loss: Double
  }

  public let strength: Strength
  /// The loss before the trials, and after the steps as they are.
  public let start: Double
  public let end: Double
  /// The loss after as many steps with all units, or with λ = 0.
  public let endWithout: Double
  /// The loss of the best answer that is the same for all examples.
  public let constant: Double
  /// The number of steps of each trial.
  public let steps: Int
  public let better: Better
  /// Whether the trials began with new weights, because the present ones do not learn without the penalty either.
  public let beginsAnew: Bool
}

/// Batches whose gradients are mostly noise, with steps that do better. `GradientNoise` has the formula.
public struct BatchNoiseEvidence: Equatable, Sendable {
  /// Steps that lower J further.
  public struct Better: Equatable, Sendable {
    public let batch: Int
    public let alpha: Double
    /// The mean of J over the last fifth of as many steps.
    public let cost: Double
  }

  /// The number of examples in a batch, and the learning rate.
  public let batch: Int
  public let alpha: Double
  /// The root mean square distance of the gradients of batches to that of all examples.
  public let deviation: Double
  /// The norm of the gradient of all examples.
  public let gradientNorm: Double
  /// The number of batches that were measured.
  public let batches: Int
  /// J of all examples before the trial's steps and after each of them.
  public let costs: [Double]
  /// The mean of J over the last fifth of these steps.
  public let settled: Double
  public let better: Better

  /// deviation / gradientNorm.
  public var noise: Double { deviation / gradientNorm }
}

/// Costs of the train part and the dev part over recorded steps.
public struct OverfittingEvidence: Equatable, Sendable {
  /// The looks in the order of their steps. The last one is the present step.
  public let looks: [DevLook]
  /// The look with the least cost of the dev part.
  public let best: DevLook
  /// The standard error of the rise of the dev part's cost since then.
  public let error: Double

  /// The present look.
  public var now: DevLook { looks[looks.count - 1] }
}

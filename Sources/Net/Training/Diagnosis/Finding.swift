/// One problem of a network, its data or its learning rate, with the measured values. The interpreter makes the sentences.
public struct Finding: Equatable, Sendable {
  /// The kind of a problem. The raw value is the name that is printed.
  public enum Kind: String, CaseIterable, Sendable {
    case symmetricUnits = "symmetric-units"
    case saturatedUnits = "saturated-units"
    case deadUnits = "dead-units"
    case vanishingGradients = "vanishing-gradients"
    case explodingGradients = "exploding-gradients"
    case linearCollapse = "linear-collapse"
    case uncentredActivations = "uncentred-activations"
    case outputMismatch = "output-mismatch"
    case featureScale = "feature-scale"
    case learningRateHigh = "learning-rate-high"
    case learningRateLow = "learning-rate-low"
    case notFinite = "not-finite"
    case classImbalance = "class-imbalance"
    case costNotFalling = "cost-not-falling"
    case dropoutStrong = "dropout-strong"
    case penaltyStrong = "penalty-strong"
    case batchNoise = "batch-noise"
    case overfitting
  }

  public let kind: Kind
  /// The layer, counted from 1; nil where the finding is not about a layer.
  public let layer: Int?
  /// The units of the layer. For `featureScale` they are features, and for `classImbalance` the rows of the rarer classes. All count from 1.
  public let units: [Int]
  public let evidence: Evidence

  init(_ kind: Kind, layer: Int? = nil, units: [Int] = [], _ evidence: Evidence) {
    (self.kind, self.layer, self.units, self.evidence) = (kind, layer, units, evidence)
  }
}

/// The measured values. A list by unit has the order of `Finding.units`. A list by layer begins at layer 1.
public enum Evidence: Equatable, Sendable {
  /// The largest difference between the rows of dW for these units; nil without targets.
  case symmetric(gradientDifference: Double?)
  /// For each unit, the share of the examples with |g'| below the limit, from 0 to 1, and the mean of |z|.
  case saturated(shares: [Double], sizes: [Double])
  /// For each unit, the largest z over all examples.
  case dead(largestZ: [Double])
  case gradients(GradientFlow)
  /// The single layer z = W x + b that computes the same as all layers together, up to the output's z.
  case collapse(W: Matrix, b: Matrix)
  /// For each unit, the mean and the deviation of a over the examples; and the later layers with the same problem.
  case uncentred(means: [Double], deviations: [Double], later: [Int])
  case mismatch(Mismatch)
  /// The deviation over the examples, for every feature.
  case featureScale(deviations: [Double])
  case learningRate(LearningRateEvidence)
  case notFinite(NotFinite)
  /// The number of examples, for every class. For a row of 0 and 1, first the zeros and then the ones.
  case imbalance(counts: [Int])
  case notFalling(Plateau)
  /// A rate that is too high or too low for an optimizer with averages.
  case optimizerRate(OptimizerRateEvidence)
  case regularization(RegularizationEvidence)
  case batchNoise(BatchNoiseEvidence)
  case overfitting(OverfittingEvidence)
}

/// The size of the error and of the updates in each layer.
public struct GradientFlow: Equatable, Sendable {
  /// For each layer, the root mean square of dZ_l over units and examples.
  public let errors: [Double]
  /// For each layer, the norm of the change of W_l in a step without the L2 penalty, divided by norm(W_l). Under gradient descent this is
  /// alpha · norm(dW_l) / norm(W_l). It is infinite where W_l is 0, and NaN where the change is 0 too.
  public let updateRatios: [Double]
}

/// The reason why output, loss and targets do not fit.
public enum Mismatch: Equatable, Sendable {
  /// Y has another number of rows than the output has units.
  case shape(Y: Shape, output: Shape)
  /// Y is one row of whole numbers that look like class numbers. The values are in ascending order.
  case classNumbers([Double])
  /// The loss takes logarithms of A, but the output can lie outside 0 … 1. The values are the smallest and the largest A.
  case loss(smallest: Double, largest: Double)
  /// The labels are 0 and 1, but the output is not a probability. The values are the smallest and the largest A.
  case labels(smallest: Double, largest: Double)
  /// Some targets lie outside the output's range. The values are their share of the entries, the smallest and the largest target, and the range.
  case range(share: Double, smallest: Double, largest: Double, from: Double, to: Double)
  /// Some columns of Y do not sum to 1, although the output is softmax. The value is their number.
  case sums(columns: Int)
}

/// The learning rate, compared with the curvature of J along its gradient.
public struct LearningRateEvidence: Equatable, Sendable {
  public let alpha: Double
  /// gᵀ H g / gᵀ g: the second derivative of J along g, for a unit length.
  public let curvature: Double
  /// J before the trial's steps and after each of them.
  public let costs: [Double]
  /// The step that first raised J, counted from 1; the curvature was measured before it. nil for a rate that is too low.
  public let rise: Int?
  public let better: BetterRate

  /// 2 / curvature. Where J is a parabola along g, a step with a larger rate raises J.
  public var bound: Double { 2 / curvature }
}

/// A cost that steps do not lower.
public struct Plateau: Equatable, Sendable {
  public let alpha: Double
  public let gradientNorm: Double
  /// J before the trial's steps and after each of them.
  public let costs: [Double]
  /// The second derivative of J along g; nil where g is 0.
  public let curvature: Double?
  /// A rate that lowers J; nil where none was found.
  public let better: Double?

  /// Whether J is near a lowest point along the gradient. The parabola at this point would lower J by at most a thousandth.
  public var isLowest: Bool {
    guard let curvature, curvature > 0, let cost = costs.first else { return false }
    return gradientNorm * gradientNorm / (2 * curvature) <= 1e-3 * abs(cost)
  }
}

/// The first quantity with a number that is not finite, in the order in which a pass computes the quantities.
public struct NotFinite: Equatable, Sendable {
  /// An entry such as `W1[2,1]`. Row and column count from 1; both are 0 for a scalar.
  public struct Entry: Equatable, Sendable {
    public let name: String
    public let row: Int
    public let column: Int
    public let value: Double

    public init(name: String, row: Int, column: Int, value: Double) {
      (self.name, self.row, self.column, self.value) = (name, row, column, value)
    }
  }

  public let entry: Entry
  /// The operands that gave this number. For a sum of products, those of the largest product. Empty where the number was an input.
  public let operands: [Entry]
  /// The names of all parameters with numbers that are not finite.
  public let parameters: [String]
}

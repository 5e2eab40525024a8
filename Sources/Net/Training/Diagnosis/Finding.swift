/// One thing that is wrong with a network, its data or its learning rate, with what was measured. The sentences are made elsewhere.
public struct Finding: Equatable, Sendable {
  /// The raw value is the name that is printed.
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
  }

  public let kind: Kind
  /// From 1; nil where no layer is meant.
  public let layer: Int?
  /// Units of the layer, for `featureScale` features, for `classImbalance` the rarer classes' rows; all from 1.
  public let units: [Int]
  public let evidence: Evidence

  init(_ kind: Kind, layer: Int? = nil, units: [Int] = [], _ evidence: Evidence) {
    (self.kind, self.layer, self.units, self.evidence) = (kind, layer, units, evidence)
  }
}

/// What was measured. Lists by unit go with `Finding.units`, lists by layer begin at layer 1.
public enum Evidence: Equatable, Sendable {
  /// Largest difference between the units' rows of dW; nil without targets.
  case symmetric(gradientDifference: Double?)
  /// By unit the share of examples with |g'| under the limit, from 0 to 1, and the mean of |z|.
  case saturated(shares: [Double], sizes: [Double])
  /// By unit the largest z of all examples.
  case dead(largestZ: [Double])
  case gradients(GradientFlow)
  /// The one layer that all layers together are, up to the output's z: z = W x + b.
  case collapse(W: Matrix, b: Matrix)
  /// By unit mean and deviation of a over the examples, and the later layers of which the same holds.
  case uncentred(means: [Double], deviations: [Double], later: [Int])
  case mismatch(Mismatch)
  /// By feature, of all features, the deviation over the examples.
  case featureScale(deviations: [Double])
  case learningRate(LearningRateEvidence)
  case notFinite(NotFinite)
  /// By class, of all classes, its number of examples: for a row of 0/1 of the zeros and of the ones.
  case imbalance(counts: [Int])
  case notFalling(Plateau)
}

/// How the error and the updates compare from layer to layer.
public struct GradientFlow: Equatable, Sendable {
  /// Root mean square of dZ_l over units and examples.
  public let errors: [Double]
  /// alpha · norm(dW_l) / norm(W_l); infinite where W_l is 0.
  public let updateRatios: [Double]
}

/// Why output, loss and targets do not go together.
public enum Mismatch: Equatable, Sendable {
  /// Y has another number of rows than the output has units.
  case shape(Y: Shape, output: Shape)
  /// One row of whole numbers that look like the numbers of classes.
  case classNumbers([Double])
  /// A loss that takes logarithms of A and 1 - A, and an output that leaves 0 … 1; the smallest and the largest A.
  case loss(smallest: Double, largest: Double)
  /// Labels 0 and 1, and an output that is no probability; the smallest and the largest A.
  case labels(smallest: Double, largest: Double)
  /// Targets that the output never gives: their share of the entries, the smallest and largest target, and the output's range.
  case range(share: Double, smallest: Double, largest: Double, from: Double, to: Double)
  /// Columns of Y that do not sum to 1 under softmax.
  case sums(columns: Int)
}

/// The learning rate against the curvature of J along its gradient.
public struct LearningRateEvidence: Equatable, Sendable {
  public let alpha: Double
  /// gᵀ H g / gᵀ g: J's second derivative along g, per unit length.
  public let curvature: Double
  /// J before the steps and after each of them, on a copy.
  public let costs: [Double]
  /// The step, from 1, that raised J first, at whose start the curvature was taken; nil for a rate that is low.
  public let rise: Int?
  /// A rate with which J falls, and J after as many steps with it.
  public let better: (alpha: Double, cost: Double)

  /// 2 / curvature: a step beyond it raises J where J is a parabola along g.
  public var bound: Double { 2 / curvature }

  public static func == (a: Self, b: Self) -> Bool {
    a.alpha == b.alpha && a.curvature == b.curvature && a.costs == b.costs && a.rise == b.rise && a.better == b.better
  }
}

/// A cost that steps do not lower.
public struct Plateau: Equatable, Sendable {
  public let alpha: Double
  public let gradientNorm: Double
  /// J before the steps and after each of them, on a copy.
  public let costs: [Double]
  /// J's second derivative along g; nil where g is 0.
  public let curvature: Double?
  /// A rate with which J falls; nil where none was found.
  public let better: Double?

  /// Whether J is next to a lowest point along the gradient: the parabola there lowers it by a thousandth at most.
  public var isLowest: Bool {
    guard let curvature, curvature > 0, let cost = costs.first else { return false }
    return gradientNorm * gradientNorm / (2 * curvature) <= 1e-3 * abs(cost)
  }
}

/// The first quantity, in the order in which a pass computes them, with a number that is not finite.
public struct NotFinite: Equatable, Sendable {
  /// An entry: `W1[2,1]`, counted from 1; row and column are 0 for a scalar.
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
  /// The operands that made it, the largest of a sum's products; empty where the number was put there.
  public let operands: [Entry]
  /// Parameters that hold numbers which are not finite.
  public let parameters: [String]
}

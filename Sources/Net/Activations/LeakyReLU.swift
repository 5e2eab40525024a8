/// g(z) = z for z > 0, else slope · z; g'(z) = 1 for z > 0, else the slope. At 0, g' is the slope. NaN stays NaN.
public struct LeakyReLU: Rectifier {
  /// The derivative for z <= 0. The list `Activations.all` has 0.01.
  public let slope: Double

  public init(slope: Double) {
    self.slope = slope
  }

  public let name = "leaky_relu"
  public var formula: String { "z where z > 0, else \(slope) * z" }
  public var derivativeFormula: String { "1 where z > 0, else \(slope)" }
  public var kernel: ActivationKernel { .leakyReLU(slope: slope) }
  public var slopeLeft: Double? { slope }
  var slopeBelow: Double { slope }

  public func withSlopeLeft(_ slope: Double) -> any ActivationFunction { LeakyReLU(slope: slope) }

  public func derivative(byValue a: Matrix) -> Matrix? { a.map { $0 > 0 ? 1 : slope } }
}

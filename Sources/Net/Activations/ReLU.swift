/// g(z) = max(0, z); g'(z) = 1 for z > 0, else 0. At 0, g' is 0. NaN stays NaN.
public struct ReLU: Rectifier {
  public init() {}
  public let name = "relu"
  public let formula = "max(0, z)"
  public let derivativeFormula = "1 where z > 0, else 0"
  public var kernel: ActivationKernel { .relu }
  public let range = 0...Double.infinity
  public let isOffBelowZero = true
  let slopeBelow = 0.0

  public func derivative(byValue a: Matrix) -> Matrix? { a.map { $0 > 0 ? 1 : 0 } }
}

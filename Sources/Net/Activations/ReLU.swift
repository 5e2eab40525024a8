/// g(z) = max(0, z); g'(z) = 1 for z > 0, else 0 (0 at 0). NaN stays NaN.
public struct ReLU: ActivationFunction {
  public init() {}
  public let name = "relu"
  public let formula = "max(0, z)"
  public let derivativeFormula = "1 where z > 0, else 0"
  public var kernel: ActivationKernel { .relu }
}

/// g(z) = z; g'(z) = 1.
public struct Linear: ActivationFunction {
  public init() {}
  public let name = "linear"
  public let formula = "z"
  public let derivativeFormula = "1"
  public var kernel: ActivationKernel { .linear }
}

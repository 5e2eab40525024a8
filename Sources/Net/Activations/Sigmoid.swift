/// g(z) = 1 / (1 + e⁻ᶻ), between 0 and 1. g(-inf) = 0, g(inf) = 1, NaN stays.
public struct Sigmoid: ActivationFunction {
  public init() {}
  public let name = "sigmoid"
  public let formula = "1 / (1 + exp(-z))"
  public let derivativeFormula = "a * (1 - a)"
  public var kernel: ActivationKernel { .sigmoid }
}

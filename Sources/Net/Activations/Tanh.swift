/// g(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ), between -1 and 1. g(±inf) = ±1, NaN stays.
public struct Tanh: ActivationFunction {
  public init() {}
  public let name = "tanh"
  public let formula = "(exp(z) - exp(-z)) / (exp(z) + exp(-z))"
  public let derivativeFormula = "1 - a**2"
  public var kernel: ActivationKernel { .tanh }
}

/// g(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ), between -1 and 1. g(±inf) = ±1, NaN stays.
public struct Tanh: ActivationFunction {
  public init() {}
  public let name = "tanh"
  public let formula = "(exp(z) - exp(-z)) / (exp(z) + exp(-z))"
  public let derivativeFormula = "1 - a**2"

  public func activate(_ z: Matrix, into a: inout Matrix) {
    VectorMath.apply(.tanh, z.elements, into: &a.elements)
  }

  public func multiplyByDerivative(_ gradient: inout Matrix, z: Matrix, a: Matrix) {
    RowKernels.update(&gradient.elements, with: a.elements) { $0 * (1 - $1 * $1) }
  }
}

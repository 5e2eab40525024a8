/// g(z) = 1 / (1 + e⁻ᶻ), between 0 and 1. g(-inf) = 0, g(inf) = 1, NaN stays.
public struct Sigmoid: ActivationFunction {
  public init() {}
  public let name = "sigmoid"
  public let formula = "1 / (1 + exp(-z))"
  public let derivativeFormula = "a * (1 - a)"

  public func activate(_ z: Matrix, into a: inout Matrix) {
    VectorMath.apply(.sigmoid, z.elements, into: &a.elements)
  }

  public func multiplyByDerivative(_ gradient: inout Matrix, z: Matrix, a: Matrix) {
    RowKernels.update(&gradient.elements, with: a.elements) { $0 * ($1 * (1 - $1)) }
  }
}

/// g(z) = max(0, z); g'(z) = 1 for z > 0, else 0 (0 at 0). NaN stays NaN.
public struct ReLU: ActivationFunction {
  public init() {}
  public let name = "relu"
  public let formula = "max(0, z)"
  public let derivativeFormula = "1 where z > 0, else 0"

  public func activate(_ z: Matrix, into a: inout Matrix) {
    RowKernels.combine(z.elements, z.elements, into: &a.elements) { z, _ in z <= 0 ? 0 : z }
  }

  public func multiplyByDerivative(_ gradient: inout Matrix, z: Matrix, a: Matrix) {
    RowKernels.update(&gradient.elements, with: z.elements) { $1 > 0 ? $0 : $1.isNaN ? $1 : 0 }
  }
}

/// g(z) = z; g'(z) = 1.
public struct Linear: ActivationFunction {
  public init() {}
  public let name = "linear"
  public let formula = "z"
  public let derivativeFormula = "1"

  public func activate(_ z: Matrix, into a: inout Matrix) {
    RowKernels.combine(z.elements, z.elements, into: &a.elements) { z, _ in z }
  }

  public func multiplyByDerivative(_ gradient: inout Matrix, z: Matrix, a: Matrix) {}
}

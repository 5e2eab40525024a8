/// g(z) = z; g'(z) = 1.
public struct Linear: ActivationFunction {
  public init() {}
  public let name = "linear"
  public let formula = "z"
  public let derivativeFormula = "1"
  public var kernel: ActivationKernel { .linear }
  public let isLinear = true

  public func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix { d }

  public func derivative(byValue a: Matrix) -> Matrix? { Matrix(a.shape, repeating: 1) }
}

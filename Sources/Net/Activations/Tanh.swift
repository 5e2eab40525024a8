/// g(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ), between -1 and 1. g(±inf) = ±1, and NaN stays NaN.
public struct Tanh: ActivationFunction {
  public init() {}
  public let name = "tanh"
  public let formula = "(exp(z) - exp(-z)) / (exp(z) + exp(-z))"
  public let derivativeFormula = "1 - a**2"
  public var kernel: ActivationKernel { .tanh }
  public let range = -1.0...1.0
  public let isFlatFarOff = true

  public func derivative(byValue a: Matrix) -> Matrix? { a.map { 1 - $0 * $0 } }

  /// tanh(d) (1 - a a'), where a' is the value at z + d.
  public func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix {
    var moved = z
    for index in moved.elements.indices { moved.elements[index] += d.elements[index] }
    moved = value(of: moved)
    var result = Tanh().value(of: d)
    for index in result.elements.indices {
      let (before, after) = (a.elements[index], moved.elements[index])
      result.elements[index] *= 1 - before * after
    }
    return result
  }
}

/// g(z) = 1 / (1 + e⁻ᶻ), between 0 and 1. g(-inf) = 0, g(inf) = 1, and NaN stays NaN.
public struct Sigmoid: ActivationFunction {
  public init() {}
  public let name = "sigmoid"
  public let formula = "1 / (1 + exp(-z))"
  public let derivativeFormula = "a * (1 - a)"
  public var kernel: ActivationKernel { .sigmoid }
  public let range = 0.0...1.0
  public let isFlatFarOff = true

  public func derivative(byValue a: Matrix) -> Matrix? { a.map { $0 * (1 - $0) } }

  /// tanh(d/2) (a (1 - a') + a' (1 - a)), where a' is the value at z + d.
  public func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix {
    var moved = z
    for index in moved.elements.indices { moved.elements[index] += d.elements[index] }
    moved = value(of: moved)
    var result = Tanh().value(of: d.map { $0 * 0.5 })
    for index in result.elements.indices {
      let (before, after) = (a.elements[index], moved.elements[index])
      result.elements[index] *= before * (1 - after) + after * (1 - before)
    }
    return result
  }
}

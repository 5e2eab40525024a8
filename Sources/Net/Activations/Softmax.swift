import Glibc

/// Softmax over each column: g(z)_k = e^{z_k} / Σ_j e^{z_j}. The entries of a column sum to 1. It is used in the output layer.
///
/// The largest z of a column is subtracted first, so that nothing overflows. An entry depends on the whole column. Therefore dZ is the Jacobian
/// applied to dA: dZ = a · (dA - Σ_j dA_j a_j). `derivative(at:)` works entry by entry. It returns the diagonal of the Jacobian, a (1 - a).
public struct Softmax: ActivationFunction {
  public init() {}
  public let name = "softmax"
  public let formula = "exp(z) / sum(exp(z), axis=0)"
  public let derivativeFormula = "a * (1 - a) on the diagonal"
  public var kernel: ActivationKernel { .softmax }
  public let range = 0.0...1.0
  public let isElementwise = false

  public func derivative(at z: Matrix) -> Matrix { value(of: z).map { $0 * (1 - $0) } }

  /// p_k (expm1(d_k) - E) / (1 + E), where p is a and E = Σ p expm1(d) over the column.
  public func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix {
    var result = d
    var total = [Double](repeating: 0, count: z.columns)
    for index in result.elements.indices {
      result.elements[index] = expm1(d.elements[index])
      total[index % z.columns] += a.elements[index] * result.elements[index]
    }
    for index in result.elements.indices {
      let sum = total[index % z.columns]
      result.elements[index] = a.elements[index] * (result.elements[index] - sum) / (1 + sum)
    }
    return result
  }
}

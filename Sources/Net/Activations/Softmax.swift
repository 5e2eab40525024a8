/// Over each column: g(z)_k = e^{z_k} / Σ_j e^{z_j}; the entries of a column sum to 1. For the output layer.
///
/// The largest z of a column is taken off first, so that nothing overflows. An entry depends on the whole column: dZ is the
/// Jacobian applied to dA, dZ = a · (dA - Σ_j dA_j a_j). `derivative(at:)`, entry by entry, is the Jacobian's diagonal a (1 - a).
public struct Softmax: ActivationFunction {
  public init() {}
  public let name = "softmax"
  public let formula = "exp(z) / sum(exp(z), axis=0)"
  public let derivativeFormula = "a * (1 - a) on the diagonal"

  public func activate(_ z: Matrix, into a: inout Matrix) {
    let (rows, columns) = (z.rows, z.columns)
    for column in 0..<columns {
      var largest = -Double.infinity
      for row in 0..<rows { largest = Arithmetic.maximum(largest, z.elements[row * columns + column]) }
      for row in 0..<rows { a.elements[row * columns + column] = z.elements[row * columns + column] - largest }
    }
    VectorMath.apply(.exponential, inPlace: &a.elements)
    for column in 0..<columns {
      var total = 0.0
      for row in 0..<rows { total += a.elements[row * columns + column] }
      for row in 0..<rows { a.elements[row * columns + column] /= total }
    }
  }

  public func multiplyByDerivative(_ gradient: inout Matrix, z: Matrix, a: Matrix) {
    let (rows, columns) = (a.rows, a.columns)
    for column in 0..<columns {
      var mean = 0.0
      for row in 0..<rows { mean += gradient.elements[row * columns + column] * a.elements[row * columns + column] }
      for row in 0..<rows {
        let place = row * columns + column
        gradient.elements[place] = a.elements[place] * (gradient.elements[place] - mean)
      }
    }
  }

  public func derivative(at z: Matrix) -> Matrix { value(of: z).map { $0 * (1 - $0) } }
}

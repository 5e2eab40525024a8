import func Glibc.log

/// Categorical cross-entropy for one-hot columns: L = -Σ_k y_k log a_k.
///
/// Under softmax it is taken from z by the logarithm of the sum of exponentials, and stays finite and exact for any z.
public struct Categorical: LossFunction {
  public init() {}
  public let name = "categorical"
  public let formula = "-sum(y log a) over the output units"

  public func fits(_ activation: any ActivationFunction) -> Bool { activation.name == "softmax" }

  public func cost(_ output: OutputPass, scratch: inout [Double]) -> Double {
    guard fits(output.activation) else {
      RowKernels.combine(output.a.elements, output.y.elements, into: &scratch, Self.loss)
      return RowKernels.sum(scratch) / Double(output.examples)
    }
    let (rows, columns) = (output.z.rows, output.examples)
    let logarithms = Self.logarithmsOfSums(output.z)
    var total = 0.0
    for row in 0..<rows {
      for column in 0..<columns {
        let y = output.y[row, column]
        if y != 0 { total += y * (logarithms[column] - output.z[row, column]) }
      }
    }
    return total / Double(columns)
  }

  public func outputGradient(_ output: OutputPass) -> Matrix {
    var gradient = Matrix(output.a.shape)
    guard fits(output.activation) else {
      RowKernels.combine(output.a.elements, output.y.elements, into: &gradient.elements) { a, y in y == 0 ? 0 : -y / a }
      return gradient
    }
    // 1/a = e^{log Σ e^z - z}: exact where a rounds to 0.
    let logarithms = Self.logarithmsOfSums(output.z)
    for row in 0..<gradient.rows {
      for column in 0..<gradient.columns { gradient[row, column] = logarithms[column] - output.z[row, column] }
    }
    VectorMath.apply(.exponential, inPlace: &gradient.elements)
    RowKernels.update(&gradient.elements, with: output.y.elements) { $1 == 0 ? 0 : -$1 * $0 }
    return gradient
  }

  public func lossPerExample(a: Matrix, y: Matrix) -> Matrix {
    var losses = Matrix(a.shape)
    RowKernels.combine(a.elements, y.elements, into: &losses.elements, Self.loss)
    return losses.reduced(.sum, axis: 0)
  }

  /// log Σ_k e^{z_k} of each column, the largest z taken out of the exponent.
  private static func logarithmsOfSums(_ z: Matrix) -> [Double] {
    (0..<z.columns).map { column in
      var largest = -Double.infinity
      for row in 0..<z.rows { largest = Arithmetic.maximum(largest, z[row, column]) }
      guard largest.isFinite else { return largest }
      var exponentials = (0..<z.rows).map { z[$0, column] - largest }
      VectorMath.apply(.exponential, inPlace: &exponentials)
      return largest + log(exponentials.reduce(0, +))
    }
  }

  private static func loss(_ a: Double, _ y: Double) -> Double {
    y == 0 ? (a.isNaN ? a : 0) : -y * log(a)
  }
}

import Glibc

/// Categorical cross-entropy for one-hot columns: L = -Σ_k y_k log a_k.
///
/// With a softmax output it is computed from z, as log Σ e^z - z for each y. So it is finite and exact for every finite z.
public struct Categorical: LossFunction {
  public init() {}
  public let name = "categorical"
  public let formula = "-sum(y log a) over the output units"

  public let partner = "softmax"

  public func derivative(_ a: Double, _ y: Double) -> Double { -y / a }

  public func difference(_ a: Double, _ y: Double, _ d: Double) -> Double { y == 0 ? 0 : -y * log1p(d / a) }

  /// log Σ e^{z + d} - log Σ e^z = log1p(Σ softmax(z) expm1(d)), where z includes `down` and d = up - down.
  public func difference(z: Matrix, y: Matrix, up: Matrix, down: Matrix) -> [Double]? {
    var low = z
    for index in low.elements.indices { low.elements[index] += down.elements[index] }
    let shares = Softmax().value(of: low)
    let nothing = [Double](repeating: 0, count: low.columns)
    var (moved, targets, result) = (nothing, nothing, nothing)
    for index in low.elements.indices {
      let (column, d) = (index % low.columns, up.elements[index] - down.elements[index])
      moved[column] += shares.elements[index] * expm1(d)
      targets[column] += y.elements[index]
      result[column] -= y.elements[index] * d
    }
    for column in result.indices { result[column] += targets[column] * log1p(moved[column]) }
    return result
  }

  public var kernel: LossKernel { .categorical }

  public func lossPerExample(a: Matrix, y: Matrix) -> Matrix {
    var losses = Matrix(a.shape)
    RowKernels.combine(a.elements, y.elements, into: &losses.elements, Self.loss)
    return losses.reduced(.sum, axis: 0)
  }

  private static func loss(_ a: Double, _ y: Double) -> Double {
    y == 0 ? (a.isNaN ? a : 0) : -y * log(a)
  }
}

import Glibc

/// Binary cross-entropy, where each output unit is a separate yes or no: L = Σ_k -(y_k log a_k + (1 - y_k) log(1 - a_k)).
///
/// With a sigmoid output it is computed from z as log(1 + e^{-|z|}) + (z > 0 ? z (1 - y) : -z y). So it is finite and exact for every finite z. With
/// another output it is computed from a. It is infinite where a is 0 or 1 and y differs from a, and NaN where a is outside [0, 1]. y may be any real
/// number.
public struct CrossEntropy: LossFunction {
  public init() {}
  public let name = "cross_entropy"
  public let formula = "-(y log a + (1 - y) log(1 - a)), summed over the output units"

  public let partner = "sigmoid"

  public func derivative(_ a: Double, _ y: Double) -> Double { -y / a + (1 - y) / (1 - a) }

  public func difference(_ a: Double, _ y: Double, _ d: Double) -> Double {
    (y == 0 ? 0 : -y * log1p(d / a)) + (y == 1 ? 0 : -(1 - y) * log1p(-d / (1 - a)))
  }

  /// log(1 + e^{z + d}) - log(1 + e^z) = log1p(σ(z) expm1(d)), where z includes `down` and d = up - down.
  public func difference(z: Matrix, y: Matrix, up: Matrix, down: Matrix) -> [Double]? {
    var result = [Double](repeating: 0, count: z.columns)
    for index in z.elements.indices where up.elements[index] != down.elements[index] {
      let d = up.elements[index] - down.elements[index]
      let share = 1 / (1 + exp(-(z.elements[index] + down.elements[index])))
      result[index % z.columns] += log1p(share * expm1(d)) - y.elements[index] * d
    }
    return result
  }

  public var kernel: LossKernel { .crossEntropy }

  public func lossPerExample(a: Matrix, y: Matrix) -> Matrix {
    var losses = Matrix(a.shape)
    RowKernels.combine(a.elements, y.elements, into: &losses.elements, Self.loss)
    return losses.reduced(.sum, axis: 0)
  }

  /// The loss of one entry. 0 · log 0 counts as 0. a outside [0, 1] gives NaN for every y.
  private static func loss(_ a: Double, _ y: Double) -> Double {
    guard a >= 0, a <= 1 else { return .nan }
    return -((y == 0 ? 0 : y * log(a)) + (y == 1 ? 0 : (1 - y) * log(1 - a)))
  }
}

import func Glibc.log

/// Binary cross-entropy, every output unit its own: L = Σ_k -(y_k log a_k + (1 - y_k) log(1 - a_k)).
///
/// Under a sigmoid it is taken from z, log(1 + e^{-|z|}) + (z > 0 ? z (1 - y) : -z y), and stays finite and exact for any z. Under another
/// output it is taken from a: infinite where a is 0 or 1 and y disagrees, NaN where a leaves [0, 1]. Any real y is allowed.
public struct CrossEntropy: LossFunction {
  public init() {}
  public let name = "cross_entropy"
  public let formula = "-(y log a + (1 - y) log(1 - a)), summed over the output units"

  public func fits(_ activation: any ActivationFunction) -> Bool { activation.name == "sigmoid" }

  public var kernel: LossKernel { .crossEntropy }

  public func lossPerExample(a: Matrix, y: Matrix) -> Matrix {
    var losses = Matrix(a.shape)
    RowKernels.combine(a.elements, y.elements, into: &losses.elements, Self.loss)
    return losses.reduced(.sum, axis: 0)
  }

  /// 0 · log 0 counts as 0; a outside [0, 1] gives NaN whichever term y chooses.
  private static func loss(_ a: Double, _ y: Double) -> Double {
    guard a >= 0, a <= 1 else { return .nan }
    return -((y == 0 ? 0 : y * log(a)) + (y == 1 ? 0 : (1 - y) * log(1 - a)))
  }
}

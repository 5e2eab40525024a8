import func Glibc.log

/// Categorical cross-entropy for one-hot columns: L = -Σ_k y_k log a_k.
///
/// Under softmax it is taken from z by the logarithm of the sum of exponentials, and stays finite and exact for any z.
public struct Categorical: LossFunction {
  public init() {}
  public let name = "categorical"
  public let formula = "-sum(y log a) over the output units"

  public func fits(_ activation: any ActivationFunction) -> Bool { activation.name == "softmax" }

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

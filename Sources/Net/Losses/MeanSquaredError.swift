/// Squared error: L = 1/2 · Σ_k (a_k - y_k)². The factor 1/2 makes dZ = A - Y with a linear output. J is 1/(2m) · Σ over all entries.
public struct MeanSquaredError: LossFunction {
  public init() {}
  public let name = "mse"
  public let formula = "1/2 * sum((a - y)**2) over the output units"

  public let partner = "linear"
  public let takesLogarithms = false

  public func derivative(_ a: Double, _ y: Double) -> Double { a - y }

  public func difference(_ a: Double, _ y: Double, _ d: Double) -> Double { d * (a - y + d / 2) }

  public var kernel: LossKernel { .squaredError }

  public func lossPerExample(a: Matrix, y: Matrix) -> Matrix {
    var losses = Matrix(a.shape)
    RowKernels.combine(a.elements, y.elements, into: &losses.elements) { 0.5 * ($0 - $1) * ($0 - $1) }
    return losses.reduced(.sum, axis: 0)
  }
}

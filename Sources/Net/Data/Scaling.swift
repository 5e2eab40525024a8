/// Standardisation of each feature: x becomes (x - mean) / deviation.
///
/// The variance is divided by m. The deviation of a constant feature is set to 1.
public struct Scaling: Equatable, Sendable {
  /// The mean of each feature, (n0, 1).
  public let mean: Matrix
  /// The standard deviation of each feature, (n0, 1), or 1 for a constant feature.
  public let deviation: Matrix

  public init(mean: Matrix, deviation: Matrix) {
    self.mean = mean
    self.deviation = deviation
  }

  /// The mean and the deviation of each row of X.
  public init(fittedTo X: Matrix) {
    var mean = X.reduced(.mean, axis: 1)
    var deviation = X.reduced(.standardDeviation, axis: 1)
    let (least, most) = (X.reduced(.minimum, axis: 1), X.reduced(.maximum, axis: 1))
    for feature in 0..<X.rows where least[feature, 0] == most[feature, 0] {
      // The mean of equal numbers has a rounding error. This error must not count as a deviation.
      (mean[feature, 0], deviation[feature, 0]) = (least[feature, 0], 1)
    }
    (self.mean, self.deviation) = (mean, deviation.map { $0 > 0 ? $0 : 1 })
  }

  /// (X - mean) / deviation. Traps when X has another number of rows than `mean`.
  public func apply(_ X: Matrix) -> Matrix {
    let centred = Matrix.broadcast(X, mean, -)!
    return Matrix.broadcast(centred, deviation, /)!
  }

  func apply(_ set: Dataset) -> Dataset {
    var copy = set
    copy.X = apply(set.X)
    return copy
  }
}

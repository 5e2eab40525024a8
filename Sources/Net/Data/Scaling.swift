/// x = (x - mean) / deviation, feature by feature; the deviation has the divisor m, and is 1 for a constant feature.
public struct Scaling: Equatable, Sendable {
  /// (n0, 1)
  public let mean: Matrix
  /// (n0, 1)
  public let deviation: Matrix

  public init(mean: Matrix, deviation: Matrix) {
    self.mean = mean
    self.deviation = deviation
  }

  public init(fittedTo X: Matrix) {
    var mean = X.reduced(.mean, axis: 1)
    var deviation = X.reduced(.standardDeviation, axis: 1)
    let (least, most) = (X.reduced(.minimum, axis: 1), X.reduced(.maximum, axis: 1))
    for feature in 0..<X.rows where least[feature, 0] == most[feature, 0] {
      // The mean of equal numbers is rounded, and what it is off by is no deviation.
      (mean[feature, 0], deviation[feature, 0]) = (least[feature, 0], 1)
    }
    (self.mean, self.deviation) = (mean, deviation.map { $0 > 0 ? $0 : 1 })
  }

  /// Traps when X has another number of features.
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

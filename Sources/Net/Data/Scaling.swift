/// The scale of each feature, or of each row of targets: x becomes (x - mean) / deviation.
///
/// A deviation of 0 marks a constant feature, which becomes 0. So x · deviation + mean gives the unit of the data back in any case.
public struct Scaling: Equatable, Sendable {
  /// The mean of each feature, (n0, 1). It is 0 where features are only divided.
  public let mean: Matrix
  /// The divisor of each feature, (n0, 1): its standard deviation, or its largest absolute value. It is 0 for a constant feature.
  public let deviation: Matrix

  public init(mean: Matrix, deviation: Matrix) {
    self.mean = mean
    self.deviation = deviation
  }

  /// Standardisation by the mean and the deviation of each row of X. The variance is divided by m.
  ///
  /// A feature is constant where its deviation is no more than rounding: 10 · eps · |mean| · √m, with eps = 2^-52.
  public init(standardizing X: Matrix) {
    var mean = X.reduced(.mean, axis: 1)
    var deviation = X.reduced(.standardDeviation, axis: 1)
    let (least, most) = (X.reduced(.minimum, axis: 1), X.reduced(.maximum, axis: 1))
    for feature in 0..<X.rows {
      let largest = max(abs(least[feature, 0]), abs(most[feature, 0]))
      // The squares of such numbers leave the range of a double. They are divided by a power of two, which is exact, and multiplied back.
      let isExtreme = largest > 1e140 || largest < 1e-140 && largest > 0
      guard isExtreme || deviation[feature, 0] <= 1e-6 * abs(mean[feature, 0]) else { continue }
      let power = isExtreme ? Double(sign: .plus, exponent: max(largest.exponent, -1022), significand: 1) : 1
      // The mean of many equal numbers has a rounding error, which would count as a deviation. Differences from the first number have none.
      let first = X[feature, 0] / power
      let differences = Matrix(row: X.row(feature).map { $0 / power - first })
      let centre = first + differences.reduced(.mean, axis: 1)[0, 0]
      let spread = differences.reduced(.standardDeviation, axis: 1)[0, 0]
      let rounding = 10 * Double.ulpOfOne * abs(centre) * Double(X.columns).squareRoot()
      mean[feature, 0] = centre * power
      deviation[feature, 0] = spread <= rounding ? 0 : spread * power
    }
    self.init(mean: mean, deviation: deviation)
  }

  /// Division by the largest absolute value of each row of X.
  public init(normalizing X: Matrix) {
    let (least, most) = (X.reduced(.minimum, axis: 1), X.reduced(.maximum, axis: 1))
    let largest = Matrix(rows: X.rows, columns: 1, elements: zip(least.elements, most.elements).map { max(abs($0), abs($1)) })
    self.init(mean: Matrix(rows: X.rows, columns: 1), deviation: largest)
  }

  /// (X - mean) / deviation, and 0 for a constant feature. Traps when X has another number of rows than `mean`.
  public func apply(_ X: Matrix) -> Matrix {
    let centred = Matrix.broadcast(X, mean, -)!
    var scaled = Matrix.broadcast(centred, deviation, /)!
    for feature in 0..<X.rows where deviation[feature, 0] == 0 {
      for example in 0..<X.columns { scaled[feature, example] = 0 }
    }
    return scaled
  }

  /// x · deviation + mean, the inverse of `apply`. A constant row becomes its mean. Traps where the matrix has another number of rows than `mean`.
  public func undo(_ scaled: Matrix) -> Matrix { Matrix.broadcast(Matrix.broadcast(scaled, deviation, *)!, mean, +)! }

  func apply(_ set: Dataset) -> Dataset {
    var copy = set
    copy.X = apply(set.X)
    return copy
  }
}

/// The values that stand for missing features: the mean or the median of the known values of the training part. New rows are filled with them too.
public struct Filling: Equatable, Sendable {
  /// The value of each feature, (n0, 1).
  public let values: Matrix
  /// The number of values that each feature missed in all parts.
  public let counts: [Int]

  public init(values: Matrix, counts: [Int]) { (self.values, self.counts) = (values, counts) }
}

extension DataSplit {
  /// Fills the missing features, which are NaN, in all parts, and keeps what fills every feature for new rows. A feature with an even number of known values has the mean of the middle two as its median.
  ///
  /// - Throws: `DataError.nothingKnown` where the training part has no value of a feature.
  public mutating func fill(byMedian: Bool) throws(DataError) {
    var values = Matrix(rows: train.X.rows, columns: 1)
    var counts = [Int](repeating: 0, count: train.X.rows)
    for feature in counts.indices {
      counts[feature] = parts.reduce(0) { $0 + dataset($1)!.X.row(feature).count { $0.isNaN } }
      let known = train.X.row(feature).filter { !$0.isNaN }
      guard !known.isEmpty else { throw .nothingKnown(train.featureNames[feature]) }
      if byMedian {
        let sorted = known.sorted()
        let middle = sorted.count / 2
        values[feature, 0] = sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
      } else {
        let mean = Matrix(row: known).reduced(.mean, axis: 1)[0, 0]
        // The sum of very large values may be infinite although their mean is not.
        values[feature, 0] = mean.isFinite ? mean : Matrix(row: known.map { $0 / Double(known.count) }).reduced(.sum, axis: 1)[0, 0]
      }
    }
    setFilling(Filling(values: values, counts: counts))
  }
}

extension Filling {
  /// X with the values in place of NaN. Traps where X has other features.
  func apply(_ X: Matrix) -> Matrix {
    var filled = X
    for feature in 0..<X.rows {
      for example in 0..<X.columns where filled[feature, example].isNaN { filled[feature, example] = values[feature, 0] }
    }
    return filled
  }

  func apply(_ set: Dataset) -> Dataset {
    guard counts.contains(where: { $0 > 0 }) else { return set }
    var copy = set
    copy.X = apply(set.X)
    return copy
  }
}

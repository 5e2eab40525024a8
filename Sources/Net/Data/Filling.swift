/// The values that stand for missing features: the mean or the median of the known values of the training part.
public struct Filling: Equatable, Sendable {
  /// The value of each feature, (n0, 1).
  public let values: Matrix
  /// The number of values that each feature missed in all parts.
  public let counts: [Int]
}

extension DataSplit {
  /// Fills the missing features, which are NaN, in all parts. A feature with an even number of known values has the mean of the middle two as its median.
  ///
  /// - Throws: `DataError.nothingKnown` where the training part has no value of a feature that misses one.
  public mutating func fill(byMedian: Bool) throws(DataError) {
    var values = Matrix(rows: train.X.rows, columns: 1)
    var counts = [Int](repeating: 0, count: train.X.rows)
    for feature in counts.indices {
      counts[feature] = parts.reduce(0) { $0 + dataset($1)!.X.row(feature).count { $0.isNaN } }
      if counts[feature] == 0 { continue }
      let known = train.X.row(feature).filter { !$0.isNaN }
      guard !known.isEmpty else { throw .nothingKnown(train.featureNames[feature]) }
      if byMedian {
        let sorted = known.sorted()
        let middle = sorted.count / 2
        values[feature, 0] = sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
      } else {
        values[feature, 0] = Matrix(row: known).reduced(.mean, axis: 1)[0, 0]
      }
    }
    let filling = Filling(values: values, counts: counts)
    guard counts.contains(where: { $0 > 0 }) else { return }
    setFilling(filling)
  }
}

extension Filling {
  func apply(_ set: Dataset) -> Dataset {
    var copy = set
    for feature in counts.indices where counts[feature] > 0 {
      for example in 0..<set.examples where copy.X[feature, example].isNaN { copy.X[feature, example] = values[feature, 0] }
    }
    return copy
  }
}

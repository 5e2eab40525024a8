/// How often each class was predicted for each true class.
public struct Confusion: Equatable, Sendable {
  /// The counts: a row for each true class, and a column for each predicted class.
  public let counts: [[Int]]

  /// Counts the examples. Traps where a class is not in 0 ..< count, or where the lists have different lengths.
  public init(truth: [Int], predicted: [Int], count: Int) {
    precondition(truth.count == predicted.count, "each example needs a prediction")
    var counts = Array(repeating: Array(repeating: 0, count: count), count: count)
    for (row, column) in zip(truth, predicted) { counts[row][column] += 1 }
    self.counts = counts
  }

  /// The number of examples.
  public var examples: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The share of examples whose class is right, from 0 to 1; nil without examples.
  public var accuracy: Double? { Self.share(counts.indices.reduce(0) { $0 + counts[$1][$1] }, of: examples) }

  /// The share of the commonest true class: the accuracy of an answer that never changes. Nil without examples.
  public var baseRate: Double? { Self.share(counts.map { $0.reduce(0, +) }.max() ?? 0, of: examples) }

  /// For each class, how many of its predictions are right: right / predicted. Nil where the class was never predicted.
  public var precision: [Double?] { counts.indices.map { column in Self.share(counts[column][column], of: counts.reduce(0) { $0 + $1[column] }) } }

  /// For each class, how many of its examples were found: right / true. Nil where the class has no examples.
  public var recall: [Double?] { counts.indices.map { Self.share(counts[$0][$0], of: counts[$0].reduce(0, +)) } }

  /// For each class, the harmonic mean of precision and recall: 2 · right / (predicted + true). Nil where the class is neither predicted nor true.
  public var f1: [Double?] {
    counts.indices.map { index in Self.share(2 * counts[index][index], of: counts[index].reduce(0, +) + counts.reduce(0) { $0 + $1[index] }) }
  }

  private static func share(_ part: Int, of whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
}

/// How far predicted numbers are from the targets. With several outputs, each score is the mean over the outputs, as in scikit-learn.
public struct NumberScores: Equatable, Sendable {
  /// The square root of the mean squared error, in the unit of Y.
  public let rmse: Double
  /// The mean of the absolute errors, in the unit of Y.
  public let mae: Double
  /// 1 - (sum of the squared errors) / (sum of the squared distances of Y from its mean). It is 1 where all answers are right, and 0 for the mean of Y as the
  /// answer. For a constant Y it is 1 where all answers are right, and 0 elsewhere. Nil for one example.
  public let r2: Double?

  /// nil where the shapes differ, or without examples.
  public init?(predicted: Matrix, truth: Matrix) {
    guard predicted.shape == truth.shape, truth.columns > 0 else { return nil }
    var (rmse, mae, r2) = (0.0, 0.0, 0.0)
    for output in 0..<truth.rows {
      let Y = truth.row(output)
      let errors = Matrix(row: zip(predicted.row(output), Y).map { $0 - $1 })
      let squared = errors.map { $0 * $0 }.reduced(.sum, axis: 1)[0, 0]
      let mean = Reduction.sum(Y) / Double(Y.count)
      let spread = RowKernels.squares(Y, from: mean)
      rmse += (squared / Double(Y.count)).squareRoot()
      mae += errors.map { abs($0) }.reduced(.mean, axis: 1)[0, 0]
      r2 += spread > 0 ? 1 - squared / spread : squared == 0 ? 1 : 0
    }
    let outputs = Double(truth.rows)
    (self.rmse, self.mae) = (rmse / outputs, mae / outputs)
    self.r2 = truth.columns < 2 ? nil : r2 / outputs
  }
}

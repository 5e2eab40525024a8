/// How a run of `compare` ended.
struct CompareOutcome: Equatable, Sendable {
  /// The scores of a part of the data. Accuracy and RMSE are nil where they do not exist.
  struct Scores: Equatable, Sendable {
    var cost: Double?
    var accuracy: Double?
    var rmse: Double?
  }

  let seed: UInt32
  private(set) var train = Scores()
  private(set) var dev: Scores?
  /// The scores of the test part. They are nil where there is a dev part.
  private(set) var test: Scores?
  /// Why the run failed, or nil.
  var fault: Fault?

  init(seed: UInt32) { self.seed = seed }

  mutating func take(_ rows: [EvaluateEvent.Row]) {
    for row in rows {
      let scores = Scores(cost: row.cost, accuracy: row.classes?.accuracy, rmse: row.scores?.rmse)
      switch row.part {
      case "dev": dev = scores
      case "test": test = scores
      default: train = scores
      }
    }
  }

  /// The scores of a part. Nil where the run failed, or where it did not measure the part.
  func scores(_ part: ComparePart) -> Scores? {
    switch part {
    case .train: fault == nil ? train : nil
    case .dev: dev
    case .test: test
    }
  }
}

/// The parts of the data that `compare` measures.
enum ComparePart: String, CaseIterable, Sendable {
  case train, dev, test
}

/// The mean and the deviation of a score over the repeats.
struct MeanAndDeviation: Equatable, Sendable {
  /// Σ x / n; NaN where a score is NaN.
  let mean: Double
  /// sqrt(Σ (x - mean)² / (n - 1)); nil for one score.
  let deviation: Double?

  /// Nil without a score.
  init?(_ scores: [Double]) {
    guard !scores.isEmpty else { return nil }
    let mean = scores.reduce(0, +) / Double(scores.count)
    self.mean = mean
    deviation = scores.count < 2 ? nil : (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count - 1)).squareRoot()
  }
}

/// The runs of one combination of values.
struct CompareRow: Equatable, Sendable {
  let values: [Value]
  let runs: [CompareOutcome]

  /// The mean and the deviation of a score over the runs that did not fail. Nil where no run has the score.
  func score(_ part: ComparePart, _ path: KeyPath<CompareOutcome.Scores, Double?> & Sendable) -> MeanAndDeviation? {
    MeanAndDeviation(runs.compactMap { $0.scores(part)?[keyPath: path] })
  }

  var failed: [CompareOutcome] { runs.filter { $0.fault != nil } }

  /// Whether there are several runs with the same scores in every bit, although each had a seed of its own.
  var cameOutEqual: Bool {
    guard runs.count > 1, failed.isEmpty, let first = runs[0].scores(.train)?.cost, !first.isNaN else { return false }
    return runs.allSatisfy { $0.train == runs[0].train && $0.dev == runs[0].dev && $0.test == runs[0].test }
  }

  /// The index of the best row: the highest mean accuracy of dev, where rows have one, or else the lowest RMSE. The smaller J of dev decides between equal
  /// rows, and then the first. Rows with a failed run do not count. Nil without a dev part.
  static func best(_ rows: [CompareRow]) -> Int? {
    let whole = rows.indices.filter { rows[$0].failed.isEmpty }
    func least(_ key: (CompareRow) -> Double?) -> Int? {
      let found = whole.compactMap { index in key(rows[index]).map { (index, $0, rows[index].score(.dev, \.cost)?.mean ?? .infinity) } }
      return found.filter { !$0.1.isNaN }.min { ($0.1, $0.2.isNaN ? .infinity : $0.2) < ($1.1, $1.2.isNaN ? .infinity : $1.2) }?.0
    }
    return least { $0.score(.dev, \.accuracy).map { -$0.mean } } ?? least { $0.score(.dev, \.rmse)?.mean }
  }
}

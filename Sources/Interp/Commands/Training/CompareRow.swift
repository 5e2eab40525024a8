import Net

/// How a run of `compare` ended.
struct CompareOutcome: Equatable, Sendable {
  /// The scores of a part of the data. Accuracy and RMSE are nil where they do not exist.
  struct Scores: Equatable, Sendable {
    var cost: Double?
    var accuracy: Double?
    var rmse: Double?
  }

  let seed: UInt32
  /// The scores of the parts that were measured: train, and dev or else test. It is empty where the run failed.
  var scores: [DataSplit.Part: Scores] = [:]
  /// Whether every parameter of the network and every cost is finite.
  var isFinite = true
  /// Why the run failed, or nil.
  var fault: Fault?

  init(seed: UInt32) { self.seed = seed }
}

/// The mean and the deviation of a score over the repeats.
struct MeanAndDeviation: Equatable, Sendable {
  /// Σ x / n; NaN where a score is NaN.
  let mean: Double
  /// sqrt(Σ (x - mean)² / (n - 1)); nil for one score.
  let deviation: Double?
  /// n, the number of scores.
  let count: Int

  /// The square of the standard error of the mean, deviation² / n; nil for one score.
  var squaredError: Double? { deviation.map { $0 * $0 / Double(count) } }

  /// Nil without a score.
  init?(_ scores: [Double]) {
    guard !scores.isEmpty else { return nil }
    let mean = scores.reduce(0, +) / Double(scores.count)
    (self.mean, count) = (mean, scores.count)
    deviation = scores.count < 2 ? nil : (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count - 1)).squareRoot()
  }
}

/// The runs of one combination of values.
struct CompareRow: Equatable, Sendable {
  let values: [Value]
  let runs: [CompareOutcome]

  /// The mean and the deviation of a score over the runs that did not fail. Nil where no run has the score.
  func score(_ part: DataSplit.Part, _ path: KeyPath<CompareOutcome.Scores, Double?> & Sendable) -> MeanAndDeviation? {
    MeanAndDeviation(runs.compactMap { $0.scores[part]?[keyPath: path] })
  }

  var failed: [CompareOutcome] { runs.filter { $0.fault != nil } }

  /// Whether every parameter and every cost of its runs is finite.
  var isFinite: Bool { runs.allSatisfy(\.isFinite) }

  /// Whether there are several runs with the same scores in every bit, although each had a seed of its own.
  var cameOutEqual: Bool {
    guard runs.count > 1, failed.isEmpty, isFinite else { return false }
    return runs.allSatisfy { $0.scores == runs[0].scores }
  }
}

/// Which row of `compare` is the best, and how sure that is.
struct CompareChoice: Equatable, Sendable {
  /// The index of the best row.
  let best: Int
  /// Whether rows have an accuracy. Otherwise the RMSE decides.
  let isByAccuracy: Bool
  /// Whether another row has the same mean, so that J of dev, and then the order, decides.
  let isShared: Bool
  /// The other rows that cannot be told from the best one: the means differ by at most twice the root of the sum of their squared standard errors.
  /// It is empty without repeats.
  let undecided: [Int]

  /// Chooses the row with the highest mean accuracy of dev, where rows have one, or else with the lowest RMSE. The smaller J of dev decides between equal
  /// rows, and then the first. A row counts where no run failed and everything is finite. The result is nil without a dev part or such a row.
  init?(_ rows: [CompareRow]) {
    let counted = rows.indices.filter { rows[$0].failed.isEmpty && rows[$0].isFinite }
    let accuracies = counted.compactMap { index in rows[index].score(.dev, \.accuracy).map { (index: index, score: $0) } }
    let scores =
      accuracies.isEmpty ? counted.compactMap { index in rows[index].score(.dev, \.rmse).map { (index: index, score: $0) } } : accuracies
    isByAccuracy = !accuracies.isEmpty
    let sign = isByAccuracy ? -1.0 : 1
    func key(_ one: (index: Int, score: MeanAndDeviation)) -> (Double, Double) {
      (sign * one.score.mean, rows[one.index].score(.dev, \.cost)?.mean ?? .infinity)
    }
    guard let chosen = scores.min(by: { key($0) < key($1) }) else { return nil }
    best = chosen.index
    let others = scores.filter { $0.index != chosen.index }
    isShared = others.contains { $0.score.mean == chosen.score.mean }
    undecided = others.filter { other in
      guard let one = other.score.squaredError, let two = chosen.score.squaredError else { return false }
      return abs(other.score.mean - chosen.score.mean) <= 2 * (one + two).squareRoot()
    }.map(\.index)
  }
}

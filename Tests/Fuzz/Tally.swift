/// Counts how often each command, option, function and form succeeded and failed.
struct Tally: Sendable {
  struct Count: Sendable {
    var succeeded = 0
    var failed = 0
    var least: Int { min(succeeded, failed) }
  }

  private(set) var counts: [String: Count] = [:]
  private(set) var statements = 0

  init(_ features: [String]) {
    for feature in features { counts[feature] = Count() }
  }

  /// Counts a statement. A success counts for all features that it uses, a failure only for its aim.
  mutating func add(_ uses: Set<String>, for aim: String?, failed: Bool) {
    statements += 1
    if failed {
      if let aim { counts[aim, default: Count()].failed += 1 }
    } else {
      for use in uses { counts[use, default: Count()].succeeded += 1 }
    }
  }

  /// A table with a row for each feature, the least tried last. The last line counts the features with less than 100 successes or failures.
  func table() -> [String] {
    let rows = counts.sorted { ($0.value.least, $0.key) > ($1.value.least, $1.key) }
    func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    func right(_ number: Int) -> String { String(repeating: " ", count: max(0, 9 - String(number).count)) + String(number) }
    let short = rows.filter { $0.value.least < 100 }
    return [pad("feature", 28) + "succeeded   failed"] + rows.map { pad($0.key, 28) + right($0.value.succeeded) + right($0.value.failed) }
      + ["\(rows.count) features, \(short.count) with less than 100 of either in \(statements) statements"]
  }
}

import Net

extension MistakeSearch {
  /// The most multiplications that a search after a failed claim may take. They take about a fifth of a second.
  static let workOfClaims = 5_000_000_000
}

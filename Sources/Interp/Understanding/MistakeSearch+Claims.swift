import Net

extension MistakeSearch {
  /// What a claim that fails may search, in multiplications: a fifth of a second.
  static let workOfClaims = 5_000_000_000
}

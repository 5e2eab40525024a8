import Net

/// A claim that holds.
struct ClaimEvent: Event {
  let command = "claim"
  /// The left side as typed.
  let name: String
  /// The whole chain as typed.
  let equation: String
  /// The quantity that an expression in the name chose: Z1 for `Z[l]`.
  let resolved: String?
  let maximumDifference: Double

  func text(_ style: TextStyle) -> [String] {
    ["\(equation): \(resolved.map { $0 + " " } ?? "")holds, largest difference \(NumberFormat.significant(maximumDifference, 2))"]
  }

  func fields() -> [JSONField]? {
    [JSONField("name", .string(name)), JSONField("ok", .boolean(true)), JSONField("max_difference", .number(maximumDifference))]
  }
}

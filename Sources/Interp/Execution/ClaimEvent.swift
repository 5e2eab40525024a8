import Net

/// The result of a claim that holds.
struct ClaimEvent: Event {
  let command = "claim"
  /// The left side as the user typed it.
  let name: String
  /// The whole chain as the user typed it.
  let equation: String
  /// The quantity that an expression in the name chose, such as Z1 for `Z[l]`. Nil where the name has no such expression.
  let resolved: String?
  /// The largest absolute difference between an entry of the left side and the same entry of another side.
  let maximumDifference: Double

  func text(_ style: TextStyle) -> [String] {
    style.sentence("\(equation): \(resolved.map { $0 + " " } ?? "")holds, largest difference \(NumberFormat.significant(maximumDifference, 2))")
  }

  func fields() -> [JSONField]? {
    [JSONField("name", .string(name)), JSONField("ok", .boolean(true)), JSONField("max_difference", .number(maximumDifference))]
  }
}

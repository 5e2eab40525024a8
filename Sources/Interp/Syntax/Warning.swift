/// A message to the user that is no error.
struct Warning: Equatable, Sendable {
  /// What a warning is about. `--json` prints the raw value.
  enum Kind: String, Sendable {
    case note
    /// A broadcast stretched Y, a cost, or both operands.
    case broadcast
    /// A result is not finite, although its operands are.
    case notFinite = "not-finite"
    /// Two numbers differ only by rounding.
    case rounding
    /// In a row such as `[1 -2]`, the blank decides whether the sign belongs to the number.
    case blankSign = "blank-sign"
    /// A claim compared zeros.
    case zero
    case display, trace
  }

  var kind: Kind
  var message: String
  var range: SourceRange?
}

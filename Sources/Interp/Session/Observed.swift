import Net

/// An expression that is evaluated after each step, together with its source text.
///
/// The evaluation changes nothing. Random numbers that it draws are given back, and its warnings are dropped. Its faults have a place only in the statement
/// that defines it, because at a later step another line runs.
struct Observed: Sendable {
  let expression: Expression
  let source: SourceText
  /// The expression as it was typed, on one line and with single blanks.
  let name: String

  init(_ expression: Expression, _ source: SourceText) {
    (self.expression, self.source) = (expression, source)
    name = source.oneLine(expression.range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

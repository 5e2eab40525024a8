import Net

/// An expression that is looked at after each step, with the text that it was typed in.
///
/// Looking changes nothing: what an expression draws is given back, and its warnings are dropped. A fault has a place only where the line
/// that runs is the one that the expression stands in: where it is defined.
struct Observed: Sendable {
  let expression: Expression
  let source: SourceText
  /// As typed, on one line and without needless blanks.
  let name: String

  init(_ expression: Expression, _ source: SourceText) {
    (self.expression, self.source) = (expression, source)
    name = source.oneLine(expression.range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

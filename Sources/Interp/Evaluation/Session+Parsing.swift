import Net

extension Session {
  /// The context for a parser of this session's statements.
  func parserContext(allowsAbbreviation: Bool = false, elseOnNextLine: Bool = true) -> ParserContext {
    ParserContext(
      words: words,
      isKnownName: { name in
        Names.reserved(name, self.nameContext) != nil || self.state.variables[name] != nil || Names.alias(name, self.nameContext) != nil
          || Functions.named(name) != nil || Activations.named(name) != nil || name == "ans"
      }, allowsAbbreviation: allowsAbbreviation, elseOnNextLine: elseOnNextLine)
  }
}

extension Parser {
  /// Reads an expression that fills the rest of the line.
  ///
  /// - Throws: A `syntax` fault where anything follows the expression.
  mutating func wholeExpression() throws(Fault) -> Expression {
    let result = try expression()
    let end = try peek()
    guard end.kind == .end || end.kind == .newline else { throw .expected("the end of the expression", found: end) }
    return result
  }
}

import Net

extension Session {
  /// What the parser asks of this session.
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
  /// An expression and nothing after it.
  mutating func wholeExpression() throws(Fault) -> Expression {
    let result = try expression()
    let end = try peek()
    guard end.kind == .end || end.kind == .newline else { throw .expected("the end of the expression", found: end) }
    return result
  }
}

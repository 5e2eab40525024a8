import Net

extension Executor {
  /// What the parser asks of this session.
  func parserContext(allowsAbbreviation: Bool = false, elseOnNextLine: Bool = true) -> ParserContext {
    let session = session
    return ParserContext(
      syntax: CommandRegistry.syntax, commandNames: CommandRegistry.names,
      isKnownName: { name in
        Names.reserved(name, session.nameContext) != nil || session.state.variables[name] != nil || Names.alias(name, session.nameContext) != nil
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

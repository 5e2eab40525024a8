/// Arguments that are places in time: `goto 57`, `goto smaller:57`, `goto when J < 0.3`, `diff main smaller`.
extension Parser {
  /// Reads up to `most` places separated by blanks. With `takesWhen`, the first may be a condition `when C`, which is then the only argument.
  ///
  /// - Throws: A `syntax` fault where a place is malformed.
  mutating func placeArguments(_ most: Int, takesWhen: Bool) throws(Fault) -> [CommandArgument] {
    var arguments: [CommandArgument] = []
    while arguments.count < most, !isEndOfStatement(try peek()), try optionName() == nil {
      if arguments.isEmpty, takesWhen, let condition = try conditionAhead() { return [condition] }
      arguments.append(try placeArgument(isAlone: most == 1))
    }
    return arguments
  }

  /// Reads `when C`. Nil where the next word is not `when`.
  ///
  /// - Throws: A `syntax` fault where no condition follows `when`.
  mutating func conditionAhead() throws(Fault) -> CommandArgument? {
    let word = try peek()
    guard case .name("when") = word.kind else { return nil }
    try consume()
    if isEndOfStatement(try peek()) { throw .expected("a condition after 'when'", found: try peek(), hint: "as in: when J < 0.3") }
    let condition: Expression
    do { condition = try expression() } catch { throw error.hint == nil ? error.adding(hint: "as in: when J < 0.3") : error }
    return CommandArgument(kind: .place(.when(condition)), range: word.range.union(condition.range))
  }

  /// Reads one place.
  ///
  /// - Parameter isAlone: Whether the command takes one place only. Blanks inside its expression then do not end it.
  private mutating func placeArgument(isAlone: Bool) throws(Fault) -> CommandArgument {
    let token = try peek()
    if case .text(let name) = token.kind {
      try consume()
      return CommandArgument(kind: .place(.name(name)), range: token.range)
    }
    if case .name(let name) = token.kind, lexer.character(at: token.range.end) == ":" {
      try consume()
      let colon = try consume()
      let next = try peek()
      if isEndOfStatement(next) || next.followsBlank { throw .expected("a step after '\(name):'", found: next, hint: "as in: \(name):57") }
      let step = try blankEnding()
      return CommandArgument(kind: .place(.stepOf(branch: name, step)), range: token.range.union(colon.range).union(step.range))
    }
    let step = isAlone ? try expression() : try blankEnding()
    if let name = step.plainName { return CommandArgument(kind: .place(.name(name)), range: step.range) }
    return CommandArgument(kind: .place(.step(step)), range: step.range)
  }

  /// Reads an expression that ends at the first blank.
  private mutating func blankEnding() throws(Fault) -> Expression {
    let saved = blankEnds
    blankEnds = true
    defer { blankEnds = saved }
    return try expression()
  }
}

import Net

/// The arguments of commands that compare quantities with values: `match dW1 = E`, `check dW1 mine.npy`.
extension Parser {
  /// Reads up to `most` quantities with their values. A word before `=` is the name of an option only if `options` contains it.
  ///
  /// - Throws: A `syntax` fault where a quantity or its value is malformed, or where `==` follows a quantity.
  mutating func bindingArguments(_ most: Int, options: [String]) throws(Fault) -> [CommandArgument] {
    var arguments: [CommandArgument] = []
    if isEndOfStatement(try peek()) { return [] }
    while arguments.count < most, try !(optionName().map { options.contains($0) } ?? false) {
      arguments.append(try bindingArgument())
      if try consume(ifSymbol: ",") == nil { break }
    }
    return arguments
  }

  private mutating func bindingArgument() throws(Fault) -> CommandArgument {
    // A blank ends the quantity, because a path may follow.
    let saved = blankEnds
    blankEnds = true
    let target = try expression()
    blankEnds = saved
    let next = try peek()
    let value: BoundValue
    if next.isSymbol("=") {
      try consume()
      if let path = try pathAhead(try peek(), FileSuffixes.of(.array)) { value = path } else { value = .expression(try expression()) }
    } else if isEndOfStatement(next) || next.isSymbol(",") {
      return CommandArgument(kind: .expression(target), range: target.range)
    } else if next.isSymbol("==") {
      throw .givenByOneEquals(next.range)
    } else if case .text = next.kind {
      value = .expression(try expression())
    } else if case .argument = next.kind {
      value = .expression(try expression())
    } else {
      let range = wordAhead(next)
      move(to: range.end)
      value = .file(source.text(range), range)
    }
    return CommandArgument(kind: .binding(target, value), range: target.range.union(value.range))
  }

  /// The path that follows, or nil where an expression follows. A path is a word with one of the suffixes; a blank or a comma ends it.
  mutating func pathAhead(_ next: Token, _ suffixes: [String]) throws(Fault) -> BoundValue? {
    if case .text = next.kind { return nil }
    let range = wordAhead(next)
    let word = source.text(range)
    guard !word.contains("("), suffixes.contains(where: { word.lowercased().hasSuffix("." + $0) }) else { return nil }
    move(to: range.end)
    return .file(word, range)
  }

  /// The range from the token to the next blank, comma or end of the statement.
  private func wordAhead(_ token: Token) -> SourceRange {
    var end = token.range.start
    while let character = lexer.character(at: end), !isWordEnd(end), character != "," { end += 1 }
    return SourceRange(token.range.start, end)
  }
}

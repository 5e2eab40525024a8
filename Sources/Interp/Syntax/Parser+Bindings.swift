import Net

/// Quantities with what they are said to be: `match dW1 = E`, `check dW1 mine.npy`.
extension Parser {
  mutating func bindingArguments(_ most: Int) throws(Fault) -> [CommandArgument] {
    var arguments: [CommandArgument] = []
    if isEndOfStatement(try peek()) { return [] }
    while arguments.count < most, try optionName() == nil {
      arguments.append(try bindingArgument())
      if try consume(ifSymbol: ",") == nil { break }
    }
    return arguments
  }

  private mutating func bindingArgument() throws(Fault) -> CommandArgument {
    // A blank ends the quantity: what follows may be a path.
    let saved = blankEnds
    blankEnds = true
    let target = try expression()
    blankEnds = saved
    let next = try peek()
    let value: BoundValue
    if next.isSymbol("=") {
      try consume()
      if let path = try pathAhead(try peek()) { value = path } else { value = .expression(try expression()) }
    } else if isEndOfStatement(next) || next.isSymbol(",") {
      return CommandArgument(kind: .expression(target), range: target.range)
    } else if try optionName() != nil {
      return CommandArgument(kind: .expression(target), range: target.range)
    } else if case .text = next.kind {
      value = .expression(try expression())
    } else if case .argument = next.kind {
      value = .expression(try expression())
    } else {
      let (path, range) = try bareWord(at: next.range.start)
      value = .file(path, range)
    }
    return CommandArgument(kind: .binding(target, value), range: target.range.union(value.range))
  }

  /// A bare path after `=`: a word to the next blank or comma that ends as files of arrays do.
  private mutating func pathAhead(_ next: Token) throws(Fault) -> BoundValue? {
    if case .text = next.kind { return nil }
    var end = next.range.start
    while let character = lexer.character(at: end), !isWordEnd(end), character != "," { end += 1 }
    let range = SourceRange(next.range.start, end)
    let word = source.text(range)
    guard !word.contains("("), ArrayFile.suffixes.contains(where: { word.lowercased().hasSuffix("." + $0) }) else { return nil }
    move(to: end)
    return .file(word, range)
  }
}

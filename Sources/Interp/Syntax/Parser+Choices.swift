/// Names with lists of values, as in `compare alpha=0.1,1 act=tanh,relu { … }`.
extension Parser {
  /// The form that hints show.
  private static let form = "as in: compare alpha=0.1,1 { init; train 100 }"

  /// Reads a name, `=` and its values, separated by commas. Blanks may stand around a comma. Nil where no name with `=` follows.
  ///
  /// - Throws: A `syntax` fault where a value is missing or malformed, or where the name is a command.
  mutating func choice(of command: String, options: [String]) throws(Fault) -> CommandArgument? {
    let first = try peek()
    guard case .name(let name) = first.kind else { return nil }
    if context.words.syntax(name) != nil, lexer.character(at: first.range.end) == "=" {
      if let hint = Suggestions.hint(name, among: options.map { $0 + "=" }) {
        throw .unknownOption(name, of: command, context.words.usage(command), options, first.range).replacing(hint: hint)
      }
      throw .commandAsVariable(name, first.range).replacing(hint: "take another name, such as my_\(name)=…, and write \(name) (my_\(name)) in the block")
    }
    let target: Expression
    if lexer.character(at: first.range.end) == "[" {
      let saved = blankEnds
      blankEnds = true
      target = try expression()
      blankEnds = saved
    } else {
      target = try Expression(.name(name), first.range)
      move(to: first.range.end)
    }
    let equals = target.range.end
    guard lexer.character(at: equals) == "=", lexer.character(at: equals + 1) != "=" else {
      move(to: equals)
      let next = try peek()
      if next.isSymbol("=") { throw .optionWithBlanks(source.text(target.range), target.range) }
      throw .expected("'='", found: next, hint: Self.form)
    }
    var values: [ChosenValue] = []
    var place = equals + 1
    var read = place
    while true {
      let value = try chosenValue(at: place, of: source.text(target.range), SourceRange(first.range.start, read))
      values.append(value)
      place = value.range.end
      let comma = afterBlanks(place)
      guard lexer.character(at: comma) == "," else { break }
      read = comma + 1
      place = afterBlanks(read)
    }
    move(to: place)
    if !endsValue(place) { throw .valueNeedsBrackets(source.text(target.range), nil, SourceRange(place, place + 1)) }
    return CommandArgument(kind: .choice(target, values), range: SourceRange(first.range.start, place))
  }

  private func afterBlanks(_ offset: Int) -> Int {
    var place = offset
    while let next = lexer.character(at: place), Alphabet.isBlank(next) { place += 1 }
    return place
  }

  /// Whether a value ends at the offset.
  private func endsValue(_ offset: Int) -> Bool {
    isWordEnd(offset) || lexer.character(at: offset).map { $0 == "," || $0 == "{" || $0 == "#" } == true
  }

  private mutating func chosenValue(at start: Int, of name: String, _ before: SourceRange) throws(Fault) -> ChosenValue {
    move(to: start)
    guard let first = lexer.character(at: start), !endsValue(start) else { throw .missingValue(name, before) }
    if first == "(" {
      let value = try primary()
      return ChosenValue(kind: .expression(value), range: SourceRange(start, value.range.end))
    }
    if first == "\"" || first == "'", case .text(let text) = try peek().kind {
      return ChosenValue(kind: .text(text), range: try consume().range)
    }
    if first == "$", case .argument(let index) = try peek().kind {
      let range = try consume().range
      return ChosenValue(kind: .expression(try Expression(.argument(index), range)), range: range)
    }
    var end = start
    while !endsValue(end) { end += 1 }
    let range = SourceRange(start, end)
    let word = source.text(range)
    if first == "-" || first == "+" || first == "." || Alphabet.isDigit(first) {
      let sign = first == "-" || first == "+" ? 1 : 0
      move(to: start + sign)
      guard case .number(let number) = try peek().kind, try peek().range.end == end else { throw .valueNeedsBrackets(name, word, range) }
      try consume()
      return ChosenValue(kind: .number(first == "-" ? -number : number), range: range)
    }
    guard word.allSatisfy({ Alphabet.isNamePart($0) || "-./:~".contains($0) }) else { throw .valueNeedsBrackets(name, word, range) }
    return ChosenValue(kind: .text(word), range: range)
  }

  /// Reads the block at the end of a command. A `break` in it does not leave a loop around the command.
  ///
  /// - Throws: A `syntax` fault where no `{` stands here, where the block is not closed, or where a statement in it is malformed.
  mutating func blockOfChoices() throws(Fault) -> ([Statement], SourceRange) {
    let open = try peek()
    guard open.isSymbol("{") else {
      if open.isSymbol(":") { throw .pythonForm("a colon before a block", hint: "write a block as { … }", open.range) }
      throw .expected("'{'", found: open, hint: Self.form)
    }
    let loops = loopNesting
    loopNesting = 0
    defer { loopNesting = loops }
    let statements = try block()
    return (statements, SourceRange(open.range.start, position))
  }
}

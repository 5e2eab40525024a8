/// The options of commands, written `NAME=VALUE`.
extension Parser {
  /// The name of the option that starts here, or nil. An option is written `NAME=VALUE` without blanks.
  mutating func optionName() throws(Fault) -> String? {
    let token = try peek()
    guard case .name(let name) = token.kind, lexer.character(at: token.range.end) == "=" else { return nil }
    let after = lexer.character(at: token.range.end + 1)
    if after == "=" || after == nil || after.map({ Alphabet.isBlank($0) || $0.isNewline }) == true { return nil }
    return name
  }

  mutating func isSpacedOption() throws(Fault) -> Bool {
    let token = try peek()
    guard case .name = token.kind else { return false }
    return followedByEquals(token.range.end)
  }

  mutating func options(_ syntax: CommandSyntax, command: String, after first: [CommandOption]) throws(Fault) -> [CommandOption] {
    var options = first
    while let name = try optionName() {
      let known = syntax.options.first { $0.name == name }
      // A name that is no option is one whose values are compared.
      if known == nil, case .choices = syntax.arguments { break }
      let token = try consume()
      let isSize = syntax.takesSizes && context.words.isDimension(name)
      guard known != nil || isSize else {
        let instead = syntax.foreignOptions[name]
        throw .unknownOption(name, of: command, context.words.usage(command), syntax.options.map(\.name), instead: instead, token.range)
      }
      if options.contains(where: { $0.name == name }) { throw .repeatedOption(name, token.range) }
      let start = token.range.end + 1
      move(to: start)
      let value: CommandOption.Value
      let valueRange: SourceRange
      if known?.kind == .list {
        let next = try peek()
        if case .argument(let index) = next.kind, isWordEnd(next.range.end) {
          try consume()
          (value, valueRange) = (.argument(index), next.range)
        } else {
          guard lexer.character(at: start) != "#", !isWordEnd(start) else { throw .optionWithoutValue(name, SourceRange(token.range.start, start)) }
          (value, valueRange) = try list(at: start)
        }
      } else if known?.kind == .word {
        // A word such as 80x24 is no token.
        let next = try? peek()
        if let next, case .argument(let index) = next.kind, isWordEnd(next.range.end) {
          try consume()
          (value, valueRange) = (.argument(index), next.range)
        } else if let next, case .text(let text) = next.kind {
          try consume()
          (value, valueRange) = (.word(text), next.range)
        } else if next != nil, let expression = try bracketedWord() {
          (value, valueRange) = (.expression(expression), expression.range)
        } else {
          // The value is empty in `x=;` and in `x=# …`.
          guard lexer.character(at: start) != "#", !isWordEnd(start) else { throw .optionWithoutValue(name, SourceRange(token.range.start, start)) }
          let (word, range) = try bareWord(at: start)
          (value, valueRange) = (.word(word), range)
        }
      } else {
        let saved = blankEnds
        blankEnds = true
        let expression = try self.expression()
        blankEnds = saved
        (value, valueRange) = (.expression(expression), expression.range)
      }
      options.append(CommandOption(name: name, value: value, range: SourceRange(token.range.start, valueRange.end), valueRange: valueRange))
    }
    return options
  }
}

extension Parser {
  /// Reads the items of a list, such as `-id,"first name",2:5`.
  ///
  /// - Throws: A `syntax` fault where a bare item contains `#`, `=` or a quote, or where a quote is not closed.
  fileprivate mutating func list(at start: Int) throws(Fault) -> (CommandOption.Value, SourceRange) {
    var items: [CommandOption.ListItem] = []
    var place = start
    while true {
      var item = CommandOption.ListItem(text: "")
      if lexer.character(at: place) == "-" {
        item.isExcluded = true
        place += 1
      }
      move(to: place)
      if let quote = lexer.character(at: place), quote == "\"" || quote == "'", case .text(let text) = try peek().kind {
        place = try consume().range.end
        (item.text, item.isQuoted) = (text, true)
      } else {
        let begin = place
        while let next = lexer.character(at: place), !isWordEnd(place), next != "," {
          if next == "#" || next == "=" || next == "\"" || next == "'" { throw .wordNeedsQuotes(next, SourceRange(place, place + 1)) }
          place += 1
        }
        item.text = source.text(SourceRange(begin, place))
      }
      items.append(item)
      guard lexer.character(at: place) == "," else { break }
      place += 1
    }
    if !isWordEnd(place), let next = lexer.character(at: place) { throw .wordNeedsQuotes(next, SourceRange(place, place + 1)) }
    move(to: place)
    return (.list(items), SourceRange(start, place))
  }
}

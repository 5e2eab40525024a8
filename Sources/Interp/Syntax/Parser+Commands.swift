import Net

/// Commands: their names, arguments and options.
extension Parser {
  /// The command that `word` names. Where abbreviations are allowed, a unique beginning of a name is enough. Nil where the statement is no command.
  ///
  /// - Throws: A `syntax` fault where `=` follows a command's name, and an `unknown-name` fault where the beginning fits several commands.
  func commandName(_ word: String, _ token: Token) throws(Fault) -> String? {
    let assigns = followedByEquals(token.range.end)
    if context.words.syntax(word) != nil {
      if assigns { throw .commandAsVariable(word, token.range) }
      return word
    }
    guard context.allowsAbbreviation, !assigns, !isKnown(word), isShortened(word, token.range.end) else { return nil }
    let matches = context.words.commandNames.filter { $0.hasPrefix(word) }
    if matches.count == 1 { return matches[0] }
    if matches.count > 1 { throw .ambiguousCommand(word, matches, token.range) }
    return nil
  }

  func followedByEquals(_ offset: Int) -> Bool {
    var place = offset
    while let next = lexer.character(at: place), Alphabet.isBlank(next) { place += 1 }
    return lexer.character(at: place) == "=" && lexer.character(at: place + 1) != "="
  }

  /// Whether a word can be the beginning of a command, judged by the text after it. Letters of the notes, and words as in `a[1]`, `g(z)` and `b * 2`, are
  /// names.
  private func isShortened(_ word: String, _ offset: Int) -> Bool {
    if context.words.isOfOneUnit(word) || word == "g" { return false }
    guard isWordEnd(offset) else { return false }
    var place = offset
    while let next = lexer.character(at: place), Alphabet.isBlank(next) { place += 1 }
    guard let next = lexer.character(at: place) else { return true }
    let isSpaced = lexer.character(at: place + 1).map { Alphabet.isBlank($0) } ?? true
    return !("*/@⋅·%<>=!|&".contains(next) || "+-".contains(next) && isSpaced && place > offset)
  }

  /// Reads the arguments and options of the command `name`, whose first token is `first`.
  ///
  /// - Throws: A fault that carries the command's name where an argument or option does not fit.
  mutating func commandStatement(_ name: String, _ first: Token) throws(Fault) -> Statement {
    do { return try readCommand(name, first) } catch { throw error.of(name) }
  }

  private mutating func readCommand(_ name: String, _ first: Token) throws(Fault) -> Statement {
    if try peek().range == first.range { try consume() }
    guard let syntax = context.words.syntax(name) else { throw .unknownCommand(name, context.words.commandNames, first.range) }
    if !syntax.takesSigns, try peek().isSymbol("("), lexer.character(at: try peek().range.end) == ")" {
      throw .tooManyArguments(name, context.words.usage(name), found: try peek())
    }
    if case .choices = syntax.arguments { return try choices(name, first, syntax) }
    if let inner = syntax.takesCommand, case let token = try peek(), token.isName(inner), isWordEnd(token.range.end) {
      let statement = try commandStatement(inner, token)
      guard case .command(let call) = statement.kind else { return statement }
      let argument = CommandArgument(kind: .command(call), range: statement.range)
      return Statement(
        kind: .command(CommandCall(name: name, nameRange: first.range, arguments: [argument], options: [])), range: first.range.union(statement.range))
    }
    var arguments: [CommandArgument] = []
    switch syntax.arguments {
    case .none, .keyword, .choices: break
    case .expressions(_, let most): arguments = try expressionArguments(most, syntax)
    case .words where syntax.takesSigns: arguments = try signedWords()
    case .words where syntax.takesValue: arguments = try valueAndWord()
    case .words(_, let most): arguments = try wordArguments(most)
    case .bindings(_, let most): arguments = try bindingArguments(most, options: syntax.options.map(\.name))
    case .places(_, let most, let takesWhen): arguments = try placeArguments(most, takesWhen: takesWhen)
    case .layers: arguments = try layerArguments()
    }
    var options = syntax.takesSigns ? [] : try self.options(syntax, command: name, after: [])
    // A text may follow the options, as in `assert C tol=1e-9 "message"`.
    if case .expressions(_, let most) = syntax.arguments, case .text(let text) = try peek().kind, !arguments.isEmpty, arguments.count < most {
      let token = try consume()
      arguments.append(CommandArgument(kind: .expression(try Expression(.text(text), token.range)), range: token.range))
      options = try self.options(syntax, command: name, after: options)
    }
    let end = try peek()
    if !isEndOfStatement(end) {
      if case .name(let name) = end.kind, try isSpacedOption() {
        let isOption = lexer.character(at: end.range.end) == "="
        if isOption, lexer.character(at: end.range.end + 1).map({ $0.isNewline || $0 == ";" || $0 == "}" }) ?? true {
          throw .optionWithoutValue(name, SourceRange(end.range.start, end.range.end + 1))
        }
        throw .optionWithBlanks(name, end.range)
      }
      // `train alpha = 0.1`: the name was read as the argument.
      if end.isSymbol("="), let last = arguments.last, case .expression(let value) = last.kind, let name = value.plainName,
        syntax.options.contains(where: { $0.name == name })
      {
        throw .optionWithBlanks(name, last.range)
      }
      if end.isSymbol("}") { throw .strayBrace(end.range) }
      if case .expressions(_, let most) = syntax.arguments, most > 2, options.isEmpty, startsValue(end) {
        throw .missingComma(name, context.words.usage(name), found: end)
      }
      throw .tooManyArguments(name, context.words.usage(name), found: end, isAfterOptions: !options.isEmpty && startsValue(end))
    }
    let count = arguments.count
    switch syntax.arguments {
    case .expressions(let least, _) where count < least, .words(let least, _) where count < least, .bindings(let least, _) where count < least,
      .places(let least, _, _) where count < least:
      throw .tooFewArguments(name, context.words.usage(name), first.range)
    default: break
    }
    let call = CommandCall(name: name, nameRange: first.range, arguments: arguments, options: options)
    return Statement(kind: .command(call), range: first.range.union(call.range))
  }

  private mutating func choices(_ name: String, _ first: Token, _ syntax: CommandSyntax) throws(Fault) -> Statement {
    var arguments: [CommandArgument] = []
    var options: [CommandOption] = []
    repeat {
      options = try self.options(syntax, command: name, after: options)
      guard let choice = try choice(of: name, options: syntax.options.map(\.name)) else { break }
      arguments.append(choice)
    } while true
    let (block, blockRange) = try blockOfChoices()
    let call = CommandCall(name: name, nameRange: first.range, arguments: arguments, options: options, block: block, blockRange: blockRange)
    return Statement(kind: .command(call), range: first.range.union(call.range))
  }

  // MARK: Positional arguments

  private mutating func expressionArguments(_ most: Int, _ syntax: CommandSyntax) throws(Fault) -> [CommandArgument] {
    var arguments: [CommandArgument] = []
    if isEndOfStatement(try peek()) { return [] }
    if try optionName() != nil { return [] }
    if syntax.path == .whereItEndsLikeOne, let path = try pathArgument() { return [path] }
    if let word = try leadingWord(syntax) { arguments.append(word) }
    while arguments.count < most {
      let expression = try self.expression()
      arguments.append(CommandArgument(kind: .expression(expression), range: expression.range))
      if try consume(ifSymbol: ",") != nil { continue }
      let next = try peek()
      if isEndOfStatement(next) { break }
      if try optionName() != nil { break }
      if try isSpacedOption() { break }
      if case .text = next.kind { continue }
      if case .name = next.kind, arguments.allSatisfy({ $0.isPlainName }) { continue }
      break
    }
    return arguments
  }

  /// A word of the command's own, before an expression that begins with a bracket, a number or a text. Nil where the word is part of an expression.
  private mutating func leadingWord(_ syntax: CommandSyntax) throws(Fault) -> CommandArgument? {
    let token = try peek()
    guard case .name(let name) = token.kind, syntax.leadingWords.contains(name) else { return nil }
    var place = token.range.end
    while let next = lexer.character(at: place), Alphabet.isBlank(next) { place += 1 }
    guard place > token.range.end, let next = lexer.character(at: place), "[(.\"'".contains(next) || next.isNumber else { return nil }
    try consume()
    return CommandArgument(kind: .expression(try Expression(.name(name), token.range)), range: token.range)
  }

  /// A text in quotes, or a word that ends like a file of data, as a path. nil where an expression stands.
  private mutating func pathArgument() throws(Fault) -> CommandArgument? {
    let next = try peek()
    if case .text(let text) = next.kind {
      try consume()
      return CommandArgument(kind: .word(text), range: next.range)
    }
    guard case .file(let path, let range)? = try pathAhead(next, FileSuffixes.of(.data)) else { return nil }
    return CommandArgument(kind: .word(path), range: range)
  }

  /// A word alone, or an expression and a word.
  private mutating func valueAndWord() throws(Fault) -> [CommandArgument] {
    let start = position
    // What is no word, such as `A1 > 0`, may be an expression.
    var word: [CommandArgument]?
    do throws(Fault) { word = try wordArguments(1) } catch {}
    if let word {
      let (end, option, isSpaced) = try (peek(), optionName(), isSpacedOption())
      if word.isEmpty || isEndOfStatement(end) || option != nil || isSpaced { return word }
    }
    move(to: start)
    // A path may begin with a sign, so a blank ends the expression.
    let outer = blankEnds
    blankEnds = true
    defer { blankEnds = outer }
    let expression = try self.expression()
    blankEnds = outer
    let path = try wordArguments(1)
    let (end, option, isSpaced) = try (peek(), optionName(), isSpacedOption())
    guard isEndOfStatement(end) || option != nil || isSpaced else { throw .valueNeedsBrackets(end.range) }
    return [CommandArgument(kind: .expression(expression), range: expression.range)] + path
  }

  private mutating func wordArguments(_ most: Int) throws(Fault) -> [CommandArgument] {
    var arguments: [CommandArgument] = []
    while arguments.count < most, !isEndOfStatement(try peek()), try optionName() == nil {
      let token = try peek()
      if case .argument(let index) = token.kind, isWordEnd(token.range.end) {
        try consume()
        arguments.append(CommandArgument(kind: .expression(try Expression(.argument(index), token.range)), range: token.range))
      } else if case .text(let text) = token.kind {
        try consume()
        arguments.append(CommandArgument(kind: .word(text), range: token.range))
      } else if let expression = try bracketedWord() {
        arguments.append(CommandArgument(kind: .expression(expression), range: expression.range))
      } else {
        let (word, range) = try bareWord(at: token.range.start)
        arguments.append(CommandArgument(kind: .word(word), range: range))
      }
    }
    return arguments
  }

  /// Reads an expression in brackets that stands for a word, such as `(rule)`. Nil where another word stands, also one that only begins with a bracket, such
  /// as `(old)net.npz`.
  mutating func bracketedWord() throws(Fault) -> Expression? {
    let token = try peek()
    guard token.isSymbol("(") else { return nil }
    var ahead = Lexer(source, position: token.range.start)
    var depth = 0
    repeat {
      let piece = ahead.skim()
      switch piece.kind {
      case .newline, .end: return nil
      case .symbol("("): depth += 1
      case .symbol(")"):
        depth -= 1
        if depth == 0, !isWordEnd(piece.range.end) { return nil }
      default: break
      }
    } while depth > 0
    return try primary()
  }

  /// Reads the words up to the end of the statement or a comment. A text in quotes is one word, if its quote ends before a blank.
  private mutating func signedWords() throws(Fault) -> [CommandArgument] {
    var arguments: [CommandArgument] = []
    while true {
      var start = position
      while let next = lexer.character(at: start), Alphabet.isBlank(next) { start += 1 }
      move(to: start)
      guard let first = lexer.character(at: start), !isWordEnd(start), first != "#" else { return arguments }
      var end = start + 1
      if first == "'" || first == "\"" {
        while let next = lexer.character(at: end), !next.isNewline, next != first || !isWordEnd(end + 1) { end += 1 }
        if lexer.character(at: end) == first {
          let range = SourceRange(start, end + 1)
          arguments.append(CommandArgument(kind: .word(source.text(SourceRange(start + 1, end))), range: range))
          move(to: end + 1)
          continue
        }
      }
      end = start
      while !isWordEnd(end) { end += 1 }
      if first == "$", case .argument(let index) = try peek().kind, try peek().range.end == end {
        arguments.append(CommandArgument(kind: .expression(try Expression(.argument(index), SourceRange(start, end))), range: SourceRange(start, end)))
      } else {
        arguments.append(CommandArgument(kind: .word(source.text(SourceRange(start, end))), range: SourceRange(start, end)))
      }
      move(to: end)
    }
  }

  /// Reads the characters up to a blank, a newline, `;` or `}`.
  ///
  /// - Throws: A `syntax` fault where the word contains `#`, `=` or a quote.
  mutating func bareWord(at start: Int) throws(Fault) -> (String, SourceRange) {
    var end = start
    while let next = lexer.character(at: end), !isWordEnd(end) {
      if next == "#" || next == "=" || next == "\"" || next == "'" {
        throw .wordNeedsQuotes(next, SourceRange(end, end + 1))
      }
      end += 1
    }
    move(to: end)
    let range = SourceRange(start, end)
    return (source.text(range), range)
  }

  /// Whether a bare word ends at the offset: a blank, a newline, `;`, `}` or the end of the text is there.
  func isWordEnd(_ offset: Int) -> Bool {
    guard let next = lexer.character(at: offset) else { return true }
    return next.isNewline || Alphabet.isBlank(next) || next == ";" || next == "}"
  }

  private mutating func layerArguments() throws(Fault) -> [CommandArgument] {
    var arguments: [CommandArgument] = []
    while !isEndOfStatement(try peek()), try optionName() == nil {
      if case .name = try peek().kind, try isSpacedOption() { break }
      let token = try peek()
      let size: Expression
      if token.isSymbol("(") {
        size = try primary()
      } else {
        switch token.kind {
        case .number(let value): size = try Expression(.number(value), token.range)
        case .name(let name): size = try Expression(.name(name), token.range)
        case .argument(let index): size = try Expression(.argument(index), token.range)
        default: throw .expected("a layer's size", found: token, hint: "as in: init 2 4:tanh 1:sigmoid")
        }
        try consume()
      }
      var end = size.range.end
      var activation: Expression?
      if try peek().isSymbol(":"), try !peek().followsBlank {
        try consume()
        let word = try consume()
        switch word.kind {
        case .name(let name): activation = try Expression(.name(name), word.range)
        case .argument(let index): activation = try Expression(.argument(index), word.range)
        default: throw .expected("an activation's name after ':'", found: word, hint: "as in: 4:tanh")
        }
        end = word.range.end
      }
      arguments.append(CommandArgument(kind: .layer(size: size, activation: activation), range: SourceRange(size.range.start, end)))
    }
    return arguments
  }
}

extension CommandArgument {
  /// Whether the argument is a name and nothing else, such as `W1`.
  var isPlainName: Bool {
    if case .expression(let expression) = kind { return expression.plainName != nil }
    return false
  }
}

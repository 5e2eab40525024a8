/// The reader of statements. Expressions, commands and flow are in extensions.
struct Parser {
  var lexer: Lexer
  let context: ParserContext
  /// The meaning of a newline at the present place.
  var newlines = Lexer.Newlines.token
  /// Whether a blank ends the expression, as in an argument of a command.
  var blankEnds = false
  /// The number of blocks that are open.
  var blockDepth = 0
  /// The number of expressions, matrices and statements that are open.
  var nesting = 0
  /// The number of loops whose blocks are open.
  var loopNesting = 0
  private var lookahead: Token?
  /// The variables that are assigned in the statements read so far. They count as known names, because a line is parsed before it runs.
  var assigned: Set<String> = []

  /// The largest value of `nesting`.
  static let maximumNesting = 100

  /// A parser that begins at the offset `position` of the source.
  init(_ source: SourceText, position: Int = 0, context: ParserContext) {
    lexer = Lexer(source, position: position)
    self.context = context
  }

  var source: SourceText { lexer.source }

  /// The start of the token that was looked at, or else the place where the lexer continues.
  var position: Int { lookahead?.range.start ?? lexer.position }

  // MARK: Tokens

  /// The next token, which stays unread.
  ///
  /// - Throws: The fault of the lexer where no token can be read.
  mutating func peek() throws(Fault) -> Token {
    if let lookahead { return lookahead }
    let token = try lexer.next(newlines)
    lookahead = token
    return token
  }

  /// Reads the next token.
  ///
  /// - Throws: The fault of the lexer where no token can be read.
  @discardableResult
  mutating func consume() throws(Fault) -> Token {
    let token = try peek()
    lookahead = nil
    return token
  }

  /// Reads the next token if it is this symbol. Otherwise it returns nil.
  mutating func consume(ifSymbol symbol: String) throws(Fault) -> Token? {
    try peek().isSymbol(symbol) ? try consume() : nil
  }

  /// Forgets the token that was looked at and continues at `offset`.
  mutating func move(to offset: Int) {
    lookahead = nil
    lexer.move(to: offset)
  }

  // MARK: Lines

  /// Reads the statements of the next line. Brackets and blocks are followed to their end over several lines. Nil at the end of the text.
  ///
  /// - Throws: The first fault of the line. The parser then stays at the fault.
  mutating func nextLine() throws(Fault) -> [Statement]? {
    while true {
      skipPrompts()
      let token = try peek()
      guard token.kind == .newline || token.isSymbol(";") else { break }
      try consume()
    }
    if try peek().kind == .end { return nil }
    var statements: [Statement] = []
    repeat {
      if try isEndOfStatement(peek()) { continue }
      statements.append(try statement())
      let end = try peek()
      guard isEndOfStatement(end) else { throw unexpectedAfterStatement(statements.last, end) }
      if end.kind == .newline || end.kind == .end {
        if end.kind == .newline { try consume() }
        break
      }
    } while try consume(ifSymbol: ";") != nil
    return statements
  }

  /// Whether the next token is the first of its line, or the text is at its end.
  var isAtLineStart: Bool {
    let place = position
    return place == 0 || place >= source.characters.count || source.characters[place - 1].isNewline
  }

  /// Whether the token ends a statement. A `}` does so only inside a block.
  func isEndOfStatement(_ token: Token) -> Bool {
    switch token.kind {
    case .newline, .end, .symbol(";"): true
    case .symbol("}"): blockDepth > 0
    default: false
    }
  }

  /// The quantities that are set to a number.
  private static let numbers: Set<String> = ["alpha", "α", "lambda", "λ", "lambd", "keep_prob", "k_opt"]

  private func unexpectedAfterStatement(_ statement: Statement?, _ token: Token) -> Fault {
    if token.isSymbol("}") { return .strayBrace(token.range) }
    if case .expression(let expression)? = statement?.kind {
      if let name = expression.plainName, !isKnown(name) {
        return .unknownCommand(name, context.words.commandNames, expression.range, before: token)
      }
      if token.isSymbol(":"), case .call = expression.kind {
        return .pythonForm("a colon at the end of a line", hint: "write a block as { … }", token.range)
      }
      if token.kind == .prime { return .transposeByQuote(token.range) }
    }
    if token.isName("if"), statement?.endsInValue == true {
      return .pythonForm("a condition behind a value", hint: "where(C, A, B) chooses by entries; or write if C { … } else { … }", token.range)
    }
    if token.isSymbol("=") { return .notAssignable(token.range) }
    if token.isSymbol(",") {
      return .expected("the end of the statement", found: token, hint: "write show A, B to show several values, and a, b = A, B to assign several")
    }
    if case .expression(let left)? = statement?.kind, let name = left.plainName, Self.numbers.contains(name), case .number = token.kind {
      return .expected("the end of the statement", found: token, hint: "\(name) = \(source.text(token.range))")
    }
    let hint = startsValue(token) ? "write the sign of a product: @ between matrices, * entry by entry or with a number" : nil
    return .expected("the end of the statement", found: token, hint: hint)
  }

  /// Whether the name has a value or a meaning here, so that it is no mistyped command.
  func isKnown(_ name: String) -> Bool { assigned.contains(name) || context.isKnownName(name) }

  // MARK: Statements

  /// Reads one statement.
  ///
  /// - Throws: A fault where the statement is malformed.
  mutating func statement() throws(Fault) -> Statement {
    let first = try peek()
    if case .name(let word) = first.kind {
      if let statement = try keywordStatement(word, first) { return statement }
      if let command = try commandName(word, first) {
        // Keywords can be shortened too, as in `rep 3 { … }`.
        if let statement = try keywordStatement(command, first) { return statement }
        return try commandStatement(command, first)
      }
    }
    let expression = try self.expression()
    if let statement = try calledStatement(expression) { return statement }
    if let statement = try unpacking(startingWith: expression) { return statement }
    return try equation(startingWith: expression)
  }

  private mutating func equation(startingWith first: Expression) throws(Fault) -> Statement {
    let token = try peek()
    if case .symbol(let symbol) = token.kind, symbol.count >= 2, symbol.hasSuffix("="),
      let operation = BinaryOperator(rawValue: String(symbol.dropLast()))
    {
      try consume()
      let value = try expression()
      return Statement(kind: .augmented(first, operation, value, token.range), range: first.range.union(value.range))
    }
    guard token.isSymbol("=") else { return Statement(kind: .expression(first), range: first.range) }
    var sides = [first]
    while try consume(ifSymbol: "=") != nil { sides.append(try expression()) }
    // Only the first side must be a name. The other sides of a claim may be any expressions.
    if !first.canStandLeft(context.words) { throw .notAssignable(first.range) }
    assigned.formUnion(sides.dropLast().compactMap(\.plainName))
    return Statement(kind: .equation(sides), range: first.range.union(sides[sides.count - 1].range))
  }

  /// Reads the statements of a block `{ … }`.
  ///
  /// - Throws: A `syntax` fault where no `{` stands here or the block is not closed. A `limit` fault where more than 60 blocks are open.
  mutating func block() throws(Fault) -> [Statement] {
    let saved = newlines
    let open = try peek()
    if open.isSymbol(":") {
      throw .pythonForm("a colon before a block", hint: "write a block as { … }", open.range)
    }
    guard open.isSymbol("{") else {
      if open.kind == .end || open.kind == .newline, saved == .blank { throw .openAtEnd("{", open.range) }
      throw .expected("'{'", found: open, hint: open.isSymbol("=") ? Fault.equality : "write a block as { … }")
    }
    newlines = .token
    try consume()
    blockDepth += 1
    defer { blockDepth -= 1 }
    if blockDepth > 60 { throw .blocksTooDeep(60, open.range) }
    var statements: [Statement] = []
    while true {
      let token = try peek()
      if token.isSymbol("}") { break }
      if token.kind == .end { throw .openAtEnd("{", open.range) }
      if token.kind == .newline || token.isSymbol(";") {
        try consume()
        continue
      }
      statements.append(try statement())
      let end = try peek()
      guard isEndOfStatement(end) else { throw unexpectedAfterStatement(statements.last, end) }
    }
    newlines = saved
    try consume()
    return statements
  }
}

/// Statements that begin with a keyword: loops, conditions, `time`.
extension Parser {
  /// The words that begin a statement of a special form.
  static let keywords = ["repeat", "while", "if", "for", "break", "continue", "time"]

  /// Reads the statement that the keyword `word` begins. Nil where `word` is no keyword.
  ///
  /// - Throws: A `syntax` fault where the statement is malformed, or where the word is one of Python's, such as `def` or `elif`.
  mutating func keywordStatement(_ word: String, _ first: Token) throws(Fault) -> Statement? {
    switch word {
    case "import", "from": return try importLine(first)
    case "lambda" where !beginsLambda(first): return nil
    case "def", "class", "lambda", "return":
      throw .functionOfOnesOwn(word, first.range)
    case "elif", "else":
      throw .elseWithoutIf(word, first.range)
    case _ where !Self.keywords.contains(word): return nil
    default: break
    }
    try consume()
    if try peek().isSymbol("=") { throw .commandAsVariable(word, first.range) }
    let kind: StatementKind
    switch word {
    case "repeat":
      let count = try expression()
      kind = .repeatLoop(count, try loopBlock())
    case "while":
      let condition = try expression()
      kind = .whileLoop(condition, try loopBlock())
    case "if": kind = try conditional()
    case "for": kind = try forLoop()
    case "continue":
      if loopNesting == 0 { throw .outsideLoop(word).located(first.range) }
      kind = .proceed
    case "break":
      if try peek().isName("when") {
        let when = try consume()
        if isEndOfStatement(try peek()) { throw .breakWithoutCondition(first.range.union(when.range)) }
        return try commandStatement("break", first)
      }
      if loopNesting == 0 { throw .outsideLoop(word).located(first.range) }
      kind = .leave
    default:
      let timed = try peek()
      guard !isEndOfStatement(timed) else { throw .expected("a statement to be timed", found: timed) }
      nesting += 1
      defer { nesting -= 1 }
      if nesting > Self.maximumNesting { throw .tooDeep(Self.maximumNesting, timed.range) }
      if timed.isSymbol("{") {
        let body = try block()
        kind = .time(Statement(kind: .block(body), range: SourceRange(timed.range.start, lastEnd)))
      } else {
        kind = .time(try statement())
      }
    }
    return Statement(kind: kind, range: SourceRange(first.range.start, max(first.range.end, lastEnd)))
  }

  /// Reads the block of a loop, in which `break` and `continue` are allowed.
  private mutating func loopBlock() throws(Fault) -> [Statement] {
    loopNesting += 1
    defer { loopNesting -= 1 }
    return try block()
  }

  /// The end of the text that is already read, without trailing blanks.
  private var lastEnd: Int {
    var end = position
    while end > 0, source.characters[end - 1].isWhitespace { end -= 1 }
    return end
  }

  private mutating func conditional() throws(Fault) -> StatementKind {
    var branches: [(condition: Expression, body: [Statement])] = []
    var otherwise: [Statement]?
    while true {
      let condition = try expression()
      branches.append((condition, try block()))
      let next = try peek()
      if next.isName("elif") { throw .pythonForm("'elif'", hint: "write } else if … {", next.range) }
      guard try consumeElse() else { break }
      if try peek().isName("if") {
        try consume()
        continue
      }
      otherwise = try block()
      break
    }
    return .conditional(branches, otherwise: otherwise)
  }

  private mutating func consumeElse() throws(Fault) -> Bool {
    if try peek().isName("else") {
      try consume()
      return true
    }
    guard context.elseOnNextLine || blockDepth > 0 else { return false }
    let here = position
    while try peek().kind == .newline { try consume() }
    if try peek().isName("else") {
      try consume()
      return true
    }
    move(to: here)
    return false
  }

  /// The range `first:last:step` with the same numbers as Python's `range` of these arguments. Its end is included. Nil where the step is no whole number
  /// in digits or is 0.
  private static func steps(_ arguments: [String]) -> String? {
    func moved(_ end: String, _ by: Int) -> String {
      let (number, overflow) = (Int(end) ?? .min).addingReportingOverflow(by)
      return Int(end) == nil || overflow ? "(\(end)) \(by < 0 ? "-" : "+") 1" : String(number)
    }
    switch arguments.count {
    case 1: return "0:\(moved(arguments[0], -1))"
    case 2: return "\(arguments[0]):\(moved(arguments[1], -1))"
    case 3:
      guard let step = Int(arguments[2]), step != 0 else { return nil }
      return "\(arguments[0]):\(moved(arguments[1], step > 0 ? -1 : 1)):\(step)"
    default: return nil
    }
  }

  private mutating func forLoop() throws(Fault) -> StatementKind {
    let name = try consume()
    guard case .name(let variable) = name.kind else { throw .expected("a variable's name", found: name, hint: "for i in 1:m { … }") }
    let word = try peek()
    guard word.isName("in") else { throw .expected("'in'", found: word, hint: "for i in 1:m { … }") }
    try consume()
    if context.words.syntax(variable) != nil || Self.keywords.contains(variable) { throw .commandAsVariable(variable, name.range) }
    assigned.insert(variable)
    let first = try expression()
    if case .call(let callee, let arguments) = first.kind, callee.plainName == "range" {
      let same = Self.steps(arguments.map { source.text($0.value.range) })
      let hint = same.map { "write for \(variable) in \($0) { … } for the same numbers; it includes the end" }
      throw .pythonForm("range(…)", hint: hint ?? "write for \(variable) in 1:n { … } for 1 to n; it includes the end", first.range)
    }
    guard try peek().isSymbol(":") else { return .forLoop(name: variable, nameRange: name.range, .columns(first), try loopBlock()) }
    let colon = try consume()
    if isEndOfStatement(try peek()) {
      throw .pythonForm("a colon before a block", hint: "write a block as { … }", colon.range)
    }
    let second = try expression()
    guard let secondColon = try consume(ifSymbol: ":") else {
      return .forLoop(name: variable, nameRange: name.range, .range(start: first, step: nil, end: second), try loopBlock())
    }
    if isEndOfStatement(try peek()) {
      throw .pythonForm("a colon before a block", hint: "write a block as { … }", secondColon.range)
    }
    let third = try expression()
    return .forLoop(name: variable, nameRange: name.range, .range(start: first, step: third, end: second), try loopBlock())
  }

  private mutating func importLine(_ first: Token) throws(Fault) -> Statement {
    let start = first.range.start
    var end = start
    while end < source.characters.count, !source.characters[end].isNewline, source.characters[end] != ";" { end += 1 }
    move(to: end)
    let range = SourceRange(start, end)
    return Statement(kind: .importLine(source.text(range)), range: range)
  }
}

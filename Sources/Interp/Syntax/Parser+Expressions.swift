/// Expressions with Python's precedence. The operators, from loosest to tightest, are: or, and, not, comparisons, |, &, + and -, * / // % @ ⋅, signs,
/// implicit product, **.
extension Parser {
  /// Reads an expression. Where `blankEnds` is true, the first blank outside brackets ends it.
  ///
  /// - Throws: A `syntax` fault where no expression stands here, and a `limit` fault where it is nested too deeply.
  mutating func expression() throws(Fault) -> Expression {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumNesting { throw .tooDeep(Self.maximumNesting, try peek().range) }
    var left = try conjunctionOfConditions()
    while try isNext("or") {
      try consume()
      let right = try conjunctionOfConditions()
      left = try Expression(.or(left, right), left.range.union(right.range))
    }
    return left
  }

  /// The next token if it can continue the expression. Where a blank ends the expression, a token after a blank counts as the end.
  private mutating func continuation() throws(Fault) -> Token {
    let token = try peek()
    if blankEnds, token.followsBlank { return Token(kind: .end, range: token.range, followsBlank: true) }
    return token
  }

  private mutating func isNext(_ word: String) throws(Fault) -> Bool { try continuation().isName(word) }

  private mutating func conjunctionOfConditions() throws(Fault) -> Expression {
    var left = try negatedCondition()
    while try isNext("and") {
      try consume()
      let right = try negatedCondition()
      left = try Expression(.and(left, right), left.range.union(right.range))
    }
    return left
  }

  private mutating func negatedCondition() throws(Fault) -> Expression {
    var starts: [Int] = []
    while try peek().isName("not") { starts.append(try consume().range.start) }
    var result = try comparison()
    for start in starts.reversed() { result = try Expression(.not(result), SourceRange(start, result.range.end)) }
    return result
  }

  private mutating func comparison() throws(Fault) -> Expression {
    var operands = [try disjunction()]
    var operators: [ComparisonOperator] = []
    var ranges: [SourceRange] = []
    while case .symbol(let symbol) = try continuation().kind, let operation = ComparisonOperator(rawValue: symbol) {
      ranges.append(try consume().range)
      operators.append(operation)
      operands.append(try disjunction())
    }
    guard !operators.isEmpty else { return operands[0] }
    return try Expression(.comparison(operands, operators, ranges), operands[0].range.union(operands[operands.count - 1].range))
  }

  private mutating func disjunction() throws(Fault) -> Expression {
    var left = try conjunction()
    while try continuation().isSymbol("|") {
      let sign = try consume()
      let right = try conjunction()
      left = try Expression(.binary(.disjunction, left, right, sign.range), left.range.union(right.range))
    }
    return left
  }

  private mutating func conjunction() throws(Fault) -> Expression {
    var left = try sum()
    while try continuation().isSymbol("&") {
      let sign = try consume()
      let right = try sum()
      left = try Expression(.binary(.conjunction, left, right, sign.range), left.range.union(right.range))
    }
    return left
  }

  private mutating func sum() throws(Fault) -> Expression {
    var left = try product()
    while case .symbol(let symbol) = try continuation().kind, symbol == "+" || symbol == "-" {
      let sign = try consume()
      let right = try product()
      left = try Expression(.binary(symbol == "+" ? .add : .subtract, left, right, sign.range), left.range.union(right.range))
    }
    return left
  }

  private static let products: [String: BinaryOperator] = [
    "*": .multiply, "/": .divide, "//": .floorDivide, "%": .remainder, "@": .matrixProduct, "⋅": .dot, "·": .dot,
  ]

  private mutating func product() throws(Fault) -> Expression {
    var left = try signed()
    while case .symbol(let symbol) = try continuation().kind, let operation = Self.products[symbol] {
      let sign = try consume()
      let right = try signed()
      left = try Expression(.binary(operation, left, right, sign.range), left.range.union(right.range))
    }
    return left
  }

  private mutating func signed() throws(Fault) -> Expression {
    if newlines == .row { try skipNewlines() }
    var signs: [(UnaryOperator, Int)] = []
    while case .symbol(let symbol) = try peek().kind, let operation = UnaryOperator(rawValue: symbol) {
      signs.append((operation, try consume().range.start))
    }
    var result = try implicitProduct()
    for (operation, start) in signs.reversed() {
      result = try Expression(.unary(operation, result), SourceRange(start, result.range.end))
    }
    return result
  }

  /// Products without a sign: `W[1]x`, `wᵀx`, `(W[2]W[1])x`, `W[2](…)`.
  private mutating func implicitProduct() throws(Fault) -> Expression {
    var left = try power()
    while try juxtaposed(left) {
      let place = left.range.end
      let right = try power()
      left = try Expression(.binary(.implicitProduct, left, right, SourceRange(place, place + 1)), left.range.union(right.range))
    }
    return left
  }

  private static let words: Set<String> = ["and", "or", "not", "in", "if", "else", "for"]

  private mutating func juxtaposed(_ left: Expression) throws(Fault) -> Bool {
    let token = try continuation()
    guard !token.followsBlank, token.range.start == left.range.end, token.range.start > 0 else { return false }
    let before = source.characters[token.range.start - 1]
    switch token.kind {
    case .name(let name): return (before == "]" || before == ")" || before == "ᵀ") && !Self.words.contains(name)
    case .symbol("("): return isLayerBracket(left)
    default: return false
    }
  }

  /// Whether a `(` after the expression begins a product, not a call. This holds for layers such as `W[l]`, `b[l]`, `dW[l]` and `db[l]`.
  func isLayerBracket(_ expression: Expression) -> Bool {
    guard case .index(let base, let items) = expression.kind, items.count == 1, let name = base.plainName else { return false }
    return ["W", "b", "dW", "db", "w", "dw"].contains(name)
  }

  private mutating func power() throws(Fault) -> Expression {
    let base = try primary()
    guard try continuation().isSymbol("**") else { return base }
    let sign = try consume()
    let exponent = try signedPower()
    return try Expression(.binary(.power, base, exponent, sign.range), base.range.union(exponent.range))
  }

  /// The exponent of `**`. It may have a sign, and further powers bind to the right.
  private mutating func signedPower() throws(Fault) -> Expression {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumNesting { throw .tooDeep(Self.maximumNesting, try peek().range) }
    var signs: [(UnaryOperator, Int)] = []
    while case .symbol(let symbol) = try peek().kind, let operation = UnaryOperator(rawValue: symbol) {
      signs.append((operation, try consume().range.start))
    }
    var result = try power()
    for (operation, start) in signs.reversed() {
      result = try Expression(.unary(operation, result), SourceRange(start, result.range.end))
    }
    return result
  }

  /// Runs `read` inside a bracket, where newlines have the meaning `mode` and blanks end nothing.
  ///
  /// - Throws: The fault of `read`. Where the text ends inside the bracket, the fault says that `open` is never closed.
  mutating func bracketed<Result>(
    _ open: Token, _ mode: Lexer.Newlines, _ read: (inout Parser) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    let saved = (newlines, blankEnds)
    (newlines, blankEnds) = (mode, false)
    do {
      let result = try read(&self)
      (newlines, blankEnds) = saved
      return result
    } catch {
      guard error.kind == .syntax, !error.isIncomplete, case .symbol(let opener) = open.kind else { throw error }
      guard (try? peek())?.kind == .end else {
        // If the fault is on a later line, the cause may be that the bracket was never closed.
        let line = source.position(of: open.range.start).line
        if let place = error.range?.start, source.position(of: place).line > line { throw error.within(opener, line: line) }
        throw error
      }
      throw .openAtEnd(opener, open.range)
    }
  }
}

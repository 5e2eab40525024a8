/// Names, numbers and brackets, and the parts that can follow them: indices, calls, `.T`, `ᵀ`, `'`.
extension Parser {
  /// Reads a value with all its indices, calls and attributes.
  ///
  /// - Throws: A `syntax` fault where no value stands here or a part of it is malformed.
  mutating func primary() throws(Fault) -> Expression {
    var value = try atom()
    while let next = try postfix(value) { value = next }
    return value
  }

  private mutating func atom() throws(Fault) -> Expression {
    let token = try peek()
    switch token.kind {
    case .number(let value):
      try consume()
      return try Expression(.number(value), token.range)
    case .text(let text):
      try consume()
      return try Expression(.text(text), token.range)
    case .argument(let index):
      try consume()
      return try Expression(.argument(index), token.range)
    case .name(let word) where Self.operatorWords.contains(word): throw .expected("an expression", found: token)
    case .name: return try name()
    case .symbol("}") where blockDepth == 0: throw .strayBrace(token.range)
    case .symbol("("):
      return try parenthesized(token)
    case .symbol("["): return try matrix()
    case .symbol("{") where beginsDictionary(token):
      throw .pythonForm("a dictionary", hint: "give each value its own name, such as W1; print \"J is {J}\" prints a value in a text", token.range)
    default: throw .expected("an expression", found: token)
    }
  }

  /// Words that are operators and never a value.
  private static let operatorWords: Set<String> = ["and", "or", "not", "in"]

  /// Whether the brace begins a dictionary of Python: `{"W1": …` or `{name: …`. Any other brace begins a block.
  private func beginsDictionary(_ open: Token) -> Bool {
    let rest = String(source.characters[open.range.end..<min(open.range.end + 80, source.characters.count)])
    return rest.prefixMatch(of: /\s*("[^"\n]*"|'[^'\n]*'|\w+)\s*:/) != nil
  }

  /// Whether the word begins a function of Python without a name: `lambda x: …` or `lambda x, y: …`.
  func beginsLambda(_ word: Token) -> Bool {
    let rest = String(source.characters[word.range.end..<min(word.range.end + 80, source.characters.count)])
    return rest.prefixMatch(of: /[ \t]+\w+[ \t]*(,[ \t]*\w+[ \t]*)*:/) != nil
  }

  /// Reads `(E)` or a tuple as NumPy writes it, as in `zeros((4, 1))`. A tuple becomes a matrix with one row.
  private mutating func parenthesized(_ open: Token) throws(Fault) -> Expression {
    try consume()
    let (items, isTuple, close) = try bracketed(open, .blank) { (parser) throws(Fault) -> ([Expression], Bool, SourceRange) in
      var items = [try parser.expression()]
      var isTuple = false
      while try parser.consume(ifSymbol: ",") != nil {
        isTuple = true
        if try parser.peek().isSymbol(")") { break }
        items.append(try parser.expression())
      }
      return (items, isTuple, try parser.closing(")"))
    }
    let range = SourceRange(open.range.start, close.end)
    return isTuple ? try Expression(.matrix([items]), range) : try Expression(items[0].kind, range)
  }

  private mutating func closing(_ symbol: String) throws(Fault) -> SourceRange {
    let token = try peek()
    if token.isSymbol(symbol) { return try consume().range }
    if symbol == "]", startsValue(token) { throw .literalWithoutComma(token.range) }
    if token.isName("for") { throw .pythonForm("a comprehension", hint: "write a loop: for i in 1:m { v[1,i] = … }", token.range) }
    throw .expected("'\(symbol)'", found: token, hint: token.isSymbol("=") ? Fault.equality : nil)
  }

  /// Whether the token can begin a value. The caller uses it to explain a missing comma or sign.
  func startsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .text, .argument, .symbol("["), .symbol("("): true
    case .name(let name): name != "for" && name != "if"
    default: false
    }
  }

  /// Reads a name. The prefixes `np.`, `np.random.`, `random.` and `np.linalg.` are dropped.
  private mutating func name() throws(Fault) -> Expression {
    let first = try consume()
    guard case .name(var word) = first.kind else { throw .expected("a name", found: first) }
    if word == "f" || word == "F", lexer.character(at: first.range.end).map({ $0 == "\"" || $0 == "'" }) == true {
      throw .pythonForm("f before a text", hint: "leave out the f: print fills in the values in braces, as in print \"J is {J}\"", first.range)
    }
    if word == "lambda", beginsLambda(first) { throw .functionOfOnesOwn(word, first.range) }
    var range = first.range
    var prefixes: [String] = []
    while ["np", "numpy", "random", "linalg"].contains(word), lexer.character(at: range.end) == ".",
      let after = lexer.character(at: range.end + 1), Alphabet.isNameStart(after)
    {
      prefixes.append(word)
      try consume()
      let part = try consume()
      guard case .name(let next) = part.kind else { throw .expected("a name", found: part) }
      word = next
      range = range.union(part.range)
    }
    // Only functions that draw are known of np.random. Another name keeps its prefix, so that the error message can say that it does not exist.
    if prefixes.contains("random"), !context.words.draws(word) { word = "random." + word }
    return try Expression(.name(word), range)
  }

  private mutating func postfix(_ value: Expression) throws(Fault) -> Expression? {
    let token = try peek()
    if token.followsBlank, token.isSymbol("(") || token.isSymbol("[") {
      // `f (x)` is a call as in Python. A `[` after a blank begins a new value.
      guard token.isSymbol("("), value.plainName != nil, !blankEnds, isCallable(value) else { return nil }
    } else if token.followsBlank {
      return nil
    }
    switch token.kind {
    case .symbol("["): return try index(value, token)
    case .symbol("("):
      if isLayerBracket(value) { return nil }
      switch value.kind {
      case .name, .index, .derivative, .unit: return try call(value, token)
      default: throw .parenthesisProduct(token.range)
      }
    case .symbol("."): return try attribute(value, token)
    case .transpose:
      try consume()
      return try Expression(.transpose(value), value.range.union(token.range))
    case .prime:
      guard value.plainName != nil || value.isIndexed else { throw .transposeByQuote(token.range) }
      if source.characters[value.range.end - 1] == ")" { throw .transposeByQuote(token.range) }
      try consume()
      return try Expression(.derivative(value), value.range.union(token.range))
    case .power(let exponent):
      try consume()
      let right = try self.exponent(exponent, token.range)
      return try Expression(.binary(.power, value, right, token.range), value.range.union(token.range))
    case .example(let label):
      try consume()
      let which: Expression
      switch label {
      case .number(let number): which = try Expression(.number(Double(number)), token.range)
      case .variable(let name): which = try Expression(.name(name), token.range)
      }
      return try Expression(.example(value, which), value.range.union(token.range))
    case .number(let number): return try unit(value, number, token)
    default: return nil
    }
  }

  private func exponent(_ exponent: Token.Exponent, _ range: SourceRange) throws(Fault) -> Expression {
    switch exponent {
    case .number(let number): return try Expression(.number(number), range)
    case .variable(let name, let isNegative):
      let value = try Expression(.name(name), range)
      return isNegative ? try Expression(.unary(.minus, value), range) : value
    }
  }

  private func isCallable(_ value: Expression) -> Bool {
    guard let name = value.plainName else { return false }
    return context.words.isFunction(name)
  }

  /// Reads the number of a unit, as in `a[1]2`: digits directly after the layer of a small letter. Nil where the digits do not belong to such a layer.
  private mutating func unit(_ value: Expression, _ number: Double, _ token: Token) throws(Fault) -> Expression? {
    guard case .index(let base, let items) = value.kind, items.count == 1, let name = base.plainName,
      context.words.isOfOneUnit(name), source.characters[value.range.end - 1] == "]"
    else { return nil }
    try consume()
    guard let unit = Int(exactly: number) else { throw .expected("a unit's number", found: token) }
    return try Expression(.unit(value, unit), value.range.union(token.range))
  }

  private mutating func index(_ value: Expression, _ open: Token) throws(Fault) -> Expression {
    try consume()
    let (items, close) = try bracketed(open, .blank) { (parser) throws(Fault) -> ([IndexItem], SourceRange) in
      var items = [try parser.indexItem()]
      while try parser.consume(ifSymbol: ",") != nil { items.append(try parser.indexItem()) }
      return (items, try parser.closing("]"))
    }
    // `.shape[0]` of Python counts from 0. Every other index counts from 1 and is checked when it is used.
    return try Expression(.index(value, items), SourceRange(value.range.start, close.end))
  }

  private mutating func indexItem() throws(Fault) -> IndexItem {
    let start = try peek()
    var first: Expression?
    if !start.isSymbol(":") { first = try expression() }
    guard try peek().isSymbol(":") else {
      guard let first else { throw .expected("an index", found: start) }
      return .single(first)
    }
    var parts: [Expression?] = [first]
    var end = try peek().range
    while parts.count < 3, try peek().isSymbol(":") {
      end = try consume().range
      let next = try peek()
      if next.isSymbol(":") || next.isSymbol(",") || next.isSymbol("]") {
        parts.append(nil)
      } else {
        let part = try expression()
        end = part.range
        parts.append(part)
      }
    }
    let range = SourceRange(start.range.start, end.end)
    return .slice(start: parts[0], end: parts[1], step: parts.count > 2 ? parts[2] : nil, range)
  }

  private mutating func call(_ callee: Expression, _ open: Token) throws(Fault) -> Expression {
    let (arguments, close) = try callArguments(open)
    return try Expression(.call(callee, arguments), SourceRange(callee.range.start, close.end))
  }

  private mutating func callArguments(_ open: Token) throws(Fault) -> ([CallArgument], SourceRange) {
    try consume()
    return try bracketed(open, .blank) { (parser) throws(Fault) -> ([CallArgument], SourceRange) in
      var arguments: [CallArgument] = []
      while try !parser.peek().isSymbol(")") {
        let value = try parser.callArgument()
        arguments.append(value)
        if try parser.consume(ifSymbol: ",") == nil { break }
      }
      return (arguments, try parser.closing(")"))
    }
  }

  private mutating func callArgument() throws(Fault) -> CallArgument {
    let first = try peek()
    if case .name(let keyword) = first.kind {
      var place = first.range.end
      while let next = lexer.character(at: place), Alphabet.isBlank(next) { place += 1 }
      if lexer.character(at: place) == "=", lexer.character(at: place + 1) != "=" {
        try consume()
        try consume()
        return CallArgument(keyword: keyword, keywordRange: first.range, value: try expression())
      }
    }
    return CallArgument(keyword: nil, value: try expression())
  }

  private mutating func attribute(_ value: Expression, _ dot: Token) throws(Fault) -> Expression {
    try consume()
    let token = try consume()
    guard case .name(let name) = token.kind, !token.followsBlank else { throw .expected("a name after '.'", found: token) }
    let range = value.range.union(token.range)
    if name == "T" { return try Expression(.transpose(value), range) }
    if name == "shape" { return try Expression(.shapeOf(value), range) }
    if name == "size", try !peek().isSymbol("(") { return try Expression(.method(value, name, []), range) }
    guard try peek().isSymbol("("), try !peek().followsBlank else { throw .unknownAttribute(name, token.range) }
    let (arguments, close) = try callArguments(try peek())
    return try Expression(.method(value, name, arguments), SourceRange(value.range.start, close.end))
  }

  /// Reads a matrix, `[1, 2; 3, 4]` or `[[1, 2], [3, 4]]`. A newline ends a row, unless it follows `,` `;` `[` or an operator, or comes before `]`.
  private mutating func matrix() throws(Fault) -> Expression {
    let open = try consume()
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.maximumNesting { throw .tooDeep(Self.maximumNesting, open.range) }
    let (rows, close) = try bracketed(open, .row) { (parser) throws(Fault) -> ([[Expression]], SourceRange) in
      var rows: [[Expression]] = []
      var row: [Expression] = []
      try parser.skipNewlines()
      while try !parser.peek().isSymbol("]") {
        row.append(try parser.expression())
        if try parser.consume(ifSymbol: ",") != nil {
          try parser.skipNewlines()
          continue
        }
        let atNewline = try parser.peek().kind == .newline
        if atNewline { try parser.skipNewlines() }
        let atSemicolon = try parser.consume(ifSymbol: ";") != nil
        if atSemicolon { try parser.skipNewlines() }
        guard atNewline || atSemicolon else { break }
        rows.append(row)
        row = []
      }
      if !row.isEmpty { rows.append(row) }
      return (rows, try parser.closing("]"))
    }
    return try Expression(.matrix(rows), SourceRange(open.range.start, close.end))
  }

  /// Passes over newlines.
  mutating func skipNewlines() throws(Fault) {
    while try peek().kind == .newline { try consume() }
  }
}

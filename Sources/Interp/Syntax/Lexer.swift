import Net

/// The reader of tokens. It reads one token at a time, because the meaning of a newline or a word depends on the parser's place.
struct Lexer {
  /// The meaning of a newline at the present place.
  enum Newlines {
    /// A token. This holds between statements.
    case token
    /// A token that ends a row of a matrix. The parser skips it where an operand must follow.
    case row
    /// A blank. This holds in parentheses and in an index.
    case blank
  }

  let source: SourceText
  /// The offset of the next character to read.
  var position: Int
  /// The token before, or nil after `move(to:)`. It decides whether a `'` is the mark of a derivative.
  private var previous: Token?

  private static let symbols3 = ["**=", "//="]
  private static let symbols2 = ["**", "//", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%="]
  private static let symbols1: Set<Character> = [
    "+", "-", "*", "/", "%", "@", "(", ")", "[", "]", "{", "}", ",", ";", ":", "=", "<", ">", ".", "&", "|", "~", "⋅", "·",
  ]

  /// A lexer that begins at the offset `position` of the source.
  init(_ source: SourceText, position: Int = 0) {
    self.source = source
    self.position = position
  }

  var characters: [Character] { source.characters }
  var isAtEnd: Bool { position >= source.characters.count }

  /// The character at the offset, or nil behind the end of the text. The offset must not be negative.
  func character(at offset: Int) -> Character? {
    offset < source.characters.count ? source.characters[offset] : nil
  }

  /// Skips blanks, comments, continued lines and pasted `...` prompts, and newlines too where they are blanks. Returns whether anything was skipped.
  ///
  /// - Throws: A `syntax` fault where a `\` does not end its line. The fault is incomplete where the text ends after the `\`.
  @discardableResult
  mutating func skipBlanks(_ newlines: Newlines) throws(Fault) -> Bool {
    let start = position
    while let next = character(at: position) {
      if position == 0 || characters[position - 1].isNewline, let end = continuationPrompt() {
        position = end
      } else if Alphabet.isBlank(next) || (newlines == .blank && next.isNewline) {
        position += 1
      } else if next == "#" {
        while let skipped = character(at: position), !skipped.isNewline { position += 1 }
      } else if next == "\\" {
        guard let after = character(at: position + 1) else {
          throw Fault.openAtEnd("\\", SourceRange(position, position + 1))
        }
        guard after.isNewline else { throw Fault.unexpectedCharacter("\\", SourceRange(position, position + 1)) }
        position += 2
        if position >= source.characters.count { throw Fault.openAtEnd("\\", SourceRange(position - 2, position - 1)) }
      } else {
        break
      }
    }
    return position > start
  }

  /// The end of the continuation prompt that begins this line, `... ` or IPython's `   ...: `. Nil where the line begins with none.
  private func continuationPrompt() -> Int? {
    var place = position
    while let next = character(at: place), Alphabet.isBlank(next) { place += 1 }
    for _ in 0..<3 {
      guard character(at: place) == "." else { return nil }
      place += 1
    }
    if character(at: place) == ":" { place += 1 }
    return character(at: place).map { $0.isWhitespace } ?? true ? place : nil
  }

  /// Reads the next token and skips the blanks before it. At the end of the text it returns a token `.end`, as often as it is called.
  ///
  /// - Throws: A `syntax` fault where no token begins, and a `value` fault for a number too large for a double.
  mutating func next(_ newlines: Newlines) throws(Fault) -> Token {
    let before = position
    try skipBlanks(newlines)
    let blank = position > before
    let start = position
    guard let first = character(at: position) else {
      return remember(Token(kind: .end, range: SourceRange(start, start), followsBlank: blank))
    }
    let kind: Token.Kind
    if first.isNewline {
      position += 1
      kind = .newline
    } else if Alphabet.isDigit(first) || (first == "." && character(at: start + 1).map(Alphabet.isDigit) == true) {
      kind = try number()
    } else if Alphabet.isNameStart(first) {
      kind = .name(name())
    } else if first == "\"" || (first == "'" && !isDerivative(blank)) {
      kind = .text(try text(quote: first))
    } else if first == "'" {
      position += 1
      kind = .prime
    } else if first == "$" {
      kind = try argument()
    } else if first == "ᵀ" {
      position += 1
      kind = .transpose
    } else if Alphabet.superscripts[first] != nil {
      kind = try superscript()
    } else {
      kind = try symbol()
    }
    return remember(Token(kind: kind, range: SourceRange(start, position), followsBlank: blank))
  }

  /// Continues at `offset`, after a caller read a path or a word there. A `'` at that place begins a text.
  mutating func move(to offset: Int) {
    position = offset
    previous = nil
  }

  private mutating func remember(_ token: Token) -> Token {
    previous = token
    return token
  }

  /// Whether a `'` at this place is the mark of a derivative: it follows a name, `]` or `)` without a blank.
  private func isDerivative(_ blank: Bool) -> Bool {
    guard let previous, !blank else { return false }
    switch previous.kind {
    case .name, .symbol("]"), .symbol(")"): return true
    default: return false
    }
  }

  private mutating func name() -> String {
    let start = position
    while let next = character(at: position), Alphabet.isNamePart(next) { position += 1 }
    // `nₓ` is the only name with a subscript.
    if position - start == 1, source.characters[start] == "n", character(at: position) == "ₓ" { position += 1 }
    return String(source.characters[start..<position])
  }

  private mutating func digits() {
    while let next = character(at: position), Alphabet.isDigit(next) || (next == "_" && character(at: position + 1).map(Alphabet.isDigit) == true) {
      position += 1
    }
  }

  private mutating func number() throws(Fault) -> Token.Kind {
    let start = position
    // In `a[1]2` the digits are the number of a unit, so no fraction or exponent follows.
    let isUnit = previous?.kind == .symbol("]") && previous?.range.end == start
    digits()
    if !isUnit {
      if character(at: position) == "." {
        position += 1
        digits()
      }
      if let mark = character(at: position), mark == "e" || mark == "E" {
        var ahead = position + 1
        if let sign = character(at: ahead), sign == "+" || sign == "-" { ahead += 1 }
        if let digit = character(at: ahead), Alphabet.isDigit(digit) {
          position = ahead
          digits()
        }
      }
    }
    let range = SourceRange(start, position)
    let spelling = String(source.characters[start..<position].filter { $0 != "_" })
    if !isUnit, let after = character(at: position), Alphabet.isNameStart(after) {
      var end = position
      while let next = character(at: end), Alphabet.isNamePart(next) { end += 1 }
      throw Fault.numberBeforeName(spelling, String(source.characters[position..<end]), SourceRange(start, end))
    }
    guard let value = Double(spelling) else { throw Fault.unexpectedCharacter(spelling, range) }
    guard value.isFinite else { throw Fault.numberOverflow(spelling, range) }
    return .number(value)
  }

  private mutating func argument() throws(Fault) -> Token.Kind {
    let start = position
    position += 1
    digits()
    guard let index = Int(String(source.characters[start + 1..<position])), index > 0 else {
      throw Fault.unexpectedCharacter("$", SourceRange(start, start + 1), hint: "$1, $2 … are the arguments of the script")
    }
    return .argument(index)
  }

  private mutating func text(quote: Character) throws(Fault) -> String {
    let place = SourceRange(position, position + 1)
    var next = position + 1
    let spansLines = Self.spansLines(characters, from: next)
    let (end, isClosed) = Self.endOfText(quote, characters, from: next, spansLines: spansLines)
    position = isClosed ? end + 1 : end
    var result = ""
    while next < end {
      if quote == "\"", characters[next] == "\\", next + 1 < end {
        let meanings: [Character: Character] = ["n": "\n", "t": "\t", "\"": "\"", "\\": "\\"]
        guard let meaning = meanings[characters[next + 1]] else {
          throw Fault.unknownEscape(String(characters[next + 1]), SourceRange(next, next + 2))
        }
        result.append(meaning)
        next += 2
      } else {
        result.append(characters[next])
        next += 1
      }
    }
    guard isClosed else { throw spansLines ? Fault.openAtEnd(String(quote), place) : Fault.openText(String(quote), place) }
    return result
  }

  /// The end of a text whose first character is at `start`. This is the offset of the closing quote. An unclosed text ends at the end of its line, or at
  /// the end of the source where it may span lines.
  static func endOfText(_ quote: Character, _ characters: [Character], from start: Int, spansLines: Bool) -> (end: Int, isClosed: Bool) {
    func ends(_ place: Int) -> Bool { place >= characters.count || !spansLines && characters[place].isNewline }
    var place = start
    while !ends(place), characters[place] != quote {
      place += quote == "\"" && characters[place] == "\\" && !ends(place + 1) ? 2 : 1
    }
    return (place, !ends(place))
  }

  /// Whether the text that begins at `start` may contain newlines. Only printed arrays may: their first line is `[[ 1  2]`, `tensor(…`, `dW1 =` and so on.
  static func spansLines(_ characters: [Character], from start: Int) -> Bool {
    var place = start
    while place < characters.count, characters[place].isWhitespace { place += 1 }
    // A single quote at the end of the line is more often meant as a transpose.
    if place == characters.count { return start > 0 && characters[start - 1] == "\"" }
    return PrintedForm.opens(String(characters[place...].prefix { !$0.isNewline }))
  }

  private mutating func superscript() throws(Fault) -> Token.Kind {
    let start = position
    var plain = ""
    while let next = character(at: position), let meaning = Alphabet.superscripts[next] {
      plain.append(meaning)
      position += 1
      if meaning == ")" { break }
    }
    let range = SourceRange(start, position)
    if plain.hasPrefix("("), plain.hasSuffix(")"), plain.count > 2 {
      let inside = String(plain.dropFirst().dropLast())
      if let index = Int(inside) { return .example(.number(index)) }
      if inside == "i" || inside == "j" || inside == "m" { return .example(.variable(inside)) }
    } else if let value = Double(plain), value.isFinite {
      return .power(.number(value))
    } else if let letter = plain.last, letter == "z" || letter == "n", ["", "-", "+"].contains(plain.dropLast()) {
      return .power(.variable(String(letter), isNegative: plain.first == "-"))
    }
    throw Fault.unexpectedCharacter(source.text(range), range, hint: "write a power as ² or **2 or ᶻ, an example as ⁽³⁾ or (3)")
  }

  private mutating func symbol() throws(Fault) -> Token.Kind {
    let rest = source.characters.count - position
    for (length, table) in [(3, Self.symbols3), (2, Self.symbols2)] where rest >= length {
      let candidate = String(source.characters[position..<position + length])
      if table.contains(candidate) {
        position += length
        return .symbol(candidate)
      }
    }
    let first = source.characters[position]
    guard Self.symbols1.contains(first) else {
      throw Fault.unexpectedCharacter(String(first), SourceRange(position, position + 1))
    }
    position += 1
    return .symbol(String(first))
  }
}

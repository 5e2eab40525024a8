/// The faults of the lexer and the parser.
extension Fault {
  static func unpackingCount(_ values: Int, of targets: Int, _ range: SourceRange) -> Fault {
    Fault(.syntax, "\(values) values cannot be assigned to \(targets) names", hint: "give one value for each name: a, b = A, B", range)
  }

  static func unexpectedCharacter(_ text: String, _ range: SourceRange, hint: String? = nil) -> Fault {
    let scalar = text.unicodeScalars.first
    let hidden = scalar.map { $0.properties.isDefaultIgnorableCodePoint || $0.value < 32 || $0.value == 0xFFFD } ?? false
    let hint = hint ?? meanings[text]
    let name = hidden ? "U+" + String(scalar!.value, radix: 16, uppercase: true) : "'\(text)'"
    return Fault(.syntax, "unexpected character \(name)", hint: hint, range)
  }

  /// The hint for a sign that other languages or text processors use.
  private static let meanings: [String: String] = [
    "^": "write a power with ** or ², a transpose with .T, a layer as W[1]", "!": "write not C, or a != b", "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=", "×": "write a product with * entry by entry, with @ between matrices", "−": "this is not the minus sign of the keyboard: write -",
    "–": "this is not the minus sign of the keyboard: write -", "“": "put text in \"straight\" quotes", "”": "put text in \"straight\" quotes",
    "‘": "put text in 'straight' quotes", "’": "write the straight ' for text and for a derivative", "√": "write sqrt(…)", "∑": "write sum(…)",
    "Σ": "write sum(…)", "?": "type help",
  ]

  /// The fault where the source ends inside a bracket, a block or a text, or after a `\`. It is incomplete, so a prompt asks for another line.
  static func openAtEnd(_ opener: String, _ range: SourceRange) -> Fault {
    let closers = ["(": ")", "[": "]", "{": "}"]
    let message = closers[opener].map { "'\(opener)' is never closed: '\($0)' is missing" } ?? "the text ends after '\(opener)'"
    var fault = Fault(.syntax, message, range)
    fault.isIncomplete = true
    return fault
  }

  static func openText(_ quote: String, _ range: SourceRange) -> Fault {
    let hint = quote == "'" ? "write a transpose as .T; ' after a name is the derivative" : nil
    return Fault(.syntax, "the text is not closed on its line: \(quote) is missing", hint: hint, range)
  }

  static func unknownEscape(_ letter: String, _ range: SourceRange) -> Fault {
    Fault(.syntax, "unknown escape '\\\(letter)'", hint: "the escapes are \\n \\t \\\" \\\\; text in 'single quotes' is taken as it is", range)
  }

  static func numberOverflow(_ spelling: String, _ range: SourceRange) -> Fault {
    Fault(.value, "\(shortened(spelling)) is too large for a double", hint: "the largest is about 1.8e308; write inf for infinity", range)
  }

  static func numberBeforeName(_ number: String, _ name: String, _ range: SourceRange) -> Fault {
    let (number, name) = (shortened(number), shortened(name))
    return Fault(.syntax, "'\(name)' stands directly after the number \(number)", hint: "write a product as \(number) * \(name)", range)
  }

  static func tooDeep(_ limit: Int, _ range: SourceRange) -> Fault {
    Fault(.limit, "the expression is nested deeper than \(limit) levels", hint: "give a part a name: part = …", range)
  }

  static func blocksTooDeep(_ limit: Int, _ range: SourceRange) -> Fault {
    Fault(.limit, "blocks are nested deeper than \(limit) levels", range)
  }

  static func expected(_ wanted: String, found: Token, hint: String? = nil) -> Fault {
    Fault(.syntax, "expected \(wanted), found \(describe(found))", hint: hint, found.range)
  }

  /// The hint where `=` follows an expression that is no assignment.
  static let equality = "to compare, write =="

  static func transposeByQuote(_ range: SourceRange) -> Fault {
    Fault(.syntax, "' does not transpose", hint: "write a transpose as .T, as in (A @ B).T", range)
  }

  static func pythonForm(_ form: String, hint: String, _ range: SourceRange) -> Fault {
    Fault(.syntax, "\(form) is Python's form", hint: hint, range)
  }

  static func functionOfOnesOwn(_ word: String, _ range: SourceRange) -> Fault {
    .pythonForm("'\(word)'", hint: "you cannot define functions here; put statements in a script and run it with source FILE", range)
  }

  static func commandAsVariable(_ name: String, _ range: SourceRange) -> Fault {
    Fault(.syntax, "'\(name)' is a command and cannot be the name of a variable", hint: "use another name, such as my_\(name)", range)
  }

  static func optionWithBlanks(_ name: String, _ range: SourceRange) -> Fault {
    Fault(.syntax, "an option has no blanks around its =", hint: "write \(name)=VALUE", range)
  }

  static func optionWithoutValue(_ name: String, _ range: SourceRange) -> Fault {
    Fault(.syntax, "\(name)= has no value", hint: "write \(name)=VALUE, without blanks", range)
  }

  static func literalWithoutComma(_ range: SourceRange) -> Fault {
    Fault(
      .syntax, "a comma is missing between two entries",
      hint: "write [1, 2; 3, 4]; put what NumPy printed in quotes, as in match W1 = \"[[1 2] [3 4]]\"", range)
  }

  static func parenthesisProduct(_ range: SourceRange) -> Fault {
    Fault(.syntax, "'(' follows a value that is not a function", hint: "write * for the product entry by entry, @ for the matrix product", range)
  }

  static func strayBrace(_ range: SourceRange) -> Fault {
    Fault(.syntax, "this '}' has no '{' before it", range)
  }

  static func wordNeedsQuotes(_ character: Character, _ range: SourceRange) -> Fault {
    Fault(.syntax, "a word without quotes cannot contain '\(character)'", hint: "put the word in quotes: \"…\"", range)
  }

  static func elseWithoutIf(_ word: String, _ range: SourceRange) -> Fault {
    let form = word == "elif" ? "else if" : "else"
    return Fault(.syntax, "'\(word)' has no if before it", hint: "write } \(form) … { on the line of the closing brace", range)
  }

  static func notAssignable(_ range: SourceRange) -> Fault {
    Fault(.syntax, "nothing can be assigned here", hint: "write a comparison with ==", range)
  }

  /// The words for a token in a message, such as `the number 3`.
  static func describe(_ token: Token) -> String {
    switch token.kind {
    case .number(let value): "the number \(NumberFormat.shortest(value))"
    case .text(let text): "the text \"\(shortened(text))\""
    case .name(let name): "'\(shortened(name))'"
    case .argument(let index): "'$\(index)'"
    case .symbol(let symbol): "'\(symbol)'"
    case .power, .example: "a superscript"
    case .transpose: "'ᵀ'"
    case .prime: "'"
    case .newline: "the end of the line"
    case .end: "the end"
    }
  }

  /// The user's text on one line, cut to 37 characters and `…` where it is longer than 40.
  static func shortened(_ text: String) -> String {
    let line = text.contains("\n") ? text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n") : text
    return line.count > 40 ? String(line.prefix(37)) + "…" : line
  }
}

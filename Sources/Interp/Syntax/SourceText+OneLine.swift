extension SourceText {
  /// The characters of a range on one line, as they could have been typed there: the lines are joined by blanks, or by `;` where one ends a
  /// row of a matrix; comments and the `\\` at a line's end are left out.
  func oneLine(_ range: SourceRange) -> String {
    let typed = text(range)
    guard typed.contains(where: \.isNewline) else { return typed }
    var lexer = Lexer(self, position: range.start)
    /// For each open bracket, whether it is that of a matrix, in which a newline ends a row.
    var open: [Bool] = []
    var result = ""
    var last: Token?
    var endsRow = false
    while let token = try? lexer.next(.row), token.kind != .end, token.range.start < range.end {
      if token.kind == .newline {
        endsRow = open.last ?? false
        continue
      }
      let goesOn = last.map { !Self.endsValue($0) } ?? true
      if endsRow, !goesOn, !token.isSymbol("]"), !token.isSymbol(";"), !token.isSymbol(",") {
        result += "; "
      } else if let last, last.range.end < token.range.start, !last.isSymbol("["),
        !token.isSymbol("]") || !text(SourceRange(last.range.end, token.range.start)).contains(where: \.isNewline)
      {
        result += " "
      }
      endsRow = false
      if token.isSymbol("[") { open.append(last == nil || token.followsBlank || !Self.endsValue(last!)) }
      if token.isSymbol("(") { open.append(false) }
      if token.isSymbol("]") || token.isSymbol(")") { _ = open.popLast() }
      // A text that goes over lines is an array as NumPy prints it, in which blanks and newlines are alike.
      result += text(token.range).split { $0.isNewline }.joined(separator: " ")
      last = token
    }
    return result
  }

  /// Whether a value may end with the token, so that a newline behind it ends a row.
  private static func endsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol(let symbol): symbol == "]" || symbol == ")"
    default: true
    }
  }
}

extension SourceText {
  /// An expression as typed, on one line and with one blank where there were several.
  func words(of expression: Expression) -> String { oneLine(expression.range).split { $0.isWhitespace }.joined(separator: " ") }
}

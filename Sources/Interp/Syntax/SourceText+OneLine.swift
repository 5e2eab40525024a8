extension SourceText {
  /// The text of a range on one line, as a person could type it. Lines are joined by blanks, or by `;` at the end of a matrix row. Comments and a `\` at
  /// the end of a line are left out.
  func oneLine(_ range: SourceRange) -> String {
    let typed = text(range)
    guard typed.contains(where: \.isNewline) else { return typed }
    var lexer = Lexer(self, position: range.start)
    /// Whether each open bracket belongs to a matrix, in which a newline ends a row.
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
      // A text over several lines is a printed array. In brackets, blanks and newlines mean the same.
      let written = text(token.range)
      if case .text(let print) = token.kind, written.contains(where: \.isNewline), !written.dropFirst().hasPrefix("[") {
        result += OneLine.quoted(print)
      } else {
        result += written.split { $0.isNewline }.joined(separator: " ")
      }
      last = token
    }
    return result
  }

  /// Whether a value can end with this token. A newline behind it then ends a row.
  private static func endsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .symbol(let symbol): symbol == "]" || symbol == ")"
    default: true
    }
  }
}

extension SourceText {
  /// An expression as it was typed, on one line and with single blanks.
  func words(of expression: Expression) -> String { oneLine(expression.range).split { $0.isWhitespace }.joined(separator: " ") }
}

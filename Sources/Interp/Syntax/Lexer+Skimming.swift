/// Reading of tokens from text that may contain errors, such as an unfinished line. The parser uses the same lexer, so quotes, comments and names mean the
/// same here.
extension Lexer {
  /// A token, or a stretch of text that is no token.
  struct Skimmed {
    /// The range without the blanks and comments before it.
    let range: SourceRange
    /// The kind of the token, or nil where the text is no token.
    let kind: Token.Kind?
    /// The fault that reading a token gave, or nil for a token.
    let fault: Fault?

    func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
  }

  /// Reads the next token and never fails. Text that is no token is passed over, usually one character. A text without its closing quote is passed over to
  /// the end of its line.
  mutating func skim() -> Skimmed {
    do { if try skipBlanks(.token) { move(to: position) } } catch { return passOver(error, from: error.range?.start ?? position) }
    let start = position
    do {
      let token = try next(.token)
      return Skimmed(range: token.range, kind: token.kind, fault: nil)
    } catch {
      return passOver(error, from: start)
    }
  }

  private mutating func passOver(_ fault: Fault, from start: Int) -> Skimmed {
    move(to: max(position, fault.range?.end ?? 0, start + 1))
    return Skimmed(range: SourceRange(start, position), kind: nil, fault: fault)
  }
}

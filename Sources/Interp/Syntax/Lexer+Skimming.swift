/// Reading tokens of a text that need not be right: a line that is still typed, one that failed. Quotes, comments and names are what they are
/// to the parser, for the same lexer reads them.
extension Lexer {
  /// A token, or what stands where none could be read.
  struct Skimmed {
    /// Without the blanks and comments before it.
    let range: SourceRange
    /// nil where it is no token.
    let kind: Token.Kind?
    let fault: Fault?

    func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
  }

  /// The next token; what is none is passed over: a text that is not closed to the end of its line, anything else by itself.
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

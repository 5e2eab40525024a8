/// A counter of open brackets in a text that is read line by line. A prompt asks for another line while the text ends inside a bracket, a block or a text,
/// or with a backslash. Brackets in quotes and comments do not count.
public struct OpenBrackets: Sendable {
  /// The opening brackets that are not closed yet, outermost first.
  private var open: [Character] = []
  private var endsInBackslash = false
  /// The quote of an open text that may span lines, or nil.
  private var openText: Character?

  public init() {}

  /// Whether the statement continues on the next line.
  public var isOpen: Bool { !open.isEmpty || endsInBackslash || openText != nil }

  /// Reads more whole lines.
  public mutating func add(_ lines: String) {
    read(SourceText(name: "", text: lines), from: 0) { _, _ in false }
  }

  /// Reads from `start` to the end of the source. At each newline outside texts it calls `stop` with the place and the number of open brackets. It ends
  /// where `stop` returns true.
  private mutating func read(_ source: SourceText, from start: Int, stop: (Int, Int) -> Bool) {
    endsInBackslash = false
    var lexer = Lexer(source, position: start)
    if let quote = openText {
      let (end, isClosed) = Lexer.endOfText(quote, source.characters, from: start, spansLines: true)
      guard isClosed else { return }
      openText = nil
      lexer.move(to: end + 1)
    }
    while true {
      let piece = lexer.skim()
      switch piece.kind {
      case .end: return
      case .newline: if stop(piece.range.start, open.count) { return }
      case .symbol("("), .symbol("["), .symbol("{"): open.append(source.characters[piece.range.start])
      case .symbol(")"): close("(")
      case .symbol("]"): close("[")
      case .symbol("}"): close("{")
      case nil where piece.fault?.isIncomplete == true:
        let opener = source.characters[piece.range.start]
        if opener == "\\" { endsInBackslash = true } else { openText = opener }
      default: break
      }
    }
  }

  /// Closes the innermost bracket of this kind and all brackets inside it. For example, a `}` also closes a forgotten `(`.
  private mutating func close(_ opener: Character) {
    if let place = open.lastIndex(of: opener) { open.removeSubrange(place...) }
  }

  /// The start of the line after the first newline that is at or behind `offset` and outside brackets. Brackets are counted from `start`. Nil where there
  /// is no such newline.
  static func nextLine(in source: SourceText, from start: Int, after offset: Int) -> Int? {
    var found: Int?
    var brackets = OpenBrackets()
    brackets.read(source, from: start) { place, depth in
      guard place >= offset, depth == 0 else { return false }
      found = place + 1
      return true
    }
    return found
  }
}

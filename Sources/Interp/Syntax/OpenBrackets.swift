/// Whether a text, given line by line, ends inside a bracket or block or with a backslash: brackets counted outside quotes
/// and comments. A prompt asks for a line more then.
public struct OpenBrackets: Sendable {
  /// Openers not closed yet, outermost first.
  private var open: [Character] = []
  private var endsInBackslash = false
  /// The quote of a text that may span lines and is not closed yet.
  private var openText: Character?

  public init() {}

  public var isOpen: Bool { !open.isEmpty || endsInBackslash || openText != nil }

  /// Takes whole lines more.
  public mutating func add(_ lines: String) {
    read(SourceText(name: "", text: lines), from: 0) { _, _ in false }
  }

  /// Reads on; a newline outside texts asks `stop`, with its place and how many brackets are open, whether to end there.
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

  /// A closer ends what was opened within its pair too: a `}` ends a forgotten `(`.
  private mutating func close(_ opener: Character) {
    if let place = open.lastIndex(of: opener) { open.removeSubrange(place...) }
  }

  /// The start of the first line behind `offset` that stands outside brackets, counted from `start`; nil at the end.
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

/// A line as a person types it, up to the cursor. It knows the statement that the cursor is in, and the place within it.
struct TypedLine {
  let characters: [Character]
  /// Tokens of the statement before the word that is typed.
  private(set) var pieces: [Lexer.Skimmed] = []
  /// Where the letters and digits begin that end at the cursor.
  let wordStart: Int
  /// The text whose closing quote is still to come: its quote, and where that stands.
  private(set) var openText: (quote: Character, start: Int)?
  private(set) var isComment = false
  /// Where a block ends just before the cursor: whether `else` may follow it. Nothing else may, without a `;`.
  private(set) var blockBefore: Block?

  enum Block {
    case conditional, other
  }
  /// Places in `pieces` of the brackets that are open, outermost first.
  private(set) var open: [Int] = []

  init(_ line: [Character], cursor: Int) {
    characters = Array(line.prefix(max(0, cursor)))
    var start = characters.count
    while start > 0, Alphabet.isNamePart(characters[start - 1]) { start -= 1 }
    wordStart = start
    read()
  }

  var end: Int { characters.count }
  var word: String { String(characters[wordStart...]) }

  private mutating func read() {
    var blocks: [Block] = []
    var lexer = Lexer(SourceText(name: "", text: String(characters)))
    while true {
      let from = lexer.position
      let piece = lexer.skim()
      if piece.kind == .end {
        isComment = characters[min(from, end)...].contains("#")
        return
      }
      let first = characters[piece.range.start]
      if piece.kind == nil, piece.range.end == end, first == "\"" || first == "'", piece.range.start < wordStart || wordStart == end {
        openText = (first, piece.range.start)
        return
      }
      if piece.range.end > wordStart { continue }
      let isInBracket = open.last.map { !pieces[$0].isSymbol("{") } ?? false
      switch piece.kind {
      case .newline where !isInBracket, .symbol(";") where !isInBracket, .symbol("{"), .symbol("}"):
        if piece.isSymbol("{") { blocks.append(name(0) == "if" || name(0) == "else" && name(1) == "if" ? .conditional : .other) }
        blockBefore = piece.isSymbol("}") ? blocks.popLast() ?? .other : nil
        (pieces, open) = ([], [])
        continue
      case .symbol("("), .symbol("["): open.append(pieces.count)
      case .symbol(")"), .symbol("]"): _ = open.popLast()
      default: break
      }
      pieces.append(piece)
    }
  }

  /// The piece before the word, where no blank stands between.
  var adjacent: Lexer.Skimmed? { pieces.last.flatMap { $0.range.end == wordStart ? $0 : nil } }

  /// Whether a value has just ended, so that an operator would go on.
  var isAfterValue: Bool {
    switch pieces.last?.kind {
    case nil: pieces.last != nil
    case .symbol(let symbol): [")", "]"].contains(symbol)
    case .name(let name): !["and", "or", "not", "in"].contains(name)
    default: true
    }
  }

  func name(_ index: Int) -> String? {
    guard pieces.indices.contains(index), case .name(let name) = pieces[index].kind else { return nil }
    return name
  }

  /// Leaves out the first pieces: the statement begins behind them.
  mutating func drop(_ count: Int) {
    pieces.removeFirst(count)
    open = open.map { $0 - count }
  }

  /// How many words, apart by blanks, stand between the piece at `index` and the one that is typed.
  func words(after index: Int, before end: Int) -> Int {
    var count = 0
    var last = pieces[index].range.end
    for piece in pieces[(index + 1)...] where piece.range.start < end {
      if piece.range.start > last || count == 0 { count += 1 }
      last = piece.range.end
    }
    return count
  }

  /// Where the run of characters begins that ends at the cursor: behind a blank, or at the quote of a text that is open.
  var runStart: Int {
    var start = openText?.start ?? end
    while start > 0, !Alphabet.isBlank(characters[start - 1]), characters[start - 1] != ";", characters[start - 1] != "{", characters[start - 1] != "}" {
      start -= 1
    }
    return start
  }
}

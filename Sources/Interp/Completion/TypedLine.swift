/// The part of a line before the cursor, while the user types it. It holds the tokens of the statement at the cursor.
struct TypedLine {
  /// The characters before the cursor.
  let characters: [Character]
  /// The tokens of the statement before the word at the cursor.
  private(set) var pieces: [Lexer.Skimmed] = []
  /// The start of the letters and digits that end at the cursor.
  let wordStart: Int
  /// The text that is not closed yet: its quote, and the place of the quote.
  private(set) var openText: (quote: Character, start: Int)?
  /// Whether the cursor is in a comment.
  private(set) var isComment = false
  /// The block that ends just before the cursor. After `.conditional`, only `else` may follow without a `;`; after `.other` nothing may.
  private(set) var blockBefore: Block?

  enum Block {
    case conditional, other
  }
  /// The indices in `pieces` of the open brackets, the outermost first.
  private(set) var open: [Int] = []

  init(_ line: [Character], cursor: Int) {
    characters = Array(line.prefix(max(0, cursor)))
    var start = characters.count
    while start > 0, Alphabet.isNamePart(characters[start - 1]) { start -= 1 }
    wordStart = start
    read()
  }

  /// The letters and digits before the cursor.
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

  /// The piece that ends directly before the word; nil where a blank stands between them.
  var adjacent: Lexer.Skimmed? { pieces.last.flatMap { $0.range.end == wordStart ? $0 : nil } }

  /// Whether the last piece ends a value, so that an operator must follow.
  var isAfterValue: Bool {
    switch pieces.last?.kind {
    case nil: pieces.last != nil
    case .symbol(let symbol): [")", "]"].contains(symbol)
    case .name(let name): !["and", "or", "not", "in"].contains(name)
    default: true
    }
  }
  /// The name at an index of `pieces`; nil where there is none.

  func name(_ index: Int) -> String? {
    guard pieces.indices.contains(index), case .name(let name) = pieces[index].kind else { return nil }
    return name
  }

  /// Removes the first pieces, so that the statement begins after them.
  mutating func drop(_ count: Int) {
    pieces.removeFirst(count)
    open = open.map { $0 - count }
  }

  /// The number of words, separated by blanks, between the piece at `index` and the place `end`.
  func words(after index: Int, before end: Int) -> Int {
    var count = 0
    var last = pieces[index].range.end
    for piece in pieces[(index + 1)...] where piece.range.start < end {
      if piece.range.start > last || count == 0 { count += 1 }
      last = piece.range.end
    }
    return count
  }

  /// The start of the characters without blanks that end at the cursor, or of the word that holds an open quote.
  var runStart: Int {
    var start = openText?.start ?? end
    while start > 0, !Alphabet.isBlank(characters[start - 1]), characters[start - 1] != ";", characters[start - 1] != "{", characters[start - 1] != "}" {
      start -= 1
    }
    return start
  }
}

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
    read(Array(lines), from: 0) { _, _ in false }
  }

  private mutating func read(_ characters: [Character], from start: Int, stop: (Int, Int) -> Bool) {
    var place = start
    endsInBackslash = false
    while place < characters.count {
      let next = characters[place]
      if let quote = openText {
        if next == quote { openText = nil }
        place += 1
        continue
      }
      switch next {
      case "(", "[", "{": open.append(next)
      case ")": close("(")
      case "]": close("[")
      case "}": close("{")
      case "#":
        while place + 1 < characters.count, !characters[place + 1].isNewline { place += 1 }
      case _ where next == "\"" || next == "'" && !Self.isDerivative(characters, place):
        if Lexer.spansLines(characters, from: place + 1) { openText = next } else { place = Self.endOfText(characters, place) }
      case "\\":
        let rest = characters[(place + 1)...]
        endsInBackslash = rest.isEmpty || rest.count == 1 && rest.first!.isNewline
      case _ where next.isNewline && stop(place, open.count): return
      default: break
      }
      place += 1
    }
  }

  /// A closer ends what was opened within its pair too: a `}` ends a forgotten `(`.
  private mutating func close(_ opener: Character) {
    if let place = open.lastIndex(of: opener) { open.removeSubrange(place...) }
  }

  /// The place of the closing quote, or of the last character before the line's end.
  private static func endOfText(_ characters: [Character], _ open: Int) -> Int {
    var place = open + 1
    while place < characters.count, characters[place] != characters[open], !characters[place].isNewline {
      place += characters[open] == "\"" && characters[place] == "\\" ? 2 : 1
    }
    return place < characters.count && characters[place].isNewline ? place - 1 : place
  }

  private static func isDerivative(_ characters: [Character], _ place: Int) -> Bool {
    guard place > 0 else { return false }
    let before = characters[place - 1]
    return Alphabet.isNamePart(before) || before == "]" || before == ")"
  }

  /// The start of the first line behind `offset` that stands outside brackets, counted from `start`; nil at the end.
  static func nextLine(in source: SourceText, from start: Int, after offset: Int) -> Int? {
    var found: Int?
    var brackets = OpenBrackets()
    brackets.read(source.characters, from: start) { place, depth in
      guard place >= offset, depth == 0 else { return false }
      found = place + 1
      return true
    }
    return found
  }
}

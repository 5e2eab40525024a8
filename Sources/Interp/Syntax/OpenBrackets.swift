/// Whether a text ends inside a bracket or block or with a backslash: brackets counted outside quotes and comments.
struct OpenBrackets {
  private var depth = 0
  private var endsInBackslash = false

  var isOpen: Bool { depth > 0 || endsInBackslash }

  init(_ text: String) {
    read(Array(text), from: 0)
  }

  private init() {}

  private mutating func read(_ characters: [Character], from start: Int, stop: (Int, Int) -> Bool = { _, _ in false }) {
    var place = start
    while place < characters.count {
      let next = characters[place]
      endsInBackslash = next == "\\"
      switch next {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth = max(0, depth - 1)
      case "#":
        while place + 1 < characters.count, !characters[place + 1].isNewline { place += 1 }
      case "\"", "'":
        if next == "'", place > 0, Alphabet.isNamePart(characters[place - 1]) || characters[place - 1] == "]" || characters[place - 1] == ")" { break }
        place += 1
        while place < characters.count, characters[place] != next, !characters[place].isNewline {
          if next == "\"", characters[place] == "\\" { place += 1 }
          place += 1
        }
        if place < characters.count, characters[place].isNewline { continue }
      case _ where next.isNewline:
        endsInBackslash = place > 0 && characters[place - 1] == "\\" && place + 1 >= characters.count
        if stop(place, depth) { return }
      default: break
      }
      place += 1
    }
  }

  /// The start of the first line behind `offset` that stands outside brackets, counted from `start`; nil at the end.
  static func nextLine(in source: SourceText, from start: Int, after offset: Int) -> Int? {
    var found: Int?
    var scanner = OpenBrackets()
    scanner.read(source.characters, from: start) { place, depth in
      guard place >= offset, depth == 0 else { return false }
      found = place + 1
      return true
    }
    return found
  }
}

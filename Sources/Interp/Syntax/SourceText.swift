/// One text of the language with the name that errors give it: a file's path, `<stdin>`, `<-c>`, `<prompt>`.
///
/// It is kept as characters (grapheme clusters), so that a column is what a person counts and a letter with its accent is
/// one character however it was typed: Swift compares canonically equal characters as equal, which brings input to NFC.
public final class SourceText: Sendable {
  public let name: String
  public let characters: [Character]
  /// The number of the first line, for text that is a later part of a stream.
  public let firstLine: Int

  public init(name: String, text: String, firstLine: Int = 1) {
    self.name = name
    self.firstLine = firstLine
    var body = text[...]
    if body.unicodeScalars.first == "\u{FEFF}" { body.unicodeScalars.removeFirst() }
    characters = Array(body)
  }

  /// Line and column of an offset, both counted from 1; the column in characters.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    var line = firstLine
    var lineStart = 0
    for index in 0..<min(offset, characters.count) where characters[index].isNewline {
      line += 1
      lineStart = index + 1
    }
    return (line, min(offset, characters.count) - lineStart + 1)
  }

  /// The text of the line that holds `offset`, without its end.
  public func lineText(around offset: Int) -> String {
    let place = min(offset, characters.count)
    var start = place
    while start > 0, !characters[start - 1].isNewline { start -= 1 }
    var end = place
    while end < characters.count, !characters[end].isNewline { end += 1 }
    return String(characters[start..<end])
  }

  /// Where the line that holds `offset` ends.
  func endOfLine(around offset: Int) -> Int {
    var end = min(offset, characters.count)
    while end < characters.count, !characters[end].isNewline { end += 1 }
    return end
  }

  /// The characters of a range as text.
  public func text(_ range: SourceRange) -> String {
    let start = min(max(0, range.start), characters.count)
    return String(characters[start..<max(start, min(range.end, characters.count))])
  }
}

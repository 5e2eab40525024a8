/// A source text with the name that errors print for it: a file's path, `<stdin>`, `<-c>`, `<prompt>`.
///
/// The text is kept as characters (grapheme clusters), so columns count what a person sees. Swift compares canonically equal characters as equal. Therefore
/// an accented letter is the same character in composed and in decomposed form.
public final class SourceText: Sendable {
  public let name: String
  public let characters: [Character]
  /// The number of the first line. It is larger than 1 for a later part of a stream.
  public let firstLine: Int

  /// Splits the text into characters. A byte order mark at its start is dropped.
  public init(name: String, text: String, firstLine: Int = 1) {
    self.name = name
    self.firstLine = firstLine
    var body = text[...]
    if body.unicodeScalars.first == "\u{FEFF}" { body.unicodeScalars.removeFirst() }
    characters = Array(body)
  }

  /// The line and column of an offset, both counted from 1. An offset behind the end counts as the end.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    var line = firstLine
    var lineStart = 0
    for index in 0..<min(offset, characters.count) where characters[index].isNewline {
      line += 1
      lineStart = index + 1
    }
    return (line, min(offset, characters.count) - lineStart + 1)
  }

  /// The line that contains `offset`, without its newline.
  public func lineText(around offset: Int) -> String {
    let place = min(offset, characters.count)
    var start = place
    while start > 0, !characters[start - 1].isNewline { start -= 1 }
    var end = place
    while end < characters.count, !characters[end].isNewline { end += 1 }
    return String(characters[start..<end])
  }

  /// The offset of the newline that ends the line around `offset`, or of the end of the text.
  func endOfLine(around offset: Int) -> Int {
    var end = min(offset, characters.count)
    while end < characters.count, !characters[end].isNewline { end += 1 }
    return end
  }

  /// The text of a range. Parts outside the source are ignored.
  public func text(_ range: SourceRange) -> String {
    let start = min(max(0, range.start), characters.count)
    return String(characters[start..<max(start, min(range.end, characters.count))])
  }
}

/// The `#>` comments of a statement. They state the lines that it must print.
struct Expectation {
  /// The text of each comment, after `#>` and one blank.
  private(set) var lines: [String] = []
  /// The place of each comment. It includes the end of the line where the comment is alone on it.
  private(set) var places: [SourceRange] = []
  /// The start of the line below the statement. New comments are put there.
  let below: Int

  var isEmpty: Bool { lines.isEmpty }

  /// The comments after a statement that ends at `end`: on the rest of its line, and on the comment lines before the next statement.
  init(in source: SourceText, after end: Int) {
    let characters = source.characters
    var place = end
    while place < characters.count, Alphabet.isBlank(characters[place]) || characters[place] == ";" { place += 1 }
    var lineEnd = source.endOfLine(around: place)
    if let text = Self.comment(characters[place..<lineEnd]) {
      lines.append(text)
      places.append(SourceRange(end, lineEnd))
    }
    below = min(lineEnd + 1, characters.count)
    place = below
    while place < characters.count {
      lineEnd = source.endOfLine(around: place)
      let line = characters[place..<lineEnd].drop { Alphabet.isBlank($0) }
      guard line.isEmpty || line.first == "#" else { break }
      let next = min(lineEnd + 1, characters.count)
      if let text = Self.comment(line) {
        lines.append(text)
        places.append(SourceRange(place, next))
      }
      place = next
    }
  }

  /// The place of a `#>` comment above the first statement, which belongs to no statement; nil where there is none.
  static func orphan(in source: SourceText) -> Int? {
    var place = 0
    while place < source.characters.count {
      let end = source.endOfLine(around: place)
      let line = source.characters[place..<end].drop { Alphabet.isBlank($0) }
      guard line.isEmpty || line.first == "#" else { return nil }
      if comment(line) != nil { return line.startIndex }
      place = end + 1
    }
    return nil
  }

  /// The first `#>` comment with its own line within a range, such as a block. It would not be read there. The result is nil where there is none.
  static func inside(_ range: SourceRange, of source: SourceText) -> Int? {
    var place = source.endOfLine(around: range.start) + 1
    while place < range.end {
      let end = source.endOfLine(around: place)
      let line = source.characters[place..<end].drop { Alphabet.isBlank($0) }
      if comment(line) != nil { return line.startIndex }
      place = end + 1
    }
    return nil
  }

  /// The text of a `#>` comment; nil for any other line.
  private static func comment(_ line: ArraySlice<Character>) -> String? {
    guard line.first == "#", line.dropFirst().first == ">" else { return nil }
    var text = line.dropFirst(2)
    if text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

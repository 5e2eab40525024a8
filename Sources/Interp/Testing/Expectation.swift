/// The `#>` comments of a statement: what it must print, line for line.
struct Expectation {
  /// The text of each after `#>` and one blank.
  private(set) var lines: [String] = []
  /// Where each stands, the end of its line included where it has the line for itself.
  private(set) var places: [SourceRange] = []
  /// Where lines for the statement would be put: the start of the line below it.
  let below: Int

  var isEmpty: Bool { lines.isEmpty }

  /// What stands behind a statement that ends at `end`: on the rest of its line, and in the comments down to the next statement.
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

  /// Where a `#>` comment stands above the first statement, and so below none.
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

  /// The first `#>` comment that has a line for itself within a range: inside a block, where it would be overlooked.
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

  private static func comment(_ line: ArraySlice<Character>) -> String? {
    guard line.first == "#", line.dropFirst().first == ">" else { return nil }
    var text = line.dropFirst(2)
    if text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

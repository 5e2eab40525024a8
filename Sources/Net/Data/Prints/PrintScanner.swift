/// The bytes of a print, and the place that is read next. Every form is read through it, so that blanks, words and quotes mean the same in all.
///
/// A byte that is not ASCII belongs to a word, except in the blanks of Unicode. No call reads past the end.
struct PrintScanner {
  let bytes: [UInt8]
  /// The byte that is read next, counted from 0.
  var place = 0

  /// Reads a text from its start, or behind a byte-order mark.
  init(_ text: String) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// The next byte; nil at the end.
  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  /// Whether the text ends here.
  var isAtEnd: Bool { place >= bytes.count }

  /// Whether the text has these letters here.
  func has(_ letters: StaticString) -> Bool {
    let count = letters.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    return String(describing: letters).utf8.elementsEqual(bytes[place..<place + count])
  }

  /// The number of bytes of the blank at an offset; 0 where there is none. A newline is no blank.
  static func blank(_ bytes: [UInt8], _ offset: Int, _ end: Int) -> Int {
    guard offset < end else { return 0 }
    switch bytes[offset] {
    case 0x20, 0x09, 0x0B, 0x0C, 0x0D: return 1
    // The blanks that web pages and word processors write.
    case 0xC2: return offset + 1 < end && bytes[offset + 1] == 0xA0 ? 2 : 0
    case 0xE2:
      guard offset + 2 < end, bytes[offset + 1] == 0x80 else { return 0 }
      return (0x80...0x8A).contains(bytes[offset + 2]) || bytes[offset + 2] == 0xAF ? 3 : 0
    case 0xE3: return offset + 2 < end && bytes[offset + 1] == 0x80 && bytes[offset + 2] == 0x80 ? 3 : 0
    default: return 0
    }
  }

  /// Goes past blanks, but not past a newline.
  mutating func skipBlanks() {
    while true {
      let count = Self.blank(bytes, place, bytes.count)
      if count == 0 { return }
      place += count
    }
  }

  /// Goes past blanks and newlines.
  mutating func skipSpace() {
    skipBlanks()
    while next == UInt8(ascii: "\n") {
      place += 1
      skipBlanks()
    }
  }

  /// Goes past the byte if it is the next one.
  mutating func skip(_ letter: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: letter) else { return false }
    place += 1
    return true
  }

  /// Whether a byte ends a word that stands between brackets.
  private static let endsWord: [Bool] = (0..<256).map { byte in "\n ,;:[](){}<>=\"'".utf8.contains(UInt8(byte)) || (9...13).contains(byte) }

  /// The range of the word that begins here. It is empty at a blank or a sign such as `[`.
  func word() -> Range<Int> {
    var end = place
    while end < bytes.count, !Self.endsWord[Int(bytes[end])] {
      if bytes[end] >= 0x80, Self.blank(bytes, end, bytes.count) > 0 { break }
      end += 1
    }
    return place..<end
  }

  /// The text of a range. Bytes that are not UTF-8 become U+FFFD.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The end of the line that holds an offset: the place of its newline, or the end of the text.
  func endOfLine(_ offset: Int) -> Int { bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count }

  /// Reads a text in "double" or 'single' quotes. A backslash takes the next letter as it is.
  /// - Returns: the text without its quotes; nil where no quote closes it. The place is then unchanged.
  mutating func quoted() -> String? {
    guard let quote = next else { return nil }
    var end = place + 1
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < bytes.count else { return nil }
    defer { place = end + 1 }
    return text(place + 1..<end)
  }

  /// The line and the column of an offset, both from 1. Columns count letters.
  func position(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes[..<min(offset, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (before.count { $0 == UInt8(ascii: "\n") } + 1, String(decoding: before[start...], as: UTF8.self).count + 1)
  }
}

extension PrintScanner {
  /// The letters at a place, for an error: up to the next blank, bracket or comma, or one sign. At most 40 bytes are given.
  func words(at offset: Int) -> String {
    var copy = self
    copy.place = min(offset, bytes.count)
    let range = copy.word()
    let end = range.isEmpty ? min(range.lowerBound + 1, bytes.count) : min(range.upperBound, range.lowerBound + 40)
    return text(range.lowerBound..<end)
  }
}

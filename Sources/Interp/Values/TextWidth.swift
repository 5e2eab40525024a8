/// The width of text on a terminal.
public enum TextWidth {
  /// The number of terminal columns that the line takes. A wide character takes two.
  public static func columns(_ line: String) -> Int { line.reduce(0) { $0 + columns($1) } }

  /// The beginning of the line that takes at most so many terminal columns.
  static func prefix(_ line: String, columns most: Int) -> String {
    var width = 0
    return String(
      line.prefix {
        width += columns($0)
        return width <= most
      })
  }

  /// The number of terminal columns that the character takes: two for wide characters, otherwise one.
  static func columns(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first?.value else { return 0 }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
    return wide.contains { $0.contains(scalar) } ? 2 : 1
  }
}

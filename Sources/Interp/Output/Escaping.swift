/// The escaping of characters that a terminal obeys instead of showing them.
///
/// Names of columns, classes and files, messages of `assert`, quoted script lines and environment variables can contain any character. The shell prints the
/// dangerous ones as `\x1b` or `\u202e`. They are the ASCII controls except newline and tab, and the controls from U+0080 to U+009F. Marks that change the
/// text direction or break lines are dangerous too.
public enum Escaping {
  /// The text with every such character written as an escape. Other text is returned unchanged.
  public static func visible(_ text: String) -> String {
    guard mayNeedIt(text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if acts(scalar) { result += written(scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// Whether a terminal obeys the character instead of showing it. Newline and tab do not count.
  static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  private static func written(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    let width = scalar.value < 0x100 ? 2 : 4
    return (width == 2 ? "\\x" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
  }

  /// Whether the text has a byte that can begin such a character. Most texts have none and need no further search.
  private static func mayNeedIt(_ text: String) -> Bool {
    text.utf8.contains { byte in
      byte < 0x20 ? byte != 0x09 && byte != 0x0A : byte >= 0x7F && (byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF)
    }
  }
}

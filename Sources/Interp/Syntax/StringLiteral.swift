/// Texts of the language.
enum StringLiteral {
  /// A text in double quotes, with escapes for backslash, quote, newline and tab.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.append(character)
      }
    }
    return result + "\""
  }

  /// Names with commas between them. A name that has a comma is in quotes.
  /// - Parameter limit: how many names are listed; a sign of three dots stands for the others.
  static func list(_ names: [String], upTo limit: Int) -> String {
    names.prefix(limit).map { $0.contains(",") ? quoted($0) : $0 }.joined(separator: ", ") + (names.count > limit ? " …" : "")
  }

  /// The text as one word of a command in a terminal. Nothing in it has a meaning there.
  static func quotedForShell(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

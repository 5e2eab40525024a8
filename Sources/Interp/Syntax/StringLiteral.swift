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

  /// The text as one word of a command in a terminal. Nothing in it has a meaning there.
  static func quotedForShell(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

/// Statements on several lines that can be pasted at the prompt.
enum PastedStatements {
  /// The statements of a line, each on its own line. A statement that is wider than `width` is broken at blanks, and `\` ends each line that goes on.
  static func lines(_ text: String, width: Int) -> [String] {
    statements(text).flatMap { broken($0, width: width) }
  }

  /// The statements between the `;` that are outside brackets and quotes.
  private static func statements(_ text: String) -> [String] {
    var statements = [""]
    var depth = 0
    var quote: Character?
    for letter in text {
      if let open = quote {
        if letter == open { quote = nil }
      } else if letter == "\"" {
        quote = letter
      } else if "([{".contains(letter) {
        depth += 1
      } else if ")]}".contains(letter) {
        depth -= 1
      } else if letter == ";", depth == 0 {
        statements.append("")
        continue
      }
      statements[statements.count - 1].append(letter)
    }
    return statements.map { String($0.drop { $0 == " " }) }
  }

  private static func broken(_ statement: String, width: Int) -> [String] {
    guard statement.count > width else { return [statement] }
    var lines = [""]
    for (index, word) in statement.split(separator: " ").enumerated() {
      let last = lines[lines.count - 1]
      // Two columns are kept for the ` \` at the end.
      if index > 0, last.count + 1 + word.count > width - 2 {
        lines[lines.count - 1] += " \\"
        lines.append("  " + word)
      } else {
        lines[lines.count - 1] = index == 0 ? String(word) : last + " " + word
      }
    }
    return lines
  }
}

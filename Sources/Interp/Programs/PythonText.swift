import Net

/// Values and names as Python spells them.
enum PythonText {
  /// A number that reads back to the same bits. A whole number has `.0`, so that no array of it holds integers.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "np.nan" }
    if value.isInfinite { return value < 0 ? "-np.inf" : "np.inf" }
    return value.description
  }

  /// A number as a person writes it: 3 and not 3.0.
  static func short(_ value: Double) -> String {
    let text = number(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A matrix as the lines of an array of NumPy, a line or more for each row.
  static func lines(_ matrix: Matrix) -> [String] {
    if matrix.elements.isEmpty { return ["np.zeros((\(matrix.rows), \(matrix.columns)))"] }
    var lines: [String] = []
    for row in 0..<matrix.rows {
      var line = row == 0 ? "np.array([[" : "          ["
      for column in 0..<matrix.columns {
        let entry = number(matrix[row, column]) + (column + 1 < matrix.columns ? "," : row + 1 < matrix.rows ? "]," : "]])")
        if line.utf8.count + entry.utf8.count > 118 {
          lines.append(line)
          line = "           "
        }
        line += (line.hasSuffix("[") || line.allSatisfy { $0 == " " } ? "" : " ") + entry
      }
      lines.append(line)
    }
    return lines
  }

  /// `name = value` of several lines. The later lines are indented to the value.
  static func assignment(_ name: String, _ value: [String]) -> [String] {
    let start = name + " = "
    let blanks = String(repeating: " ", count: start.count)
    return value.enumerated().map { ($0 == 0 ? start : blanks) + $1 }
  }

  /// A dictionary whose keys are the numbers of the layers.
  static func dictionary(_ name: String, _ values: [[String]]) -> [String] {
    var lines = [name + " = {"]
    for (index, value) in values.enumerated() {
      let start = "    \(index + 1): "
      let blanks = String(repeating: " ", count: start.count)
      lines += value.enumerated().map { line, text in (line == 0 ? start : blanks) + text + (line + 1 == value.count ? "," : "") }
    }
    return lines + ["}"]
  }

  /// A text as a literal.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 32 || scalar.value == 127: result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A text as the lines of a comment. Characters that end a line of Python, or are not allowed in it, become blanks.
  static func comment(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
      let plain = String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
      return plain.isEmpty ? "#" : "# " + plain
    }
  }

  /// What stands behind a statement in a comment that is no line of the program.
  static let leftOut = "  (left out: nothing that follows needs it)"

  /// The keywords of Python, and the functions of it that the programs call.
  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
    "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "print",
    "range",
    "len", "abs", "sum", "max", "min", "int", "float", "slice", "enumerate", "isinstance", "open",
  ]

  /// A variable's name in Python. One that Python forbids, or that the program has for something else, gets `_` at its end.
  ///
  /// Python takes some different letters for one, such as ℓ and l. So a name with other letters than those of ASCII and of Greek is spelled by the numbers
  /// of its letters.
  static func name(_ name: String, taken: Set<String>) -> String {
    func isPlain(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII || (0x391...0x3A1).contains(scalar.value) || (0x3A3...0x3A9).contains(scalar.value) || (0x3B1...0x3C9).contains(scalar.value)
    }
    let spelled = name.unicodeScalars.map { isPlain($0) ? String($0) : "_u" + String($0.value, radix: 16) + "_" }.joined()
    // `class` becomes `class_`, and `class_` becomes `class__`.
    let core = String(spelled.reversed().drop { $0 == "_" }.reversed())
    return keywords.contains(core) || taken.contains(core) || taken.contains(spelled) ? spelled + "_" : spelled
  }
}

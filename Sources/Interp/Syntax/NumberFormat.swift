import Glibc

/// The conversion of doubles into text.
enum NumberFormat {
  /// The shortest decimal text that reads back as the same double. Whole numbers have no `.0`, and the special values are `nan`, `inf` and `-inf`.
  static func shortest(_ value: Double) -> String {
    if let name = notFinite(value) { return name }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number with `digits` significant digits, as C's `%g` prints it. Trailing zeros are dropped, and an exponent appears where it is shorter.
  static func significant(_ value: Double, _ digits: Int) -> String {
    notFinite(value) ?? printf("%.*g", [digits, value])
  }

  /// The number in a format such as `.4f`, or nil where the specification is no valid format.
  static func formatted(_ value: Double, _ specification: String) -> String? { Format(specification)?.text(value) }

  /// A format in Python's style, as after the colon in `{E:.4f}`. It has flags, a width, a precision and one of the letters f e g d %.
  struct Format {
    private var flags = ""
    private var width = 0
    private var precision = 6
    private let letter: String

    /// Nil where the specification is no valid format, has a width of more than 3 digits or a precision above 100.
    init?(_ specification: String) {
      var rest = specification[...]
      while let flag = rest.first, "+- 0<>".contains(flag) {
        if flag == "<" { flags.append("-") } else if flag != ">" { flags.append(flag) }
        rest = rest.dropFirst()
      }
      let columns = rest.prefix { $0.isASCII && $0.isNumber }
      guard columns.count <= 3 else { return nil }
      width = Int(columns) ?? 0
      rest = rest.dropFirst(columns.count)
      if rest.first == "." {
        let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard let given = Int(digits), given <= 100 else { return nil }
        precision = given
        rest = rest.dropFirst(digits.count + 1)
      }
      letter = String(rest)
      guard ["f", "e", "g", "E", "G", "d", "%", ""].contains(letter) else { return nil }
    }

    /// The number in this format. `nan`, `inf` and `-inf` are padded with blanks to the width.
    func text(_ value: Double) -> String {
      if let name = notFinite(value) {
        return padded((flags.contains("+") && value != -.infinity ? "+" : "") + name + (letter == "%" ? letter : ""))
      }
      let start = "%" + flags + "*.*"
      switch letter {
      case "d": return printf(start + "f", [width, 0, value])
      case "%": return printf(start + "f%%", [width, precision, value * 100])
      case "": return printf(start + "g", [width, precision, value])
      default: return printf(start + letter, [width, precision, value])
      }
    }

    /// The name padded to the width. Blanks are used even where the format asks for zeros.
    private func padded(_ name: String) -> String {
      let blanks = String(repeating: " ", count: max(0, width - name.count))
      return flags.contains("-") ? name + blanks : blanks + name
    }
  }

  private static func notFinite(_ value: Double) -> String? {
    value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : nil
  }

  private static func printf(_ format: String, _ arguments: [any CVarArg]) -> String {
    unsafe withVaList(arguments) { list in
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2048) { buffer in
        let length = unsafe vsnprintf(buffer.baseAddress, buffer.count, format, list)
        return unsafe String(decoding: buffer.prefix(min(Int(length), 2047)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
    }
  }
}

import Glibc

/// How a double becomes text.
enum NumberFormat {
  /// The shortest decimal form that reads back to the same double, without a needless `.0`; `nan`, `inf`, `-inf`.
  static func shortest(_ value: Double) -> String {
    if let name = notFinite(value) { return name }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `digits` significant digits as C's %g gives them: no trailing zeros, an exponent where it is shorter.
  static func significant(_ value: Double, _ digits: Int) -> String {
    notFinite(value) ?? printf("%.*g", [digits, value])
  }

  /// A number in a format such as `.4f`; nil where it is none.
  static func formatted(_ value: Double, _ specification: String) -> String? { Format(specification)?.text(value) }

  /// A format of Python's kind after the colon in `{E:.4f}`: flags, width, precision and one of f e g d %.
  struct Format {
    private var flags = ""
    private var width = 0
    private var precision = 6
    private let letter: String

    /// nil where the specification is none.
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

    /// What has no digits is filled up with blanks to the width.
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

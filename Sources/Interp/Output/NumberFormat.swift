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

  /// A format of Python's kind after the colon in `{E:.4f}`: flags, width, precision and one of f e g d %; nil where it is none.
  static func formatted(_ value: Double, _ specification: String) -> String? {
    var rest = specification[...]
    var flags = "%"
    while let flag = rest.first, "+- 0<>".contains(flag) {
      if flag == "<" { flags.append("-") } else if flag != ">" { flags.append(flag) }
      rest = rest.dropFirst()
    }
    let width = String(rest.prefix { $0.isASCII && $0.isNumber })
    rest = rest.dropFirst(width.count)
    var precision = 6
    if rest.first == "." {
      let digits = String(rest.dropFirst().prefix { $0.isASCII && $0.isNumber })
      guard let given = Int(digits), given <= 100 else { return nil }
      precision = given
      rest = rest.dropFirst(digits.count + 1)
    }
    guard width.count <= 3 else { return nil }
    let columns = Int(width) ?? 0
    switch String(rest) {
    case "f", "e", "g", "E", "G": return printf(flags + "*.*" + rest, [columns, precision, value])
    case "d" where value.isFinite && abs(value) < 1e18: return printf(flags + "*.*f", [columns, 0, value])
    case "%": return printf(flags + "*.*f%%", [columns, precision, value * 100])
    case "": return printf(flags + "*.*g", [columns, precision, value])
    default: return nil
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

/// A strict reader of JSON (RFC 8259). It also refuses an object with a name twice, and bytes that are no UTF-8.
indirect enum JSON: Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  struct Member: Equatable, Sendable {
    let name: String
    let value: JSON
  }

  subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string; nil for any other value.
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var double: Double? { if case .number(let number) = self { number } else { nil } }

  /// The numbers of a matrix row by row, or a single number. "NaN", "Infinity" and "-Infinity" count as numbers. Nil for anything else.
  var numbers: [Double]? {
    switch self {
    case .number(let number): return [number]
    case .string("NaN"): return [.nan]
    case .string("Infinity"): return [.infinity]
    case .string("-Infinity"): return [-.infinity]
    case .array(let parts):
      var all: [Double] = []
      for part in parts {
        guard let numbers = part.numbers else { return nil }
        all += numbers
      }
      return all
    default: return nil
    }
  }

  /// The value without the line number of an error, because the same statement has different line numbers in two places.
  var withoutLine: JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.name != "line" }.map { Member(name: $0.name, value: $0.name == "error" ? $0.value.withoutLine : $0.value) })
  }

  /// The value as text, with at most `most` characters.
  func text(_ most: Int) -> String {
    let text: String =
      switch self {
      case .null: "null"
      case .boolean(let truth): "\(truth)"
      case .number(let number): "\(number)"
      case .string(let text): "\"\(text)\""
      case .array(let parts): "[\(parts.prefix(50).map { $0.text(most) }.joined(separator: ","))]"
      case .object(let members): "{\(members.map { "\($0.name): \($0.value.text(most))" }.joined(separator: ", "))}"
      }
    return text.count > most ? text.prefix(most) + "…" : text
  }

  struct Wrong: Error {
    let message: String
    let place: Int
  }

  init(_ bytes: ArraySlice<UInt8>) throws(Wrong) {
    var reader = Reader(bytes)
    self = try reader.value(0)
    reader.skipBlanks()
    if reader.place < reader.bytes.endIndex { throw Wrong(message: "something follows the value", place: reader.place) }
  }

  private struct Reader {
    let bytes: ArraySlice<UInt8>
    var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
      self.bytes = bytes
      place = bytes.startIndex
    }

    var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

    func wrong(_ message: String) -> Wrong { Wrong(message: message, place: place - bytes.startIndex) }

    mutating func skipBlanks() {
      while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a { place += 1 }
    }

    mutating func take(_ byte: Character) -> Bool {
      guard next == byte.asciiValue else { return false }
      place += 1
      return true
    }

    mutating func value(_ depth: Int) throws(Wrong) -> JSON {
      if depth > 100 { throw wrong("brackets are nested too deeply") }
      skipBlanks()
      switch next {
      case UInt8(ascii: "{"): return try object(depth)
      case UInt8(ascii: "["): return try array(depth)
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "t"): return try word("true", .boolean(true))
      case UInt8(ascii: "f"): return try word("false", .boolean(false))
      case UInt8(ascii: "n"): return try word("null", .null)
      default: return .number(try number())
      }
    }

    mutating func word(_ word: StaticString, _ value: JSON) throws(Wrong) -> JSON {
      for byte in word.description.utf8 {
        guard next == byte else { throw wrong("a word that JSON does not have") }
        place += 1
      }
      return value
    }

    mutating func array(_ depth: Int) throws(Wrong) -> JSON {
      place += 1
      var parts: [JSON] = []
      skipBlanks()
      if take("]") { return .array(parts) }
      while true {
        parts.append(try value(depth + 1))
        skipBlanks()
        if take("]") { return .array(parts) }
        guard take(",") else { throw wrong("an array lacks a comma") }
      }
    }

    mutating func object(_ depth: Int) throws(Wrong) -> JSON {
      place += 1
      var members: [Member] = []
      var names: Set<String> = []
      skipBlanks()
      if take("}") { return .object(members) }
      while true {
        skipBlanks()
        guard next == UInt8(ascii: "\"") else { throw wrong("an object lacks a name") }
        let name = try string()
        guard names.insert(name).inserted else { throw wrong("the name \(name) comes twice") }
        skipBlanks()
        guard take(":") else { throw wrong("an object lacks a colon") }
        members.append(Member(name: name, value: try value(depth + 1)))
        skipBlanks()
        if take("}") { return .object(members) }
        guard take(",") else { throw wrong("an object lacks a comma") }
      }
    }

    mutating func number() throws(Wrong) -> Double {
      let start = place
      _ = take("-")
      let first = next
      guard digits() else { throw wrong("a value that JSON does not have") }
      if first == UInt8(ascii: "0"), place - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1) { throw wrong("a number begins with a needless 0") }
      if take(".") {
        guard digits() else { throw wrong("a number lacks digits behind its point") }
      }
      if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
        place += 1
        if !take("+") { _ = take("-") }
        guard digits() else { throw wrong("a number lacks digits in its exponent") }
      }
      guard let value = Double(String(decoding: bytes[start..<place], as: UTF8.self)) else { throw wrong("a number that cannot be read") }
      return value
    }

    mutating func digits() -> Bool {
      let start = place
      while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
      return place > start
    }

    mutating func string() throws(Wrong) -> String {
      place += 1
      var text: [UInt8] = []
      while let byte = next {
        place += 1
        switch byte {
        case UInt8(ascii: "\""):
          guard let valid = String(validating: text, as: UTF8.self) else { throw wrong("a text is no UTF-8") }
          return valid
        case 0..<0x20: throw wrong("a text holds the byte \(byte)")
        case UInt8(ascii: "\\"):
          guard let escaped = next else { throw wrong("a text ends in a backslash") }
          place += 1
          switch escaped {
          case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
          case UInt8(ascii: "b"): text.append(8)
          case UInt8(ascii: "f"): text.append(12)
          case UInt8(ascii: "n"): text.append(10)
          case UInt8(ascii: "r"): text.append(13)
          case UInt8(ascii: "t"): text.append(9)
          case UInt8(ascii: "u"):
            let digits = bytes[place..<min(place + 4, bytes.endIndex)]
            guard digits.count == 4, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(code) else {
              throw wrong("an escape \\u without its four digits")
            }
            place += 4
            text += Array(String(Character(scalar)).utf8)
          default: throw wrong("an escape that JSON does not have")
          }
        default: text.append(byte)
        }
      }
      throw wrong("a text is not closed")
    }
  }
}

/// The header of a `.npy` file, a Python dictionary with the keys descr, fortran_order and shape.
///
/// The keys come in any order, with single or double quotes. Python 2 wrote an L behind some numbers.
struct NPYHeader {
  /// NumPy's name of the type; for several fields the text of the list.
  private(set) var descr = ""
  private(set) var isFortran = false
  private(set) var shape: [Int] = []

  /// A longer header is refused. A list of a thousand fields is shorter.
  static let mostBytes = 1 << 20

  private var rest: ArraySlice<UInt8>

  /// nil where the bytes are no such dictionary.
  init?(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
    guard take("{") else { return nil }
    var seen: Set<String> = []
    while !take("}") {
      guard let key = quoted(), take(":"), seen.insert(key).inserted else { return nil }
      switch key {
      case "descr":
        guard let text = peek() == UInt8(ascii: "[") ? list() : quoted() else { return nil }
        descr = text
      case "fortran_order":
        isFortran = takeWord("True")
        guard isFortran || takeWord("False") else { return nil }
      case "shape":
        guard let sizes = sizes() else { return nil }
        shape = sizes
      default: return nil
      }
      if !take(","), peek() != UInt8(ascii: "}") { return nil }
    }
    guard seen.count == 3, peek() == nil else { return nil }
  }

  /// The next byte that is no blank.
  private mutating func peek() -> UInt8? {
    rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return rest.first
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard peek() != nil, rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  private mutating func quoted() -> String? {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
    let text = rest.dropFirst().prefix { $0 != quote }
    guard text.endIndex < rest.endIndex else { return nil }
    rest = rest[rest.index(after: text.endIndex)...]
    return String(decoding: text, as: UTF8.self)
  }

  /// The text of a list in brackets, which may hold others.
  private mutating func list() -> String? {
    var (depth, end) = (0, rest.startIndex)
    while end < rest.endIndex {
      if rest[end] == UInt8(ascii: "[") { depth += 1 }
      if rest[end] == UInt8(ascii: "]") { depth -= 1 }
      end += 1
      if depth == 0 {
        let text = rest[..<end]
        rest = rest[end...]
        return String(decoding: text, as: UTF8.self)
      }
    }
    return nil
  }

  private mutating func sizes() -> [Int]? {
    guard take("(") else { return nil }
    var result: [Int] = []
    while !take(")") {
      guard peek() != nil else { return nil }
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let size = Int(String(decoding: digits, as: UTF8.self)), result.count < Self.mostDimensions else { return nil }
      result.append(size)
      rest = rest[digits.endIndex...]
      if rest.first == UInt8(ascii: "L") { rest = rest.dropFirst() }
      if !take(","), peek() != UInt8(ascii: ")") { return nil }
    }
    return result
  }

  /// NumPy itself allows 64 dimensions.
  private static let mostDimensions = 64
}

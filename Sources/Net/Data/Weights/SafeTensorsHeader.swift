/// Reads the header of a safetensors file. It is an object of JSON with one object for each tensor, and one for notes of the writer.
///
/// Only this form is read, so nothing nests deeply. A name may stand only once.
struct SafeTensorsHeader {
  struct Tensor: Equatable {
    var name: String
    var type = ""
    var shape: [Int] = []
    /// The first byte and the end, counted from the beginning of the numbers.
    var begin = 0
    var end = 0
  }

  struct Failure: Error {
    /// The byte of the header, from 0.
    let place: Int
    let reason: String
  }

  /// A tensor with more dimensions is refused.
  private static let mostDimensions = 64

  /// The notes of the writer, each with its name.
  private(set) var metadata: [(key: String, value: String)] = []

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, place) = (bytes, bytes.startIndex) }

  mutating func tensors() throws(Failure) -> [Tensor] {
    var (result, names): ([Tensor], Set<String>) = ([], [])
    try object { (reader, key) throws(Failure) in
      guard names.insert(key).inserted else { throw reader.failure("the name \(key.prefix(60)) stands twice") }
      if key == "__metadata__" { reader.metadata = try reader.notes() } else { result.append(try reader.tensor(key)) }
    }
    // Blanks fill the header up to a multiple of 8 bytes.
    guard peek() == nil else { throw failure("something follows the closing brace") }
    return result
  }

  private mutating func notes() throws(Failure) -> [(key: String, value: String)] {
    var result: [(key: String, value: String)] = []
    try object { (reader, key) throws(Failure) in result.append((key, try reader.text())) }
    return result
  }

  /// The texts of a list in JSON; nil where it is none.
  static func texts(_ list: String) -> [String]? {
    var reader = SafeTensorsHeader(Array(list.utf8)[...])
    do {
      var result: [String] = []
      try reader.need("[")
      if reader.take("]") { return reader.peek() == nil ? [] : nil }
      repeat { result.append(try reader.text()) } while reader.take(",")
      try reader.need("]")
      return reader.peek() == nil ? result : nil
    } catch { return nil }
  }

  private mutating func tensor(_ name: String) throws(Failure) -> Tensor {
    var (result, seen) = (Tensor(name: name), Set<String>())
    try object { (reader, key) throws(Failure) in
      guard seen.insert(key).inserted else { throw reader.failure("\(key.prefix(60)) stands twice") }
      switch key {
      case "dtype": result.type = try reader.text()
      case "shape": result.shape = try reader.numbers()
      case "data_offsets":
        let ends = try reader.numbers()
        guard ends.count == 2 else { throw reader.failure("data_offsets needs two numbers") }
        (result.begin, result.end) = (ends[0], ends[1])
      default: throw reader.failure("\(key.prefix(60)) is not known")
      }
    }
    guard seen.count == 3 else { throw failure("\(name.prefix(60)) needs dtype, shape and data_offsets") }
    return result
  }

  // MARK: JSON

  private func failure(_ reason: String) -> Failure { Failure(place: place - bytes.startIndex, reason: reason) }

  /// The next byte that is no blank.
  private mutating func peek() -> UInt8? {
    while place < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    return place < bytes.endIndex ? bytes[place] : nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func need(_ character: Unicode.Scalar) throws(Failure) {
    guard take(character) else { throw failure("\(character) is missing") }
  }

  /// Reads an object and calls `member` with each key.
  private mutating func object(_ member: (inout SafeTensorsHeader, String) throws(Failure) -> Void) throws(Failure) {
    try need("{")
    if take("}") { return }
    repeat {
      if Interrupt.current?.isRequested == true { throw failure("it was interrupted") }
      let key = try text()
      try need(":")
      try member(&self, key)
    } while take(",")
    try need("}")
  }

  private mutating func numbers() throws(Failure) -> [Int] {
    try need("[")
    var result: [Int] = []
    if take("]") { return result }
    repeat {
      guard peek() != nil else { throw failure("a number is missing") }
      let digits = bytes[place...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
        throw failure("a whole number from 0 is missing")
      }
      guard result.count < Self.mostDimensions else { throw failure("there are more than \(Self.mostDimensions) numbers") }
      result.append(number)
      place = digits.endIndex
    } while take(",")
    try need("]")
    return result
  }

  private mutating func text() throws(Failure) -> String {
    try need("\"")
    var units: [UInt8] = []
    while place < bytes.endIndex {
      let byte = bytes[place]
      place += 1
      if Interrupt.stopsTurn(place) { throw failure("it was interrupted") }
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else { throw failure("the text is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): units += String(try escaped()).utf8
      case 0..<0x20: throw failure("a text has a control character")
      default: units.append(byte)
      }
    }
    throw failure("a text does not end")
  }

  private mutating func escaped() throws(Failure) -> Unicode.Scalar {
    guard place < bytes.endIndex else { throw failure("a text does not end") }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // A letter outside the first plane is written as two units.
      guard UTF16.isLeadSurrogate(unit), bytes[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
        throw failure("half a letter stands alone")
      }
      place += 2
      let second = try hexadecimal()
      guard UTF16.isTrailSurrogate(second),
        let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
      else { throw failure("half a letter stands alone") }
      return scalar
    default: throw failure("a backslash stands before a wrong letter")
    }
  }

  private mutating func hexadecimal() throws(Failure) -> UInt16 {
    let digits = bytes[place...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, text.allSatisfy(\.isHexDigit), let value = UInt16(text, radix: 16) else { throw failure("\\u needs four digits") }
    place += 4
    return value
  }
}

/// One array of NumPy's `.npy` format, versions 1 to 3.
///
/// It reads floating-point numbers of 16, 32 and 64 bits, integers of 8 to 64 bits, truth values and fixed-width text, in both byte orders and with any
/// number of dimensions. Entries in Fortran order are put into C order. It writes little-endian float64 or text in C order. `ArraySpool` also writes int64.
public struct NPYArray: Equatable, Sendable {
  /// The length of each dimension. A single number or text has no dimensions.
  public var shape: [Int]
  public var content: Content
  /// Whether the file had float32 numbers, which have 24 significant bits.
  public private(set) var isSinglePrecision = false

  /// The entries of an array.
  public enum Content: Equatable, Sendable {
    case numbers([Double])
    case texts([String])
  }

  /// An array with two dimensions.
  public init(_ matrix: Matrix) {
    shape = [matrix.rows, matrix.columns]
    content = .numbers(matrix.elements)
  }

  /// A single number without dimensions.
  public init(_ number: Double) {
    shape = []
    content = .numbers([number])
  }

  /// Texts in one dimension. With `isSingle`, one text without dimensions.
  public init(_ texts: [String], isSingle: Bool = false) {
    shape = isSingle ? [] : [texts.count]
    content = .texts(texts)
  }

  /// The entries in C order; nil for text.
  public var numbers: [Double]? { if case .numbers(let values) = content { values } else { nil } }
  /// The entries in C order; nil for numbers.
  public var texts: [String]? { if case .texts(let values) = content { values } else { nil } }

  /// The numbers as a matrix. One dimension becomes a row, and no dimension becomes (1, 1). nil for text and for more than two dimensions.
  public var matrix: Matrix? {
    guard let numbers, shape.count <= 2 else { return nil }
    return Matrix(rows: shape.count == 2 ? shape[0] : 1, columns: shape.last ?? 1, elements: numbers)
  }
}

// MARK: Reading

extension NPYArray {
  private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Reads the bytes of a `.npy` file.
  /// - Parameters:
  ///   - name: the name of the array in the error.
  ///   - budget: counts the memory of the entries before they are made.
  /// - Throws: `DataError.badNPY` where the bytes are no such array or have an unknown type, `tooLarge`, and `interrupted`.
  public init(bytes: [UInt8], name: String, budget: MemoryBudget = MemoryBudget()) throws(DataError) {
    func bad(_ reason: String) -> DataError { .badNPY(name: name, reason: reason) }
    guard bytes.count >= 10, Array(bytes[..<6]) == Self.magic else { throw bad("it does not begin like a .npy file") }
    let wide = bytes[6] >= 2
    guard (1...3).contains(bytes[6]), !wide || bytes.count >= 12 else { throw bad("version \(bytes[6]) is not known") }
    let length = wide ? (0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) } : Int(bytes[8]) | Int(bytes[9]) << 8
    let start = (wide ? 12 : 10) + length
    guard start <= bytes.count else { throw bad("it ends within its header") }
    guard length <= NPYHeader.mostBytes, let header = NPYHeader(bytes[(wide ? 12 : 10)..<start]) else { throw bad("its header is not understood") }
    guard let count = ArrayShape.count(header.shape) else { throw .tooLarge(limit: budget.limit) }
    guard let type = EntryType(header.descr) else { throw bad("its type \(header.descr.prefix(40)) is not known") }
    // Swift stores a text of up to 15 bytes in the string itself. A longer text has separate storage.
    try budget.take(count, of: type.isText ? MemoryLayout<String>.size + (type.size > 12 ? 32 + type.size : 0) : MemoryLayout<Double>.size)
    if type.holdsObjects { throw .pickled(name: name) }
    if let reason = type.refusal { throw bad(reason) }
    guard let (total, overflow) = Optional(count.multipliedReportingOverflow(by: type.size)), !overflow, bytes.count - start == total else {
      throw bad("it has \(bytes.count - start) bytes of data, but its shape \(ArrayShape.text(header.shape)) needs another number")
    }
    shape = header.shape
    isSinglePrecision = type.numbers.map { $0.kind == .floating && $0.width == 4 } ?? false
    // In Fortran order, a second array takes the place of the first.
    let isTurned = header.isFortran && shape.count(where: { $0 != 1 }) > 1
    if let numbers = type.numbers {
      if isTurned { try budget.take(count, of: MemoryLayout<Double>.size) }
      let values = numbers.values(bytes, from: start, count: count)
      content = .numbers(isTurned ? ArrayShape.fromColumns(values, shape) : values)
      if isTurned { budget.giveBack(count * MemoryLayout<Double>.size) }
    } else {
      var texts: [String] = []
      for index in 0..<count {
        if index & 0xffff == 0, Interrupt.current?.isRequested == true { throw .interrupted }
        texts.append(type.text(bytes, start + index * type.size))
      }
      if isTurned {
        let places = ArrayShape.fromColumns((0..<count).map(Double.init), shape)
        texts = places.map { texts[Int($0)] }
      }
      content = .texts(texts)
    }
    if Interrupt.current?.isRequested == true { throw .interrupted }
  }

  /// The type of the entries, from NumPy's short name for it: `<f8`, `|b1`, `>U12` and so on.
  private struct EntryType {
    /// The number of bytes of an entry.
    let size: Int
    private let kind: Character
    private let isBig: Bool

    init?(_ descr: String) {
      // NumPy writes brackets around a list of fields.
      if descr.hasPrefix("[") {
        (size, kind, isBig) = (8, "V", false)
        return
      }
      guard let order = descr.first, "<>|=".contains(order), let kind = descr.dropFirst().first else { return nil }
      // A date has its unit behind the number of bytes, and an object has no number.
      let digits = descr.dropFirst(2).prefix { $0 != "[" }
      guard let width = kind == "O" ? Int(digits.isEmpty ? "8" : digits) : Int(digits), (0...1 << 20).contains(width) else { return nil }
      (self.kind, isBig) = (kind, order == ">")
      size = kind == "U" ? 4 * width : width
      guard holdsObjects || refusal != nil || isText || numbers != nil else { return nil }
    }

    /// Whether the entries are objects of Python.
    var holdsObjects: Bool { kind == "O" }

    /// Why entries of this type are not read; nil where they are.
    var refusal: String? {
      switch (kind, size) {
      case ("c", _): "its numbers are complex"
      case ("f", 12), ("f", 16): "its numbers are long doubles, which have more than 64 bits"
      case ("M", _), ("m", _): "its entries are dates or times"
      case ("V", _): "it is a structured array with several fields"
      default: nil
      }
    }

    var isText: Bool { kind == "U" || kind == "S" || kind == "a" }

    var numbers: StoredNumbers? {
      switch kind {
      case "b": StoredNumbers(.truth, width: size, isBigEndian: isBig)
      case "i": StoredNumbers(.signed, width: size, isBigEndian: isBig)
      case "u": StoredNumbers(.unsigned, width: size, isBigEndian: isBig)
      case "f": StoredNumbers(.floating, width: size, isBigEndian: isBig)
      default: nil
      }
    }

    /// The text at a byte. Zeros at its end only fill it.
    func text(_ bytes: [UInt8], _ offset: Int) -> String {
      if kind != "U" {
        let end = bytes[offset..<offset + size].lastIndex { $0 != 0 }
        return end.map { String(decoding: bytes[offset...$0], as: UTF8.self) } ?? ""
      }
      var result = String.UnicodeScalarView()
      for place in stride(from: offset, to: offset + size, by: 4) {
        let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + (isBig ? 3 - $1 : $1)]) << (8 * UInt32($1)) }
        if value != 0, let scalar = Unicode.Scalar(value) { result.append(scalar) }
      }
      return String(result)
    }
  }
}

// MARK: Writing

extension NPYArray {
  /// The number of bytes of an entry. All texts of an array take the room of the longest one.
  private var width: Int {
    switch content {
    case .numbers: 8
    case .texts(let texts): 4 * max(1, texts.lazy.map(\.unicodeScalars.count).max() ?? 1)
    }
  }

  /// The number of bytes that `bytes` needs for the entries; nil where it does not fit into an Int.
  var entryBytes: Int? { ArrayShape.count([numbers?.count ?? texts?.count ?? 0, width]) }

  /// The array as a `.npy` file of version 1. It needs the memory that `entryBytes` says.
  public var bytes: [UInt8] {
    let width = width
    var result = Self.header(texts == nil ? "<f8" : "<U\(width / 4)", shape)
    let start = result.count
    switch content {
    case .numbers(let values):
      result.reserveCapacity(start + 8 * values.count)
      for value in values {
        var bits = value.bitPattern
        for _ in 0..<8 {
          result.append(UInt8(truncatingIfNeeded: bits))
          bits >>= 8
        }
      }
    case .texts(let texts):
      result.reserveCapacity(start + width * texts.count)
      for (index, text) in texts.enumerated() {
        for scalar in text.unicodeScalars {
          for place in 0..<4 { result.append(UInt8(truncatingIfNeeded: scalar.value >> (8 * UInt32(place)))) }
        }
        // Zeros fill the rest.
        result.append(contentsOf: repeatElement(0, count: start + width * (index + 1) - result.count))
      }
    }
    return result
  }

  /// The bytes before the entries: type and shape. The length does not depend on the size of the first dimension.
  static func header(_ descr: String, _ shape: [Int]) -> [UInt8] {
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // As in NumPy, the first dimension has room to grow to 21 digits. Blanks follow up to a multiple of 64.
    if let first = shape.first { header += String(repeating: " ", count: 21 - String(first).count) }
    header += String(repeating: " ", count: 64 - (11 + header.utf8.count) % 64) + "\n"
    return magic + [1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)] + Array(header.utf8)
  }
}

/// One array of NumPy's `.npy` format, versions 1 to 3.
///
/// It reads float32 and float64, integers of 8 to 64 bits, truth values and fixed-width text. Both byte orders are read. The entries
/// of a matrix of numbers in Fortran order are put into C order. It writes little-endian float64 or text in C order. `ArraySpool` also writes int64.
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
  /// - Throws: `DataError.badNPY` where the bytes are no such array or have an unknown type, and `tooLarge`.
  public init(bytes: [UInt8], name: String, budget: MemoryBudget = MemoryBudget()) throws(DataError) {
    func bad(_ reason: String) -> DataError { .badNPY(name: name, reason: reason) }
    guard bytes.count >= 10, Array(bytes[..<6]) == Self.magic else { throw bad("it does not begin like a .npy file") }
    let wide = bytes[6] >= 2
    guard (1...3).contains(bytes[6]), !wide || bytes.count >= 12 else { throw bad("version \(bytes[6]) is not known") }
    let length = wide ? (0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) } : Int(bytes[8]) | Int(bytes[9]) << 8
    let start = (wide ? 12 : 10) + length
    guard start <= bytes.count else { throw bad("it ends within its header") }
    let header = String(decoding: bytes[(wide ? 12 : 10)..<start], as: UTF8.self)
    guard let descr = Self.quoted(after: "'descr':", in: header), let shape = Self.dimensions(header) else { throw bad("its header is not understood") }
    let order = Self.text(after: "'fortran_order':", in: header)
    let fortran = order?.hasPrefix("True") == true
    guard fortran || order?.hasPrefix("False") == true else { throw bad("its header is not understood") }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { throw .tooLarge(limit: budget.limit) }
      count = product
    }
    guard let order = descr.first, let kind = descr.dropFirst().first, let width = Int(descr.dropFirst(2)), (0...1 << 20).contains(width) else {
      throw bad("its type \(descr) is not known")
    }
    let itemSize = kind == "U" ? 4 * width : width
    // Swift stores a text of up to 15 bytes in the string itself. A longer text has separate storage.
    try budget.take(count, of: kind == "U" ? MemoryLayout<String>.size + (width > 3 ? 32 + itemSize : 0) : MemoryLayout<Double>.size)
    guard bytes.count - start == count * itemSize else { throw bad("it has \(bytes.count - start) bytes of data, but its shape needs \(count * itemSize)") }
    self.shape = shape
    isSinglePrecision = kind == "f" && width == 4
    if kind == "U" {
      content = .texts((0..<count).map { Self.unicode(bytes, start + $0 * itemSize, width, big: order == ">") })
    } else {
      guard let read = Self.reader(kind, width, big: order == ">") else { throw bad("its type \(descr) is not known") }
      content = .numbers((0..<count).map { read(bytes, start + $0 * itemSize) })
    }
    if fortran, shape.count == 2, case .numbers(let values) = content {
      content = .numbers(Matrix(rows: shape[1], columns: shape[0], elements: values).transposed().elements)
    }
  }

  private static func text(after key: String, in header: String) -> Substring? {
    guard let place = header.firstRange(of: key) else { return nil }
    return header[place.upperBound...].drop { $0 == " " }
  }

  private static func quoted(after key: String, in header: String) -> String? {
    guard let rest = text(after: key, in: header), rest.first == "'" else { return nil }
    return String(rest.dropFirst().prefix { $0 != "'" })
  }

  private static func dimensions(_ header: String) -> [Int]? {
    guard let rest = text(after: "'shape':", in: header), rest.first == "(" else { return nil }
    let parts = rest.dropFirst().prefix { $0 != ")" }.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    let sizes = parts.compactMap { Int($0) }
    return sizes.count == parts.count && sizes.allSatisfy { $0 >= 0 } ? sizes : nil
  }

  private static func bits(_ bytes: [UInt8], _ offset: Int, _ width: Int, _ big: Bool) -> UInt64 {
    (0..<width).reduce(0) { $0 | UInt64(bytes[offset + (big ? width - 1 - $1 : $1)]) << (8 * UInt64($1)) }
  }

  private static func reader(_ kind: Character, _ width: Int, big: Bool) -> (([UInt8], Int) -> Double)? {
    switch (kind, width) {
    case ("f", 8): return { Double(bitPattern: bits($0, $1, 8, big)) }
    case ("f", 4): return { Double(Float(bitPattern: UInt32(bits($0, $1, 4, big)))) }
    case ("b", 1): return { bytes, offset in bytes[offset] == 0 ? 0 : 1 }
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): return { Double(bits($0, $1, width, big)) }
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8):
      return { bytes, offset in
        let shift = UInt64(64 - 8 * width)
        return Double(Int64(bitPattern: bits(bytes, offset, width, big) << shift) >> Int64(shift))
      }
    default: return nil
    }
  }

  private static func unicode(_ bytes: [UInt8], _ offset: Int, _ width: Int, big: Bool) -> String {
    var result = String.UnicodeScalarView()
    for index in 0..<width {
      let value = UInt32(bits(bytes, offset + 4 * index, 4, big))
      if value != 0, let scalar = Unicode.Scalar(value) { result.append(scalar) }
    }
    return String(result)
  }
}

// MARK: Writing

extension NPYArray {
  /// The array as a `.npy` file of version 1.
  public var bytes: [UInt8] {
    let width: Int
    let descr: String
    switch content {
    case .numbers: (descr, width) = ("<f8", 8)
    case .texts(let texts):
      width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
      descr = "<U\(width)"
    }
    var result = Self.header(descr, shape)
    switch content {
    case .numbers(let values):
      result.reserveCapacity(result.count + 8 * values.count)
      for value in values {
        var bits = value.bitPattern
        for _ in 0..<8 {
          result.append(UInt8(truncatingIfNeeded: bits))
          bits >>= 8
        }
      }
    case .texts(let texts):
      for text in texts {
        let scalars = Array(text.unicodeScalars.map(\.value)) + [UInt32](repeating: 0, count: width - text.unicodeScalars.count)
        for scalar in scalars { result += (0..<4).map { UInt8(truncatingIfNeeded: scalar >> (8 * UInt32($0))) } }
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

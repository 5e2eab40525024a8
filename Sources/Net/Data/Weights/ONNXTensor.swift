/// A constant of an ONNX graph. Its numbers are read when a node needs them.
struct ONNXTensor {
  /// A part of the numbers, as the file has it.
  enum Part {
    case raw(Range<Int>), floats(Range<Int>), doubles(Range<Int>)
    /// Numbers of one to ten bytes each, or one such number.
    case integers(Range<Int>), integer(UInt64)
  }

  var name = ""
  var shape: [Int] = []
  /// The number that ONNX gives to the type of the entries.
  var type = 0
  var parts: [Part] = []
  var texts: [String] = []
  /// Whether the numbers lie in another file, and what says where.
  var isExternal = false
  var external: [String: String] = [:]

  static let mostDimensions = 64

  mutating func append(_ sizes: [Int], _ bad: (String) -> DataError) throws(DataError) {
    guard shape.count + sizes.count <= Self.mostDimensions else { throw bad("a constant has more than \(Self.mostDimensions) dimensions") }
    guard sizes.allSatisfy({ $0 >= 0 }) else { throw bad("a constant has a negative size") }
    shape += sizes
  }

  /// The types of numbers that are read, as raw bytes.
  private var stored: StoredNumbers? {
    switch type {
    case 1: StoredNumbers(.floating, width: 4, isBigEndian: false)
    case 2: StoredNumbers(.unsigned, width: 1, isBigEndian: false)
    case 3: StoredNumbers(.signed, width: 1, isBigEndian: false)
    case 4: StoredNumbers(.unsigned, width: 2, isBigEndian: false)
    case 5: StoredNumbers(.signed, width: 2, isBigEndian: false)
    case 6: StoredNumbers(.signed, width: 4, isBigEndian: false)
    case 7: StoredNumbers(.signed, width: 8, isBigEndian: false)
    case 9: StoredNumbers(.truth, width: 1, isBigEndian: false)
    case 10: StoredNumbers(.floating, width: 2, isBigEndian: false)
    case 11: StoredNumbers(.floating, width: 8, isBigEndian: false)
    case 12: StoredNumbers(.unsigned, width: 4, isBigEndian: false)
    case 13: StoredNumbers(.unsigned, width: 8, isBigEndian: false)
    case 16: StoredNumbers(.brain, width: 2, isBigEndian: false)
    default: nil
    }
  }

  /// The entries in C order.
  /// - Parameters:
  ///   - bytes: the file with the model.
  ///   - folder: the folder of that file.
  ///   - opened: is called with the path of another file from which the entries come.
  /// - Throws: `DataError.weights` where the entries are damaged, lie elsewhere or are of a type that is not read; `tooLarge`; `interrupted`.
  func values(_ bytes: [UInt8], folder: String, _ budget: MemoryBudget, opened: (String) -> Void) throws(DataError) -> [Double] {
    func bad(_ reason: String) -> DataError { .weights(.damaged(form: "ONNX", reason: "the constant '\(name.prefix(60))' \(reason)")) }
    guard let stored else { throw bad("has entries of the type \(type), which is not read") }
    guard let count = ArrayShape.count(shape) else { throw .tooLarge(limit: budget.limit) }
    try budget.take(count, of: MemoryLayout<Double>.size)
    let (size, overflow) = count.multipliedReportingOverflow(by: stored.width)
    guard !overflow else { throw .tooLarge(limit: budget.limit) }
    if isExternal {
      guard parts.isEmpty else { throw bad("lies in the model and in another file") }
      return stored.values(try outside(size, folder, budget, opened), from: 0, count: count)
    }
    func wrong(_ found: Int, _ unit: String) -> DataError { bad("has \(found) \(unit), but its shape \(ArrayShape.text(shape)) needs another number") }
    switch parts.first {
    case nil:
      guard count == 0 else { throw wrong(0, "entries") }
      return []
    case .raw(let range):
      guard parts.count == 1, range.count == size else { throw wrong(range.count, "bytes") }
      return stored.values(bytes, from: range.lowerBound, count: count)
    case .floats:
      guard type == 1 else { throw bad("has floats, but its type is another") }
      return try fixed(bytes, stored, count, budget, wrong) { if case .floats(let range) = $0 { range } else { nil } }
    case .doubles:
      guard type == 11 else { throw bad("has doubles, but its type is another") }
      return try fixed(bytes, stored, count, budget, wrong) { if case .doubles(let range) = $0 { range } else { nil } }
    case .integers, .integer:
      guard type != 1, type != 11 else { throw bad("has integers, but its type is another") }
      var result: [Double] = []
      for part in parts {
        switch part {
        case .integer(let value): result.append(value: value, type)
        case .integers(let range):
          var fields = ProtobufFields(bytes, range)
          do throws(ProtobufFields.Failure) {
            while !fields.isAtEnd, !Interrupt.stopsTurn(result.count) {
              guard result.count < count else { throw ProtobufFields.Failure(place: fields.place, reason: "has more entries than its shape") }
              result.append(value: try fields.varint(), type)
            }
          } catch { throw bad(error.reason) }
          if !fields.isAtEnd { throw .interrupted }
        default: throw bad("has entries in two forms")
        }
      }
      guard result.count == count else { throw wrong(result.count, "entries") }
      return result
    }
  }

  /// The entries from ranges of bytes, one after the other.
  private func fixed(
    _ bytes: [UInt8], _ stored: StoredNumbers, _ count: Int, _ budget: MemoryBudget, _ wrong: (Int, String) -> DataError, _ range: (Part) -> Range<Int>?
  ) throws(DataError) -> [Double] {
    let ranges = parts.compactMap(range)
    let size = ranges.reduce(0) { $0 + $1.count }
    guard ranges.count == parts.count, size == count * stored.width else { throw wrong(size, "bytes") }
    if ranges.count == 1 { return stored.values(bytes, from: ranges[0].lowerBound, count: count) }
    try budget.take(size)
    defer { budget.giveBack(size) }
    return stored.values(ranges.flatMap { bytes[$0] }, from: 0, count: count)
  }

  /// The bytes from the other file.
  private func outside(_ size: Int, _ folder: String, _ budget: MemoryBudget, _ opened: (String) -> Void) throws(DataError) -> [UInt8] {
    let location = external["location"] ?? ""
    func refused(_ reason: String) -> DataError { .weights(.outside(tensor: name, location: location, reason: reason)) }
    func number(_ key: String) throws(DataError) -> Int? {
      guard let text = external[key] else { return nil }
      guard let value = Int(text), value >= 0 else { throw refused("its \(key) is '\(text.prefix(40))'") }
      return value
    }
    let offset = try number("offset") ?? 0
    if let length = try number("length"), length != size {
      throw refused("its length is \(length), but the shape \(ArrayShape.text(shape)) needs \(size) bytes")
    }
    let file: FolderFile
    do throws(FolderFile.Failure) { file = try FolderFile(location, in: folder) } catch { throw refused(error.reason) }
    opened(file.path)
    try budget.take(size)
    defer { budget.giveBack(size) }
    guard let bytes = try file.bytes(from: offset, count: size) else {
      throw refused("it has \(file.size) bytes, but the constant takes \(size) bytes from byte \(offset)")
    }
    return bytes
  }
}

extension [Double] {
  /// Adds an entry that a file has as an integer. Types of 16 bits have their bits there.
  fileprivate mutating func append(value: UInt64, _ type: Int) {
    switch type {
    case 10, 16:
      let bytes = [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      append(contentsOf: StoredNumbers(type == 10 ? .floating : .brain, width: 2, isBigEndian: false)?.values(bytes, from: 0, count: 1) ?? [])
    case 13: append(Double(value))
    default: append(Double(Int64(bitPattern: value)))
    }
  }
}

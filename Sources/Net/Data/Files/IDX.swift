/// The format of MNIST: two zeros, a byte for the type, a byte for the number of dimensions, their sizes, and the numbers. All are big-endian.
enum IDX {
  private static func type(_ code: UInt8) -> StoredNumbers? {
    switch code {
    case 0x08: StoredNumbers(.unsigned, width: 1, isBigEndian: true)
    case 0x09: StoredNumbers(.signed, width: 1, isBigEndian: true)
    case 0x0B: StoredNumbers(.signed, width: 2, isBigEndian: true)
    case 0x0C: StoredNumbers(.signed, width: 4, isBigEndian: true)
    case 0x0D: StoredNumbers(.floating, width: 4, isBigEndian: true)
    case 0x0E: StoredNumbers(.floating, width: 8, isBigEndian: true)
    default: nil
    }
  }

  /// Whether the bytes begin like such a file.
  static func begins(_ bytes: some Collection<UInt8>) -> Bool {
    let start = Array(bytes.prefix(4))
    return start.count == 4 && start[0] == 0 && start[1] == 0 && type(start[2]) != nil && start[3] > 0
  }

  /// The dimensions, from the start of the file; nil where it is too short.
  static func shape(_ bytes: [UInt8]) -> [Int]? {
    guard begins(bytes), bytes.count >= 4 + 4 * Int(bytes[3]) else { return nil }
    return (1...Int(bytes[3])).map { place in bytes[4 * place..<4 * place + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  /// Reads the numbers in C order.
  /// - Throws: `DataError`: `badArrays` where the bytes are no such file, `tooLarge`, or `interrupted`.
  static func read(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> (shape: [Int], values: [Double]) {
    guard let shape = shape(bytes), let type = type(bytes[2]) else { throw .badArrays(reason: "the IDX file ends within its header") }
    guard let count = ArrayShape.count(shape) else { throw .tooLarge(limit: budget.limit) }
    try budget.take(count, of: MemoryLayout<Double>.size)
    let start = 4 + 4 * shape.count
    guard (bytes.count - start) % type.width == 0, (bytes.count - start) / type.width == count else {
      throw .badArrays(reason: "the IDX file has \(bytes.count - start) bytes of numbers, but its shape \(ArrayShape.text(shape)) needs \(count) numbers")
    }
    let values = type.values(bytes, from: start, count: count)
    if Interrupt.current?.isRequested == true { throw .interrupted }
    return (shape, values)
  }
}

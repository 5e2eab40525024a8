/// The format of safetensors: 8 bytes with the length of the header, a header in JSON, and the numbers, little-endian.
struct SafeTensors {
  /// The tensors in the order of their bytes.
  let entries: [ArrayEntry]
  /// What nnshell wrote about the network; nil in other files.
  let facts: NetworkFacts?
  private let tensors: [String: SafeTensorsHeader.Tensor]
  /// The first byte of the numbers.
  private let start: Int

  /// Longer headers are refused, as safetensors itself does.
  private static let mostHeaderBytes = 100_000_000

  /// Whether the bytes begin like such a file.
  static func begins(_ bytes: some Collection<UInt8>) -> Bool {
    let start = Array(bytes.prefix(9))
    return start.count == 9 && start[8] == UInt8(ascii: "{") && (0...mostHeaderBytes).contains(length(start))
  }

  private static func length(_ bytes: [UInt8]) -> Int { (0..<8).reduce(0) { $0 | Int(truncatingIfNeeded: UInt64(bytes[$1]) << (8 * UInt64($1))) } }

  /// - Throws: `DataError.weights(.damaged)` where the header is no such header, or where its lengths contradict each other or the file.
  init(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    func bad(_ reason: String) -> DataError { .weights(.damaged(form: "safetensors", reason: reason)) }
    guard Self.begins(bytes) else { throw bad("it does not begin like one") }
    let length = Self.length(bytes)
    guard length <= bytes.count - 8 else {
      throw bad("its header should have \(length) bytes, but only \(bytes.count - 8) follow; the file is cut off")
    }
    // A tensor takes about 60 bytes in the header, and a few hundred here.
    try budget.take(length, of: 8)
    var header = SafeTensorsHeader(bytes[8..<8 + length])
    let found: [SafeTensorsHeader.Tensor]
    do throws(SafeTensorsHeader.Failure) { found = try header.tensors() } catch {
      if Interrupt.current?.isRequested == true { throw .interrupted }
      throw bad("its header is wrong at byte \(error.place + 1): \(error.reason)")
    }
    start = 8 + length
    facts = NetworkFacts(header.metadata)
    let data = bytes.count - start
    let ordered = found.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var (end, before) = (0, "")
    for tensor in ordered {
      guard tensor.begin <= tensor.end else { throw bad("\(tensor.name) ends before it begins") }
      if tensor.begin < end { throw bad("\(before) and \(tensor.name) overlap") }
      guard tensor.begin == end else { throw bad("no tensor has the \(tensor.begin - end) bytes before \(tensor.name)") }
      guard tensor.end <= data else { throw bad("\(tensor.name) should end at byte \(tensor.end) of the numbers, but they have \(data); the file is cut off") }
      if let type = Self.type(tensor.type) {
        guard let count = ArrayShape.count(tensor.shape), (tensor.end - tensor.begin) % type.width == 0, (tensor.end - tensor.begin) / type.width == count
        else {
          throw bad(
            "\(tensor.name) has \(tensor.end - tensor.begin) bytes, but its shape \(ArrayShape.text(tensor.shape)) of \(tensor.type) needs another number")
        }
      }
      (end, before) = (tensor.end, tensor.name)
    }
    guard end == data else { throw bad("no tensor has the last \(data - end) bytes") }
    entries = ordered.map { tensor in
      let type = Self.type(tensor.type)
      return ArrayEntry(name: tensor.name, shape: tensor.shape, kind: type == nil ? .refused("numbers of the type \(tensor.type) are not read") : .numbers)
    }
    tensors = Dictionary(ordered.map { ($0.name, $0) }) { first, _ in first }
  }

  func read(_ entry: ArrayEntry, _ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) -> NamedArray {
    guard let tensor = tensors[entry.name], let type = Self.type(tensor.type) else { throw .missingEntry(entry.name) }
    let count = (tensor.end - tensor.begin) / type.width
    try budget.take(count, of: MemoryLayout<Double>.size)
    let values = type.values(bytes, from: start + tensor.begin, count: count)
    if Interrupt.current?.isRequested == true { throw .interrupted }
    return NamedArray(name: entry.name, shape: tensor.shape, content: .numbers(values))
  }

  private static func type(_ name: String) -> StoredNumbers? {
    switch name {
    case "F64": StoredNumbers(.floating, width: 8, isBigEndian: false)
    case "F32": StoredNumbers(.floating, width: 4, isBigEndian: false)
    case "F16": StoredNumbers(.floating, width: 2, isBigEndian: false)
    case "BF16": StoredNumbers(.brain, width: 2, isBigEndian: false)
    case "I64": StoredNumbers(.signed, width: 8, isBigEndian: false)
    case "I32": StoredNumbers(.signed, width: 4, isBigEndian: false)
    case "I16": StoredNumbers(.signed, width: 2, isBigEndian: false)
    case "I8": StoredNumbers(.signed, width: 1, isBigEndian: false)
    case "U64": StoredNumbers(.unsigned, width: 8, isBigEndian: false)
    case "U32": StoredNumbers(.unsigned, width: 4, isBigEndian: false)
    case "U16": StoredNumbers(.unsigned, width: 2, isBigEndian: false)
    case "U8": StoredNumbers(.unsigned, width: 1, isBigEndian: false)
    case "BOOL": StoredNumbers(.truth, width: 1, isBigEndian: false)
    default: nil
    }
  }
}

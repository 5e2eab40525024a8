import CCSV

/// The cells of a text table, read by libcsv. Only this file imports the C module.
struct CSV {
  /// The cells of each row, with the line on which the row starts.
  var rows: [(line: Int, cells: [String])]

  /// Reads UTF-8 text with or without a header. A byte-order mark and CRLF are allowed. Empty lines are skipped.
  /// - Throws: `DataError` for an empty file, text that is not UTF-8, a syntax error, a full budget or Ctrl-C.
  init(_ bytes: [UInt8], delimiter: UInt8, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) {
    var body = bytes[...]
    if body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
    guard !body.isEmpty else { throw .empty }
    try Self.checkText(body)
    let collector = Collector(budget)
    var parser = unsafe csv_parser()
    guard unsafe csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else { throw .badCSV(line: 1) }
    defer { unsafe csv_free(&parser) }
    unsafe csv_set_delim(&parser, delimiter)
    // The collector lives longer than the calls that receive its address.
    let context = unsafe Unmanaged.passUnretained(collector).toOpaque()
    let cell: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { text, length, context in
      guard let context = unsafe context else { return }
      let collector = unsafe Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
      let bytes = unsafe UnsafeRawBufferPointer(start: text, count: length)
      collector.take(length)
      if collector.failure == nil { unsafe collector.row.append(String(decoding: bytes, as: UTF8.self)) }
    }
    let end: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
      guard let context = unsafe context else { return }
      unsafe Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue().endRow()
    }
    // The parser gets one line at a time, so that each row knows its line. A quoted cell may contain line ends.
    for line in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      collector.line += 1
      if collector.row.isEmpty, unsafe parser.quoted == 0 { collector.rowLine = collector.line }
      let text = Array(line) + [UInt8(ascii: "\n")]
      guard unsafe csv_parse(&parser, text, text.count, cell, end, context) == text.count else { throw .badCSV(line: collector.line) }
      if let failure = collector.failure { throw failure }
    }
    let isOpen = unsafe parser.quoted != 0
    guard unsafe csv_fini(&parser, cell, end, context) == 0 else { throw isOpen ? .openQuote(line: collector.rowLine) : .badCSV(line: collector.line) }
    if let failure = collector.failure { throw failure }
    rows = collector.rows
  }

  private static func checkText(_ bytes: ArraySlice<UInt8>) throws(DataError) {
    var line = 1
    for byte in bytes {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if byte == 0 { throw .notText(line: line, byte: 0) }
    }
    if let offset = Text.firstInvalidByte(bytes) {
      throw .notText(line: 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }, byte: bytes[offset])
    }
  }

  private final class Collector {
    var rows: [(line: Int, cells: [String])] = []
    var row: [String] = []
    var line = 0
    var rowLine = 1
    var failure: DataError?
    private let budget: MemoryBudget

    init(_ budget: MemoryBudget) { self.budget = budget }

    /// Counts the memory of a cell. Arrays grow by doubling, so twice the size of a string is counted. A long text also has its own storage.
    func take(_ length: Int) {
      if line & 0xfff == 0, Interrupt.current?.isRequested == true { failure = .interrupted }
      do throws(DataError) { try budget.take(2 * MemoryLayout<String>.size + (length > 15 ? length + 32 : 0)) } catch { failure = failure ?? error }
    }

    func endRow() {
      if failure == nil { do throws(DataError) { try budget.take(64) } catch { failure = error } }
      if !row.isEmpty, row != [""] { rows.append((rowLine, row)) }
      row = []
    }
  }
}

/// UTF-8 text as bytes.
public enum Text {
  /// The index of the first byte that is not valid UTF-8; nil where all bytes are valid.
  public static func firstInvalidByte(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let first = bytes[index]
      let length: Int
      switch first {
      case 0..<0x80: length = 1
      case 0xC2..<0xE0: length = 2
      case 0xE0..<0xF0: length = 3
      case 0xF0..<0xF5: length = 4
      default: return index
      }
      guard index + length <= bytes.endIndex, bytes[index + 1..<index + length].allSatisfy({ $0 & 0xC0 == 0x80 }) else { return index }
      if length > 2 {
        let second = bytes[index + 1]
        if first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F || first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F { return index }
      }
      index += length
    }
    return nil
  }
}

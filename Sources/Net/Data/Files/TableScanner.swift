import CTable

/// How the cells of a text table are written.
public struct CellForm: Equatable, Sendable {
  /// What stands between two cells.
  public enum Delimiter: String, CaseIterable, Sendable {
    case comma, semicolon, tab, bar
    /// Blanks and tabs, any number of them.
    case blanks

    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .bar: UInt8(ascii: "|")
      case .blanks: UInt8(ascii: " ")
      }
    }
  }

  public var delimiter = Delimiter.comma
  /// Whether a comma, not a point, stands before the fraction of a number.
  public var hasDecimalComma = false

  fileprivate var c: nn_table_form {
    nn_table_form(
      delimiter: CChar(bitPattern: delimiter.byte), decimal: CChar(bitPattern: UInt8(ascii: hasDecimalComma ? "," : ".")), blanks: delimiter == .blanks ? 1 : 0)
  }
}

/// Reads all rows of a text table. Only this file imports the C module.
///
/// The text is cut into parts at ends of lines, and the threads share the parts. The cuts depend on the text alone, so the result is the same for any
/// number of threads.
@safe struct TableScanner {
  /// A cell that is no number.
  struct Cell {
    var row: Int
    var column: Int
    /// The place of its text in the bytes, without blanks around it and without quotes.
    var range: Range<Int>
    /// Whether the text contains doubled quotes, each of which stands for one.
    var hasQuotes: Bool
  }

  /// The cells of a table.
  struct Result {
    var rows = 0
    /// The numbers of each column that was asked for, one after the other. A cell that is no number has NaN.
    var numbers: [Double] = []
  }

  private let bytes: [UInt8]
  private let form: CellForm
  /// The starts of the parts, and the end of the last.
  private let cuts: [Int]
  private let hasQuotes: Bool

  /// The bytes of a part.
  private static let part = 1 << 20

  /// Finds the parts of the text from `start` on. The text must end with a newline.
  init(_ bytes: [UInt8], from start: Int, _ form: CellForm) {
    precondition(start >= 0 && start <= bytes.count && (bytes.last == UInt8(ascii: "\n") || start == bytes.count), "a text of whole lines")
    (self.bytes, self.form) = (bytes, form)
    var cuts = [start]
    var quotes = 0
    unsafe bytes.withUnsafeBytes { raw in
      let text = unsafe raw.baseAddress!.assumingMemoryBound(to: CChar.self)
      var place = start
      while place < bytes.count {
        // A part ends at a newline that has an even number of quotes before it.
        let stop = min(place + Self.part, bytes.count)
        unsafe quotes += nn_table_quotes(text + place, stop - place)
        place = stop
        while place < bytes.count, unsafe quotes % 2 != 0 || raw[place - 1] != UInt8(ascii: "\n") {
          if unsafe raw[place] == UInt8(ascii: "\"") { quotes += 1 }
          place += 1
        }
        cuts.append(place)
      }
    }
    self.cuts = cuts
    hasQuotes = quotes > 0
  }

  private var parts: Int { cuts.count - 1 }

  /// Whether all bytes are ASCII without NUL.
  static func isPlain(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.withUnsafeBytes { raw in unsafe raw.isEmpty || nn_table_is_plain(raw.baseAddress!.assumingMemoryBound(to: CChar.self), raw.count) != 0 }
  }

  /// Reads the columns of `wanted`, in this order, of a table with `columns` columns. Each cell that is no number is passed to `body`, by rows.
  ///
  /// - Throws: `DataError` where a row has another number of cells, a quote is wrong, the budget is too small or Ctrl-C was pressed.
  func read(_ wanted: [Int], of columns: Int, _ budget: MemoryBudget, _ body: (Cell) throws(DataError) -> Void) throws(DataError) -> Result {
    let counting = Counting(self)
    Workers.shared.run(parts, counting)
    let rows = counting.rows.reduce(0, +)
    try budget.take(wanted.count * rows, of: MemoryLayout<Double>.size)
    let numbers = unsafe [Double](unsafeUninitializedCapacity: wanted.count * rows) { buffer, count in
      unsafe HugePages.advise(buffer.baseAddress, bytes: buffer.count * MemoryLayout<Double>.size)
      unsafe buffer.initialize(repeating: 0)
      count = buffer.count
    }
    var result = Result(rows: rows, numbers: numbers)
    let most = budget.rest / (2 * MemoryLayout<nn_table_cell>.size)
    var failure: DataError?
    unsafe result.numbers.withUnsafeMutableBufferPointer { numbers in
      var targets = unsafe [UnsafeMutablePointer<Double>?](repeating: nil, count: columns)
      for (place, column) in wanted.enumerated() { unsafe targets[column] = numbers.baseAddress.map { unsafe $0 + place * rows } }
      let reading = unsafe Reading(self, targets, counting.rows, most)
      // Between two runs Ctrl-C is asked for.
      for first in stride(from: 0, to: parts, by: Reading.run) {
        if Interrupt.current?.isRequested == true { failure = .interrupted }
        if failure != nil { break }
        reading.first = first
        Workers.shared.run(min(Reading.run, parts - first), reading)
      }
      if failure == nil { do throws(DataError) { try reading.each(budget, body) } catch { failure = error } }
      reading.free()
    }
    if let failure { throw failure }
    return result
  }

  /// The number of the line that contains the byte at `offset`, from 1.
  func line(of offset: Int) -> Int { 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") } }

  // MARK: Shared work

  /// Counts the rows of each part.
  private final class Counting: SharedWork {
    private let scanner: TableScanner
    private let counts: [Slot]
    final class Slot { var rows = 0 }

    init(_ scanner: TableScanner) {
      self.scanner = scanner
      counts = (0..<scanner.parts).map { _ in Slot() }
    }

    var rows: [Int] { counts.map(\.rows) }

    func perform(_ index: Int, worker: Int) {
      unsafe scanner.bytes.withUnsafeBytes { raw in
        let text = unsafe raw.baseAddress!.assumingMemoryBound(to: CChar.self)
        counts[index].rows = unsafe nn_table_rows(text, scanner.cuts[index], scanner.cuts[index + 1], scanner.form.c, scanner.hasQuotes ? 1 : 0)
      }
    }
  }

  /// Reads the parts.
  @safe private final class Reading: SharedWork {
    static let run = 32
    var first = 0
    private let scanner: TableScanner
    private let targets: [UnsafeMutablePointer<Double>?]
    private let rows: [Int]
    private let starts: [Int]
    private let most: Int
    private let results: UnsafeMutablePointer<nn_table_part>

    init(_ scanner: TableScanner, _ targets: [UnsafeMutablePointer<Double>?], _ rows: [Int], _ most: Int) {
      unsafe (self.scanner, self.targets, self.rows, self.most) = unsafe (scanner, targets, rows, most)
      var starts: [Int] = []
      var next = 0
      for count in rows {
        starts.append(next)
        next += count
      }
      self.starts = starts
      unsafe results = .allocate(capacity: max(rows.count, 1))
      unsafe results.initialize(repeating: nn_table_part(), count: rows.count)
    }

    func free() {
      for index in rows.indices { unsafe nn_table_free(results + index) }
      unsafe results.deallocate()
    }

    func perform(_ index: Int, worker: Int) {
      let part = first + index
      unsafe scanner.bytes.withUnsafeBytes { raw in
        unsafe targets.withUnsafeBufferPointer { targets in
          let text = unsafe raw.baseAddress!.assumingMemoryBound(to: CChar.self)
          unsafe nn_table_read(
            text, scanner.cuts[part], scanner.cuts[part + 1], scanner.form.c, targets.count, targets.baseAddress!, starts[part], rows[part], most,
            results + part)
        }
      }
    }

    /// Passes the cells of all parts to `body`.
    ///
    /// - Throws: The first fault of the table, or that of `body`.
    func each(_ budget: MemoryBudget, _ body: (Cell) throws(DataError) -> Void) throws(DataError) {
      var count = 0
      for part in rows.indices {
        let result = unsafe results[part]
        count += unsafe result.cell_space
        let line = { unsafe self.scanner.line(of: result.fault_offset) }
        switch unsafe result.fault {
        case nn_table_good: break
        case nn_table_quote: throw .badCSV(line: line())
        case nn_table_open_quote: throw .openQuote(line: line())
        case nn_table_full: throw .tooLarge(limit: budget.limit)
        default: throw .ragged(line: line(), expected: unsafe targets.count, found: unsafe Int(result.fault_cells))
        }
      }
      try budget.take(count, of: MemoryLayout<nn_table_cell>.stride)
      defer { budget.giveBack(count * MemoryLayout<nn_table_cell>.stride) }
      for part in rows.indices {
        let result = unsafe results[part]
        for index in unsafe 0..<result.cell_count {
          let cell = unsafe result.cells[index]
          try body(
            Cell(row: Int(cell.row), column: Int(cell.column), range: Int(cell.offset)..<Int(cell.offset) + Int(cell.length), hasQuotes: cell.has_quotes != 0))
        }
      }
    }
  }
}

/// The text of a table as UTF-8 bytes that end with a newline, without what stands before the table.
struct TableText {
  /// The bytes of the text. The last one is a newline.
  private(set) var bytes: [UInt8]
  /// The place of the first row.
  private(set) var start = 0
  /// The delimiter that a first line such as `sep=;` names; nil without such a line.
  private(set) var toldDelimiter: CellForm.Delimiter?
  /// The last line before the table that begins with `#` or `%`, without that sign; nil where there is none.
  private(set) var lastComment: String?

  /// Takes over the bytes of a file: UTF-8 with or without a mark, or UTF-16 with a mark. A lone CR ends a line where the text has no newline.
  ///
  /// - Throws: `DataError` for an empty text, a file of another kind, a NUL, bytes that are no UTF-8, or a text of comments only.
  init(_ file: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    if let foreign = ForeignFile(file) { throw .foreign(foreign) }
    bytes = file
    if let isBig = Self.markOfUTF16(file) { try decodeUTF16(isBig, budget) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    let newline = UInt8(ascii: "\n")
    try check()
    if !bytes.contains(newline), bytes.contains(UInt8(ascii: "\r")) {
      for index in bytes.indices where bytes[index] == UInt8(ascii: "\r") { bytes[index] = newline }
    }
    if bytes.last != newline { bytes.append(newline) }
    try skipPreamble()
  }

  private static func markOfUTF16(_ bytes: [UInt8]) -> Bool? {
    if bytes.starts(with: [0xFE, 0xFF]) { return true }
    if bytes.starts(with: [0xFF, 0xFE]) { return false }
    return nil
  }

  private mutating func decodeUTF16(_ isBig: Bool, _ budget: MemoryBudget) throws(DataError) {
    guard bytes.count % 2 == 0 else { throw .notText(line: 1, byte: bytes[bytes.count - 1]) }
    try budget.take(3 * bytes.count)
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for index in stride(from: 2, to: bytes.count, by: 2) {
      let (a, b) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(isBig ? a << 8 | b : b << 8 | a)
    }
    bytes = Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Checks that the text has no NUL and is UTF-8.
  private func check() throws(DataError) {
    guard start < bytes.count else { throw .empty }
    if TableScanner.isPlain(bytes) { return }
    func line(_ offset: Int) -> Int { 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") } }
    if let place = bytes.firstIndex(of: 0) { throw .notText(line: line(place), byte: 0) }
    if let place = Text.firstInvalidByte(bytes[start...]) { throw .notText(line: line(place), byte: bytes[place]) }
  }

  /// Passes over empty lines, a line `sep=;`, and lines that begin with `#` or `%`.
  private mutating func skipPreamble() throws(DataError) {
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))!
      let line = String(decoding: bytes[start..<end], as: UTF8.self).trimmingBlanks
      if let first = line.first, first == "#" || first == "%" {
        lastComment = String(line.drop { $0 == "#" || $0 == "%" }).trimmingBlanks
      } else if line.lowercased().hasPrefix("sep="), line.unicodeScalars.count == 5, toldDelimiter == nil,
        let told = CellForm.Delimiter.allCases.first(where: { $0.byte == line.utf8.last })
      {
        toldDelimiter = told
      } else if !line.isEmpty {
        return
      }
      start = end + 1
    }
    throw lastComment == nil ? .empty : .noRows
  }

  /// The line of the row with this number, counted from 0, among the rows from `start` on. Empty lines are no rows.
  func line(ofRow row: Int, from start: Int) -> Int {
    let newline = UInt8(ascii: "\n")
    var line = 1 + bytes[..<start].count { $0 == newline }
    var (isOpen, isEmpty, left, first) = (false, true, row, line)
    for byte in bytes[start...] {
      if byte == UInt8(ascii: "\"") { isOpen.toggle() }
      if byte == newline {
        line += 1
        if isOpen { continue }
        if !isEmpty {
          if left == 0 { return first }
          left -= 1
        }
        (isEmpty, first) = (true, line)
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
        isEmpty = false
      }
    }
    return first
  }

  /// The first rows as text, at most `rows`, in the given form. Each has the place of the row after it.
  func sample(_ form: CellForm, rows most: Int, from start: Int? = nil) -> [(cells: [TableCell], end: Int)] {
    var rows: [(cells: [TableCell], end: Int)] = []
    var place = start ?? self.start
    while place < bytes.count, rows.count < most {
      var line = place
      var isOpen = false
      // A newline between quotes ends no row. Where a quote does not close within 1 MiB, the next newline ends the row.
      while line < bytes.count, isOpen && line - place < 1 << 20 || bytes[line] != UInt8(ascii: "\n") {
        if bytes[line] == UInt8(ascii: "\"") { isOpen.toggle() }
        line += 1
      }
      let cells = TableCell.split(bytes[place..<min(line, bytes.count)], form)
      place = min(line + 1, bytes.count)
      if cells.contains(where: { !$0.text.isEmpty }) || cells.count > 1 { rows.append((cells, place)) }
    }
    return rows
  }
}

/// A cell of the first rows, as text.
struct TableCell: Equatable {
  var text: String
  var isQuoted: Bool

  /// The cells of one row.
  static func split(_ row: ArraySlice<UInt8>, _ form: CellForm) -> [TableCell] {
    var cells: [TableCell] = []
    var text: [UInt8] = []
    var (isQuoted, isOpen) = (false, false)
    var line = row
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    let isBlanks = form.delimiter == .blanks
    func add() {
      let text = String(decoding: text, as: UTF8.self)
      if isBlanks, text.isEmpty, !isQuoted { return }
      cells.append(TableCell(text: isQuoted ? text : text.trimmingBlanks, isQuoted: isQuoted))
    }
    for byte in line {
      if byte == UInt8(ascii: "\"") {
        // The second of two quotes inside a cell opens it again and stands for one quote.
        if !isOpen, isQuoted { text.append(byte) }
        isOpen.toggle()
        isQuoted = true
      } else if !isOpen, byte == form.delimiter.byte || isBlanks && byte == UInt8(ascii: "\t") {
        add()
        (text, isQuoted) = ([], false)
      } else {
        text.append(byte)
      }
    }
    add()
    return cells
  }
}

extension StringProtocol {
  /// The text without blanks and tabs at both ends.
  var trimmingBlanks: String {
    let start = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
    return String(start[...last])
  }
}

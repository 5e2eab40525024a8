/// Reads rows of cells: plain rows, CSV, and the tables that Octave, MATLAB, R, Julia, pandas, polars and `show` print.
///
/// Blanks, commas, semicolons or bars separate the cells. A header and names of rows are recognised by their contents and by their number: a row
/// with names has one cell more than its header. Parts with more columns stand below each other.
struct TableReader {
  /// The factor of all numbers that follow.
  var factor = 1.0
  /// Whether the table is a vector beside its row names.
  var isSeries = false
  /// The single word above rows that are not named; nil where there is none.
  private(set) var title: String?
  private var format: PrintedFormat?
  private let shape: Shape?
  private var delimiter: Delimiter?
  private var parts: [Part] = []
  private var part = Part()
  /// The numbers of a vector as R prints it, with `[1]` before each line.
  private var vector: PrintedRow?
  private var isAfterBlank = false
  /// The lines of a table with bars before the rule that ends its header. They are rows where no such rule follows.
  private var undecided: [PrintLine] = []
  private var hasDivider = false
  /// The letters of the last row of a table with bars. polars breaks a number where its column is too narrow.
  private var lastLetters: [[UInt8]] = []

  init(shape: Shape?) { self.shape = shape }

  private enum Delimiter { case blanks, comma, semicolon, bars }

  private struct Header {
    var count: Int
    /// Whether the first column has the names of the rows.
    var isIndexed: Bool
    /// The letters of the first cell, and their place.
    var word: String
    var offset: Int
    /// Whether the line below has the name of the first column.
    var hasIndexName = false
  }

  /// Columns that stand beside each other.
  private struct Part {
    var header: Header?
    var rows: [PrintedRow] = []
    /// The number of entries in a row.
    var width = 0
    var rowGap: Int?
    var isLabelled = false
    /// Whether the first row may be a header of numbers.
    var isDoubtful = false

    var isEmpty: Bool { header == nil && rows.isEmpty && rowGap == nil }
  }

  private enum Cell {
    case number(PrintedEntry), gap, label, word, empty

    var isWord: Bool {
      switch self {
      case .word, .label, .empty: true
      case .number, .gap: false
      }
    }

    /// Whether the cell may be the name of a row: a word or a whole number.
    var isName: Bool { whole != nil || isWord || isGap }
    var isGap: Bool { if case .gap = self { true } else { false } }
    /// A whole number from 0; nil for any other cell.
    var whole: Int? {
      guard case .number(let entry) = self, entry.halfUnit == nil, entry.value >= 0 else { return nil }
      return Int(exactly: entry.value)
    }
  }

  /// The cells of one line.
  private struct Cells {
    var cells: [Cell] = []
    var ranges: [Range<Int>] = []
    var count: Int { cells.count }

    /// Whether all cells from an index are numbers or left out.
    func areNumbers(from start: Int = 0) -> Bool { count > start && !cells[start...].contains { $0.isWord } }

    var hasNumber: Bool { cells.contains { if case .number = $0 { true } else { false } } }
    var hasEmpty: Bool { cells.contains { if case .empty = $0 { true } else { false } } }

    /// Whether all cells are whole numbers that grow, as the numbers of columns do. Columns may be left out.
    var areColumnNumbers: Bool {
      var last = -1
      for cell in cells where !cell.isGap {
        guard let whole = cell.whole, whole > last else { return false }
        last = whole
      }
      return last >= 0
    }
  }

  /// A blank line.
  mutating func blank() { isAfterBlank = true }

  /// The rows below are more columns of the same rows.
  mutating func startPart() {
    if part.isEmpty { return }
    parts.append(part)
    part = Part()
  }

  /// Rows are left out below the last one.
  mutating func cut() {
    for index in parts.indices { parts[index].rowGap = parts[index].rowGap ?? parts[index].rows.count }
    part.rowGap = part.rowGap ?? part.rows.count
  }

  /// Reads a line of the table.
  mutating func add(_ line: PrintLine) throws(PrintFault) {
    defer { isAfterBlank = false }
    if try isRule(line) { return }
    if delimiter(of: line) == .bars, !hasDivider {
      undecided.append(line)
      // No header has so many lines.
      if undecided.count > 8 { try decide(isHeader: false) }
      return
    }
    try addCells(line)
  }

  private mutating func addCells(_ line: PrintLine) throws(PrintFault) {
    let cells = try split(line)
    if cells.count == 0 { return }
    if line.isLabel(cells.ranges[0]), !line.bytes[cells.ranges[0]].contains(UInt8(ascii: ",")) { return try addToVector(cells, line) }
    if cells.cells.allSatisfy({ $0.isGap }) {
      guard part.rowGap == nil else { throw fault(.notNumber(line.text(cells.ranges[0])), cells, 0) }
      part.rowGap = part.rows.count
    } else if part.rows.isEmpty {
      try addFirst(cells, line)
    } else {
      try addRow(cells, line)
    }
  }

  /// Uses the lines of a table with bars that may be its header.
  private mutating func decide(isHeader: Bool) throws(PrintFault) {
    let lines = undecided
    (undecided, hasDivider) = ([], true)
    guard isHeader, let first = lines.first else {
      for line in lines { try addCells(line) }
      return
    }
    let cells = try split(first)
    guard cells.count > 0 else { return }
    part.header = header(cells, first)
    format = lines.lazy.flatMap { line in line.cells.lazy.compactMap { PrintedFormat(line.text($0)) } }.first ?? format
  }

  /// The header in a line. Its first name can say that the first column has the names of the rows.
  private func header(_ cells: Cells, _ line: PrintLine) -> Header {
    let name = line.text(cells.ranges[0])
    return Header(count: cells.count, isIndexed: ["", "index", "Unnamed: 0"].contains(name), word: name, offset: cells.ranges[0].lowerBound)
  }

  /// Reads a header, or the first row of a part.
  private mutating func addFirst(_ cells: Cells, _ line: PrintLine) throws(PrintFault) {
    guard let header = part.header else {
      if cells.areNumbers() {
        try append(cells, line, isLabelled: false)
        part.isDoubtful = true
      } else if cells.areNumbers(from: 1), line.text(cells.ranges[0]) != "" {
        try append(cells, line, isLabelled: true)
      } else {
        part.header = self.header(cells, line)
      }
      return
    }
    if !cells.hasNumber {
      // The types of the columns, or the name of the row names.
      let types = cells.ranges.map { line.text($0) }
      format = types.lazy.compactMap { PrintedFormat($0) }.first ?? format
      let isType = types.allSatisfy { $0.hasPrefix("<") && $0.hasSuffix(">") || PrintedFormat($0) != nil }
      // R can write the name of the columns above the name of the rows.
      if header.count == 1, cells.count > 1, !isType {
        part.header = Header(count: cells.count, isIndexed: true, word: types[0], offset: cells.ranges[0].lowerBound)
        return
      }
      guard isType || !header.isIndexed && cells.cells.count(where: { $0.isWord }) == 1 else {
        throw PrintFault(.unknown(header.word), header.offset)
      }
      if !isType { part.header?.hasIndexName = true }
      return
    }
    let isNamed = header.isIndexed || cells.cells[0].isWord
    if cells.count == header.count, !header.hasIndexName {
      try append(cells, line, isLabelled: isNamed)
    } else if cells.count == header.count + 1, cells.cells[0].isName {
      try append(cells, line, isLabelled: true)
    } else if header.hasIndexName {
      throw PrintFault(.unknown(header.word), header.offset)
    } else if header.count == 1, !isNamed {
      title = header.word
      part.header = nil
      try addFirst(cells, line)
    } else {
      throw fault(.ragged(row: 1, expected: header.count, found: cells.count), cells, 0)
    }
  }

  /// Reads a row, or the header of the next part.
  private mutating func addRow(_ cells: Cells, _ line: PrintLine) throws(PrintFault) {
    let names = part.isLabelled ? 1 : 0
    let isNewHeader = isAfterBlank && part.isLabelled && cells.areColumnNumbers
    if part.isDoubtful, part.rows.count == 1, cells.count == part.width + 1, cells.cells[0].isName, cells.areNumbers(from: 1), firstIsColumnNumbers {
      part.header = Header(count: part.width, isIndexed: false, word: "", offset: cells.ranges[0].lowerBound)
      (part.rows, part.isDoubtful) = ([], false)
      return try append(cells, line, isLabelled: true)
    }
    if cells.count == part.width + names, cells.areNumbers(from: names), !isNewHeader { return try append(cells, line, isLabelled: part.isLabelled) }
    // Julia marks the columns that it leaves out only in some rows.
    if let gap = part.rows[0].gap, cells.count == part.width + names - 1, !cells.cells.contains(where: { $0.isGap }), cells.areNumbers(from: names) {
      try append(cells, line, isLabelled: part.isLabelled)
      part.rows[part.rows.count - 1].gap = gap
      return
    }
    if delimiter == .bars, cells.hasEmpty { return try continueRow(cells, line) }
    if isNewHeader || !cells.hasNumber && !cells.hasEmpty && (part.header != nil || part.isLabelled) {
      startPart()
      return try addFirst(cells, line)
    }
    guard let wrong = cells.cells.indices.dropFirst(names).first(where: { cells.cells[$0].isWord }) else {
      throw fault(.ragged(row: part.rows.count + 1, expected: part.width, found: max(0, cells.count - names)), cells, 0)
    }
    if case .empty = cells.cells[wrong] { throw fault(.emptyCell, cells, wrong) }
    throw fault(.notNumber(line.text(cells.ranges[wrong])), cells, wrong)
  }

  /// Adds the letters below the last row of a table with bars to its cells.
  private mutating func continueRow(_ cells: Cells, _ line: PrintLine) throws(PrintFault) {
    let start = part.isLabelled ? 1 : 0
    guard lastLetters.count == cells.count, let last = part.rows.last, last.entries.count + (last.gap == nil ? 0 : 1) + start == cells.count else {
      throw fault(.emptyCell, cells, 0)
    }
    var column = 0
    for index in cells.cells.indices.dropFirst(start) where last.gap.map({ $0 + start }) != index {
      if case .empty = cells.cells[index] {
      } else {
        lastLetters[index] += line.bytes[cells.ranges[index]]
        guard let entry = PrintedEntry(lastLetters[index][...]) else { throw fault(.notNumber(line.text(cells.ranges[index])), cells, index) }
        part.rows[part.rows.count - 1].entries[column] = entry
      }
      column += 1
    }
  }

  /// Whether the only row so far has numbers of columns. Then it is a header.
  private var firstIsColumnNumbers: Bool {
    guard let row = part.rows.first else { return false }
    return Cells(cells: row.entries.map { .number($0) }, ranges: []).areColumnNumbers
  }

  private mutating func append(_ cells: Cells, _ line: PrintLine, isLabelled: Bool) throws(PrintFault) {
    let start = isLabelled ? 1 : 0
    var row = PrintedRow(offset: cells.ranges[0].lowerBound)
    row.entries.reserveCapacity(cells.count)
    for index in start..<max(start, cells.count) {
      switch cells.cells[index] {
      case .number(let entry): row.entries.append(factor == 1 ? entry : entry.times(factor))
      case .gap where row.gap == nil: row.gap = row.entries.count
      case .empty: throw fault(.emptyCell, cells, index)
      default: throw fault(.notNumber(line.text(cells.ranges[index])), cells, index)
      }
    }
    if delimiter == .bars { lastLetters = cells.ranges.map { Array(line.bytes[$0]) } }
    if part.rows.isEmpty { (part.width, part.isLabelled) = (cells.count - start, isLabelled) }
    part.rows.append(row)
  }

  private mutating func addToVector(_ cells: Cells, _ line: PrintLine) throws(PrintFault) {
    guard part.isEmpty, parts.isEmpty else { throw fault(.notNumber(line.text(cells.ranges[0])), cells, 0) }
    var row = vector ?? PrintedRow(offset: cells.ranges[0].lowerBound)
    for index in cells.cells.indices.dropFirst() {
      guard case .number(let entry) = cells.cells[index] else { throw fault(.notNumber(line.text(cells.ranges[index])), cells, index) }
      row.entries.append(entry)
    }
    vector = row
  }

  private func fault(_ reason: PrintedArray.Flaw.Reason, _ cells: Cells, _ index: Int) -> PrintFault { PrintFault(reason, cells.ranges[index].lowerBound) }
}

extension TableReader {
  /// The array of the table. nil where the table has only a factor.
  /// - Parameter isVector: whether a single column is a vector.
  mutating func block(isVector: Bool, _ offset: Int) throws(PrintFault) -> PrintedBlock? {
    if !undecided.isEmpty { try decide(isHeader: false) }
    if let vector { return PrintedBlock(rows: [vector], dimensions: 1, format: format, offset: vector.offset) }
    var all = parts + (part.isEmpty ? [] : [part])
    if all.isEmpty { return nil }
    if let header = all.first(where: { $0.rows.isEmpty })?.header, delimiter == .blanks {
      // Words without numbers below them are prose.
      throw PrintFault(.unknown(header.word), header.offset)
    }
    if let bare = all.first(where: { $0.rows.isEmpty }) { throw PrintFault(.empty, bare.header?.offset ?? offset) }
    if all.count == 1, isHeaderOfNumbers(all[0]) { all[0].rows.removeFirst() }
    var result = PrintedBlock(rows: all[0].rows, rowGap: all[0].rowGap, dimensions: 2, format: format, offset: offset)
    for next in all.dropFirst() {
      guard next.rows.count == result.rows.count, next.rowGap == result.rowGap else {
        throw PrintFault(.parts(expected: result.rows.count, found: next.rows.count), next.rows.first?.offset ?? offset)
      }
      for (index, row) in next.rows.enumerated() {
        if let gap = row.gap {
          guard result.rows[index].gap == nil else { throw PrintFault(.notNumber("..."), row.offset) }
          result.rows[index].gap = result.rows[index].entries.count + gap
        }
        result.rows[index].entries += row.entries
      }
    }
    if isSeries, !all[0].isLabelled {
      for index in result.rows.indices where result.rows[index].entries.count == 2 { result.rows[index].entries.removeFirst() }
    }
    guard isVector || isSeries, result.rows.allSatisfy({ $0.entries.count == 1 }) else { return result }
    let entries = result.rows.map { $0.entries[0] }
    let row = PrintedRow(entries: entries, gap: result.rowGap, offset: offset)
    return PrintedBlock(rows: [row], dimensions: 1, isColumn: true, format: format, offset: offset)
  }

  /// Whether the first row is the header 0, 1, 2 …, as pandas writes it for columns without names.
  ///
  /// The wanted shape decides, if it is known and fits. Otherwise a header has at least two numbers and stands above numbers with decimals.
  private func isHeaderOfNumbers(_ part: Part) -> Bool {
    guard part.isDoubtful, part.rows.count > 1, let first = part.rows.first, first.gap == nil else { return false }
    guard first.entries.enumerated().allSatisfy({ $1.halfUnit == nil && $1.value == Double($0) }) else { return false }
    if let shape, shape.columns == part.width, part.rowGap == nil {
      if shape.rows == part.rows.count - 1 { return true }
      if shape.rows == part.rows.count { return false }
    }
    return part.width > 1 && part.rows.dropFirst().contains { $0.entries.contains { $0.halfUnit != nil } }
  }

  /// Whether the line is only a rule of a table, such as `╞═════╡`, `+---+` or `|---|`. The first rule inside a table ends its header.
  private mutating func isRule(_ line: PrintLine) throws(PrintFault) -> Bool {
    let first = line.bytes[line.range.lowerBound]
    guard first == 0xE2 || [UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: ":")].contains(first) else { return false }
    var (dashes, isDivider) = (0, first == UInt8(ascii: "|") || first == UInt8(ascii: "-"))
    var place = line.range.lowerBound
    while place < line.range.upperBound {
      switch line.bytes[place] {
      case UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: ":"), 0...0x20: break
      case UInt8(ascii: "-"): dashes += 1
      case UInt8(ascii: "="): (dashes, isDivider) = (dashes + 1, true)
      case 0xE2:
        guard place + 2 < line.range.upperBound, line.bytes[place + 1] == 0x94 || line.bytes[place + 1] == 0x95 else { return false }
        let sign = (line.bytes[place + 1], line.bytes[place + 2])
        if sign != (0x94, 0x82), sign != (0x94, 0x86) { dashes += 1 }
        // These are the signs ═, ├ and ┼.
        isDivider = isDivider || sign == (0x95, 0x90) || sign == (0x94, 0x9C) || sign == (0x94, 0xBC)
        place += 2
      default: return false
      }
      place += 1
    }
    guard dashes > 1 else { return false }
    guard isDivider, !hasDivider else { return true }
    if !undecided.isEmpty {
      try decide(isHeader: true)
    } else if part.isDoubtful, part.rows.count == 1 {
      part.header = Header(count: part.width, isIndexed: false, word: "", offset: line.range.lowerBound)
      (part.rows, part.isDoubtful, hasDivider) = ([], false, true)
    }
    return true
  }

  private mutating func split(_ line: PrintLine) throws(PrintFault) -> Cells {
    let delimiter = self.delimiter(of: line)
    var result = Cells()
    func add(_ range: Range<Int>) {
      result.ranges.append(range)
      result.cells.append(cell(range, line))
    }
    if delimiter == .blanks {
      for range in line.cells { add(range) }
      // pandas ends a line with \ where more columns follow below.
      if let last = result.ranges.last, line.bytes[last].elementsEqual([UInt8(ascii: "\\")]) {
        result.ranges.removeLast()
        result.cells.removeLast()
      }
      return result
    }
    var place = line.range.lowerBound
    // A first cell may be empty, and blanks before it are no part of it.
    while true {
      let start = place
      var end = place
      var isQuoted = false
      if delimiter != .bars, let open = line.bytes[start..<line.range.upperBound].firstIndex(where: { $0 > 0x20 }), line.bytes[open] == UInt8(ascii: "\"") {
        guard let close = line.bytes[open + 1..<line.range.upperBound].firstIndex(of: UInt8(ascii: "\"")) else { throw PrintFault(.quote, open) }
        add(open + 1..<close)
        isQuoted = true
        place = close + 1
        end = place
      }
      var sign = 0
      while end < line.range.upperBound {
        sign = Self.separator(line.bytes, end, line.range.upperBound, delimiter)
        if sign > 0 { break }
        end += 1
      }
      if !isQuoted { add(trimmed(start..<end, line)) }
      if end >= line.range.upperBound { break }
      place = end + sign
    }
    if delimiter == .bars {
      // Bars stand before the first cell and behind the last one.
      if let first = result.cells.first, case .empty = first {
        result.cells.removeFirst()
        result.ranges.removeFirst()
      }
    }
    if result.count > 1, case .empty? = result.cells.last {
      result.cells.removeLast()
      result.ranges.removeLast()
    }
    return result
  }

  /// The separator of the table, which its first line shows.
  private mutating func delimiter(of line: PrintLine) -> Delimiter {
    if let delimiter, delimiter == .bars || !parts.isEmpty || !part.rows.isEmpty || part.header.map({ $0.count > 1 }) == true { return delimiter }
    let bytes = line.bytes[line.range]
    var found = Delimiter.blanks
    if bytes.first == UInt8(ascii: "|") || line.cells.contains(where: { line.bytes[$0].starts(with: [0xE2, 0x94, 0x82]) }) {
      found = .bars
    } else if !line.cells.contains(where: line.isLabel) {
      if bytes.contains(UInt8(ascii: ";")) { found = .semicolon } else if bytes.contains(UInt8(ascii: ",")) { found = .comma }
    }
    delimiter = found
    return found
  }

  /// The number of bytes of the separator at a place; 0 where there is none.
  private static func separator(_ bytes: [UInt8], _ place: Int, _ end: Int, _ delimiter: Delimiter) -> Int {
    switch delimiter {
    case .blanks: return 0
    case .comma: return bytes[place] == UInt8(ascii: ",") ? 1 : 0
    case .semicolon: return bytes[place] == UInt8(ascii: ";") ? 1 : 0
    case .bars:
      if bytes[place] == UInt8(ascii: "|") { return 1 }
      guard place + 2 < end, bytes[place] == 0xE2, bytes[place + 1] == 0x94 else { return place + 3 == end && isBar(bytes, place) ? 3 : 0 }
      return isBar(bytes, place) ? 3 : 0
    }
  }

  /// Whether `│` or `┆` stands at a place that has three bytes.
  private static func isBar(_ bytes: [UInt8], _ place: Int) -> Bool {
    bytes[place] == 0xE2 && bytes[place + 1] == 0x94 && (bytes[place + 2] == 0x82 || bytes[place + 2] == 0x86)
  }

  private func trimmed(_ range: Range<Int>, _ line: PrintLine) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end {
      let blank = PrintScanner.blank(line.bytes, start, end)
      if blank == 0 { break }
      start += blank
    }
    while end > start, line.bytes[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }

  private func cell(_ range: Range<Int>, _ line: PrintLine) -> Cell {
    let bytes = line.bytes[range]
    if bytes.isEmpty { return .empty }
    if let entry = PrintedEntry(bytes) { return .number(entry) }
    if PrintedForm.isGap(bytes) { return .gap }
    if line.isLabel(range) { return .label }
    guard delimiter == .semicolon, bytes.count(where: { $0 == UInt8(ascii: ",") }) == 1 else { return .word }
    // Where a semicolon separates the cells, a comma may stand for the point.
    return PrintedEntry(bytes.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }[...]).map { .number($0) } ?? .word
  }
}

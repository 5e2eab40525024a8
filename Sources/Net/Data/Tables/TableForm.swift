/// How a file writes a table. `data` guesses this from the file, or the user gives it as options.
public struct TableForm: Equatable, Sendable {
  public var cells = CellForm()
  /// Whether the first row has the names of the columns.
  public var hasHeader = false
  /// Whether the names stand behind `#` in the line above the table.
  public var hasCommentHeader = false
  /// Whether the first column counts the rows and is left out.
  public var hasIndex = false
  /// Whether the last column is empty everywhere and is left out.
  public var dropsLast = false
  /// Whether the first row might be a header too. It is read as an example then.
  public var isHeaderUnclear = false
  /// The names of all columns. A column without a name has its position.
  public var names: [String] = []
  /// The place of the first row after the header.
  var start = 0

  /// The rows that are looked at before the whole table is read.
  private static let sampled = 200

  /// Looks at the first rows of a text.
  ///
  /// - Throws: `DataError` where the table has a header and no rows.
  init(_ text: TableText, _ options: TableOptions) throws(DataError) {
    cells.delimiter = options.delimiter ?? text.toldDelimiter ?? Self.delimiter(text)
    if let told = options.hasDecimalComma {
      cells.hasDecimalComma = told
    } else if cells.delimiter != .comma {
      cells.hasDecimalComma = Self.hasDecimalCommas(text.sample(cells, rows: Self.sampled))
    }
    var rows = text.sample(cells, rows: Self.sampled)
    start = text.start
    // R's write.table gives the column of row names no name, so that the first row has one cell less than all others.
    let isShort = rows.count > 1 && options.hasHeader != false && rows.dropFirst().allSatisfy { $0.cells.count == rows[0].cells.count + 1 }
    if isShort { rows[0].cells.insert(TableCell(text: "", isQuoted: true), at: 0) }
    guard let first = rows.first else { throw .empty }
    let body = rows.dropFirst().filter { $0.cells.count == first.cells.count }.map(\.cells)
    let isAllWords = first.cells.allSatisfy { Self.number($0.text, cells) == nil && !TableWords.isMissing($0.text) }
    let evidence = options.takesOnlyWordsAsHeader && !isAllWords ? .no : Self.headerEvidence(first.cells, body, cells)
    let isExpected = first.cells.contains { options.expectedNames.contains($0.text) }
    hasHeader = options.hasHeader ?? (evidence == .yes || isShort || isExpected)
    isHeaderUnclear = options.hasHeader == nil && evidence == .unclear && !isShort && !isExpected
    if !hasHeader, let comment = text.lastComment, options.hasHeader != false {
      let names = TableCell.split(Array(comment.utf8)[...], cells).map(\.text)
      if names.count == first.cells.count, names.contains(where: { Self.number($0, cells) == nil }), evidence != .yes {
        (hasCommentHeader, isHeaderUnclear) = (true, false)
        self.names = names
      }
    }
    if hasHeader {
      names = first.cells.map(\.text)
      start = first.end
      guard rows.count > 1 else { throw .noRows }
    } else if !hasCommentHeader {
      names = first.cells.map { _ in "" }
    }
    let all = (hasHeader ? [] : [first.cells]) + body
    let isNamedIndex = ["", "Unnamed: 0", "index"].contains(names[0]) && !options.expectedNames.contains(names[0]) && (hasHeader || hasCommentHeader)
    hasIndex = options.hasIndex ?? (isNamedIndex && names.count > 1 && Self.countsUp(all.map { $0[0].text }, cells))
    if names.count > 1, names[names.count - 1].isEmpty, !all.isEmpty, all.allSatisfy({ $0[$0.count - 1].text.isEmpty }) { dropsLast = true }
    for index in names.indices where names[index].isEmpty { names[index] = String(index + 1) }
    // As in pandas, the second column a is a.1, the third one a.2, and so on.
    var (taken, numbers): (Set<String>, [String: Int]) = (Set(names), [:])
    var seen: Set<String> = []
    for index in used where !seen.insert(names[index]).inserted {
      var name = names[index]
      while !taken.insert(name).inserted {
        numbers[names[index], default: 0] += 1
        name = "\(names[index]).\(numbers[names[index]]!)"
      }
      names[index] = name
    }
  }

  /// The columns that are not left out.
  var used: Range<Int> { (hasIndex ? 1 : 0)..<max(names.count - (dropsLast ? 1 : 0), hasIndex ? 1 : 0) }

  static func number(_ text: String, _ cells: CellForm) -> Double? { TableWords.number(text, decimalComma: cells.hasDecimalComma) }

  // MARK: Guesses

  /// The delimiter that splits the first rows into equally many cells. Tab and semicolon come before comma, because a comma may be a decimal comma.
  private static func delimiter(_ text: TableText) -> CellForm.Delimiter {
    var most: (delimiter: CellForm.Delimiter, score: Int) = (.comma, 0)
    for delimiter in [CellForm.Delimiter.tab, .semicolon, .comma, .bar, .blanks] {
      let counts = text.sample(CellForm(delimiter: delimiter), rows: 30).map(\.cells.count)
      guard let first = counts.first, let largest = counts.max(), largest > 1 else { continue }
      if counts.allSatisfy({ $0 == first }) { return delimiter }
      // Where no delimiter fits every row, the one that splits the most rows is taken, but blanks only where no other delimiter is there.
      let score = delimiter == .blanks ? 1 : 1 + counts.count { $0 > 1 }
      if score > most.score { most = (delimiter, score) }
    }
    return most.delimiter
  }

  /// Whether cells look like numbers with a decimal comma, and none like one with a decimal point.
  private static func hasDecimalCommas(_ rows: [(cells: [TableCell], end: Int)]) -> Bool {
    var found = false
    for row in rows {
      for cell in row.cells where !cell.text.isEmpty {
        if cell.text.contains("."), TableWords.number(cell.text, decimalComma: false) != nil { return false }
        if cell.text.contains(","), TableWords.number(cell.text, decimalComma: true) != nil { found = true }
      }
    }
    return found
  }

  private enum Evidence {
    case yes, no, unclear
  }

  /// The first row is a header where one of its cells is no number, while the rest of that column is. It is also one where its first cell is empty and the
  /// rest of that column counts the rows. A first row that counts from 0 or 1, as pandas writes it, and a table without numbers are unclear.
  private static func headerEvidence(_ first: [TableCell], _ body: [[TableCell]], _ form: CellForm) -> Evidence {
    func isNumber(_ text: String) -> Bool { number(text, form) != nil || TableWords.truth(text) != nil }
    var hasNumbers = false
    for (column, cell) in first.enumerated() {
      let rest = body.map { $0[column].text }
      let numbers = rest.count(where: isNumber)
      let isNumeric = numbers > 0 && rest.allSatisfy { isNumber($0) || TableWords.isMissing($0) }
      hasNumbers = hasNumbers || isNumeric || isNumber(cell.text)
      if isNumeric, !isNumber(cell.text), !TableWords.isMissing(cell.text) { return .yes }
      if column == 0, cell.text.isEmpty, rest.count > 0, countsUp(rest, form), first.count > 1 { return .yes }
    }
    // A column of numbers in which a few cells are wrong is still a column of numbers.
    for (column, cell) in first.enumerated() where !isNumber(cell.text) && !TableWords.isMissing(cell.text) {
      let rest = body.map { $0[column].text }
      if rest.count > 3, 10 * rest.count(where: isNumber) >= 9 * rest.count { return .yes }
    }
    if body.isEmpty { return first.contains { isNumber($0.text) } ? .no : .yes }
    let counting = first.enumerated().filter { isNumber($1.text) }
    let start = counting.first.flatMap { number($1.text, form).map { $0 - Double(counting[0].offset) } }
    let counts = first.count > 1 && !counting.isEmpty && (start == 0 || start == 1) && counting.allSatisfy { number($1.text, form) == Double($0) + start! }
    return counts || !hasNumbers ? .unclear : .no
  }

  /// Whether the cells are whole numbers that go up by 1 from 0 or from 1.
  private static func countsUp(_ cells: [String], _ form: CellForm) -> Bool {
    guard let first = cells.first.flatMap({ number($0, form) }), first == first.rounded(), abs(first) < 1e15, !cells.isEmpty else { return false }
    return cells.enumerated().allSatisfy { number($1, form) == first + Double($0) }
  }
}

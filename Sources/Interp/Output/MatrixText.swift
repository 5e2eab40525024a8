import Net

/// The text of a matrix. Row numbers are at the left, column numbers are above, and the columns are aligned. `…` marks rows and columns that are left out.
struct MatrixText {
  var matrix: Matrix
  var isBoolean = false
  /// The numbers beside the rows and above the columns, or nil to count them from 1.
  var rowLabels: [Int]?
  var columnLabels: [Int]?
  /// Whether all rows and columns are shown, whatever the width of the window.
  var showsAll = false
  /// The entries that get a star, as row-major indices from 0.
  var marked: Set<Int> = []

  /// The largest number of rows that are all shown. A larger matrix shows only its first and last rows.
  private static let mostRows = 24
  private static let (firstRows, lastRows) = (10, 3)
  /// The cost to format one number, compared with the cost of one entry in elementwise arithmetic. It decides how often Ctrl-C is checked.
  private static let workOfEntry = 64

  init(_ value: Value, rowLabels: [Int]? = nil, columnLabels: [Int]? = nil, showsAll: Bool = false, marked: Set<Int> = []) {
    matrix = value.asMatrix ?? Matrix(rows: 0, columns: 0)
    isBoolean = value.isBoolean
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.showsAll = showsAll
    self.marked = marked
  }

  /// The lines of the text, and whether rows or columns are left out. An empty matrix gives `(no entries)`. After Ctrl-C there are no lines.
  func lines(_ style: TextStyle) -> (lines: [String], isElided: Bool) {
    guard matrix.rows > 0, matrix.columns > 0 else { return (["(no entries)"], false) }
    let rows: [Int?] =
      showsAll || matrix.rows <= Self.mostRows
      ? Array(0..<matrix.rows)
      : Array(0..<Self.firstRows) + [nil] + Array(matrix.rows - Self.lastRows..<matrix.rows)
    let columns = chosenColumns(rows, style)
    var cells: [[String]] = [[""] + columns.map { $0.map(columnLabel) ?? "…" }]
    // Ctrl-C can leave a line unfinished. Then nothing is printed.
    for row in rows {
      var line = [row.map(rowLabel) ?? "…"]
      Slabs.each(columns.count, entriesOfEach: Self.workOfEntry) { range in
        for index in range {
          let column = columns[index]
          line.append(row != nil && column != nil ? entry(row!, column!, style) : "…")
        }
      }
      if Interrupt.current?.endsWork() == true { return ([], false) }
      cells.append(line)
    }
    return (TextTable.lines(cells, [.right]), rows.contains { $0 == nil } || columns.contains { $0 == nil })
  }

  private func entry(_ row: Int, _ column: Int, _ style: TextStyle) -> String {
    let value = matrix[row, column]
    let text = isBoolean ? (value != 0 ? "True" : "False") : style.number(value)
    if marked.isEmpty { return text }
    return text + (marked.contains(row * matrix.columns + column) ? "*" : " ")
  }

  private func rowLabel(_ row: Int) -> String { String(rowLabels?[row] ?? row + 1) }

  /// The column's number. It is aligned with the numbers below, not with their stars.
  private func columnLabel(_ column: Int) -> String { String(columnLabels?[column] ?? column + 1) + (marked.isEmpty ? "" : " ") }

  /// The columns to show, with nil for the columns that are left out. These are the last column and as many of the first ones as fit beside it.
  private func chosenColumns(_ rows: [Int?], _ style: TextStyle) -> [Int?] {
    if showsAll { return Array(0..<matrix.columns) }
    func width(_ column: Int) -> Int {
      2 + max(columnLabel(column).count, rows.compactMap { $0 }.map { entry($0, column, style).count }.max() ?? 0)
    }
    let labels = rows.compactMap { $0 }.map { rowLabel($0).count }.max() ?? 1
    var used = labels
    var fitting = 0
    while fitting < matrix.columns {
      let next = width(fitting)
      if used + next > style.width { break }
      used += next
      fitting += 1
    }
    if fitting == matrix.columns { return Array(0..<fitting) }
    let last = width(matrix.columns - 1) + 3
    while fitting > 1, used + last > style.width {
      fitting -= 1
      used -= width(fitting)
    }
    return Array(0..<fitting) + [nil] + [matrix.columns - 1]
  }
}

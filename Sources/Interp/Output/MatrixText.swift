import Net

/// A matrix as lines: unit numbers at the left, example numbers on top, columns aligned; what is left out is said.
struct MatrixText {
  var matrix: Matrix
  var isBoolean = false
  /// Numbers that stand beside the rows and above the columns; nil counts them from 1.
  var rowLabels: [Int]?
  var columnLabels: [Int]?
  /// Everything, whatever the width.
  var showsAll = false
  /// Places, row-major from 0, whose numbers have a star.
  var marked: Set<Int> = []

  /// Rows shown before some are left out, and how many then.
  private static let mostRows = 24
  private static let (firstRows, lastRows) = (10, 3)
  /// What to write a number costs, in entries of a function.
  private static let workOfEntry = 64

  init(_ value: Value, rowLabels: [Int]? = nil, columnLabels: [Int]? = nil, showsAll: Bool = false, marked: Set<Int> = []) {
    matrix = value.asMatrix ?? Matrix(rows: 0, columns: 0)
    isBoolean = value.isBoolean
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.showsAll = showsAll
    self.marked = marked
  }

  func lines(_ style: TextStyle) -> (lines: [String], isElided: Bool) {
    guard matrix.rows > 0, matrix.columns > 0 else { return (["(no entries)"], false) }
    let rows: [Int?] =
      showsAll || matrix.rows <= Self.mostRows
      ? Array(0..<matrix.rows)
      : Array(0..<Self.firstRows) + [nil] + Array(matrix.rows - Self.lastRows..<matrix.rows)
    let columns = chosenColumns(rows, style)
    var cells: [[String]] = [[""] + columns.map { $0.map(columnLabel) ?? "…" }]
    // A line may be left unfinished where Ctrl-C is pressed: then nothing is printed.
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

  /// Above the number itself, not above its star.
  private func columnLabel(_ column: Int) -> String { String(columnLabels?[column] ?? column + 1) + (marked.isEmpty ? "" : " ") }

  /// As many of the first columns as fit beside the last one.
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

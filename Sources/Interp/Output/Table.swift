/// Columns of text, each as wide as its widest cell.
enum Table {
  enum Alignment {
    case left, right
  }

  /// Lines of cells, two blanks between columns; the last column is not padded on its right.
  static func lines(_ rows: [[String]], _ alignments: [Alignment], gap: String = "  ") -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        if column > 0 { line += gap }
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let alignment = alignments[min(column, alignments.count - 1)]
        line += alignment == .right ? padding + cell : column == row.count - 1 ? cell : cell + padding
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

import Net

/// Tables of text. Each column is as wide as its widest cell.
enum TextTable {
  /// The side on which the cells of a column are aligned.
  enum Alignment {
    case left, right
  }

  /// The lines of a table. Cells beyond the last alignment use the last one, and lines have no trailing blanks.
  ///
  /// - Parameter gap: The text between two columns.
  static func lines(_ rows: [[String]], _ alignments: [Alignment], gap: String = "  ") -> [String] {
    let rows = rows.map { $0.map(Escaping.visible) }
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      if Interrupt.current?.endsWork() == true { return "" }
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

  /// The line, broken at blanks where it is wider than `width`, with all its gaps. The following lines are indented by two more than the line. A word that
  /// is wider than the window stays whole.
  static func broken(_ line: String, width: Int) -> [String] {
    let indent = line.prefix { $0 == " " }.count + 2
    var lines: [String] = []
    var rest = Array(line)
    while rest.count > width, let begin = rest.firstIndex(where: { $0 != " " }) {
      let blanks = rest.indices.filter { $0 > begin && rest[$0] == " " }
      guard let end = blanks.last(where: { $0 <= width }) ?? blanks.first else { break }
      let next = rest[end...].drop { $0 == " " }
      if next.isEmpty { break }
      lines.append(String(rest[..<(rest[..<end].lastIndex { $0 != " " }! + 1)]))
      rest = Array(repeating: " ", count: 2 * indent <= width ? indent : 0) + next
    }
    return lines + [String(rest)]
  }

  /// The line, broken at blanks where it is wider than `width`. The following lines are indented to the text of the last column.
  static func wrapped(_ line: String, width: Int) -> [String] {
    guard line.count > width else { return [line] }
    let letters = Array(line)
    let start = letters.indices.dropFirst(2).last { letters[$0] != " " && letters[$0 - 1] == " " && letters[$0 - 2] == " " }
    // A column that begins beyond the middle leaves too little room. The indent of the line is used instead.
    let indent = start.flatMap { 2 * $0 <= width ? $0 : nil } ?? letters.prefix { $0 == " " }.count
    var lines: [String] = []
    var current = String(letters[..<indent])
    var isEmpty = true
    for word in letters[indent...].split(separator: " ") {
      if !isEmpty, current.count + 1 + word.count > width {
        lines.append(current)
        current = String(repeating: " ", count: indent)
        isEmpty = true
      }
      current += (isEmpty ? "" : " ") + String(word)
      isEmpty = false
    }
    return lines + [current]
  }
}

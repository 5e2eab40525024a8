import Net

/// Draws the units of a network, with a line for each weight.
struct DiagramText {
  private let diagram: Figure.Diagram
  private let figure: Figure
  private let style: PictureStyle
  private let rows: Int

  init(_ diagram: Figure.Diagram, _ figure: Figure, _ style: PictureStyle, rows: Int) {
    (self.diagram, self.figure, self.style, self.rows) = (diagram, figure, style, rows)
  }

  /// Weights below this share of the largest weight of their layer have no line.
  private static let least = 0.1

  func lines() -> [String] {
    guard style.columns >= 2 * diagram.columns.count else {
      return ["a picture of \(diagram.columns.count) layers with the inputs needs \(2 * diagram.columns.count) columns; here are \(style.columns)"]
    }
    let labels = diagram.columns.map(\.labels.count).max() ?? 0
    let share = NumberFormat.significant(Self.least * 100, 3)
    let legend = style.legend([
      (style.isUnicode ? "⠤⠤⠤" : Self.sign(1), 1, "positive weight"), (style.isUnicode ? "⠄⠠ " : Self.sign(2), 2, "negative weight"),
      ("no line", 0, "below \(share) % of the layer's largest"),
    ])
    // Where the layers are too many for their labels, the picture has none.
    let width = style.columns / diagram.columns.count
    let hasLabels = width >= 4 && rows >= 12
    let height = max(rows - (hasLabels ? labels : 0) - legend.count - 1, 2)
    var canvas = Canvas(columns: style.columns, rows: height, isBraille: style.isUnicode)
    let places = diagram.columns.indices.map { self.places($0, width, height) }
    for (index, W) in diagram.weights.enumerated() {
      let (left, right) = (places[index], places[index + 1])
      let largest = W.elements.lazy.filter(\.isFinite).map(abs).max() ?? 0
      for (row, end) in right.enumerated() {
        for (column, start) in left.enumerated() {
          let weight = W[row, column]
          guard weight.isFinite, weight != 0, abs(weight) >= Self.least * largest else { continue }
          let isPositive = weight > 0
          // A negative weight has a dotted line, so that nobody needs the colours.
          _ = canvas.line(from: dot(start, canvas), to: dot(end, canvas), owner: isPositive ? 1 : 2) { isPositive || $0 % 3 == 0 }
        }
      }
    }
    for (index, column) in places.enumerated() {
      for (unit, place) in column.enumerated() {
        let isLast = unit == column.count - 1 && column.count < diagram.columns[index].units
        let at = dot(place, canvas)
        canvas.mark(at.x, at.y, isLast ? (style.isUnicode ? "⋮" : ":") : style.isUnicode ? "●" : "O", owner: 0)
      }
    }
    let names = hasLabels ? (0..<labels).map { line in labelLine(line, width) } : []
    let body = (0..<height).map { style.cells(canvas, $0) }
    return style.title(figure.title) + legend + body + names
  }

  /// The sign of a line in ASCII.
  private static func sign(_ owner: Int) -> String { String(Canvas.signs[owner - 1]) }

  /// The cells of the units of a layer that are drawn.
  private func places(_ index: Int, _ width: Int, _ height: Int) -> [(column: Int, row: Int)] {
    let units = diagram.columns[index].units
    let shown = min(units, height)
    return (0..<shown).map { unit in
      let row = shown == height ? unit : Int((Double(unit) + 0.5) / Double(shown) * Double(height))
      return (index * width + width / 2, row)
    }
  }

  /// The dot in the middle of a cell.
  private func dot(_ place: (column: Int, row: Int), _ canvas: Canvas) -> (x: Int, y: Int) {
    canvas.isBraille ? (2 * place.column + 1, 4 * place.row + 2) : (place.column, place.row)
  }

  private func labelLine(_ line: Int, _ width: Int) -> String {
    var text = ""
    for (index, column) in diagram.columns.enumerated() {
      guard line < column.labels.count else { continue }
      let label = column.labels[line].prefix(width - 1)
      let start = max(index * width + width / 2 - label.count / 2, text.count + (index == 0 ? 0 : 1))
      text += String(repeating: " ", count: max(start - text.count, 0)) + label
    }
    return PictureStyle.trimmed(text)
  }
}

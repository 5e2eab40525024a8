import Net

/// A picture. On a terminal it fits the window; elsewhere it has 80 x 24 cells.
struct PlotEvent: Event {
  let command = "plot"
  let figure: Figure
  /// The size that `size=` gives; nil for that of the window.
  var size: (columns: Int, rows: Int)?
  /// A picture has characters that set colours.
  let isVerbatim = true

  func text(_ style: TextStyle) -> [String] {
    var picture = style.picture
    if let size { (picture.columns, picture.rows) = size }
    return FigureText(figure, picture).lines()
  }

  func fields() -> [JSONField]? {
    let what = [JSONField("what", .string(figure.what))]
    switch figure.content {
    case .series(let series):
      let parts = series.map { part in
        JSONValue.object([
          JSONField("name", .string(part.name)), JSONField("x", .array(part.x.map { .number($0) })), JSONField("y", .array(part.y.map { .number($0) })),
        ])
      }
      return what + [JSONField("series", .array(parts))]
    case .map(let map):
      let rows = (0..<map.rows).map { row in JSONValue.array((0..<map.columns).map { .number(map.values[row * map.columns + $0]) }) }
      let (x, y) = ((1...max(map.columns, 1)).map { JSONValue.integer($0) }, (1...max(map.rows, 1)).map { JSONValue.integer($0) })
      return what + [JSONField("matrix", .array(rows)), JSONField("x", .array(x)), JSONField("y", .array(y))]
    }
  }
}

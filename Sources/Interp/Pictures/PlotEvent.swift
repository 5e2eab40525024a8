import Net

/// A picture. On a terminal it fits the window; elsewhere it has 80 x 24 cells.
struct PlotEvent: Event {
  let command = "plot"
  let figure: Figure
  /// The size that `size=` gives; nil for that of the window.
  var size: (columns: Int, rows: Int)?
  /// The file that was written in place of a text; nil for text.
  var file: String?
  /// The picture as sixels, for a terminal that draws them.
  var sixels: String?
  /// A picture has characters that set colours.
  let isVerbatim = true
  var isReport: Bool { file != nil }
  let isSilentInBlocks = false

  func text(_ style: TextStyle) -> [String] {
    if let file { return ["wrote \(Escaping.visible(file))"] }
    if let sixels { return [sixels] }
    var picture = style.picture
    if let size { (picture.columns, picture.rows) = size }
    return FigureText(figure, picture).lines()
  }

  func fields() -> [JSONField]? {
    let what =
      [JSONField("what", .string(figure.what)), JSONField("notes", .array(figure.notes.map { .string($0) }))]
      + (file.map { [JSONField("file", .string($0))] } ?? [])
    switch figure.content {
    case .chart(let chart):
      let series = chart.series.map { Self.object($0.name, $0.x, $0.y) }
      guard let areas = chart.areas else { return what + [JSONField("series", .array(series))] }
      let classes = areas.classes.map { $0 < 0 ? JSONValue.null : .integer($0) }
      return what + [
        JSONField("matrix", Self.rows(classes, areas.x.count)), JSONField("output", Self.rows(areas.outputs.map { .number($0) }, areas.x.count)),
        JSONField("x", .array(areas.x.map { .number($0) })), JSONField("y", .array(areas.y.map { .number($0) })), JSONField("series", .array(series)),
      ]
    case .map(let map):
      let (x, y) = ((1...max(map.columns, 1)).map { JSONValue.integer($0) }, (1...max(map.rows, 1)).map { JSONValue.integer($0) })
      return what + [JSONField("matrix", Self.rows(map.values.map { .number($0) }, map.columns)), JSONField("x", .array(x)), JSONField("y", .array(y))]
    case .diagram(let diagram):
      // A line for each unit: its weights over the units of the layer before.
      let series = diagram.weights.enumerated().flatMap { index, W in
        (0..<W.rows).map { row in Self.object("W\(index + 1)[\(row + 1),:]", (1...W.columns).map(Double.init), W.row(row)) }
      }
      return what + [JSONField("series", .array(series))]
    }
  }

  private static func object(_ name: String, _ x: [Double], _ y: [Double]) -> JSONValue {
    .object([JSONField("name", .string(name)), JSONField("x", .array(x.map { .number($0) })), JSONField("y", .array(y.map { .number($0) }))])
  }

  private static func rows(_ values: [JSONValue], _ columns: Int) -> JSONValue {
    .array(stride(from: 0, to: values.count, by: max(columns, 1)).map { .array(Array(values[$0..<$0 + columns])) })
  }
}

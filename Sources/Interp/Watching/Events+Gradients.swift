/// `gradients`: a row for each dW and db.
struct GradientsEvent: Event {
  struct Row: Sendable {
    var layer: Int
    var name: String
    var norm: Double
    var mean: Double
    var largest: (value: Double, row: Int, column: Int)
    /// Share of entries that are 0.
    var zeros: Double
    /// |alpha| · norm of the gradient, as a step takes it, / norm of the parameter; infinite where the parameter is 0 and the step is not.
    var updateRatio: Double
    /// To the gradient of the step before, in degrees from 0 to 180; nil where there is none, or one of the two is 0 or not finite.
    var angle: Double?
  }

  let command = "gradients"
  let rows: [Row]
  var staleStep: Int?

  /// With as many digits, three at least, as the window has room for.
  func text(_ style: TextStyle) -> [String] {
    var digits = style.digits
    var lines = table(style, digits)
    while digits > 3, lines.contains(where: { $0.count > style.width }) {
      digits -= 1
      lines = table(style, digits)
    }
    return lines + (staleStep.map { ["stale: of step \($0)"] } ?? [])
  }

  private func table(_ style: TextStyle, _ digits: Int) -> [String] {
    var cells = [["grad", "norm", "mean", "largest", "at", "zeros", "update/W", "turn"]]
    for row in rows {
      let numbers = [row.norm, row.mean, row.largest.value].map { NumberFormat.significant($0, digits) }
      cells.append(
        [row.name] + numbers + [
          "[\(row.largest.row),\(row.largest.column)]", NumberFormat.significant(100 * row.zeros, 3) + "%", NumberFormat.significant(row.updateRatio, 3),
          row.angle.map { NumberFormat.significant($0, 3) + "°" } ?? "-",
        ])
    }
    return TextTable.lines(cells, [.left, .right, .right, .right, .left, .right, .right, .right])
  }

  func fields() -> [JSONField]? {
    let layers = rows.map { row in
      JSONValue.object([
        JSONField("layer", .integer(row.layer)), JSONField("name", .string(row.name)), JSONField("norm", .number(row.norm)),
        JSONField("mean", .number(row.mean)),
        JSONField("max", .number(row.largest.value)), JSONField("i", .integer(row.largest.row)), JSONField("j", .integer(row.largest.column)),
        JSONField("zeros", .number(row.zeros)), JSONField("update_ratio", .number(row.updateRatio)),
        JSONField("angle", row.angle.map { .number($0) } ?? .null),
      ])
    }
    return [JSONField("layers", .array(layers))] + (staleStep == nil ? [] : [JSONField("stale", .boolean(true))])
  }
}

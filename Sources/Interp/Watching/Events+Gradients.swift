/// The output of `gradients`: a table with a row for each dW and db.
struct GradientsEvent: Event {
  struct Row: Sendable {
    /// The number of the layer, from 1.
    var layer: Int
    var name: String
    /// ‖gradient‖, the square root of the sum of squares.
    var norm: Double
    /// The mean of the entries.
    var mean: Double
    /// The entry that is largest in magnitude, with its row and column from 1. A NaN counts as the largest.
    var largest: (value: Double, row: Int, column: Int)
    /// The share of entries that are 0, from 0 to 1.
    var zeros: Double
    /// |alpha| · ‖gradient‖ / ‖parameter‖ with the gradient as a step uses it, without frozen entries. It is infinite where only the parameter is 0.
    var updateRatio: Double
    /// The angle to the gradient of the step before, in degrees from 0 to 180. It is nil at the first step, and where one of the two is 0 or not
    /// finite.
    var angle: Double?
    /// The small curve of the norms of the last steps; nil where it is not shown.
    var course: String?
  }

  let command = "gradients"
  let rows: [Row]
  /// The step that the gradients belong to, where they are stale; otherwise nil.
  var staleStep: Int?
  /// Why no row has a turn; nil where nothing needs to be said.
  var noTurn: String?

  /// The table with as many digits as fit in the width of the window, but with three at least.
  func text(_ style: TextStyle) -> [String] {
    var digits = style.digits
    var lines = table(style, digits)
    while digits > 3, lines.contains(where: { $0.count > style.width }) {
      digits -= 1
      lines = table(style, digits)
    }
    return lines + (staleStep.map { ["stale: of step \($0)"] } ?? []) + (noTurn.map { TextTable.wrapped($0, width: style.width) } ?? [])
  }

  private func table(_ style: TextStyle, _ digits: Int) -> [String] {
    let hasCourse = rows.contains { $0.course?.isEmpty == false }
    var cells = [["grad", "norm", "mean", "largest", "at", "zeros", "update/W", "turn"] + (hasCourse ? ["course"] : [])]
    for row in rows {
      let numbers = [row.norm, row.mean, row.largest.value].map { NumberFormat.significant($0, digits) }
      cells.append(
        [row.name] + numbers + [
          "[\(row.largest.row),\(row.largest.column)]", NumberFormat.significant(100 * row.zeros, 3) + "%", NumberFormat.significant(row.updateRatio, 3),
          row.angle.map { NumberFormat.significant($0, 3) + "°" } ?? "-",
        ] + (hasCourse ? [row.course ?? ""] : []))
    }
    return TextTable.lines(cells, [.left, .right, .right, .right, .left, .right, .right, .right, .left])
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

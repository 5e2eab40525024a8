import Net

/// The output of `diff A B`: how two steps differ.
struct DiffEvent: Event {
  let command = "diff"
  private let from: (branch: String, step: Int)
  private let to: (branch: String, step: Int)
  private let movements: [StepDifference.Movement]
  private let costs: (from: Double?, to: Double?)
  private let actual: Double?
  private let predicted: Double?
  /// How much J changed by the steps alone, without changes by hand.
  private let bySteps: Double?
  /// The number of steps back to the step that both lines share, and from there on.
  private let steps: (back: Int, forth: Int)
  private let edited: [String]
  private let flipped: [Int]?
  private let isSameData: Bool
  private let update: StepDifference.Update?
  private let isOfDescent: Bool
  private let hasDraws: Bool

  init(_ difference: StepDifference) {
    from = (difference.from.line.name, difference.from.step)
    to = (difference.to.line.name, difference.to.step)
    (movements, costs, predicted, actual, bySteps) = (difference.movements, difference.costs, difference.predicted, difference.actual, difference.bySteps)
    (edited, flipped, isSameData, update) = (difference.edited, difference.flipped, difference.isSameData, difference.update)
    (isOfDescent, hasDraws) = (difference.isOfDescent, difference.hasDraws)
    steps = difference.ways.map { ($0.back.steps, $0.forth.steps) } ?? (0, 0)
  }

  func text(_ style: TextStyle) -> [String] {
    func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
    let way =
      steps.back > 0 && steps.forth > 0
      ? "\(count(steps.back, "step")) back and \(count(steps.forth, "step")) forward" : count(steps.back + steps.forth, "step")
    var lines = ["from \(from.branch):\(from.step) to \(to.branch):\(to.step): \(way)"]
    if !edited.isEmpty {
      let shown = edited.prefix(5).joined(separator: ", ") + (edited.count > 5 ? " …" : "")
      lines.append("values were changed by hand on the way, at \(shown)")
    }
    lines += costLines(style)
    if !isSameData { lines.append("the data is not the same, so each J belongs to its own data") }
    if let update { lines += updateLines(update, style) }
    var rows = [["parameter", "changed", "norm", "largest moves"]]
    for movement in movements {
      let largest = movement.largest.map { mover in
        "[\(mover.row),\(mover.column)] \(style.number(mover.from)) -> \(style.number(mover.to))"
      }
      rows.append([movement.name, "\(movement.changed) of \(movement.entries)", NumberFormat.significant(movement.norm, 3), largest.first ?? ""])
      rows += largest.dropFirst().map { ["", "", "", $0] }
    }
    lines += TextTable.lines(rows, [.left, .right, .right, .left])
    if let flipped {
      let shown = flipped.prefix(20).map(String.init).joined(separator: " ") + (flipped.count > 20 ? " …" : "")
      let changed = "\(count(flipped.count, "example")) changed the predicted class: \(shown)"
      lines += TextTable.wrapped(flipped.isEmpty ? "no example changed its predicted class" : changed, width: style.width)
    }
    return lines
  }

  private func costLines(_ style: TextStyle) -> [String] {
    sentences(style).flatMap(style.sentence)
  }

  private func sentences(_ style: TextStyle) -> [String] {
    guard let before = costs.from, let after = costs.to, let actual else { return ["there is no J: the data has no Y that fits"] }
    let first = "J \(style.number(before)) -> \(style.number(after)): change \(style.number(actual))"
    guard let predicted else { return [first, "there is no prediction: the steps between are no longer kept"] }
    let count = steps.back + steps.forth
    guard count > 0, let bySteps else { return [first] }
    let promise =
      "the gradients predicted a change of \(style.number(predicted)): \(count > 1 ? "the sum of " : "")\(isOfDescent ? "-alpha * ‖gradient‖²" : "Σ gradient · update")"
    let share =
      curvature.map {
        "; the rest, \(style.number($0.amount)) (\(NumberFormat.significant(100 * $0.share, 3)) %), is there because "
          + (hasDraws ? "the gradients are those of batches or masks, and the cost is curved" : "the cost is curved")
      } ?? ""
    // Changes by hand change J too, so the part of the steps is shown apart.
    guard !edited.isEmpty else { return [first, promise + share] }
    let steps = "the step\(count > 1 ? "s" : "") changed J by \(style.number(bySteps)), the changes by hand by \(style.number(actual - bySteps))"
    return [first, steps, promise + share]
  }

  /// The change of J by the steps that the first order does not predict, and its share of the prediction.
  private var curvature: (amount: Double, share: Double)? {
    guard let predicted, let bySteps, predicted != 0 else { return nil }
    return (bySteps - predicted, (bySteps - predicted) / abs(predicted))
  }

  private func updateLines(_ update: StepDifference.Update, _ style: TextStyle) -> [String] {
    style.sentence(sentence(update, style))
  }

  private func sentence(_ update: StepDifference.Update, _ style: TextStyle) -> String {
    let formula = "W_new = " + update.optimizer.update("W").replacing("alpha", with: style.number(update.alpha))
    guard update.broken.isEmpty else {
      let first = update.broken[0]
      let place = "\(first.name)[\(first.row),\(first.column)] is \(style.number(first.to)), not \(style.number(first.from))"
      return "\(formula) does not hold in \(update.broken.count) of \(update.entries) entries (\(place)): they were changed by hand"
    }
    let rounded =
      update.equal == update.entries
      ? "to the last bit" : "the largest difference is \(NumberFormat.significant(update.largestDifference, 2)), which is rounding"
    let frozen = update.frozen > 0 ? "; \(update.frozen) of them \(update.frozen == 1 ? "is" : "are") frozen" : ""
    return "\(formula) holds in all \(update.entries) entries, \(rounded)\(frozen)"
  }

  func fields() -> [JSONField]? {
    func place(_ place: (branch: String, step: Int)) -> JSONValue {
      .object([JSONField("branch", .string(place.branch)), JSONField("t", .integer(place.step))])
    }
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    let movers = movements.flatMap(\.largest).map { mover in
      JSONValue.object([
        JSONField("name", .string(mover.name)), JSONField("i", .integer(mover.row)), JSONField("j", .integer(mover.column)),
        JSONField("from", .number(mover.from)), JSONField("to", .number(mover.to)),
      ])
    }
    var fields = [
      JSONField("predicted", number(predicted)), JSONField("actual", number(actual)), JSONField("movers", .array(movers)),
      JSONField("flipped", .array((flipped ?? []).map { .integer($0) })), JSONField("curvature", number(curvature?.share)),
      JSONField("by_steps", number(bySteps)),
      JSONField("steps", .integer(steps.back + steps.forth)), JSONField("edited", .array(edited.map { .string($0) })), JSONField("from", place(from)),
      JSONField("to", place(to)),
    ]
    if let update {
      fields.append(
        JSONField(
          "update",
          .object([
            JSONField("ok", .boolean(update.broken.isEmpty)), JSONField("entries", .integer(update.entries)), JSONField("equal", .integer(update.equal)),
            JSONField("frozen", .integer(update.frozen)),
            JSONField("max_difference", .number(update.largestDifference)),
          ])))
    }
    return fields
  }
}

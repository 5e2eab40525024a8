import Net

/// The output of `check`: the gradients of each array compared with central differences.
struct CheckEvent: Event {
  /// The comparison for one array.
  struct Row: Sendable {
    let quantity: Quantity
    let comparison: GradientComparison
    /// The kink that caused entries to be left out; nil where there is none.
    let kink: GradientCheck.Kink?
    /// The names of a single unit, where the user typed them.
    var spelling: UnitSpelling?

    /// Text of formulas in the names that the user typed.
    func name(_ text: String) -> String { spelling?.names(text) ?? text }
  }

  /// The relative error of the worst entries with another step.
  struct Step: Sendable {
    let step: Double
    let relativeError: Double
  }

  let command = "check"
  /// One row for each array, the worst first.
  let rows: [Row]
  /// The worst entries with steps from 1e-1 to 1e-11.
  let sweep: [Step]

  /// The relative error below which two ways to compute a gradient agree.
  static let limit = 1e-6

  private var relativeError: Double { rows.first?.comparison.relativeError ?? 0 }
  private var isRight: Bool { relativeError < Self.limit }
  private var skipped: Int { rows.reduce(0) { $0 + $1.comparison.skipped } }

  /// The entries with the largest relative errors of all arrays, the worst first. NaN counts as the worst.
  /// - Parameter count: the most entries.
  static func worst(_ rows: [Row], _ count: Int) -> [(row: Row, entry: GradientComparison.Entry)] {
    let all = rows.flatMap { row in row.comparison.entries.prefix(count).map { (row: row, entry: $0) } }
    func size(_ entry: GradientComparison.Entry) -> Double { entry.relativeError.isNaN ? .infinity : entry.relativeError }
    return Array(all.sorted { size($0.entry) > size($1.entry) }.prefix(count))
  }

  func text(_ style: TextStyle) -> [String] {
    var lines = ["central differences, step 1e-05, \(rows.reduce(0) { $0 + $1.comparison.entries.count }) entries"]
    let cells = rows.map { row -> [String] in
      let left = row.comparison.skipped > 0 ? "\(row.comparison.skipped) left out" : ""
      return [row.name(row.quantity.name), Self.short(row.comparison.relativeError), left]
    }
    lines += TextTable.lines([["array", "relative error", ""]] + cells, [.left])
    let worst = Self.worst(rows, 10)
    if !worst.isEmpty {
      lines.append("the worst entries, by relative error:")
      let cells = worst.map { item in
        [
          item.row.name(Entry(item.row.quantity, item.entry.row, item.entry.column).name), style.number(item.entry.analytic), style.number(item.entry.numeric),
          Self.short(item.entry.relativeError),
        ]
      }
      lines += TextTable.lines([["entry", "backward", "central difference", "relative error"]] + cells, [.left])
    }
    lines += sweepLines() + kinkLines(style)
    return lines
      + style.sentence(
        isRight
          ? "the gradients hold: the relative error \(Self.short(relativeError)) is below 0.000001"
          : "the gradients do not hold: the relative error \(Self.short(relativeError)) is not below 0.000001"
      )
  }

  private func sweepLines() -> [String] {
    guard sweep.contains(where: { $0.relativeError > 0 }), let best = sweep.min(by: { $0.relativeError < $1.relativeError }) else { return [] }
    let cells = sweep.indices.map { index -> [String] in
      let step = sweep[index]
      var word = ""
      if step.step == best.step { word = "the best" }
      if step.step > best.step, step.relativeError > 20 * sweep[index + 1].relativeError { word = "truncation, falls as h**2" }
      if step.step < best.step, step.relativeError > 2 * sweep[index - 1].relativeError { word = "rounding, grows as 1/h" }
      return [Self.short(step.step), Self.short(step.relativeError), word]
    }
    return ["these entries with other steps h:"] + TextTable.lines([["h", "relative error", ""]] + cells, [.left])
  }

  private func kinkLines(_ style: TextStyle) -> [String] {
    guard skipped > 0, let row = rows.first(where: { $0.kink != nil }), let kink = row.kink else { return [] }
    return style.sentence(
      "\(skipped) entr\(skipped == 1 ? "y is" : "ies are") left out: \(row.name("Z\(kink.layer)"))[\(kink.unit),\(kink.example)] = \(style.number(kink.z)) lies within one step of 0, where \(row.name("g\(kink.layer)"))' jumps"
    )
  }

  /// A number with two significant digits.
  static func short(_ value: Double) -> String { NumberFormat.significant(value, 2) }

  func fields() -> [JSONField]? {
    var worst = JSONValue.null
    if let row = rows.first, let entry = row.comparison.entries.first { worst = Self.entry(Entry(row.quantity, entry.row, entry.column), entry, row.spelling) }
    return [
      JSONField("ok", .boolean(isRight)), JSONField("relative_error", .number(relativeError)), JSONField("worst", worst),
      JSONField("skipped", .integer(skipped)),
      JSONField(
        "arrays",
        .array(
          rows.map {
            .object([
              JSONField("name", .string($0.name($0.quantity.name))), JSONField("relative_error", .number($0.comparison.relativeError)),
              JSONField("skipped", .integer($0.comparison.skipped)),
            ])
          })),
      JSONField(
        "sweep", .array(sweep.map { .object([JSONField("step", .number($0.step)), JSONField("relative_error", .number($0.relativeError))]) })),
    ]
  }

  /// An entry with both values as JSON. Row and column count from 1.
  /// - Parameters:
  ///   - comparison: the two values that were compared.
  ///   - spelling: the names of a single unit. Its weights are a column, so row and column change places.
  static func entry(_ entry: Entry, _ comparison: GradientComparison.Entry, _ spelling: UnitSpelling?) -> JSONValue {
    let isTurned = spelling != nil && [.W, .dW].contains(entry.quantity.kind)
    let (row, column) = isTurned ? (entry.column, entry.row) : (entry.row, entry.column)
    return .object([
      JSONField("name", .string(spelling?.names(entry.quantity.name) ?? entry.quantity.name)), JSONField("i", .integer(row + 1)),
      JSONField("j", .integer(column + 1)),
      JSONField("analytic", .number(comparison.analytic)), JSONField("numeric", .number(comparison.numeric)),
    ])
  }
}

/// The output of `check Q = E`, for arrays that the user computed. The rows are in the order of the forward pass, then of the backward pass.
struct OwnCheckEvent: Event {
  /// The comparison for one array.
  struct Row: Sendable {
    let quantity: Quantity
    let place: Place
    let comparison: GradientComparison
    /// Whether the array holds; nil where nothing could be compared.
    let holds: Bool?
    /// Whether the array agrees only up to the typed digits. With `holds` false there are too few of them.
    let digitsAgree: Bool
    /// The equation that gives the quantity.
    let equation: String
    /// The known mistake that gives the same array; nil where there is none.
    let mistake: String?
    var spelling: UnitSpelling?

    var name: String { spelled(quantity.name) }
    /// Text of formulas in the names that the user typed.
    func spelled(_ text: String) -> String { spelling?.names(text) ?? text }

    /// The entry with the largest difference, with its place in the whole array. It is nil where nothing could be compared.
    var worst: (entry: Entry, comparison: GradientComparison.Entry)? {
      comparison.entries.first.map { first in
        let (row, column) = place.isTransposed ? (first.column, first.row) : (first.row, first.column)
        return (Entry(quantity, place.rows?[row] ?? row, place.columns?[column] ?? column), first)
      }
    }
  }

  let command = "check"
  let rows: [Row]

  /// The first row that is wrong, or else the first that has too few digits.
  private var firstWrong: Row? { rows.first { $0.holds == false && !$0.digitsAgree } ?? rows.first { $0.holds == false } }

  func text(_ style: TextStyle) -> [String] {
    let cells = rows.map { row -> [String] in
      let error = "relative error \(CheckEvent.short(row.comparison.relativeError))"
      let left = row.comparison.skipped > 0 ? "\(row.comparison.skipped) left out" : ""
      guard let holds = row.holds, let (entry, worst) = row.worst else {
        return ["\(row.name)", "not compared", "\(left): at each a relu bends, or an output is 0 or 1"]
      }
      guard !holds else { return ["\(row.name) holds", error, left] }
      return [
        "\(row.name) \(row.digitsAgree ? "has too few digits" : "is wrong")", error,
        "\(row.spelled(entry.name)): yours \(style.number(worst.analytic)), \(style.number(worst.numeric)) is right",
      ]
    }
    return TextTable.lines(cells, [.left]) + verdict.flatMap { TextTable.wrapped($0, width: style.width) }
  }

  private var verdict: [String] {
    guard let wrong = firstWrong else {
      if rows.contains(where: { $0.holds == nil }) { return [] }
      let reason = rows.contains(where: \.digitsAgree) ? "the digits that you typed agree" : "the relative error is below 0.000001"
      return ["all your arrays hold: \(reason)"]
    }
    if wrong.digitsAgree { return ["\(wrong.name): type more digits, because so few of them also fit wrong values"] }
    let before = rows.prefix { $0.quantity != wrong.quantity }
    let praise = before.isEmpty || before.contains { $0.holds != true } ? "" : "; all your arrays before it hold"
    return ["look at \(wrong.name) = \(wrong.equation)\(praise)"] + (wrong.mistake.map { ["this mistake gives your array: \($0)"] } ?? [])
  }

  func fields() -> [JSONField]? {
    let worstRow = firstWrong ?? rows.max { $0.comparison.relativeError < $1.comparison.relativeError } ?? rows[0]
    let skipped = rows.reduce(0) { $0 + $1.comparison.skipped }
    return [
      JSONField("ok", .boolean(rows.allSatisfy { $0.holds == true })),
      JSONField("relative_error", .number(rows.map(\.comparison.relativeError).reduce(0) { $1.isNaN ? $1 : max($0, $1) })),
      JSONField("worst", worstRow.worst.map { CheckEvent.entry($0.entry, $0.comparison, worstRow.spelling) } ?? .null), JSONField("skipped", .integer(skipped)),
      JSONField("first_wrong", firstWrong.map { .string($0.name) } ?? .null),
      JSONField("mistake", firstWrong?.mistake.map { .string($0) } ?? .null),
      JSONField(
        "arrays",
        .array(
          rows.map {
            .object([
              JSONField("name", .string($0.name)), JSONField("ok", $0.holds.map { .boolean($0) } ?? .null),
              JSONField("relative_error", .number($0.comparison.relativeError)),
            ])
          })),
    ]
  }
}

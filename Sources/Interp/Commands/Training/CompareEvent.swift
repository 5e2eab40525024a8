import Net

/// The result of `compare`: a row for each combination of values.
struct CompareEvent: Event {
  let command = "compare"
  /// The names whose values were compared, as typed.
  let names: [String]
  let rows: [CompareRow]
  /// The number of runs of each combination.
  let repeats: Int

  private typealias Score = KeyPath<CompareOutcome.Scores, Double?> & Sendable

  // MARK: Text

  /// The longest value that a column of the table shows.
  private static let longestValue = 24

  /// The rows in the order of the table. Rows in which something is not finite stand last.
  private var order: [Int] { rows.indices.filter { rows[$0].isFinite } + rows.indices.filter { !rows[$0].isFinite } }
  private var shown: [CompareRow] { order.map { rows[$0] } }

  func text(_ style: TextStyle) -> [String] {
    let choice = CompareChoice(rows)
    let names = self.names.map(Escaping.visible)
    let numbers = ["row"] + order.map { ($0 == choice?.best ? "* " : "") + "\($0 + 1)" }
    let values = names.indices.map { name in [names[name]] + shown.map { Self.text($0.values[name], style) } }
    let isShort = values.allSatisfy { $0.allSatisfy { $0.count <= Self.longestValue } }
    // Under repeats= the table gets narrower with a digit less. Values that are still too wide stand above the table.
    let candidates = [4, 3].map { self.scores(style, digits: $0) }
    let scores = candidates.first { scores in isShort && Self.width([numbers] + values + scores) <= style.width }
    var lines: [String] = []
    if scores == nil, !names.isEmpty {
      for (index, row) in zip(order, shown) {
        let settings = zip(names, row.values).map { "\($0) = \(Self.text($1, style))" }
        lines += style.sentence("row \(index + 1): \(settings.joined(separator: ", "))")
      }
    }
    let heads = [numbers] + (scores == nil ? [] : values)
    let columns = heads + (scores ?? self.scores(style, digits: 4))
    let alignments = columns.indices.map { 0 < $0 && $0 < heads.count && !isOfNumbers($0 - 1) ? TextTable.Alignment.left : .right }
    let table = TextTable.lines(numbers.indices.map { row in columns.map { $0[row] } }, alignments)
    let start = Self.width(heads) + 2
    lines.append(table[0])
    for (line, row) in zip(table.dropFirst(), shown) {
      guard let reason = reason(row) else {
        lines.append(line)
        continue
      }
      // A row without any score shows the reason. Where some runs did not fail, the row shows their scores, and the next line shows the reason.
      let isEmpty = row.failed.count == row.runs.count
      if !isEmpty { lines.append(line) }
      lines += Self.indented(reason, behind: isEmpty ? line : "", at: start, style)
    }
    lines += notFinite().flatMap(style.sentence)
    if let choice, rows.count > 1 { lines += ([summary(choice)] + doubt(choice)).flatMap(style.sentence) }
    return lines
  }

  /// The text from a column of the screen on, behind the beginning of its first line.
  private static func indented(_ text: String, behind head: String, at start: Int, _ style: TextStyle) -> [String] {
    let parts = style.breaksSentences ? TextTable.wrapped(text, width: max(24, style.width - start)) : [text]
    return parts.enumerated().map { index, part in
      let head = index == 0 ? head : ""
      return head + String(repeating: " ", count: max(0, start - head.count)) + part
    }
  }

  /// The line about rows in which something is not finite.
  private func notFinite() -> [String] {
    let found = rows.indices.filter { !rows[$0].isFinite }
    if found.isEmpty { return [] }
    let effect = found.count == 1 ? "it stands last and is never the best" : "they stand last and are never the best"
    return ["\(Self.list(found)): J or a parameter is not finite" + (rows.count > 1 ? ", so \(effect)" : "")]
  }

  /// The line that says which row is the best.
  private func summary(_ choice: CompareChoice) -> String {
    let score = "\(repeats > 1 ? "mean " : "")\(choice.isByAccuracy ? "accuracy" : "RMSE")"
    return "* row \(choice.best + 1) has the \(choice.isByAccuracy ? "highest" : "lowest") \(score) of dev"
      + (choice.isShared ? ", and of equal rows the lowest J" : "")
  }

  /// The line about rows that cannot be told from the best one.
  private func doubt(_ choice: CompareChoice) -> [String] {
    if choice.undecided.isEmpty { return [] }
    return [
      "\(Self.list(choice.undecided)) cannot be told from row \(choice.best + 1): the difference of the means is within its doubt, "
        + "2 * sqrt(s1**2/\(repeats) + s2**2/\(repeats)), where s1 and s2 are the deviations"
    ]
  }

  /// `row 2`, or `rows 2, 5`.
  private static func list(_ rows: [Int]) -> String {
    "row\(rows.count == 1 ? "" : "s") " + rows.prefix(8).map { "\($0 + 1)" }.joined(separator: ", ") + (rows.count > 8 ? " …" : "")
  }

  /// Why runs of a row failed; nil where none did.
  private func reason(_ row: CompareRow) -> String? {
    var reasons: [(text: String, seeds: [String])] = []
    for run in row.failed {
      let fault = run.fault!
      let text = Escaping.visible(fault.message + (fault.hint.map { " (hint: \($0))" } ?? ""))
      if let index = reasons.firstIndex(where: { $0.text == text }) {
        reasons[index].seeds.append("\(run.seed)")
      } else {
        reasons.append((text, ["\(run.seed)"]))
      }
    }
    if reasons.isEmpty { return nil }
    if row.runs.count == 1 { return "failed: \(reasons[0].text)" }
    return reasons.map { reason in
      let seeds = reason.seeds.prefix(5).joined(separator: ", ") + (reason.seeds.count > 5 ? " …" : "")
      return "\(reason.seeds.count) of \(row.runs.count) runs failed (seed\(reason.seeds.count == 1 ? "" : "s") \(seeds)): \(reason.text)"
    }.joined(separator: "; ")
  }

  /// The columns of scores that exist in a row. Each has its heading and a cell for each row.
  private func scores(_ style: TextStyle, digits: Int) -> [[String]] {
    var columns: [[String]] = []
    for part in DataSplit.Part.allCases {
      func add(_ name: String, _ path: Score, _ text: (MeanAndDeviation) -> String) {
        let scores = shown.map { $0.score(part, path) }
        guard scores.contains(where: { $0 != nil }) else { return }
        let cells = zip(shown, scores).map { row, score in score.map(text) ?? (row.failed.count == row.runs.count ? "" : "-") }
        columns.append(["\(part.rawValue) \(name)"] + cells)
      }
      func number(_ score: MeanAndDeviation) -> String {
        repeats == 1 ? style.number(score.mean) : Self.number(score, digits: style.digits > 6 ? style.digits : min(style.digits, digits))
      }
      add("J", \.cost, number)
      add("accuracy", \.accuracy) { score in
        ClassScores.percent(score.mean) + (score.deviation.map { " ± " + ClassScores.percent($0) } ?? "") + " %"
      }
      add("RMSE", \.rmse, number)
    }
    return columns
  }

  /// The mean, and the deviation to the same place behind the point.
  private static func number(_ score: MeanAndDeviation, digits: Int) -> String {
    let (mean, deviation) = (score.mean, score.deviation)
    guard let deviation else { return NumberFormat.significant(mean, digits) }
    if mean.isFinite, deviation.isFinite, mean == 0 || abs(mean) >= 1e-4, max(abs(mean), deviation) < 1e5 {
      var places = digits - 1
      for power in -4..<5 where abs(mean) >= Self.powers[power + 4] { places = digits - 1 - power }
      let format = ".\(max(0, places))f"
      return (NumberFormat.formatted(mean, format) ?? "") + " ± " + (NumberFormat.formatted(deviation, format) ?? "")
    }
    return NumberFormat.significant(mean, digits) + " ± " + NumberFormat.significant(deviation, 2)
  }

  private static let powers = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4]

  /// Whether a name has numbers alone as its values.
  private func isOfNumbers(_ name: Int) -> Bool { rows.allSatisfy { if case .scalar = $0.values[name] { true } else { false } } }

  /// A value in one line. A large matrix is given by its shape.
  private static func text(_ value: Value, _ style: TextStyle) -> String {
    switch value {
    case .scalar(let number):
      let all = NumberFormat.shortest(number)
      return all.count <= 10 ? all : style.number(number)
    case .text(let text):
      let line = text.split(omittingEmptySubsequences: false) { $0.isNewline || $0 == "\t" }.joined(separator: " ")
      return line.isEmpty ? "\"\"" : Escaping.visible(line)
    case .boolean(let truth): return truth ? "True" : "False"
    case .matrix, .booleans, .extent:
      guard let matrix = value.asMatrix, matrix.elements.count <= 6 else { return value.description }
      return "[" + matrix.nested.map { $0.map(style.number).joined(separator: ", ") }.joined(separator: "; ") + "]"
    }
  }

  /// The width of columns with a gap of two blanks between them.
  private static func width(_ columns: [[String]]) -> Int { columns.reduce(-2) { $0 + 2 + ($1.map(\.count).max() ?? 0) } }

  // MARK: JSON

  func fields() -> [JSONField]? {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    let rows = rows.map { row in
      let values = zip(names, row.values).map { JSONField($0, JSONValue($1)) }
      let runs = row.runs.map { run in
        let (train, dev, test) = (run.scores[.train], run.scores[.dev], run.scores[.test])
        var fields = [
          JSONField("seed", .integer(Int(run.seed))), JSONField("J", number(train?.cost)), JSONField("dev_J", number(dev?.cost)),
          JSONField("accuracy", number(train?.accuracy)), JSONField("dev_accuracy", number(dev?.accuracy)),
          JSONField("error", run.fault.map { .string($0.message) } ?? .null),
        ]
        func add(_ name: String, _ value: Double?) { if let value { fields.append(JSONField(name, .number(value))) } }
        add("rmse", train?.rmse)
        add("dev_rmse", dev?.rmse)
        add("test_J", test?.cost)
        add("test_accuracy", test?.accuracy)
        add("test_rmse", test?.rmse)
        return JSONValue.object(fields)
      }
      return JSONValue.object([JSONField("values", .object(values)), JSONField("runs", .array(runs))])
    }
    return [JSONField("rows", .array(rows)), JSONField("best", CompareChoice(self.rows).map { .integer($0.best + 1) } ?? .null)]
  }
}

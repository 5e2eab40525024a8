import Net

/// The lines that `timeline` prints, and the J of steps that `branches` prints too.
struct TimelineTable {
  let session: Session
  private var timeline: Timeline { session.timeline }

  /// How a small curve of costs is written; nil where there is none.
  private let course: (([Double]) -> String)?

  init(_ session: Session, course: (([Double]) -> String)? = nil) {
    (self.session, self.course) = (session, course)
  }

  /// The most costs in a small curve, and the most rows that have one. Each cost takes the time of a journey.
  private static let (mostCosts, mostCourses) = (8, 40)

  /// The small curve of a row; empty where there is none.
  private func course(_ row: Row, _ line: Line) throws(Fault) -> String {
    guard let course, row.last > row.first, row.last >= line.first else { return "" }
    let (first, count) = (max(row.first, line.first), min(row.last - max(row.first, line.first) + 1, Self.mostCosts))
    guard count > 1 else { return "" }
    return course(try (0..<count).map { (place) throws(Fault) in try cost(first + place * (row.last - first) / (count - 1), on: line) ?? .nan })
  }

  /// J of the parameters and data of a step; nil where the data has no Y that fits.
  /// - Throws: where Ctrl-C stops the computation.
  func cost(_ step: Int, on line: Line) throws(Fault) -> Double? {
    switch line.place(of: step) {
    case .live: if session.freshness(Quantity(.J)) == .current { return session.workspace.cost }
    case .moment(let moment): if let cost = moment.cost { return cost }
    case .inside: break
    }
    let (network, data) = try parameters(step, on: line)
    guard data.X.rows == network.inputs, let Y = data.Y, Y.shape == Shape(network.outputs, Y.columns), Y.columns == data.X.columns else { return nil }
    timeline.scratch.forward(network, X: data.X, Y: Y, until: nil)
    return timeline.scratch.cost
  }

  /// The network and the data of a step, after changes by hand.
  /// - Throws: where Ctrl-C stops the computation.
  func parameters(_ step: Int, on line: Line) throws(Fault) -> (network: Network, data: DataSplit) {
    switch line.place(of: step) {
    case .live: (session.state.network!, session.state.data)
    case .moment(let moment): (try timeline.parameters(at: step, on: line, session), moment.state.data)
    case .inside(let leg): (try timeline.parameters(at: step, on: line, session), leg.before.state.data)
    }
  }

  /// J as the step made it, before any change by hand.
  private func costAsMade(_ step: Int, on line: Line) throws(Fault) -> Double? {
    let isEdited = step == line.end ? !line.edits.isEmpty : line.legs.first { $0.start == step }.map { !$0.edits.isEmpty } ?? false
    guard isEdited else { return try cost(step, on: line) }
    var cost: Double?
    try timeline.eachStep(of: line, after: step - 1, upTo: step, session) { (made) throws(Fault) in
      let pass = Pass()
      pass.forward(made.after, X: made.data.X, Y: made.data.Y)
      cost = pass.cost
    }
    return cost
  }

  /// A row of the table: steps of a line that were made in one way.
  private struct Row {
    var first: Int
    var last: Int
    var made: [ChangeText]
    /// How often the statements ran in succession. Each time they made the same number of steps.
    var times = 1
  }

  /// The lines of the table, with `*` at the row of the present step.
  /// - Throws: where there is no network, or where Ctrl-C stops the computation.
  func lines() throws(Fault) -> [String] {
    let now = try session.presentPlace()
    var text: [String] = []
    for line in timeline.lines {
      text.append(line.name + (line.parent.map { ", from \($0.line.name):\($0.step)" } ?? ""))
      let rows = rows(of: line)
      let hasCourses = course != nil && rows.count <= Self.mostCourses && rows.contains { $0.last > $0.first }
      let here = now.owner === line ? rows.firstIndex { now.step <= $0.last } : nil
      var cells: [[String]] = []
      for row in rows {
        let cost = row.last < line.first ? nil : try row.first < row.last ? costAsMade(row.last, on: line) : cost(row.last, on: line)
        let steps = row.first == row.last ? String(row.last) : "\(row.first)–\(row.last)"
        let number = cost.map { "J = \(NumberFormat.significant($0, session.state.settings.digits))" } ?? ""
        cells.append([steps, number] + (hasCourses ? [try course(row, line)] : []) + [Self.text(row)])
      }
      text += TextTable.lines(cells, [.right, .left]).enumerated().map { ($0.offset == here ? "* " : "  ") + $0.element }
    }
    let kept = NumberFormat.significant(Double(timeline.bytes(session)) / Double(1 << 20), 2)
    let limit = NumberFormat.significant(Double(timeline.limit) / Double(1 << 20), 4)
    return text + ["at \(now.name), back to step \(timeline.first(of: now.line)); \(kept) of \(limit) MiB"]
  }

  private func rows(of line: Line) -> [Row] {
    var rows: [Row] = []
    let isRoot = line.parent == nil
    if isRoot {
      let givenUp = line.start > timeline.beginning ? [ChangeText("the steps before are no longer kept")] : []
      let made = givenUp + (line.legs.first?.edits ?? line.edits)
      rows.append(Row(first: line.start, last: line.start, made: made))
    }
    for (index, leg) in line.legs.enumerated() {
      let row = Row(first: leg.start, last: leg.end, made: (isRoot && index == 0 ? [] : leg.edits) + leg.commands)
      if let before = rows.last, index > 0, before.made.map(\.text) == row.made.map(\.text), before.made.map(\.times) == row.made.map(\.times),
        before.last - before.first == before.times * leg.count
      {
        rows[rows.count - 1].last = leg.end
        rows[rows.count - 1].times += 1
      } else {
        rows.append(row)
      }
    }
    // The last row is for changes since the last step.
    if !line.edits.isEmpty, !isRoot || !line.legs.isEmpty { rows.append(Row(first: line.end, last: line.end, made: line.edits)) }
    if rows.isEmpty { rows.append(Row(first: line.end, last: line.end, made: [])) }
    return rows
  }

  private static func text(_ row: Row) -> String {
    let made = row.made.map { change in
      // The number of steps is added where a `train` stopped early.
      let words = change.text.split(separator: " ")
      let isWhole = words.first != "train" || words.count < 2 || change.steps == 0 || Int(words[1]).map { $0 * change.times == change.steps } ?? true
      let steps = isWhole ? "" : " (\(change.steps) step\(change.steps == 1 ? "" : "s"))"
      return (change.times > 1 ? "\(change.times) × " : "") + change.text + steps
    }.joined(separator: "; ")
    return row.times > 1 ? "\(row.times) × (\(made))" : made
  }
}

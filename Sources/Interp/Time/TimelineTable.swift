import Net

/// What `timeline` and `branches` show.
struct TimelineTable {
  let session: Session
  private var timeline: Timeline { session.timeline }

  init(_ session: Session) {
    self.session = session
  }

  /// J of the parameters and data of a step as it was left; nil where there is no Y that fits.
  func cost(_ step: Int, on line: Line) throws(Fault) -> Double? {
    var (network, data) = (session.state.network!, session.state.data)
    switch line.place(of: step) {
    case .live: if session.freshness(Quantity(.J)) == .current { return session.workspace.cost }
    case .moment(let moment):
      if let cost = moment.cost { return cost }
      (network, data) = (try timeline.parameters(at: step, on: line, session), moment.state.data)
    case .inside(let leg): (network, data) = (try timeline.parameters(at: step, on: line, session), leg.before.state.data)
    }
    guard data.X.rows == network.inputs, let Y = data.Y, Y.shape == Shape(network.outputs, Y.columns), Y.columns == data.X.columns else { return nil }
    timeline.scratch.forward(network, X: data.X, Y: Y)
    return timeline.scratch.cost
  }

  func lines() throws(Fault) -> [String] {
    let now = try session.present()
    var text: [String] = []
    for line in timeline.lines {
      text.append(line.name + (line.parent.map { ", from \($0.line.name):\($0.step)" } ?? ""))
      var rows: [[String]] = []
      func row(_ first: Int, _ last: Int, _ made: String, isHere: Bool) throws(Fault) {
        let cost = last < line.first ? nil : try cost(last, on: line)
        let steps = first == last ? String(last) : "\(first)–\(last)"
        rows.append([isHere ? "*" : "", steps, cost.map { "J = \(NumberFormat.significant($0, session.state.settings.digits))" } ?? "", made])
      }
      let isOwner = now.owner === line
      func holds(_ first: Int, _ last: Int) -> Bool { isOwner && now.step > first && now.step <= last }
      if line.parent == nil, line.start == timeline.beginning || !line.legs.isEmpty {
        let made = line.legs.first?.edits ?? line.edits
        try row(line.start, line.start, line.start == timeline.beginning ? Self.text(made) : "the steps before were given up", isHere: isOwner && now.step == line.start)
      }
      var first = line.start
      var made: [ChangeText] = line.parent == nil ? [] : line.legs.first?.edits ?? []
      for (index, leg) in line.legs.enumerated() {
        made += leg.commands
        let next = index + 1 < line.legs.count ? line.legs[index + 1] : nil
        // Neighbours that were made by the same statements are one row.
        if let next, next.edits + next.commands == Array(made.suffix(next.edits.count + next.commands.count)), next.count == leg.count, !made.isEmpty {
          made = next.edits
          continue
        }
        try row(first, leg.end, Self.text(made), isHere: holds(first, leg.end))
        first = leg.end
        made = next?.edits ?? []
      }
      if !line.edits.isEmpty, line.end > line.start || line.parent != nil {
        try row(line.end, line.end, Self.text(line.edits), isHere: false)
      }
      if rows.isEmpty { try row(line.end, line.end, "", isHere: isOwner) }
      if isOwner, now.step == line.start, line.parent != nil { rows[0][0] = rows[0][0] }
      text += Table.lines(rows.map { Array($0.dropFirst()) }, [.right, .left]).enumerated().map { (rows[$0.offset][0] == "*" ? "* " : "  ") + $0.element }
    }
    let first = timeline.first(of: now.line)
    let kept = NumberFormat.significant(Double(timeline.bytes(session)) / Double(1 << 20), 3)
    let limit = NumberFormat.significant(Double(timeline.limit) / Double(1 << 20), 4)
    text.append("at \(now.name); back to step \(first); \(kept) of \(limit) MiB")
    return text
  }

  private static func text(_ made: [ChangeText]) -> String {
    made.map { change in
      let text = change.text.split(whereSeparator: \.isNewline).joined(separator: " ")
      let short = text.count > 60 ? text.prefix(59) + "…" : text
      return change.times > 1 ? "\(change.times) × (\(short))" : short
    }.joined(separator: "; ")
  }
}

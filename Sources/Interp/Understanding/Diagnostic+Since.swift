import Net

/// The sentences about when numbers became not finite.
extension FindingText {
  /// The history in words; nil where no step was made.
  func since(_ history: NotFiniteHistory, _ style: TextStyle) -> String? {
    let entry = Self.entry(history.finding, style)
    switch history.beginning {
    case .beforeAnyStep: return nil
    case .withTheNetwork:
      let source = ["X", "Y"].contains { entry.hasPrefix($0) } ? "the data" : "the network"
      return "The timeline begins at step \(history.step), and it was so there already: \(source) came so\(history.step < history.now ? ", \(entry)" : "")"
    case .beforeWhatIsKept(let limit):
      let first = "It was so at step \(history.step) already\(history.step < history.now ? ": \(entry)" : "")"
      if limit == 0 { return "\(first). No step before it is kept, because timeline.memory is 0; type set timeline.memory 64 before a training to keep them" }
      return "\(first). The timeline keeps no step before it; set timeline.memory to more before a training"
    case .at(let change):
      let now = history.step == history.now ? "The present step, \(history.step), is the first" : "The first step with such a number is \(history.step)"
      let cost = change.cost.map { "J = \(style.number($0)) and " } ?? ""
      let before = "One step before, \(cost)the largest parameter is \(Self.entry(change.largest, style))"
      return "\(now): \(entry). \(before). \(cause(change, style))"
    }
  }

  private func cause(_ change: NotFiniteHistory.Change, _ style: TextStyle) -> String {
    if !change.edits.isEmpty { return "The step itself left finite numbers; they were changed by \(change.edits.joined(separator: "; "))" }
    guard let rise = change.rise else { return "The step itself left finite numbers; they were changed by hand" }
    let from = "J has risen at every step since step \(rise.step), where it was \(style.number(rise.cost)), with alpha = \(NumberFormat.shortest(rise.alpha))"
    guard let rate = rise.rate else { return from }
    return
      "\(from). This alpha is \(style.number(rate.alpha / rate.bound)) times 2/curvature = \(style.number(rate.bound)) there, so each step goes further away"
  }

  private static func entry(_ finding: Finding, _ style: TextStyle) -> String {
    guard case .notFinite(let found) = finding.evidence else { return "" }
    let operands = found.operands.map { entry($0, style) }
    return entry(found.entry, style) + (operands.isEmpty ? "" : ", from " + operands.joined(separator: " and "))
  }

  /// An entry with its value: `W1[1,2] = nan`. A row of 0 means a scalar.
  static func entry(_ entry: NotFinite.Entry, _ style: TextStyle) -> String {
    "\(entry.name)\(entry.row == 0 ? "" : "[\(entry.row),\(entry.column)]") = \(style.number(entry.value))"
  }
}

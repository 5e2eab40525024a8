import Net

/// A step of a line, without the line.
struct TimelinePosition: Equatable {
  let line: Int
  let step: Int
}

extension Session {
  /// Where the session is; nil without a network.
  var position: TimelinePosition? {
    guard state.network != nil else { return nil }
    timeline.follow(self)
    let line = timeline.owner(of: state.steps, on: timeline.line) ?? timeline.line
    return TimelinePosition(line: line.number, step: state.steps)
  }
}

extension StatementLog {
  /// Whether the session went back or forth by a statement of its own.
  var hasJourneys: Bool { all.contains { $0.kind == .journey } }

  /// The statements that lead to where the session is, without those of branches that were left. nil where they cannot be told apart: where
  /// something that stays was set on such a branch, or a journey goes back to what a loop had done half of. They may look at what was left out:
  /// whoever writes them runs them first.
  func withoutLeftBranches() -> [Entry]? {
    var kept: [Entry] = []
    let usesAnswer = all.contains { $0.text.contains("ans") }
    func goes(_ entry: Entry) -> Bool { !entry.lasts && !(entry.answers && usesAnswer) }
    for entry in all {
      guard entry.kind == .journey else {
        kept.append(entry)
        continue
      }
      guard let place = entry.after, goes(entry) else { return nil }
      // A whole statement led there, or a train went over it.
      if let index = kept.lastIndex(where: { $0.after == place && !$0.isLook }) {
        let later = kept[(index + 1)...]
        let next = later.first { !$0.isLook }
        guard later.allSatisfy(goes), next?.kind != .compound else { return nil }
        kept.removeSubrange((index + 1)...)
        // A train had begun there, with a forward pass; another train ends with one.
        if let shortened = next?.shortened, kept[index].shortened == nil { kept.append(.train(0, shortened, before: place, after: place)) }
      } else if let index = kept.lastIndex(where: { $0.goesOver(place) }), let shortened = kept[index].shortened, let before = kept[index].before {
        guard kept[index...].allSatisfy(goes) else { return nil }
        kept.removeSubrange(index...)
        kept.append(.train(place.step - before.step, shortened, before: before, after: place))
      } else {
        return nil
      }
    }
    return kept
  }
}

extension StatementLog.Entry {
  fileprivate static func train(_ steps: Int, _ shortened: @escaping (Int) -> String, before: TimelinePosition, after: TimelinePosition) -> Self {
    Self(text: shortened(steps), before: before, after: after, lasts: false, answers: false, shortened: shortened)
  }

  fileprivate func goesOver(_ place: TimelinePosition) -> Bool {
    guard let before, let after else { return false }
    return after.line == place.line && before.step < place.step && place.step < after.step
  }
}

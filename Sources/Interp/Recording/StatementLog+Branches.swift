import Net

/// A step and the number of its line.
struct TimelinePosition: Equatable {
  let line: Int
  let step: Int
}

extension Session {
  /// The step at which the session is; nil without a network. A change at an earlier step begins a branch first.
  var position: TimelinePosition? {
    guard state.network != nil else { return nil }
    timeline.follow(self)
    let line = timeline.owner(of: state.steps, on: timeline.line) ?? timeline.line
    return TimelinePosition(line: line.number, step: state.steps)
  }
}

extension StatementLog {
  /// Whether a `back`, `redo` or `goto` stands at the top level.
  var hasJourneys: Bool { all.contains { $0.kind == .journey } }

  /// The statements that lead to the present step, without the statements of branches that the session left.
  ///
  /// The result is nil where these cannot be separated. One reason is that such a branch changed a variable or a setting. Another is that a journey
  /// goes back into the middle of a loop. The statements may still read a value that was left out, so they must be tried before they are written.
  func withoutLeftBranches() -> [Entry]? {
    var kept: [Entry] = []
    let usesAnswer = all.contains { entry in entry.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains("ans") }
    func goes(_ entry: Entry) -> Bool { !entry.lasts && !(entry.answers && usesAnswer) }
    for entry in all {
      guard entry.kind == .journey else {
        kept.append(entry)
        continue
      }
      guard let place = entry.after, goes(entry) else { return nil }
      // A whole statement led to this step.
      if let index = kept.lastIndex(where: { $0.after == place && !$0.isLook }) {
        let later = kept[(index + 1)...]
        let next = later.first { !$0.isLook }
        guard later.allSatisfy(goes), next?.kind != .compound else { return nil }
        kept.removeSubrange((index + 1)...)
        // If a `train` began at this step, it left a forward pass. A `train` of 0 steps leaves the same pass.
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
  /// A `train` with fewer steps.
  fileprivate static func train(_ steps: Int, _ shortened: @escaping (Int) -> String, before: TimelinePosition, after: TimelinePosition) -> Self {
    Self(text: shortened(steps), before: before, after: after, lasts: false, answers: false, shortened: shortened)
  }

  /// Whether the step lies between the first and the last step that the statement made.
  fileprivate func goesOver(_ place: TimelinePosition) -> Bool {
    guard let before, let after else { return false }
    return after.line == place.line && before.step < place.step && place.step < after.step
  }
}

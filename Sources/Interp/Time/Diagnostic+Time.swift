import Net

/// Error sentences for steps and branches that do not exist.
extension Fault {
  static func beforeTheBeginning(_ step: Int, _ timeline: Timeline, _ line: Line) -> Fault {
    let begin = timeline.beginning
    let hint = timeline.beginsWithCopy && step >= 0 ? "a run of compare has none of the steps before it" : "\(line.name) has the steps \(begin) to \(line.end)"
    return Fault(.index, "there is no step \(step): the timeline begins at step \(begin)", hint: hint)
  }

  static func afterTheEnd(_ step: Int, _ line: Line) -> Fault {
    Fault(.index, "there is no step \(step): \(line.name) ends at step \(line.end)", hint: "type train N to go on from there; timeline shows every line")
  }

  static func nothingToRedo(_ line: Line, _ others: [Line]) -> Fault {
    let other = others.first { $0 !== line && $0.end > line.start }
    return Fault(
      .index, "redo cannot go on: step \(line.end) is the end of \(line.name)",
      hint: other.map { "type goto \($0.name) to go to the end of another branch, step \($0.end)" } ?? "type train N to go on")
  }

  /// The error where the timeline dropped a step to save memory.
  /// - Parameters:
  ///   - first: the earliest step that is still kept.
  ///   - limit: the memory of the timeline in bytes.
  static func givenUp(_ step: Int, first: Int, _ limit: Int) -> Fault {
    let size = NumberFormat.significant(Double(limit) / Double(1 << 20), 4)
    return Fault(
      .limit, "step \(step) is no longer kept: the timeline has \(size) MiB and goes back to step \(first)",
      hint: "set timeline.memory to more MiB to keep more steps from now on")
  }

  /// The error where the timeline dropped a branch to save memory.
  /// - Parameter limit: the memory of the timeline in bytes.
  static func lostBranch(_ name: String, _ limit: Int) -> Fault {
    let size = NumberFormat.significant(Double(limit) / Double(1 << 20), 4)
    return Fault(
      .limit, "the branch \(name) is no longer kept: the timeline has \(size) MiB, and the oldest branch goes first",
      hint: "type branches for those that are left")
  }

  static func unknownBranch(_ name: String, _ known: [String]) -> Fault {
    Fault(
      .unknownName, "there is no branch '\(shortened(name))', and it is not a number",
      hint: Suggestions.hint(name, among: known) ?? "the branches are " + known.joined(separator: ", "))
  }

  static func conditionAsStep(_ condition: String) -> Fault {
    Fault(.value, "\(condition) is a condition, not a step", hint: "goto when \(condition)")
  }

  static func stepNumber(_ value: Double) -> Fault {
    Fault(.value, "a step is a whole number, not \(NumberFormat.shortest(value))", hint: "as in: goto 57")
  }

  static func branchName(_ name: String) -> Fault {
    Fault(
      .value, "'\(shortened(name))' cannot be the name of a branch",
      hint: "a name has letters, digits and _, and does not begin with a digit; when and the names of quantities are taken")
  }

  static func branchExists(_ name: String) -> Fault {
    Fault(.value, "there is a branch '\(shortened(name))' already", hint: "type goto \(shortened(name)) to go to its end")
  }

  /// The error where a condition of `goto when` is true at no step of a line.
  /// - Parameter first: the earliest step that was looked at.
  static func neverHeld(_ condition: String, _ line: Line, first: Int) -> Fault {
    Fault(
      .value, "\(shortened(condition)) does not hold at any step from \(first) to \(line.end) of \(line.name)",
      hint: "type break when \(shortened(condition)) before train to stop where it first holds")
  }
}

extension Warning {
  /// The warning where a trace goes on after a journey to an earlier step.
  static func tracesBranch(_ path: String, _ branch: String, _ step: Int) -> String {
    "the trace goes on in \(path) with the steps of \(branch), so the steps after t = \(step) are in it twice"
  }
}

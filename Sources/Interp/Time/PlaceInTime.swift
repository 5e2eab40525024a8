import Net

/// A step of a line that can be gone to.
struct PlaceInTime {
  let line: Line
  let step: Int
  /// The line that holds the step: the line itself, or one that it came from.
  let owner: Line

  /// How it is typed: `main:57`.
  var name: String { "\(line.name):\(step)" }
}

extension Session {
  /// Where the session is, on a timeline that knows of its last change.
  func present() throws(Fault) -> PlaceInTime {
    _ = try network()
    timeline.follow(self)
    return PlaceInTime(line: timeline.line, step: state.steps, owner: timeline.owner(of: state.steps, on: timeline.line)!)
  }

  /// A step of a line; throws where it does not exist or was given up.
  func place(_ step: Int, on line: Line) throws(Fault) -> PlaceInTime {
    guard step <= line.end else { throw .afterTheEnd(step, line) }
    guard step >= timeline.beginning else { throw .beforeTheBeginning(step, timeline.beginning, line) }
    guard let owner = timeline.owner(of: step, on: line), step >= owner.first else { throw .givenUp(step, first: timeline.first(of: line), timeline.limit) }
    return PlaceInTime(line: line, step: step, owner: owner)
  }

  /// What an argument of `goto` or `diff` means.
  func place(_ given: TimePlace) throws(Fault) -> PlaceInTime {
    _ = try present()
    switch given {
    case .name(let name):
      if let line = timeline.line(named: name) { return try place(line.end, on: line) }
      if case .scalar? = state.variables[name] { return try place(step(Expression(.name(name), SourceRange(0, 0))), on: timeline.line) }
      if Names.reserved(name, nameContext) != nil { return try place(step(Expression(.name(name), SourceRange(0, 0))), on: timeline.line) }
      throw .unknownBranch(name, timeline.lines.map(\.name))
    case .step(let expression): return try place(step(expression), on: timeline.line)
    case .stepOf(let name, let expression):
      guard let line = timeline.line(named: name) else { throw .unknownBranch(name, timeline.lines.map(\.name)) }
      return try place(step(expression), on: line)
    case .when(let condition): return try firstPlace(where: condition)
    }
  }

  private func step(_ expression: Expression) throws(Fault) -> Int {
    let value = try Evaluator(self).number(expression, "a step")
    guard let step = Int(exactly: value), abs(step) <= 1_000_000_000_000 else { throw Fault.stepNumber(value).located(expression.range) }
    return step
  }
}

extension Timeline {
  /// The first step that is still kept of a line and what it came from.
  func first(of line: Line) -> Int {
    var line = line
    while let parent = line.parent, parent.step >= parent.line.first { line = parent.line }
    return line.first
  }
}

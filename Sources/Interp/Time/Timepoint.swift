import Net

/// A step of a line, as a target of `goto` or `diff`.
struct Timepoint {
  /// The line that the user named, or the present line.
  let line: Line
  let step: Int
  /// The line that holds the step. It is `line` itself or a line from which `line` branched.
  let owner: Line

  /// How the user types this step: `main:57`.
  var name: String { "\(line.name):\(step)" }
}

extension Session {
  /// The step at which the session is.
  /// - Throws: where there is no network.
  func presentPlace() throws(Fault) -> Timepoint {
    _ = try network()
    return Timepoint(line: timeline.line, step: state.steps, owner: timeline.owner(of: state.steps, on: timeline.line)!)
  }

  /// A step of a line.
  /// - Throws: where the line has no such step, or where the timeline dropped it to save memory.
  func place(_ step: Int, on line: Line) throws(Fault) -> Timepoint {
    guard step <= line.end else { throw .afterTheEnd(step, line) }
    guard step >= timeline.beginning else { throw .beforeTheBeginning(step, timeline, line) }
    guard let owner = timeline.owner(of: step, on: line), step >= owner.first else { throw .givenUp(step, first: timeline.first(of: line), timeline.limit) }
    return Timepoint(line: line, step: step, owner: owner)
  }

  /// The step that an argument of `goto` or `diff` means.
  /// - Throws: where it names no step or branch, or a step that is not kept.
  func place(_ given: TimeReference) throws(Fault) -> Timepoint {
    _ = try presentPlace()
    switch given {
    case .name(let name):
      if let line = timeline.line(named: name) { return try place(line.end, on: line) }
      guard state.variables[name] != nil || Names.reserved(name, nameContext) != nil else { throw unknown(name) }
      let value: Int
      do { value = try step(Expression(.name(name), SourceRange(0, 0))) } catch {
        // The error points at the argument of the command.
        var fault = error
        fault.range = nil
        throw fault
      }
      return try place(value, on: timeline.line)
    case .step(let expression): return try place(step(expression), on: timeline.line)
    case .stepOf(let name, let expression):
      guard let line = timeline.line(named: name) else { throw unknown(name) }
      return try place(step(expression), on: line)
    case .when(let condition): return try firstPlace(where: condition)
    }
  }

  private func unknown(_ name: String) -> Fault {
    timeline.lost.contains(name) ? .lostBranch(name, timeline.limit) : .unknownBranch(name, timeline.lines.map(\.name))
  }

  private func step(_ expression: Expression) throws(Fault) -> Int {
    let evaluator = Evaluator(self)
    let given = try evaluator.evaluate(expression)
    if given.isBoolean { throw Fault.conditionAsStep(source.words(of: expression)).located(expression.range) }
    guard let value = given.number else { throw Fault.notNumber("a step", given).located(expression.range) }
    let range = -1_000_000_000_000...1_000_000_000_000
    guard let step = Int(exactly: value), range.contains(step) else { throw Fault.stepNumber(value).located(expression.range) }
    return step
  }
}

extension Session {
  /// The parameters that a step left, with their activations and loss, and the data at that step.
  /// - Throws: where Ctrl-C stops the computation.
  func networkAndData(_ place: Timepoint) throws(Fault) -> (network: Network, data: DataSplit) {
    let network = try timeline.parameters(at: place.step, on: place.owner, self)
    switch place.owner.place(of: place.step) {
    case .live: return (network, state.data)
    case .moment(let moment): return (network, moment.state.data)
    case .inside(let leg): return (network, leg.before.state.data)
    }
  }
}

extension Timeline {
  /// The last step that two places have in common. It is nil where there is none, or where the timeline dropped it.
  func meeting(_ one: Timepoint, _ other: Timepoint) -> Timepoint? {
    /// The lines that lead to a place, each with its last step on the way.
    func origins(_ place: Timepoint) -> [(line: Line, step: Int)] {
      var result = [(line: place.owner, step: place.step)]
      while let parent = result[result.count - 1].line.parent { result.append((parent.line, parent.step)) }
      return result
    }
    for (line, step) in origins(one) {
      guard let same = origins(other).first(where: { $0.line === line }) else { continue }
      let meeting = min(step, same.step)
      return meeting >= line.first ? Timepoint(line: line, step: meeting, owner: line) : nil
    }
    return nil
  }

  /// Whether one can go to a step of the present line.
  func keeps(_ step: Int) -> Bool { owner(of: step, on: line).map { step >= $0.first } ?? false }

  /// The earliest step that is still kept, on a line or on the lines from which it branched.
  func first(of line: Line) -> Int {
    var line = line
    while let parent = line.parent, parent.step >= parent.line.first { line = parent.line }
    return line.first
  }
}

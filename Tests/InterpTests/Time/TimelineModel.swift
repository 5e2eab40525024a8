import Net

@testable import Interp

/// A slow model of the timeline. It keeps a full copy of everything at each step of each branch, called a line.
///
/// Here `train N` is N times `train 1`. The statements run in a separate session whose timeline keeps nothing.
final class TimelineModel {
  /// Everything at one moment.
  struct Copy {
    var state: Session.State
    var pass: Pass
  }

  final class Line {
    var name: String
    var isUnnamed: Bool
    let parent: (line: Line, step: Int)?
    let start: Int
    var end: Int
    /// The copies of steps that are not the present one, by step.
    var copies: [Int: Copy] = [:]

    init(_ name: String, isUnnamed: Bool = false, start: Int, parent: (line: Line, step: Int)? = nil) {
      (self.name, self.isUnnamed, self.start, self.parent) = (name, isUnnamed, start, parent)
      end = start
    }
  }

  private let worker = TestSession()
  private(set) var now: Copy
  private(set) var lines: [Line]
  private(set) var line: Line
  private(set) var isAtEnd = true
  private var unnamed = 0

  init() {
    let session = worker.interpreter.executor.session
    now = Copy(state: session.state, pass: session.workspace.copy())
    line = Line("main", start: 0)
    lines = [line]
  }

  var step: Int { now.state.steps }

  /// The session, set to the present copy.
  var session: Session {
    let session = worker.interpreter.executor.session
    session.state = now.state
    session.state.settings.timelineMemory = 0
    session.timeline.setLimit(0)
    session.workspace.restore(now.pass)
    return session
  }

  // MARK: Statements

  /// Runs a statement that does not go to another step. False where it fails.
  func run(_ statement: String) -> Bool {
    let words = statement.split(separator: " ")
    guard words[0] == "train", let count = Int(words[1]), count > 1 else { return runOne(statement) }
    if words.contains(where: { $0.hasPrefix("batch=") || $0.hasPrefix("optimizer=") || $0.hasPrefix("decay=") }) {
      return runPrefixes(count, words.dropFirst(2).joined(separator: " "))
    }
    let single = (["train", "1"] + words.dropFirst(2).map(String.init)).joined(separator: " ")
    return (0..<count).allSatisfy { _ in runOne(single) }
  }

  /// Runs a `train` that counts from its own beginning. The state after k of its steps is that of `train k` from the same state.
  private func runPrefixes(_ count: Int, _ options: String) -> Bool {
    guard runOne("train 1 \(options)") else { return false }
    let start = line.copies[step - 1]!
    for steps in 2...count {
      let before = now
      now = start
      let session = session
      guard worker.run("train \(steps) \(options)").status == 0 else { return false }
      var state = session.state
      state.settings.timelineMemory = before.state.settings.timelineMemory
      line.copies[before.state.steps] = before
      now = Copy(state: state, pass: session.workspace.copy())
      line.end = now.state.steps
    }
    return true
  }

  private func runOne(_ statement: String) -> Bool {
    let session = session
    // A train begins with a forward pass, and the state after it belongs to the first step.
    if statement.hasPrefix("train "), !statement.hasPrefix("train 0") {
      guard worker.run("train 0").status == 0 else { return false }
      let limit = now.state.settings.timelineMemory
      now = Copy(state: session.state, pass: session.workspace.copy())
      now.state.settings.timelineMemory = limit
    }
    let before = now
    guard worker.run(statement).status == 0 else { return false }
    var state = session.state
    state.settings.timelineMemory = before.state.settings.timelineMemory
    let after = Copy(state: state, pass: session.workspace.copy())
    if after.state.lineage != before.state.lineage {
      line = Line("main", start: after.state.steps)
      (lines, isAtEnd, unnamed) = ([line], true, 0)
    } else if !isAtEnd, Self.differs(before.state, after.state) {
      begin(name: nil)
    }
    if after.state.lineage == before.state.lineage, after.state.steps == before.state.steps + 1 {
      line.copies[before.state.steps] = before
      line.end = after.state.steps
    }
    now = after
    return true
  }

  private static func differs(_ one: Session.State, _ other: Session.State) -> Bool {
    one.versions != other.versions || one.steps != other.steps || one.alpha != other.alpha || one.generator != other.generator || one.seed != other.seed
      || one.network?.frozen != other.network?.frozen || one.optimizerEdits != other.optimizerEdits
  }

  // MARK: Journeys

  private func begin(name: String?) {
    if isAtEnd { line.copies[line.end] = now }
    var chosen = name
    while chosen == nil {
      unnamed += 1
      if !lines.contains(where: { $0.name == "branch\(unnamed)" }) { chosen = "branch\(unnamed)" }
    }
    line = Line(chosen!, isUnnamed: name == nil, start: step, parent: (owner(step, line)!, step))
    lines.append(line)
    isAtEnd = true
  }

  func branch(_ name: String) -> Bool {
    guard now.state.network != nil, !lines.contains(where: { $0.name == name }) else { return false }
    if isAtEnd, line.isUnnamed { (line.name, line.isUnnamed) = (name, false) } else { begin(name: name) }
    return true
  }

  private func owner(_ step: Int, _ line: Line) -> Line? {
    if step > line.end { return nil }
    if step >= line.start { return line }
    return line.parent.flatMap { owner(step, $0.line) }
  }

  /// The last copy of a step of the line; nil where there is none.
  func copy(_ step: Int, _ line: Line) -> Copy? {
    guard let owner = owner(step, line) else { return nil }
    return owner === self.line && isAtEnd && step == owner.end ? now : owner.copies[step]
  }

  func travel(to step: Int, on name: String? = nil) -> Bool {
    guard now.state.network != nil, let line = name.map({ name in lines.first { $0.name == name } }) ?? line, let copy = copy(step, line) else { return false }
    if isAtEnd { self.line.copies[self.line.end] = now }
    var state = copy.state
    // A journey does not change variables, the last value and settings.
    (state.variables, state.answer, state.settings) = (now.state.variables, now.state.answer, now.state.settings)
    // The setting of the slope follows the layers of the network.
    for case let leaky as LeakyReLU in (state.network?.layers ?? []).map(\.activation).reversed() { state.settings.leakySlope = leaky.slope }
    now = Copy(state: state, pass: copy.pass)
    (self.line, isAtEnd) = (line, step == line.end)
    return true
  }
}

import Net

/// Steps made one after the other in the same way: each is the same function of the one before.
final class Leg {
  /// The last state at its first step.
  var before: Moment
  /// Steps made.
  var count: Int
  let alpha: Double
  /// Made by `train`: between its steps Z, A and J are those of the new parameters and the gradients those that made the step. Else by
  /// `forward; backward; step`: between steps both are of the step's parameters.
  let isTraining: Bool
  /// Whether the parameters before it were changed by hand: the leg before does not lead to them.
  let isEdited: Bool
  /// The statements that changed anything before its first step.
  let edits: [ChangeText]
  /// Those that made its steps.
  private(set) var commands: [ChangeText] = []
  private var lastStatement: StatementLocation?
  /// Steps between two checkpoints.
  let spacing: Int
  /// Where the generator was after each step; nil where no step drew.
  var trail: GeneratorTrail?

  var start: Int { before.state.steps }
  var end: Int { start + count }

  init(before: Moment, alpha: Double, isTraining: Bool, isEdited: Bool, edits: [ChangeText]) {
    (self.before, self.alpha, self.isTraining, self.isEdited, self.edits) = (before, alpha, isTraining, isEdited, edits)
    count = 0
    spacing = Checkpoints.spacing(parameters: before.state.network!.parameterCount, examples: before.state.data.X.columns)
  }

  /// A statement makes steps of it. Nothing is allocated where it is the same as the last time, as in a loop.
  func made(by statement: StatementLocation) {
    if let lastStatement, lastStatement == statement, !commands.isEmpty {
      commands[commands.count - 1].times += 1
    } else {
      commands.add(statement.text)
      lastStatement = statement
    }
  }

  /// A step left this generator; the steps before it without a word left that of the beginning.
  func left(_ step: Int, _ generator: MersenneTwister) {
    if trail == nil {
      if generator == before.state.generator { return }
      var trail = GeneratorTrail()
      while trail.steps < step - start - 1 { trail.add(before.state.generator) }
      self.trail = trail
    }
    trail!.add(generator)
  }

  /// The last statement made so many more steps. It was counted once when it began, and ran `times` times.
  func add(_ steps: Int, times: Int) {
    count += steps
    commands[commands.count - 1].steps += steps
    commands[commands.count - 1].times += times - 1
  }

  /// The last statement made none: the statements are those before it.
  func takeBack(to commands: [ChangeText]) {
    self.commands = commands
    lastStatement = nil
  }

  /// No more steps come: the text that the last statement stands in is let go.
  func forgetStatement() { lastStatement = nil }
}

/// A statement by its place in a text.
struct StatementLocation: Equatable {
  let source: SourceText
  let range: SourceRange

  var text: String { source.oneLine(range) }

  static func == (one: StatementLocation, other: StatementLocation) -> Bool {
    one.range == other.range && one.source === other.source
  }
}

/// A statement that changed something, and how often it ran in a row.
struct ChangeText {
  /// On one line, cut where it is long.
  let text: String
  var times = 1
  /// Steps that it made.
  var steps = 0

  init(_ statement: String) {
    let line = statement.split(whereSeparator: \.isNewline).joined(separator: " ")
    text = line.count > 60 ? line.prefix(59) + "…" : line
  }
}

extension [ChangeText] {
  private static let most = 8

  /// Adds a statement; beyond a few different ones the rest is only counted.
  mutating func add(_ statement: String) {
    let change = ChangeText(statement)
    if last?.text == change.text || count == Self.most {
      self[count - 1].times += 1
    } else {
      append(count == Self.most - 1 ? ChangeText("…") : change)
    }
  }
}

/// A line of the timeline: the steps from `init` on, or from where a branch began.
final class Line {
  /// No other line of the session has it.
  let number: Int
  var name: String
  /// Whether the name was made up: `branch NAME` gives another.
  var isUnnamed: Bool
  /// Where it began; nil for the first line, or where that is given up.
  var parent: (line: Line, step: Int)?
  /// The step at which it began, or up to which it was given up.
  private(set) var start: Int
  var legs: [Leg] = []
  var checkpoints: Checkpoints?
  /// The last state at its end while the session is elsewhere; nil while the session is the end.
  var tip: Moment?
  /// The earliest step that can be gone back to.
  private(set) var first: Int
  /// The statements that changed anything since the last step.
  var edits: [ChangeText] = []

  var end: Int { legs.last?.end ?? start }

  init(_ number: Int, name: String, isUnnamed: Bool, start: Int, parent: (line: Line, step: Int)? = nil) {
    self.number = number
    (self.name, self.isUnnamed, self.start, self.first, self.parent) = (name, isUnnamed, start, start, parent)
  }

  /// Begins at a later step: what came before is given up.
  func begin(at step: Int, first: Int) {
    (start, self.first) = (step, first)
    parent = nil
  }

  /// The last leg that begins before `step`, by number.
  func leg(before step: Int) -> Int? {
    var (low, high) = (0, legs.count)
    while low < high {
      let middle = (low + high) / 2
      if legs[middle].start < step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  enum StepSource {
    /// The session itself.
    case live
    case moment(Moment)
    /// Between the steps of a leg.
    case inside(Leg)
  }

  /// What is known of a step from `start` to `end`.
  func place(of step: Int) -> StepSource {
    let before = leg(before: step)
    let next = (before ?? -1) + 1
    if next < legs.count, legs[next].start == step { return .moment(legs[next].before) }
    if step == end { return tip.map { .moment($0) } ?? .live }
    return .inside(legs[before!])
  }
}

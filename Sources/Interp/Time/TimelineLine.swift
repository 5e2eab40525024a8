import Net

/// Successive steps that were made in the same way: the same function leads from each step to the next.
final class Leg {
  /// The state at the first step of the leg, after all changes by hand.
  var before: Moment
  /// The number of steps that were made.
  var count: Int
  /// How the steps were made. Its first step is that of the leg.
  let plan: TrainingPlan
  /// Whether `train` made the steps.
  ///
  /// Between steps of `train`, Z, A and J belong to the new parameters, and the gradients are those that made the step. Otherwise
  /// `forward; backward; step` made them. Between such steps, all passes belong to the parameters of the step.
  let isTraining: Bool
  /// Whether the parameters were changed by hand before the first step. The leg before does not lead to them then.
  let isEdited: Bool
  /// The statements that changed anything between the leg before and the first step.
  let edits: [ChangeText]
  /// The statements that made the steps.
  private(set) var commands: [ChangeText] = []
  private var lastStatement: StatementLocation?
  /// The number of steps between two checkpoints.
  let spacing: Int
  /// The state of the generator after each step; nil where no step drew random numbers.
  var trail: GeneratorTrail?

  var start: Int { before.state.steps }
  var end: Int { start + count }

  /// Whether what is evaluated after a step draws random numbers. Then the draws of the next step do not follow from those of the steps alone.
  var looksDraw = false

  init(before: Moment, _ plan: TrainingPlan, isTraining: Bool, isEdited: Bool, edits: [ChangeText]) {
    (self.before, self.plan, self.isTraining, self.isEdited, self.edits) = (before, plan, isTraining, isEdited, edits)
    count = 0
    let network = before.state.network!
    let averages = [network.optimizer, plan.optimizer ?? network.optimizer].contains { $0.keepsAverages } ? 2 : 0
    let examples = before.state.data.X.columns
    spacing = Checkpoints.spacing(parameters: network.parameterCount * (1 + averages), examples: min(plan.batch ?? examples, examples))
  }

  /// Notes that a statement makes steps of this leg. Nothing is allocated where it is the same statement as before, as in a loop.
  func made(by statement: StatementLocation) {
    if let lastStatement, lastStatement == statement, !commands.isEmpty {
      commands[commands.count - 1].times += 1
    } else {
      commands.add(statement.text)
      lastStatement = statement
    }
  }

  /// Notes the generator that step number `step` left. If earlier steps drew nothing, they get the generator from the beginning of the leg.
  func left(_ step: Int, _ generator: MersenneTwister) {
    if trail == nil {
      if generator == before.state.generator { return }
      var trail = GeneratorTrail()
      while trail.steps < step - start - 1 { trail.add(before.state.generator) }
      self.trail = trail
    }
    trail!.add(generator)
  }

  /// Adds steps that the last statement made in `times` runs. The first run was counted when the statement began.
  func add(_ steps: Int, times: Int) {
    count += steps
    commands[commands.count - 1].steps += steps
    commands[commands.count - 1].times += times - 1
  }

  /// Puts back the earlier statements, because the last one made no step.
  func takeBack(to commands: [ChangeText]) {
    self.commands = commands
    lastStatement = nil
  }

  /// Releases the text of the last statement, because the leg gets no more steps.
  func forgetStatement() { lastStatement = nil }
}

/// A statement, given by its place in a text.
struct StatementLocation: Equatable {
  let source: SourceText
  let range: SourceRange

  var text: String { source.oneLine(range) }

  static func == (one: StatementLocation, other: StatementLocation) -> Bool {
    one.range == other.range && one.source === other.source
  }
}

/// A statement that changed something, and how often it ran in succession.
struct ChangeText {
  /// The statement on one line, with at most 60 characters.
  let text: String
  var times = 1
  /// The number of steps that it made.
  var steps = 0

  init(_ statement: String) {
    let line = statement.split(whereSeparator: \.isNewline).joined(separator: " ")
    text = line.count > 60 ? line.prefix(59) + "…" : line
  }
}

extension [ChangeText] {
  /// The most statements that a list holds.
  private static let most = 8

  /// Adds a statement. A repeated statement is counted. After seven different ones, all others are counted as `…`.
  mutating func add(_ statement: String) {
    let change = ChangeText(statement)
    if last?.text == change.text || count == Self.most {
      self[count - 1].times += 1
    } else {
      append(count == Self.most - 1 ? ChangeText("…") : change)
    }
  }
}

/// A line of the timeline: the steps since `init`, or since the step at which a branch began.
final class Line {
  /// A number that no other line of the session has.
  let number: Int
  var name: String
  /// Whether the name was made up by the program. `branch NAME` gives such a line its name.
  var isUnnamed: Bool
  /// The step of another line at which this line began. It is nil for the first line, and where the timeline dropped that step.
  var parent: (line: Line, step: Int)?
  /// The step at which the line begins. It moves up when the timeline drops the oldest steps.
  private(set) var start: Int
  var legs: [Leg] = []
  var checkpoints: Checkpoints?
  /// The state at the end of the line while the session is elsewhere. It is nil while the session itself is at the end.
  var tip: Moment?
  /// The earliest step of the line to which one can go back.
  private(set) var first: Int
  /// The statements that changed anything since the last step.
  var edits: [ChangeText] = []

  /// The last step of the line.
  var end: Int { legs.last?.end ?? start }

  init(_ number: Int, name: String, isUnnamed: Bool, start: Int, parent: (line: Line, step: Int)? = nil) {
    self.number = number
    (self.name, self.isUnnamed, self.start, self.first, self.parent) = (name, isUnnamed, start, start, parent)
  }

  /// Makes the line begin at a later step, because the steps before it are dropped.
  /// - Parameter first: the earliest step to which one can go back.
  func begin(at step: Int, first: Int) {
    (start, self.first) = (step, first)
    parent = nil
  }

  /// The index of the last leg that begins before `step`; nil where there is none.
  func leg(before step: Int) -> Int? {
    var (low, high) = (0, legs.count)
    while low < high {
      let middle = (low + high) / 2
      if legs[middle].start < step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// Where the state of a step comes from.
  enum StepSource {
    /// The session itself holds the state.
    case live
    /// A moment holds the state.
    case moment(Moment)
    /// The step lies between the first and the last step of a leg.
    case inside(Leg)
  }

  /// Where the state of a step comes from. `step` must lie between `start` and `end`.
  func place(of step: Int) -> StepSource {
    let before = leg(before: step)
    let next = (before ?? -1) + 1
    if next < legs.count, legs[next].start == step { return .moment(legs[next].before) }
    if step == end { return tip.map { .moment($0) } ?? .live }
    return .inside(legs[before!])
  }
}

import Net

/// Successive steps that were made in the same way: the same function leads from each step to the next.
final class Leg {
  /// The state at the first step of the leg, after all changes by hand.
  var before: Moment
  /// The number of steps that were made.
  private(set) var count = 0
  /// How the steps were made.
  let plan: TrainingPlan
  /// Where the plan was at the first step of the leg. It is the beginning of the plan, unless the first part of the leg was dropped.
  private var progress = Progress()
  /// Whether `train` made the steps.
  ///
  /// Between steps of `train`, Z, A and J belong to the new parameters, and the gradients are those that made the step. Otherwise
  /// `forward; backward; step` made them. Between such steps, all passes belong to the parameters of the step.
  let isTraining: Bool
  /// Whether the parameters were changed by hand before the first step. The leg before does not lead to them then.
  let isEdited: Bool
  /// The statements that changed anything between the leg before and the first step.
  private(set) var edits: [ChangeText]
  /// The statements that made the steps.
  private(set) var commands: [ChangeText] = []
  private var lastStatement: StatementLocation?
  /// The number of steps between two checkpoints.
  let spacing: Int
  /// The generator after each step; nil where nothing drew random numbers.
  private(set) var trail: GeneratorTrail?
  /// The number of words of the generator that the masks of one example take.
  private let maskWords: Int

  var start: Int { before.state.steps }
  var end: Int { start + count }

  init(before: Moment, _ plan: TrainingPlan, isTraining: Bool, isEdited: Bool, edits: [ChangeText]) {
    (self.before, self.plan, self.isTraining, self.isEdited, self.edits) = (before, plan, isTraining, isEdited, edits)
    let network = before.state.network!
    let averages = [network.optimizer, plan.optimizer ?? network.optimizer].contains { $0.keepsAverages } ? 2 : 0
    let examples = before.state.data.X.columns
    spacing = Checkpoints.spacing(parameters: network.parameterCount * (1 + averages), examples: min(plan.batch ?? examples, examples))
    maskWords = network.maskWords
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

  /// Adds steps that the last statement made in `times` runs. The first run was counted when the statement began.
  /// - Parameter end: the step to which they led.
  func add(_ steps: Int, to end: Int, times: Int) {
    count = end - start
    commands[commands.count - 1].steps += steps
    commands[commands.count - 1].times += times - 1
  }

  /// Puts back the earlier statements, because the last one made no step after the step `end`.
  func takeBack(to commands: [ChangeText], end: Int) {
    (self.commands, count, trail, lastStatement) = (commands, end - start, nil, nil)
  }

  /// Releases the text of the last statement, because the leg gets no more steps.
  func forgetStatement() { lastStatement = nil }
}

extension Leg {
  /// Where the plan of a leg was at the first step that is left of it.
  private struct Progress {
    /// The number of steps of the plan that were made before.
    var done = 0
    /// The averages of the leg's own optimizer.
    var averages = Averages()
    /// The generator at the beginning of the time through the data in which the leg now begins; nil where nothing drew.
    var epoch: MersenneTwister?

    var bytes: Int { 8 * averages.count + (epoch == nil ? 0 : TimelineMemory.ofGenerator) }
  }

  /// The memory of the leg beside that of its moment.
  var bytes: Int { (trail?.bytes ?? 0) + progress.bytes }
  /// The memory of what the leg cannot make again from its moment.
  var noteBytes: Int { trail?.noteBytes ?? 0 }

  /// The number of steps of the plan that were made before a step.
  func done(before step: Int) -> Int { step - start + progress.done }

  /// The learning rate that led to a step.
  func alpha(of step: Int) -> Double { plan.alpha(ofStep: done(before: step - 1), examples: before.state.data.X.columns) }

  /// Notes the generator after a step. Earlier steps of the leg drew nothing where they were not noted.
  /// - Parameters:
  ///   - made: the generator as the step left it.
  ///   - generator: the generator after everything that was evaluated at the step.
  func left(_ step: Int, made: MersenneTwister.Position, _ generator: MersenneTwister) {
    if trail == nil {
      if generator == before.state.generator { return }
      trail = GeneratorTrail(from: start, before.state.generator)
    }
    trail!.add(step, made: made, generator)
  }

  /// The generator after a step of the leg, or before its first step.
  /// - Parameter known: the generator after an earlier step, where the caller has one.
  func generator(after step: Int, knowing known: GeneratorTrail.Copy? = nil) -> MersenneTwister {
    guard let trail, step > start else { return before.state.generator }
    let examples = before.state.data.X.columns
    return trail.generator(after: step, knowing: known) { step, generator in
      plan.skipDraws(ofStep: done(before: step - 1), examples: examples, maskWords: maskWords, &generator)
    }
  }

  /// The generator at the beginning of the time through the data in which the next step lies. It is nil where no order is drawn.
  private func epoch(after step: Int) -> GeneratorTrail.Copy? {
    guard plan.batch != nil, plan.shuffles else { return nil }
    let first = step - done(before: step) % plan.stepsPerEpoch(before.state.data.X.columns)
    return GeneratorTrail.Copy(step: first, generator: first < start ? progress.epoch! : generator(after: first))
  }

  /// The steps of the leg that follow a step.
  func sequence(after step: Int) -> StepSequence {
    let data = before.state.data
    // A step by hand drew its masks with the forward pass, before the leg began.
    if !isTraining, case .present(let draw) = before.backward, let masks = draw.masks {
      return StepSequence(plan, X: data.X, Y: data.Y!, generator: masks, done: done(before: step))
    }
    let epoch = epoch(after: step)
    return StepSequence(
      plan, X: data.X, Y: data.Y!, generator: generator(after: step, knowing: epoch), done: done(before: step), epoch: epoch?.generator)
  }

  /// Moves the generator of a sequence over what was drawn after a step, besides the draws of the steps.
  func skipLooks(after step: Int, _ sequence: inout StepSequence) { trail?.skipLooks(after: step, &sequence.generator) }

  /// The network as it makes the first step of the leg. An optimizer of the leg's own begins with averages of 0, unless it made steps that were dropped.
  func beginning(_ network: Network) -> Network {
    plan.optimizer.map { network.with($0, progress.averages) } ?? network
  }

  /// Drops copies of the generator that can be made again.
  func thinTrail(_ share: Double, now: Int) { trail?.thin(share, now: now) }

  /// Drops the first steps. The leg begins at a later step then.
  /// - Parameter network: the network after that step, with the averages of the leg's optimizer.
  func begin(at step: Int, _ network: Network) {
    var next = Progress(done: done(before: step))
    if plan.optimizer != nil { next.averages = network.averages }
    next.epoch = epoch(after: step)?.generator
    let state = state(at: step, settled(network), generator: generator(after: step))
    count = max(0, end - step)
    trail?.begin(at: step, state.generator)
    before = Moment(state: state, forward: .present(StepDraw()), backward: .stepBefore(StepDraw()), cost: nil)
    (progress, edits) = (next, [])
  }
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

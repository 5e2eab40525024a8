import Net

/// All steps of a session since `init`. They form lines. A new line branches off where something is changed after a journey back.
///
/// A line is a list of legs. A leg stores the state before its first step and the way the steps were made. From these, any state in it can be made
/// again, bit for bit. Checkpoints are copies of the parameters that shorten this work. The timeline keeps as many as the memory allows. The session
/// itself is the end of the line that it is on.
final class Timeline: StepMemory {
  /// The place of the session.
  struct Cursor {
    /// The line that `redo` follows.
    var line: Line
    var step: Int
  }

  private(set) var lines: [Line]
  /// The step at which the timeline began.
  private(set) var beginning = 0
  private(set) var cursor: Cursor
  /// Whether the session is at the end of its line.
  private(set) var isAtEnd = true
  /// The state to which a journey led. A difference from it is a change by hand. It is nil at the end of the line.
  private var arrived: Session.State? { didSet { isAtEnd = arrived == nil } }
  /// The number of the `init` or `load` with which this timeline began.
  private var lineage: Int
  /// That of the session from which this session was copied; nil where it is no copy.
  private var copiedLineage: Int?
  /// Whether the timeline begins where the session was copied, and not at an `init` or `load`.
  private(set) var beginsWithCopy = false
  /// The most bytes that the timeline keeps.
  private(set) var limit = Settings().timelineMemory
  var memory = TimelineMemory()
  /// The workspace on which steps are made again.
  let scratch = Pass()
  /// The number in the last branch name that the program made up.
  private var unnamed = 0
  private var lastNumber = 0
  /// The names of lines that were dropped to save memory.
  private(set) var lost: Set<String> = []
  /// The number of steps between two checkpoints of the last leg.
  private var spacing = 1
  /// The bytes that the session holds in any case, while steps are made.
  var shared = 0

  init() {
    let line = Line(0, name: Session.firstLine, isUnnamed: false, start: 0)
    (lines, cursor, lineage) = ([line], Cursor(line: line, step: 0), 0)
  }

  /// The line on which the session is. `redo` follows it.
  var line: Line { cursor.line }
  /// The number of steps that were ever made. Journeys do not change it.
  private(set) var stepsMade = 0

  func fresh() -> any StepMemory {
    let timeline = Timeline()
    timeline.copiedLineage = lineage
    return timeline
  }

  func parametersOfStep(before step: Int, _ session: Session) throws(Fault) -> Network? {
    let versions = session.state.versions
    guard step > 0, let owner = owner(of: step - 1, on: line), step - 1 >= owner.start, let leg = owner.leg(before: step),
      owner.legs[leg].before.state.versions.inputs == versions.inputs, owner.legs[leg].before.state.versions.targets == versions.targets
    else { return nil }
    return try parameters(at: step - 1, on: owner, session)
  }

  /// The line with a name; nil where there is none.
  func line(named name: String) -> Line? { lines.first { $0.name == name } }

  /// Brings the timeline up to date with the session. A new timeline begins after `init` or `load`. A branch begins after a change at an earlier
  /// step.
  func follow(_ session: Session) {
    // This runs before each statement, and mostly there is nothing to do.
    if isAtEnd, lineage == session.state.lineage { return }
    if lineage != session.state.lineage { restart(session) }
    if !isAtEnd, let arrived, !session.state.isUnchanged(since: arrived) { fork(session) }
  }

  /// Sets the most bytes that the timeline keeps. `limitHasChanged` also drops steps.
  func setLimit(_ bytes: Int) { limit = bytes }

  private func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  private func restart(_ session: Session) {
    let line = Line(nextNumber(), name: session.state.lineName, isUnnamed: false, start: session.state.steps)
    (lines, cursor, arrived, unnamed, memory) = ([line], Cursor(line: line, step: line.start), nil, 0, TimelineMemory())
    lost = []
    (lineage, beginning) = (session.state.lineage, line.start)
    beginsWithCopy = lineage == copiedLineage
  }

  // MARK: Recording

  /// Whether the next steps belong to a leg: they are made in the same way, and nothing was changed since its last step.
  private func goesOn(_ leg: Leg, _ session: Session, _ plan: TrainingPlan, isTraining: Bool) -> Bool {
    // The fields are compared one by one, because a copy of the whole state is too slow for every step.
    guard leg.isTraining == isTraining, leg.trail == nil, leg.plan == plan, !plan.countsFromItsBeginning, !plan.draws(session.state.network!),
      session.state.optimizerEdits == leg.before.state.optimizerEdits,
      session.state.alpha == leg.before.state.alpha, session.state.seed == leg.before.state.seed,
      session.state.generator == leg.before.state.generator, session.state.network!.frozen == leg.before.state.network!.frozen
    else { return false }
    let expected = leg.before.state.versions.after(leg.count)
    guard session.state.versions == expected else { return false }
    guard isTraining else { return true }
    // The session must be straight after the last step of the leg, with no pass asked for since.
    guard session.state.update != nil, session.state.forwardStamp?.versions == expected else { return false }
    return session.state.backwardStamp?.versions == expected.after(-1)
  }

  /// What `takeBack` needs to undo the recording of steps that are about to be made.
  struct OpenSteps {
    /// The step before the steps.
    fileprivate let start: Int
    /// The place of the session before a branch began for these steps; nil where no branch began.
    fileprivate var origin: Origin?
    /// The changes by hand that were moved into a new leg; nil where the last leg goes on.
    fileprivate var edits: [ChangeText]?
    /// The statements of the leg before the steps. It is nil for a single step, because that step can no longer fail.
    fileprivate var commands: [ChangeText]?
    /// Whether the steps are not kept at all.
    fileprivate var isOff = false
  }

  fileprivate struct Origin {
    var cursor: Cursor
    var arrived: Session.State
    var unnamed: Int
  }

  /// Prepares the timeline for steps that are about to be made. `finish` must follow with their number.
  /// - Parameters:
  ///   - plan: how the steps are made.
  ///   - isTraining: whether `train` makes them.
  ///   - statement: the statement that makes them.
  func begin(_ session: Session, _ plan: TrainingPlan, isTraining: Bool, _ statement: StatementLocation) -> OpenSteps {
    follow(session)
    var recording = OpenSteps(start: session.state.steps)
    if !isAtEnd, let arrived {
      recording.origin = Origin(cursor: cursor, arrived: arrived, unnamed: unnamed)
      fork(session)
      if let trace = session.state.watching.traces.first {
        session.warn(Warning(kind: .trace, message: Warning.tracesBranch(trace.path, line.name, cursor.step)))
      }
    }
    if limit == 0, line.legs.isEmpty {
      recording.isOff = true
      return recording
    }
    let last = line.legs.last
    if isTraining { recording.commands = last?.commands }
    if let last, goesOn(last, session, plan, isTraining: isTraining) {
      last.made(by: statement)
      spacing = last.spacing
    } else {
      // The leg keeps its parameters where the leg before does not lead to them. An own optimizer of either leg has averages of its own.
      let isEdited = last.map { $0.leadsElsewhere(than: session.state) } ?? true || plan.optimizer != nil
      var moment = session.moment(knowsStepBefore: line.start < session.state.steps && line.first < session.state.steps)
      if isTraining { moment.addForward() }
      let leg = Leg(before: moment, plan, isTraining: isTraining, isEdited: isEdited, edits: line.edits)
      leg.made(by: statement)
      last?.forgetStatement()
      spacing = leg.spacing
      recording.edits = line.edits
      line.legs.append(leg)
      line.edits = []
      memory.add(&leg.before, after: last?.before)
    }
    if isTraining || recording.edits != nil { shared = memory.shared(with: session) }
    return recording
  }

  /// Whether the parameters of a step are kept as a checkpoint. `made` does nothing for other steps.
  func wantsCheckpoint(_ step: Int) -> Bool { step % spacing == 0 }

  /// Notes that a step of the last leg was made. Now and then the parameters are kept as a checkpoint.
  func made(_ step: Int, _ network: Network, _ session: Session) {
    guard step % spacing == 0, limit > 0 else { return }
    let line = line
    if line.checkpoints == nil { line.checkpoints = Checkpoints() }
    if let last = line.checkpoints!.lastStep, last >= step { return }
    let before = line.checkpoints!.bytes
    line.checkpoints!.append(step, network)
    memory.bytes += line.checkpoints!.bytes - before
    if memory.bytes - shared > limit { makeRoom(session) }
  }

  /// Notes the generator after a step of the last leg.
  /// - Parameters:
  ///   - made: the generator as the step left it.
  ///   - generator: the generator after everything that was evaluated at the step.
  func left(_ recording: OpenSteps, step: Int, made: MersenneTwister.Position, _ generator: MersenneTwister, _ session: Session) {
    guard !recording.isOff, let leg = line.legs.last else { return }
    let before = leg.bytes
    leg.left(step, made: made, generator)
    guard leg.bytes > before else { return }
    memory.bytes += leg.bytes - before
    if memory.bytes - shared > limit { makeRoom(session) }
  }

  /// Ends a recording. With 0 steps, everything becomes as it was before `begin`. Only what was dropped to save memory stays dropped.
  ///
  /// - Parameter times: How many times the statement ran to make the steps.
  func finish(_ recording: OpenSteps, steps: Int, times: Int = 1, _ session: Session) {
    guard steps > 0 else { return takeBack(recording) }
    stepsMade += steps
    if recording.isOff {
      line.begin(at: session.state.steps, first: session.state.steps)
      cursor.step = line.end
      return enforceLimit(session)
    }
    line.legs[line.legs.count - 1].add(steps, to: recording.start + steps, times: times)
    cursor.step = line.end
    enforceLimit(session)
  }

  private func takeBack(_ recording: OpenSteps) {
    if !recording.isOff { takeBackLeg(recording) }
    if let origin = recording.origin {
      lines.removeLast()
      (cursor, arrived, unnamed) = (origin.cursor, origin.arrived, origin.unnamed)
    }
  }

  private func takeBackLeg(_ recording: OpenSteps) {
    let leg = line.legs[line.legs.count - 1]
    memory.bytes -= leg.bytes
    let isNew = recording.edits != nil
    if isNew || leg.start > recording.start {
      line.legs.removeLast()
      line.edits = recording.edits ?? []
      memory.remove(leg.before)
      if line.start > recording.start { line.begin(at: recording.start, first: recording.start) }
    } else {
      leg.takeBack(to: recording.commands ?? [], end: recording.start)
      memory.bytes += leg.bytes
    }
    let end = line.end
    if let checkpoints = line.checkpoints, let last = checkpoints.lastStep, last > end {
      line.checkpoints!.truncate(to: checkpoints.index(atOrBefore: end).map { $0 + 1 } ?? 0)
      memory.bytes += line.checkpoints!.bytes - checkpoints.bytes
    }
  }

  /// Notes that a statement other than a step has changed something.
  /// - Parameter text: the statement.
  func note(_ text: String, _ session: Session) {
    follow(session)
    line.edits.add(text)
    enforceLimit(session)
  }

  // MARK: Branches

  /// Begins a branch with a made-up name at the present step.
  private func fork(_ session: Session) {
    unnamed += 1
    while line(named: "branch\(unnamed)") != nil { unnamed += 1 }
    branch("branch\(unnamed)", isUnnamed: true, session)
  }

  /// Begins a branch at the present step. At the end of a line with a made-up name, that line gets the name instead. The name must be free.
  /// - Parameter isUnnamed: whether the name is made up.
  func branch(_ name: String, isUnnamed: Bool = false, _ session: Session) {
    if !isUnnamed, isAtEnd, line.isUnnamed {
      (line.name, line.isUnnamed) = (name, false)
      return
    }
    if isAtEnd { leave(session) }
    let branch = Line(nextNumber(), name: name, isUnnamed: isUnnamed, start: cursor.step, parent: (owner(of: cursor.step, on: line)!, cursor.step))
    lines.append(branch)
    (cursor, arrived) = (Cursor(line: branch, step: cursor.step), nil)
  }

  /// The line that holds a step of a line. It is the line itself, or a line from which it branched. It is nil where the step is not kept.
  func owner(of step: Int, on line: Line) -> Line? {
    var line = line
    while step < line.start {
      guard let parent = line.parent else { return nil }
      line = parent.line
    }
    return step <= line.end ? line : nil
  }

  // MARK: Journeys

  /// Keeps the state at the end of the line, before the session leaves it. Nothing happens where the session is not at the end.
  func leave(_ session: Session) {
    guard isAtEnd else { return }
    var moment = session.moment(knowsStepBefore: false)
    memory.add(&moment, after: line.legs.last?.before)
    line.tip = moment
  }

  /// Notes that the session is now at a step of a line, in the state of that step.
  func arrive(_ step: Int, on line: Line, _ session: Session) {
    cursor = Cursor(line: line, step: step)
    arrived = session.state
    if step == line.end {
      if let tip = line.tip { memory.remove(tip) }
      (line.tip, arrived) = (nil, nil)
    }
  }

  /// Drops a line. Its branches no longer know where they began.
  func remove(_ line: Line) {
    lost.insert(line.name)
    lines.removeAll { $0 === line }
    for branch in lines where branch.parent?.line === line { branch.parent = nil }
  }
}

import Net

/// The steps of a session since `init`: lines that branch where something was changed after going back.
///
/// A line is a list of legs; a leg is the state before its first step and how the steps were made, so that any state within it can be made
/// again, bit for bit. Checkpoints of the parameters shorten the way, and are as many as the memory allows. The end of the line that the session is on is
/// the session itself.
final class Timeline: StepMemory {
  /// Where the session is.
  struct Cursor {
    /// The line that `redo` follows.
    var line: Line
    var step: Int
  }

  private(set) var lines: [Line]
  /// The step at which it began.
  private(set) var beginning = 0
  private(set) var cursor: Cursor
  /// Whether the session is the end of its line.
  private(set) var isAtEnd = true
  /// The state that a journey led to: what differs from it is a change. nil at the end of the line.
  private var arrived: Session.State? { didSet { isAtEnd = arrived == nil } }
  /// Which `init` or `load` it speaks of.
  private var lineage: Int
  /// Bytes that may be kept.
  private(set) var limit = Settings().timelineMemory
  var memory = TimelineMemory()
  /// What replays run on.
  let scratch = Pass()
  private var unnamed = 0
  private var lastNumber = 0
  /// Names of lines that were given up.
  private(set) var lost: Set<String> = []
  /// Steps between two checkpoints of the last leg.
  private var spacing = 1
  /// Bytes that the session holds anyway, while steps are made.
  var shared = 0

  init() {
    let line = Line(0, name: Session.firstLine, isUnnamed: false, start: 0)
    (lines, cursor, lineage) = ([line], Cursor(line: line, step: 0), 0)
  }

  var line: Line { cursor.line }

  func fresh() -> any StepMemory { Timeline() }

  func parametersOfStep(before step: Int, _ session: Session) throws(Fault) -> Network? {
    let versions = session.state.versions
    guard step > 0, let owner = owner(of: step - 1, on: line), step - 1 >= owner.start, let leg = owner.leg(before: step),
      owner.legs[leg].before.state.versions.inputs == versions.inputs, owner.legs[leg].before.state.versions.targets == versions.targets
    else { return nil }
    return try parameters(at: step - 1, on: owner, session)
  }

  func line(named name: String) -> Line? { lines.first { $0.name == name } }

  /// Makes sure that the timeline speaks of the session's network: a new one begins with `init`, a branch with a change after going back.
  func follow(_ session: Session) {
    // Asked before each statement: mostly there is nothing to do.
    if isAtEnd, lineage == session.state.lineage { return }
    if lineage != session.state.lineage { restart(session) }
    if !isAtEnd, let arrived, !session.state.isUnchanged(since: arrived) { fork(session) }
  }

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
  }

  // MARK: Recording

  /// Whether steps that the session is about to make go on in a leg: nothing was changed since its last step.
  private func goesOn(_ leg: Leg, _ session: Session, alpha: Double, isTraining: Bool) -> Bool {
    // Fields one by one: a copy of the whole state is not for every step.
    guard leg.isTraining == isTraining, leg.trail == nil, leg.alpha == alpha,
      session.state.alpha == leg.before.state.alpha, session.state.seed == leg.before.state.seed,
      session.state.generator == leg.before.state.generator, session.state.network!.frozen == leg.before.state.network!.frozen
    else { return false }
    let expected = leg.before.state.versions.after(leg.count)
    guard session.state.versions == expected else { return false }
    guard isTraining else { return true }
    // Straight after the leg's last step: nobody has asked for a pass since.
    guard session.state.update != nil, session.state.forwardStamp?.versions == expected else { return false }
    return session.state.backwardStamp?.versions == expected.after(-1)
  }

  /// Steps that are about to be made, and how to take them back.
  struct Recording {
    /// Where the session was, where a branch began for them.
    fileprivate var origin: Origin?
    /// The edits that went into a leg that was begun for them.
    fileprivate var edits: [ChangeText]?
    /// The statements of the leg before; nil for a single step, which cannot fail any more.
    fileprivate var commands: [ChangeText]?
    /// Nothing is to be kept.
    fileprivate var isOff = false
  }

  fileprivate struct Origin {
    var cursor: Cursor
    var arrived: Session.State
    var unnamed: Int
  }

  /// Before steps are made; `finish` says how many they were.
  func begin(_ session: Session, alpha: Double, isTraining: Bool, _ statement: StatementLocation) -> Recording {
    follow(session)
    var recording = Recording()
    if !isAtEnd, let arrived {
      recording.origin = Origin(cursor: cursor, arrived: arrived, unnamed: unnamed)
      fork(session)
      if let trace = session.state.watching.traces.first {
        session.warn(Warning(kind: "trace", message: Warning.tracesBranch(trace.path, line.name, cursor.step)))
      }
    }
    if limit == 0, line.legs.isEmpty {
      recording.isOff = true
      return recording
    }
    let last = line.legs.last
    if isTraining { recording.commands = last?.commands }
    if let last, goesOn(last, session, alpha: alpha, isTraining: isTraining) {
      last.made(by: statement)
      spacing = last.spacing
    } else {
      let isEdited = last.map { session.state.versions.parameters != $0.before.state.versions.parameters + $0.count } ?? true
      var moment = session.moment(knowsStepBefore: line.start < session.state.steps && line.first < session.state.steps)
      if isTraining { moment.addForward() }
      let leg = Leg(before: moment, alpha: alpha, isTraining: isTraining, isEdited: isEdited, edits: line.edits)
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

  /// A step of the last leg was made: the parameters of one in so many are kept.
  func made(_ step: Int, _ network: Network) {
    guard step % spacing == 0, limit > 0 else { return }
    let line = line
    if line.checkpoints == nil { line.checkpoints = Checkpoints(of: network) }
    if let last = line.checkpoints!.steps.last, last >= step { return }
    let before = line.checkpoints!.bytes
    line.checkpoints!.append(step, network)
    memory.bytes += line.checkpoints!.bytes - before
    if memory.bytes - shared > limit { thin() }
  }

  /// The step that was made last leaves this generator, once all that is asked of the step was evaluated.
  func left(_ recording: Recording, step: Int, _ generator: MersenneTwister) {
    guard !recording.isOff, let leg = line.legs.last else { return }
    leg.left(step, generator)
  }

  /// So many steps were made, 0 for none: then all is as it was before `begin`.
  /// - Parameter times: how often the statement ran to make them.
  func finish(_ recording: Recording, steps: Int, times: Int = 1, _ session: Session) {
    guard steps > 0 else { return takeBack(recording) }
    if recording.isOff {
      line.begin(at: session.state.steps, first: session.state.steps)
      cursor.step = line.end
      return enforceLimit(session)
    }
    let leg = line.legs[line.legs.count - 1]
    leg.add(steps, times: times)
    memory.bytes += leg.trail?.bytes ?? 0
    cursor.step = line.end
    enforceLimit(session)
  }

  private func takeBack(_ recording: Recording) {
    if !recording.isOff { takeBackLeg(recording) }
    if let origin = recording.origin {
      lines.removeLast()
      (cursor, arrived, unnamed) = (origin.cursor, origin.arrived, origin.unnamed)
    }
  }

  private func takeBackLeg(_ recording: Recording) {
    let leg = line.legs[line.legs.count - 1]
    if let edits = recording.edits {
      line.legs.removeLast()
      line.edits = edits
      memory.remove(leg.before)
    } else {
      leg.takeBack(to: recording.commands ?? [])
      leg.trail = nil
    }
    let end = line.end
    if let checkpoints = line.checkpoints, let last = checkpoints.steps.last, last > end {
      line.checkpoints!.truncate(to: checkpoints.index(atOrBefore: end).map { $0 + 1 } ?? 0)
      memory.bytes += line.checkpoints!.bytes - checkpoints.bytes
    }
  }

  /// A statement other than a step has changed something.
  func note(_ text: String, _ session: Session) {
    follow(session)
    line.edits.add(text)
    enforceLimit(session)
  }

  // MARK: Branches

  /// A branch begins where the session is.
  private func fork(_ session: Session) {
    unnamed += 1
    while line(named: "branch\(unnamed)") != nil { unnamed += 1 }
    branch("branch\(unnamed)", isUnnamed: true, session)
  }

  /// A branch with a name begins where the session is; at the end of one without a name, that gets it. The name must be free.
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

  /// The line that holds a step of a line: itself, or the one that it came from. nil where it is given up.
  func owner(of step: Int, on line: Line) -> Line? {
    var line = line
    while step < line.start {
      guard let parent = line.parent else { return nil }
      line = parent.line
    }
    return step <= line.end ? line : nil
  }

  // MARK: Journeys

  /// The end of the line is kept when the session leaves it.
  func leave(_ session: Session) {
    guard isAtEnd else { return }
    var moment = session.moment(knowsStepBefore: false)
    memory.add(&moment, after: line.legs.last?.before)
    line.tip = moment
  }

  /// The session is at a step of a line now, as it was left.
  func arrive(_ step: Int, on line: Line, _ session: Session) {
    cursor = Cursor(line: line, step: step)
    arrived = session.state
    if step == line.end {
      if let tip = line.tip { memory.remove(tip) }
      (line.tip, arrived) = (nil, nil)
    }
  }

  /// A line is given up, with what branches of it knew of it.
  func remove(_ line: Line) {
    lost.insert(line.name)
    lines.removeAll { $0 === line }
    for branch in lines where branch.parent?.line === line { branch.parent = nil }
  }
}

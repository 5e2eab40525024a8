import Net

/// The steps of a session since `init`: lines that branch where something was changed after going back.
///
/// A line is a list of legs; a leg is the state before its first step and how the steps were made, so that any state within it can be made
/// again, bit for bit. Checkpoints of the parameters shorten the way, and are as many as the memory allows. The end of the line that the session is on is
/// the session itself.
final class Timeline {
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
  /// The state that a journey led to: what differs from it is a change. nil while the session is the end of its line.
  private var arrived: Session.State?
  /// Which `init` or `load` it speaks of.
  private var lineage: Int
  /// Bytes that may be kept.
  private(set) var limit = 0
  var memory = TimelineMemory()
  /// What replays run on.
  let scratch = Pass()
  private var unnamed = 0
  /// Names of lines that were given up.
  private(set) var lost: Set<String> = []
  /// Bytes that the session holds anyway, while steps are made.
  var shared = 0

  static let firstName = "main"

  init() {
    let line = Line(name: Self.firstName, isUnnamed: false, start: 0)
    (lines, cursor, lineage) = ([line], Cursor(line: line, step: 0), 0)
  }

  var line: Line { cursor.line }

  /// Whether the session is the end of its line.
  var isAtEnd: Bool { arrived == nil }

  func line(named name: String) -> Line? { lines.first { $0.name == name } }

  /// Makes sure that the timeline speaks of the session's network: a new one begins with `init`, a branch with a change after going back.
  func follow(_ session: Session) {
    limit = session.state.settings.timelineMemory
    if lineage != session.state.lineage { restart(session) }
    if let arrived, !session.state.isUnchanged(since: arrived) { fork(session) }
  }

  private func restart(_ session: Session) {
    let line = Line(name: session.state.lineName, isUnnamed: false, start: session.state.steps)
    (lines, cursor, arrived, unnamed, memory) = ([line], Cursor(line: line, step: line.start), nil, 0, TimelineMemory())
    lost = []
    (lineage, beginning) = (session.state.lineage, line.start)
  }

  // MARK: Recording

  /// Whether steps that the session is about to make go on in the last leg: nothing was changed since its last step.
  private func goesOn(_ session: Session, alpha: Double, isTraining: Bool) -> Bool {
    guard isAtEnd, let leg = line.legs.last, leg.isTraining == isTraining, leg.alpha == alpha else { return false }
    let (state, before) = (session.state, leg.before.state)
    var expected = before.versions
    expected.parameters += leg.count
    guard state.versions == expected, state.alpha == before.alpha, state.seed == before.seed, state.generator == before.generator else { return false }
    guard isTraining else { return true }
    // Straight after the leg's last step: nobody has asked for a pass since.
    expected.parameters -= 1
    return state.update != nil && state.forwardStamp?.versions == state.versions && state.backwardStamp?.versions == expected
  }

  /// Steps that are about to be made, and how to take them back.
  struct Recording {
    fileprivate var lines: [Line]
    fileprivate var cursor: Cursor
    fileprivate var arrived: Session.State?
    fileprivate var unnamed: Int
    fileprivate var edits: [ChangeText]
    /// Whether a leg was begun for them.
    fileprivate var isNewLeg = false
    /// Steps between two checkpoints.
    fileprivate var spacing = 1
  }

  /// Before steps are made; `finish` says how many they were.
  func begin(_ session: Session, alpha: Double, isTraining: Bool, _ statement: StatementPlace) -> Recording {
    follow(session)
    var recording = Recording(lines: lines, cursor: cursor, arrived: arrived, unnamed: unnamed, edits: line.edits)
    if !isAtEnd { fork(session) }
    if !goesOn(session, alpha: alpha, isTraining: isTraining) {
      let last = line.legs.last
      let isEdited = last.map { session.state.versions.parameters != $0.before.state.versions.parameters + $0.count } ?? true
      let moment = session.moment(knowsStepBefore: line.start < session.state.steps && line.first < session.state.steps)
      line.legs.append(Leg(before: moment, alpha: alpha, isTraining: isTraining, isEdited: isEdited, edits: line.edits))
      line.edits = []
      memory.add(moment, after: last?.before)
      recording.isNewLeg = true
    }
    line.legs[line.legs.count - 1].made(by: statement)
    recording.spacing = Checkpoints.spacing(parameters: session.state.network!.parameterCount, examples: session.X.columns)
    shared = memory.bytes > limit ? memory.shared(with: session) : 0
    return recording
  }

  /// A step was made in the recording: the parameters of one in so many are kept.
  func made(_ step: Int, _ network: Network, _ recording: Recording) {
    guard step % recording.spacing == 0, limit > 0 else { return }
    if line.checkpoints == nil { line.checkpoints = Checkpoints(of: network) }
    let before = line.checkpoints!.bytes
    line.checkpoints!.append(step, network)
    memory.bytes += line.checkpoints!.bytes - before
    if memory.bytes - shared > limit { thin() }
  }

  /// So many steps were made, 0 for none: then all is as it was before `begin`.
  func finish(_ recording: Recording, steps: Int, _ session: Session) {
    guard steps > 0 else { return takeBack(recording) }
    line.legs[line.legs.count - 1].count += steps
    cursor.step = line.end
    if memory.bytes > limit { enforceLimit(session) }
  }

  private func takeBack(_ recording: Recording) {
    let leg = line.legs[line.legs.count - 1]
    leg.takeBackStatement()
    if recording.isNewLeg {
      line.legs.removeLast()
      memory.remove(leg.before, after: line.legs.last?.before)
    }
    let end = line.end
    if let checkpoints = line.checkpoints, let last = checkpoints.steps.last, last > end {
      line.checkpoints!.truncate(to: checkpoints.index(atOrBefore: end).map { $0 + 1 } ?? 0)
      memory.bytes += line.checkpoints!.bytes - checkpoints.bytes
    }
    (lines, cursor, arrived, unnamed) = (recording.lines, recording.cursor, recording.arrived, recording.unnamed)
    line.edits = recording.edits
  }

  /// A statement other than a step has changed something.
  func note(_ text: String, _ session: Session) {
    follow(session)
    line.edits.add(text)
  }

  // MARK: Branches

  /// A branch begins where the session is.
  private func fork(_ session: Session) {
    unnamed += 1
    while line(named: "branch\(unnamed)") != nil { unnamed += 1 }
    branch("branch\(unnamed)", isUnnamed: true, session)
  }

  /// A branch with a name begins where the session is; one that has just begun without a name gets it. The name must be free.
  func branch(_ name: String, isUnnamed: Bool = false, _ session: Session) {
    if !isUnnamed, isAtEnd, line.isUnnamed {
      (line.name, line.isUnnamed) = (name, false)
      return
    }
    if isAtEnd { leave(session) }
    let branch = Line(name: name, isUnnamed: isUnnamed, start: cursor.step, parent: (owner(of: cursor.step, on: line)!, cursor.step))
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
    let moment = session.moment(knowsStepBefore: false)
    line.tip = moment
    memory.add(moment, after: line.legs.last?.before)
  }

  /// The session is at a step of a line now, as it was left.
  func arrive(_ step: Int, on line: Line, _ session: Session) {
    cursor = Cursor(line: line, step: step)
    arrived = session.state
    if step == line.end {
      if let tip = line.tip { memory.remove(tip, after: line.legs.last?.before) }
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

import Net

/// The statements of a session that changed or printed something, in the form of a script. `record` writes them.
///
/// Only statements of the top level are kept, in full where they ran to their end. If a block or a sourced file fails halfway, the log keeps the
/// statements in it that had run.
struct StatementLog {
  struct Entry {
    let text: String
    /// The step at which the session was before the statement, and after it. Both are nil without a network.
    let before: TimelinePosition?
    let after: TimelinePosition?
    var kind = Kind.simple
    /// Whether it changed something that time travel does not restore: variables, settings or what is watched.
    let lasts: Bool
    /// Whether it changed the last value.
    let answers: Bool
    /// Whether the session was at an earlier step before and after it, and nothing changed there.
    var isLook = false
    /// The text of the same `train` with fewer steps; nil for other statements.
    var shortened: ((Int) -> String)?
    /// Whether the statement ran to its end as written, so that it does the same again from the same state. Lines that replace a failed or stopped
    /// statement must be tried.
    var isWhole = true
    /// Marks of the session after it. It is nil where more lines of the same statement follow.
    var trace: SessionTrace?
  }

  /// What kind of statement an entry is.
  enum Kind {
    case simple
    /// A block, a loop or a file. Its changes before its first step cannot be separated from the later ones.
    case compound
    /// A `back`, `redo` or `goto` at the top level.
    case journey
  }

  /// The statements that ran of a file while it is being sourced.
  struct Frame {
    var entries: [Entry] = []
    /// Whether the statements replace the name of the file in the recording. The file may have failed, or it may read `$1`, which a recording has
    /// not.
    var isWrittenOut = false
  }

  private(set) var entries: [Entry] = []
  /// The files that `source` has open, the outermost first.
  private var frames: [Frame] = []
  /// Whether statements are kept. It is false while a recording runs again.
  var isOn = true
  /// Whether a block failed halfway. The lines that replace it must be tried, even where there are none.
  private(set) var hasFailedBlocks = false
  /// The number of files that ran and would not do the same again.
  private var unrepeatable = 0

  /// Adds an entry to the innermost open file, or to the log.
  mutating func add(_ entry: Entry) {
    guard isOn else { return }
    if frames.isEmpty { entries.append(entry) } else { frames[frames.count - 1].entries.append(entry) }
  }

  /// Notes that `source` opens a file.
  mutating func openFile() { frames.append(Frame()) }

  /// Ends the innermost file and returns its statements. If they replace the file, the same holds for the file around it.
  mutating func closeFile() -> Frame {
    let frame = frames.removeLast()
    if frame.isWrittenOut {
      unrepeatable += 1
      writeOut()
    }
    return frame
  }

  /// Notes that the statements of the innermost open file replace its name in the recording.
  mutating func writeOut() {
    if !frames.isEmpty { frames[frames.count - 1].isWrittenOut = true }
  }

  /// Every statement, including those of open files.
  var all: [Entry] { entries + frames.flatMap(\.entries) }

  // MARK: Before a statement

  /// The parts of a session before a statement that decide what its entry says.
  struct Mark {
    fileprivate let position: TimelinePosition?
    fileprivate let changes: Int
    fileprivate let answer: Value?
    fileprivate let settings: Settings
    fileprivate let watching: Watching.Definitions
    fileprivate let unrepeatable: Int
  }

  /// The mark of a session before a statement; nil where nothing is kept.
  func mark(_ session: Session) -> Mark? {
    guard isOn else { return nil }
    return Mark(
      position: session.position, changes: session.state.variables.changes, answer: session.state.answer, settings: session.state.settings,
      watching: session.state.watching.definitions, unrepeatable: unrepeatable)
  }

  /// Adds a statement that ran to its end since a mark.
  mutating func add(_ text: String, since mark: Mark, _ session: Session, _ kind: Kind, shortened: ((Int) -> String)?) {
    add([text], since: mark, session, kind, isWhole: unrepeatable == mark.unrepeatable, shortened)
  }

  /// Adds the lines that replace a statement which failed halfway since a mark.
  mutating func add(partial lines: [String], since mark: Mark, _ session: Session) {
    hasFailedBlocks = true
    add(lines, since: mark, session, .compound, isWhole: false, nil)
  }

  private mutating func add(_ lines: [String], since mark: Mark, _ session: Session, _ kind: Kind, isWhole: Bool, _ shortened: ((Int) -> String)?) {
    guard !lines.isEmpty else { return }
    let state = session.state
    let hasSameAnswer = mark.answer.map { state.answer?.hasBits(of: $0) ?? false } ?? (state.answer == nil)
    let lasts = mark.changes != state.variables.changes || mark.settings != state.settings || mark.watching != state.watching.definitions
    let position = session.position
    let isLook = position == mark.position && state.network != nil && !session.timeline.isAtEnd
    for (index, line) in lines.enumerated() {
      add(
        Entry(
          text: line, before: mark.position, after: position, kind: kind, lasts: lasts, answers: !hasSameAnswer, isLook: isLook, shortened: shortened,
          isWhole: isWhole, trace: index == lines.count - 1 ? SessionTrace(session) : nil))
    }
  }
}

import Net

/// The statements of a session that changed something or printed something, as a script would have them: what `record` writes.
///
/// Only what stands at the top level is kept, whole where it ran to its end. Where a block or a sourced file failed half way, the statements of it
/// that had run are kept in its place.
struct StatementLog {
  struct Entry {
    let text: String
    /// Where the session was before and after it; nil without a network.
    let before: TimelinePosition?
    let after: TimelinePosition?
    var kind = Kind.simple
    /// Whether it changed what going back in time leaves as it is: variables, settings, what is watched.
    let lasts: Bool
    /// Whether it left a last value.
    let answers: Bool
    /// Whether the session stood at an earlier step after it and nothing was changed there: a look.
    var isLook = false
    /// The same statement with fewer steps, of a `train`.
    var shortened: ((Int) -> String)?
    /// The statement ran to its end as it stands: run again from the same state, it does the same. What is written in place of a statement that
    /// failed half way, or was stopped, has to be tried.
    var isWhole = true
    /// Marks of the session after it; nil between lines that stand for one statement.
    var trace: SessionTrace?
  }

  enum Kind {
    case simple
    /// A block, a loop or a file: what it did before its first step cannot be told apart.
    case compound
    /// `back`, `redo` or `goto` by itself.
    case journey
  }

  /// What ran of a file that is being sourced.
  struct Frame {
    var entries: [Entry] = []
    /// Run again, the file would not do the same: a statement of it failed and it went on, or it reads `$1`, which a recording is not given.
    var isWrittenOut = false
  }

  private(set) var entries: [Entry] = []
  /// Files that `source` has open, outermost first.
  private var frames: [Frame] = []
  /// Whether anything is kept; not while a recording is verified.
  var isOn = true
  /// A block failed half way: that its lines are all that it left has to be tried, also where there are none.
  private(set) var hasFailedBlocks = false
  /// How many files ran that would not do the same again.
  private var unrepeatable = 0

  mutating func add(_ entry: Entry) {
    guard isOn else { return }
    if frames.isEmpty { entries.append(entry) } else { frames[frames.count - 1].entries.append(entry) }
  }

  mutating func openFile() { frames.append(Frame()) }

  /// What ran of the innermost file; where it is written out, so is the one that sources it.
  mutating func closeFile() -> Frame {
    let frame = frames.removeLast()
    if frame.isWrittenOut {
      unrepeatable += 1
      writeOut()
    }
    return frame
  }

  /// The innermost file that is open stands in the recording by its statements, not by its name.
  mutating func writeOut() {
    if !frames.isEmpty { frames[frames.count - 1].isWrittenOut = true }
  }

  /// Every statement, those of files that are open included.
  var all: [Entry] { entries + frames.flatMap(\.entries) }

  // MARK: Before a statement

  /// What a statement began with, as far as an entry tells of it.
  struct Mark {
    fileprivate let position: TimelinePosition?
    fileprivate let changes: Int
    fileprivate let answer: Value?
    fileprivate let settings: Settings
    fileprivate let watching: Watching.Definitions
    fileprivate let unrepeatable: Int
  }

  func mark(_ session: Session) -> Mark? {
    guard isOn else { return nil }
    return Mark(
      position: session.position, changes: session.state.variables.changes, answer: session.state.answer, settings: session.state.settings,
      watching: session.state.watching.definitions, unrepeatable: unrepeatable)
  }

  /// A statement that ran to its end since a mark.
  mutating func add(_ text: String, since mark: Mark, _ session: Session, _ kind: Kind, shortened: ((Int) -> String)?) {
    add([text], since: mark, session, kind, isWhole: unrepeatable == mark.unrepeatable, shortened)
  }

  /// Lines that stand for what ran of a statement since a mark.
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

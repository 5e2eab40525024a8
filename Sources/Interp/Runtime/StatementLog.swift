import Net

/// The statements of a session that changed something or printed something, as a script would have them: what `record` writes.
///
/// Only what stands at the top level is kept, whole where it ran to its end. Where a block or a sourced file failed half way, the statements of it
/// that had run are kept in its place.
struct StatementLog {
  struct Entry {
    let text: String
    /// Steps since `init` before and after it.
    let stepBefore: Int
    let stepAfter: Int
    /// Whether it changed what going back in time leaves as it is: variables, `ans`, settings.
    let lasts: Bool
    /// Whether it belongs to a branch that was left.
    fileprivate(set) var isLeft = false
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

  mutating func add(_ entry: Entry) {
    guard isOn else { return }
    if frames.isEmpty { entries.append(entry) } else { frames[frames.count - 1].entries.append(entry) }
  }

  mutating func openFile() { frames.append(Frame()) }

  /// What ran of the innermost file; where it is written out, so is the one that sources it.
  mutating func closeFile() -> Frame {
    let frame = frames.removeLast()
    if frame.isWrittenOut { writeOut() }
    return frame
  }

  /// The innermost file that is open stands in the recording by its statements, not by its name.
  mutating func writeOut() {
    if !frames.isEmpty { frames[frames.count - 1].isWrittenOut = true }
  }

  /// Entries from `first` on belong to a branch that is left: they are no longer written unless asked for.
  /// - Parameter first: a number of entries, as `entries.count` gave it when the branch parted.
  mutating func leave(from first: Int) {
    for index in entries.indices.dropFirst(max(0, first)) { entries[index].isLeft = true }
  }

  /// The script's statements, those of files that are open included.
  func lines(withBranches: Bool = false) -> [String] {
    (entries + frames.flatMap(\.entries)).filter { withBranches || !$0.isLeft }.map(\.text)
  }

  // MARK: Before a statement

  /// What a statement began with, as far as an entry tells of it.
  struct Mark {
    fileprivate let step: Int
    fileprivate let variables: [String: Value]
    fileprivate let answer: Value?
    fileprivate let settings: Settings
  }

  func mark(_ session: Session) -> Mark? {
    guard isOn else { return nil }
    return Mark(step: session.state.steps, variables: session.state.variables, answer: session.state.answer, settings: session.state.settings)
  }

  /// Lines that were run since a mark, as entries.
  mutating func add(_ lines: [String], since mark: Mark?, _ session: Session) {
    guard let mark else { return }
    let state = session.state
    let hasSameVariables =
      mark.variables.count == state.variables.count && mark.variables.allSatisfy { state.variables[$0.key]?.hasBits(of: $0.value) ?? false }
    let hasSameAnswer = mark.answer.map { state.answer?.hasBits(of: $0) ?? false } ?? (state.answer == nil)
    let lasts = !hasSameVariables || !hasSameAnswer || mark.settings != state.settings
    for line in lines { add(Entry(text: line, stepBefore: mark.step, stepAfter: state.steps, lasts: lasts)) }
  }
}

extension Executor {
  /// Commands that belong to the session that was typed, not to what it did.
  private static let leftOut: Set<String> = ["quit", "record", "history", "help"]

  /// Keeps a statement that ran to its end.
  func log(_ statement: Statement, since mark: StatementLog.Mark?) {
    guard let mark else { return }
    var inner = statement
    while case .time(let timed) = inner.kind { inner = timed }
    var lines = [written(statement)]
    if source.characters[statement.range.start..<statement.range.end].contains("$") { log.writeOut() }
    if case .command(let call) = inner.kind {
      if Self.leftOut.contains(call.name) { return }
      if call.name == "source", let frame = sourced, frame.isWrittenOut { lines = frame.entries.map(\.text) }
    }
    log.add(lines, since: mark, session)
  }

  /// Keeps what had run of a statement that failed.
  func logFailed(since mark: StatementLog.Mark?) {
    log.writeOut()
    log.add(partial, since: mark, session)
    partial = []
  }
}

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

  /// Every statement, those of files that are open included.
  var all: [Entry] { entries + frames.flatMap(\.entries) }

  // MARK: Before a statement

  /// What a statement began with, as far as an entry tells of it.
  struct Mark {
    fileprivate let position: TimelinePosition?
    fileprivate let variables: [String: Value]
    fileprivate let answer: Value?
    fileprivate let settings: Settings
    fileprivate let watching: [String]
  }

  func mark(_ session: Session) -> Mark? {
    guard isOn else { return nil }
    return Mark(
      position: session.position, variables: session.state.variables, answer: session.state.answer, settings: session.state.settings,
      watching: session.state.watching.definitions)
  }

  /// Lines that were run since a mark, as entries.
  mutating func add(_ lines: [String], since mark: Mark?, _ session: Session, _ kind: Kind = .simple, shortened: ((Int) -> String)? = nil) {
    guard let mark else { return }
    let state = session.state
    let hasSameVariables =
      mark.variables.count == state.variables.count && mark.variables.allSatisfy { state.variables[$0.key]?.hasBits(of: $0.value) ?? false }
    let hasSameAnswer = mark.answer.map { state.answer?.hasBits(of: $0) ?? false } ?? (state.answer == nil)
    let lasts = !hasSameVariables || mark.settings != state.settings || mark.watching != state.watching.definitions
    let position = session.position
    let isLook = position == mark.position && state.network != nil && !session.timeline.isAtEnd
    for line in lines {
      add(
        Entry(
          text: line, before: mark.position, after: position, kind: kind, lasts: lasts, answers: !hasSameAnswer, isLook: isLook,
          shortened: lines.count == 1 ? shortened : nil))
    }
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
    var shortened: ((Int) -> String)?
    if case .command(let call) = statement.kind, call.name == "train", let count = call.arguments.first {
      shortened = writing(statement, replacing: count.range)
    }
    var kind = StatementLog.Kind.simple
    if case .command(let call) = statement.kind {
      if ["back", "redo", "goto"].contains(call.name) { kind = .journey }
      if call.name == "source" { kind = .compound }
    } else if statement.isCompound {
      kind = .compound
    }
    log.add(lines, since: mark, session, kind, shortened: shortened)
  }

  /// Keeps what had run of a statement that failed.
  func logFailed(since mark: StatementLog.Mark?) {
    log.writeOut()
    log.add(partial, since: mark, session)
    partial = []
  }
}

extension Statement {
  /// Whether it holds other statements.
  fileprivate var isCompound: Bool {
    switch kind {
    case .conditional, .whileLoop, .forLoop, .repeatLoop, .time, .block: true
    default: false
    }
  }
}

import Net

/// The statements that `record` writes, and the test whether they give the session.
///
/// A statement that ran to its end does the same again from the same state. So a log of such statements gives the session by construction, if the
/// files that were read are unchanged. Any other recording is run again in a separate session before it is written.
struct Recording {
  let entries: [StatementLog.Entry]
  private let log: StatementLog
  let session: Session

  /// A recording of some statements. Without `entries` it holds every statement of the log.
  init(_ log: StatementLog, _ session: Session, _ entries: [StatementLog.Entry]? = nil) {
    (self.log, self.session) = (log, session)
    self.entries = entries ?? log.all
  }

  /// The text of the script, one statement after the other.
  var text: String { entries.map { $0.text + "\n" }.joined() }

  /// Whether a recording of every statement gives the session without being run again.
  var holdsByConstruction: Bool {
    !log.hasFailedBlocks && entries.allSatisfy(\.isWhole) && session.filesRead.allSatisfy { $0.value == FilePaths.stamp($0.key) }
  }

  /// Why the statements do not give the session.
  enum Failure {
    /// A statement fails.
    case fails(Fault)
    /// The sessions differ. The text names the part that differs.
    case differs(String)
  }

  /// Runs the statements in a separate session, which writes no file, and compares it with this one.
  /// - Parameters:
  ///   - withAnswer: whether the last values are compared too.
  ///   - makeReplay: makes the other session.
  ///   - progress: shows a progress line on a terminal; nil removes the line.
  /// - Returns: nil where every bit is the same. Otherwise the failure and its statement, from 0; that is nil where the statement is not known.
  /// - Throws: where Ctrl-C stops the run.
  func failure(
    withAnswer: Bool, makeReplay: MakeReplay, progress write: ((String?) -> Void)?
  ) throws(Fault) -> (statement: Int?, failure: Failure)? {
    let progress = ReplayProgress("record", entries.count, write)
    defer { progress.finish() }
    let replay = makeReplay(session.interrupt, write != nil) { progress.show($0) }
    var fault: Fault?
    var parts: Int?
    var done = 0
    replay.run(SourceText(name: "<record>", text: text)) { found in
      fault = found
      guard fault == nil, done < entries.count else { return false }
      if parts == nil, let trace = entries[done].trace, trace != SessionTrace(replay.session) { parts = done }
      done += 1
      progress.begin(done)
      // Without the last value there is another way to write the recording, so the run need not go to its end.
      return parts == nil || withAnswer
    }
    if let fault {
      if fault.kind == .interrupted { throw .interrupted() }
      return (done, .fails(fault))
    }
    if done < entries.count { return (parts ?? done, .differs("what the statements do")) }
    if let difference = SessionComparison(one: session, other: replay.session, withAnswer: withAnswer).firstDifference() {
      return (parts, .differs(difference))
    }
    return nil
  }
}

/// A separate session in which statements run again without output. It writes no file.
protocol Replay: AnyObject {
  var session: Session { get }
  /// Runs a text. After each line, `goesOn` receives its fault or nil, and returns whether the run goes on.
  func run(_ source: SourceText, goesOn: @escaping (Fault?) -> Bool)
}

/// Makes a `Replay`. If `showsProgress` is true, long statements call `tell` with their progress.
typealias MakeReplay = (_ interrupt: Interrupt, _ showsProgress: Bool, _ tell: @escaping (String) -> Void) -> any Replay

/// The progress line while a recording runs again for a command.
final class ReplayProgress {
  private let command: String
  private let count: Int
  private let write: ((String?) -> Void)?
  private let clock = ContinuousClock()
  private var shown: ContinuousClock.Instant
  private var done = 0

  init(_ command: String, _ count: Int, _ write: ((String?) -> Void)?) {
    (self.command, self.count, self.write) = (command, count, write)
    shown = clock.now
    show("")
  }

  /// Notes how many statements were run.
  func begin(_ done: Int) {
    self.done = done
    guard write != nil, clock.now - shown > .milliseconds(250) else { return }
    show("")
  }

  /// Shows the line with the progress of the present statement.
  func show(_ text: String) {
    guard let write else { return }
    shown = clock.now
    write("\(command) runs statement \(min(done + 1, count)) of \(count) again (Ctrl-C stops it)\(text.isEmpty ? "" : ": \(text)")")
  }

  /// Removes the line.
  func finish() { write?(nil) }
}

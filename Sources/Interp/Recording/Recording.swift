import Net

/// The statements that `record` writes, and whether they give the session.
///
/// A statement that ran to its end does the same again from the same state. So the whole log of such statements gives the session by construction, as
/// long as the files that were read are as they were. Anything else is run again in a session of its own before it is called a recording.
struct Recording {
  let entries: [StatementLog.Entry]
  private let log: StatementLog
  private let session: Session

  /// Every statement of a log, or those given.
  init(_ log: StatementLog, _ session: Session, _ entries: [StatementLog.Entry]? = nil) {
    (self.log, self.session) = (log, session)
    self.entries = entries ?? log.all
  }

  var text: String { entries.map { $0.text + "\n" }.joined() }

  /// Of a recording of every statement: whether it holds without being run.
  var holdsByConstruction: Bool {
    !log.hasFailedBlocks && entries.allSatisfy(\.isWhole) && session.filesRead.allSatisfy { $0.value == FilePaths.stamp($0.key) }
  }

  /// Why it is none.
  enum Failure {
    case fails(Fault)
    case differs(String)
  }

  /// Runs the statements in a session of their own, which writes no file, and compares it with this one. Throws where Ctrl-C stops that.
  /// - Parameters:
  ///   - withAnswer: whether the last value counts.
  ///   - makeReplay: makes the other session.
  ///   - progress: a line that is rewritten on a terminal; nil takes it away.
  /// - Returns: nil where every bit is the same, else what is wrong, from which statement on (counted from 0) as far as that can be told.
  func failure(
    withAnswer: Bool, makeReplay: MakeReplay, progress write: ((String?) -> Void)?
  ) throws(Fault) -> (statement: Int?, failure: Failure)? {
    let progress = ReplayProgress(entries.count, write)
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
      // Whoever has another way to write it need not wait for the end.
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

/// A session of its own in which statements run again, silently; it writes no file. Made by whoever runs texts.
protocol Replay: AnyObject {
  var session: Session { get }
  /// Runs a text and tells after each of its lines the fault, or nil; what `goesOn` answers says whether the run goes on.
  func run(_ source: SourceText, goesOn: @escaping (Fault?) -> Bool)
}

/// Makes such a session. `tell` is called with what its long statements report, where `showsProgress` is true.
typealias MakeReplay = (_ interrupt: Interrupt, _ showsProgress: Bool, _ tell: @escaping (String) -> Void) -> any Replay

/// The progress line while a recording is run again.
private final class ReplayProgress {
  private let count: Int
  private let write: ((String?) -> Void)?
  private let clock = ContinuousClock()
  private var shown: ContinuousClock.Instant
  private var done = 0

  init(_ count: Int, _ write: ((String?) -> Void)?) {
    (self.count, self.write) = (count, write)
    shown = clock.now
    show("")
  }

  /// So many statements were run.
  func begin(_ done: Int) {
    self.done = done
    guard write != nil, clock.now - shown > .milliseconds(250) else { return }
    show("")
  }

  /// With what the statement that runs tells of itself.
  func show(_ text: String) {
    guard let write else { return }
    shown = clock.now
    write("record runs statement \(min(done + 1, count)) of \(count) again (Ctrl-C stops it)\(text.isEmpty ? "" : ": \(text)")")
  }

  func finish() { write?(nil) }
}

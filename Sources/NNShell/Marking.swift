import Glibc
import Interp

/// Marks submissions by a key, as `--test KEY --on FILE…` does.
///
/// Each file is marked in its own process, and as many run at once as there are processors. A submission that loops, fills the memory or crashes
/// loses only its own marks. Every file gets its line, in the order of the command line.
final class Marking {
  private let options: Options
  private let key: ScriptText
  private let keyPath: String
  /// Shows the name of the file that is waited for. An empty text removes it.
  private let progress: (String) -> Void
  /// Prints or keeps a result.
  private let tell: (ScriptTest.Result) -> Void
  /// The results of files that are not printed yet, because an earlier file is not done.
  private var results: [Int: (result: ScriptTest.Result, status: Int32)] = [:]
  private var running: [Run] = []
  /// The text of standard input, where a file is `-`.
  private var standardInput: ScriptText?
  private let clock = ContinuousClock()

  /// A submission that is being marked.
  private final class Run {
    let index: Int
    let child: ChildProcess
    let begin: ContinuousClock.Instant
    /// When the submission or the key began.
    var start: ContinuousClock.Instant
    /// Whether the submission is done and the key runs.
    var isInKey = false

    init(_ index: Int, _ child: ChildProcess, _ begin: ContinuousClock.Instant) {
      (self.index, self.child, self.begin, start) = (index, child, begin, begin)
    }
  }

  init(_ options: Options, key: ScriptText, keyPath: String, progress: @escaping (String) -> Void, tell: @escaping (ScriptTest.Result) -> Void) {
    (self.options, self.key, self.keyPath, self.progress, self.tell) = (options, key, keyPath, progress, tell)
  }

  /// Marks every file and tells the results.
  /// - Returns: the exit status. It is 3 where a check failed, 2 where a file cannot be read, 130 after Ctrl-C, otherwise 0.
  func run() -> Int32 {
    let paths = options.submissions
    // Standard input is read once, before there are copies of the process.
    if paths.contains("-") {
      guard let bytes = Input.all() else { return 130 }
      standardInput = ScriptText(bytes: bytes)
    }
    var (next, told) = (0, 0)
    ScriptTest.prepare()
    var status: Int32 = 0
    while told < paths.count {
      while running.count < Version.processors, next < paths.count {
        start(next)
        next += 1
      }
      progress(paths[told])
      look()
      if Signals.interrupt.isRequested {
        for run in running { run.child.kill(for: .time) }
        for run in running { _ = run.child.finish() }
        return 130
      }
      while let result = results.removeValue(forKey: told) {
        progress("")
        tell(result.result)
        if status == 0 || result.status == 2 { status = result.status }
        told += 1
      }
    }
    progress("")
    return status
  }

  // MARK: The parent

  private func start(_ index: Int) {
    let path = options.submissions[index]
    let given = path == "-" ? standardInput : nil
    guard let child = ChildProcess({ pipe in self.mark(path, given, pipe) }) else {
      settle(index, lost: "the system could not start a process for it")
      return
    }
    running.append(Run(index, child, clock.now))
  }

  /// The milliseconds between two looks at the time and memory of the copies.
  private static let interval: Int32 = 10
  /// The time after the limit in which a submission may stop by itself before it is ended.
  private static let grace = Duration.milliseconds(500)

  /// Waits for answers of the copies, and ends those that exceed a limit.
  private func look() {
    guard !running.isEmpty else { return }
    var events = running.map { pollfd(fd: $0.child.pipe, events: Int16(POLLIN), revents: 0) }
    _ = unsafe poll(&events, nfds_t(events.count), Self.interval)
    for (run, event) in zip(running, events) {
      if event.revents != 0, !run.child.read() {
        running.removeAll { $0 === run }
        settle(run)
        continue
      }
      if !run.isInKey, !run.child.bytes.isEmpty { (run.isInKey, run.start) = (true, clock.now) }
      if run.child.memory > options.memory << 20 { run.child.kill(for: .memory) }
      if clock.now - run.start > .seconds(options.seconds) + Self.grace { run.child.kill(for: .time) }
    }
  }

  private func settle(_ run: Run) {
    let loss = run.child.finish()
    let answer = run.child.bytes.dropFirst()
    if loss == nil, let status = answer.first, let result = ScriptTest.Result(bytes: Array(answer.dropFirst())) {
      results[run.index] = (result, Int32(status))
    } else {
      settle(run.index, lost: (loss ?? .status(0)).reason(memory: options.memory), after: clock.now - run.begin)
    }
  }

  private func settle(_ index: Int, lost reason: String, after time: Duration = .zero) {
    results[index] = (ScriptTest.lost(name: options.submissions[index], key: key, keyName: keyPath, reason: reason).after(time), 3)
  }

  // MARK: The copy

  /// Marks one file in a copy. It sends a byte to the parent when the key begins, and then the status and the result.
  private func mark(_ path: String, _ standardInput: ScriptText?, _ pipe: Int32) -> Never {
    Signals.leaveToParent()
    // There are as many copies as processors, so each copy uses one thread.
    unsafe setenv("NNSHELL_THREADS", "1", 1)
    Signals.interrupt.clear()
    Signals.interrupt(after: options.seconds)
    let script = standardInput ?? read(path)
    if isUnreadable {
      ChildProcess.send([1, 2] + ScriptTest.lost(name: path, key: key, keyName: keyPath, reason: "it cannot be read").bytes, to: pipe)
      _exit(0)
    }
    // The line of text does not say why a claim failed, unless the key states a hint.
    let explains = options.json || options.form != nil || key.text.contains("hint:")
    let result = ScriptTest.mark(
      script ?? ScriptText(bytes: []), name: path, key: key, keyName: keyPath, explains: explains, interrupt: Signals.interrupt
    ) {
      let isLate = Signals.timeIsUp
      ChildProcess.send([1], to: pipe)
      // The key has the same time again, so the alarm of the submission is cancelled first.
      Signals.interrupt(after: 0)
      Signals.interrupt.clear()
      Signals.interrupt(after: options.seconds)
      return isLate
    }
    Signals.interrupt(after: 0)
    ChildProcess.send([result.isPassed ? 0 : 3] + result.bytes, to: pipe)
    _exit(0)
  }

  /// Whether the file could not be read.
  private var isUnreadable = false

  /// The text of a file; nil where it cannot be read.
  private func read(_ path: String) -> ScriptText? {
    switch ScriptText.read(path, interrupt: Signals.interrupt) {
    case .success(let text): return text
    case .failure(let fault):
      // If the time was up during the read, the line of the result says so.
      if Signals.timeIsUp { return nil }
      isUnreadable = true
      Output.error("nnshell: error: \(fault.message)\n")
      return nil
    }
  }
}

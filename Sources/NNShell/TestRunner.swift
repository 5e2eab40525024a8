import Glibc
import Interp

/// Runs scripts as tests or marks submissions by a key, as `--test` does.
///
/// It prints each result as soon as it has it, or with `--format` one document at the end. The document is also printed after Ctrl-C and after the
/// signals TERM and HUP.
final class TestRunner {
  private let options: Options
  private let showsProgress: Bool
  private var report: TestReport

  init(_ options: Options) {
    self.options = options
    showsProgress = Terminal.isTerminal(1) && Terminal.isTerminal(2) && !options.json
    report = TestReport(key: options.submissions.isEmpty ? nil : options.script)
  }

  /// Runs the tests, or marks the submissions.
  /// - Returns: the exit status. It is 3 where a test failed, 2 where a file cannot be read, 130 after Ctrl-C, otherwise 0.
  func run() -> Int32 {
    if options.form != nil { Signals.delayEnd() }
    let status = options.submissions.isEmpty ? test() : mark()
    if let form = options.form {
      if status == 130 { report.stop = "the run was interrupted" }
      Output.verbatim(report.document(form))
      Signals.endAsAsked()
    }
    return status
  }

  // MARK: Tests

  private func test() -> Int32 {
    var (passed, failed) = (0, 0)
    var status: Int32 = 0
    for path in [options.script].compactMap({ $0 }) + options.arguments {
      let script: ScriptText
      switch read(path) {
      case .success(let text): script = text
      case .failure(let fault):
        if fault.kind == .interrupted { return 130 }
        report.results.append(ScriptTest.unreadable(name: path, reason: fault.message))
        status = 2
        failed += 1
        continue
      }
      progress(path)
      var result = run(script, path)
      progress("")
      if result.wasInterrupted { return 130 }
      if options.updates, let text = result.rewritten {
        if let fault = ScriptText.write(text, to: path) {
          Output.error("nnshell: error: \(fault.message)\n")
          report.stop = fault.message
          return 2
        }
        if isText { Output.write("updated \(path)\n") }
        result = run(ScriptText(bytes: Array(text.utf8)), path)
      }
      if result.isPassed { passed += 1 } else { failed += 1 }
      tell(result)
    }
    if isText { Output.write("\(passed) passed, \(failed) failed\n") }
    return status != 0 ? status : failed > 0 ? 3 : 0
  }

  private func run(_ script: ScriptText, _ path: String) -> ScriptTest.Result {
    var settings = Interpreter.Options()
    settings.keepGoing = options.keepGoing
    settings.isSafe = options.isSafe
    let run = { ScriptTest.run(script, name: path, options: settings, interrupt: Signals.interrupt) }
    return options.form == nil ? run() : apart(script, path, run)
  }

  /// Runs a script in a copy of the program. Where the copy crashes, the document is still whole.
  private func apart(_ script: ScriptText, _ path: String, _ run: () -> ScriptTest.Result) -> ScriptTest.Result {
    func lost(_ reason: String) -> ScriptTest.Result { ScriptTest.lost(name: path, key: script, keyName: path, reason: reason) }
    let started = ChildProcess { pipe in
      Signals.leaveToParent()
      ChildProcess.send(run().bytes, to: pipe)
      _exit(0)
    }
    guard let child = started else { return lost("the system could not start a process for it") }
    while true {
      var event = pollfd(fd: child.pipe, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&event, 1, 50)
      if Signals.interrupt.isRequested {
        child.kill(for: .time)
        _ = child.finish()
        return .interrupted(name: path)
      }
      if event.revents != 0, !child.read() { break }
    }
    let loss = child.finish()
    if loss == nil, let result = ScriptTest.Result(bytes: child.bytes) { return result }
    return lost((loss ?? .status(0)).reason(memory: options.memory))
  }

  // MARK: Marking

  private func mark() -> Int32 {
    guard let path = options.script else { return 2 }
    switch read(path) {
    case .success(let key):
      guard ScriptTest.countsChecks(in: key, name: path) > 0 else {
        let message = "\(path) has no check: it needs an assert, a claim or a #> line"
        Output.error("nnshell: error: \(message)\n")
        report.stop = message
        return 2
      }
      return Marking(options, key: key, keyPath: path, progress: progress, tell: tell).run()
    case .failure(let fault):
      report.stop = fault.message
      return fault.kind == .interrupted ? 130 : 2
    }
  }

  // MARK: Files and output

  /// The text of a file. If it cannot be read, this prints why, except after Ctrl-C.
  private func read(_ path: String) -> Swift.Result<ScriptText, Fault> {
    let text =
      path == "-" ? Input.all().map { .success(ScriptText(bytes: $0)) } ?? .failure(.interrupted()) : ScriptText.read(path, interrupt: Signals.interrupt)
    if case .failure(let fault) = text, fault.kind != .interrupted { Output.error("nnshell: error: \(fault.message)\n") }
    return text
  }

  /// Whether results are printed as text.
  private var isText: Bool { !options.json && options.form == nil }

  /// Prints a result, or keeps it for the document.
  private func tell(_ result: ScriptTest.Result) {
    if options.form != nil {
      report.results.append(result)
    } else if options.json {
      Output.verbatim(result.json + "\n")
    } else if options.submissions.isEmpty {
      result.failures.forEach { Output.write($0.text) }
    } else {
      Output.write(result.line + "\n")
    }
  }

  private func progress(_ text: String) {
    if showsProgress { Output.progress(text) }
  }
}

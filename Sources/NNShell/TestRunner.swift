import Glibc
import Interp

/// `--test`: runs scripts as tests, or marks submissions by a key.
struct TestRunner {
  private let options: Options
  private let showsProgress: Bool

  init(_ options: Options) {
    self.options = options
    showsProgress = Terminal.isTerminal(1) && Terminal.isTerminal(2) && !options.json
  }

  /// Status 0, 3 where a test failed, 2 where a file cannot be read, 130 after Ctrl-C.
  func run() -> Int32 {
    options.submissions.isEmpty ? test() : mark()
  }

  // MARK: Tests

  private func test() -> Int32 {
    var (passed, failed) = (0, 0)
    var status: Int32 = 0
    for path in [options.script].compactMap({ $0 }) + options.arguments {
      guard let script = read(path) else {
        status = 2
        failed += 1
        continue
      }
      progress(path)
      var settings = Interpreter.Options()
      settings.keepGoing = options.keepGoing
      settings.isSafe = options.isSafe
      var result = ScriptTest.run(script, name: path, options: settings, interrupt: Signals.interrupt)
      progress("")
      if result.wasInterrupted { return 130 }
      if options.updates, let text = result.rewritten {
        if let fault = ScriptText.write(text, to: path) {
          Output.error("nnshell: error: \(fault.message)\n")
          return 2
        }
        say("updated \(path)\n")
        result = ScriptTest.run(ScriptText(bytes: Array(text.utf8)), name: path, options: settings, interrupt: Signals.interrupt)
      }
      if result.isPassed { passed += 1 } else { failed += 1 }
      if options.json { Output.write(result.json + "\n") } else { result.failures.forEach { Output.write($0.text) } }
    }
    say("\(passed) passed, \(failed) failed\n")
    return status != 0 ? status : failed > 0 ? 3 : 0
  }

  // MARK: Marking

  private func mark() -> Int32 {
    guard let keyPath = options.script, let key = read(keyPath) else { return 2 }
    var status: Int32 = 0
    for path in options.submissions {
      progress(path)
      // A file that cannot be read is marked as an empty one: a line for each, whatever comes.
      let text = read(path)
      if text == nil { status = 2 }
      let script = text ?? ScriptText(bytes: [])
      Signals.interrupt.clear()
      Signals.interrupt(after: options.seconds)
      var isLate = false
      let result = ScriptTest.mark(script, name: path, key: key, keyName: keyPath, interrupt: Signals.interrupt) {
        isLate = Signals.timeIsUp
        if Signals.interrupt.isRequested, !isLate { exit(130) }
        // The key has as long again.
        Signals.interrupt.clear()
        Signals.interrupt(after: options.seconds)
        return isLate
      }
      Signals.interrupt(after: 0)
      if result.wasInterrupted, !Signals.timeIsUp { return 130 }
      progress("")
      if !result.isPassed, status == 0 { status = 3 }
      Output.write(options.json ? result.json + "\n" : result.line + "\n")
    }
    return status
  }

  // MARK: Files and output

  private func read(_ path: String) -> ScriptText? {
    if path == "-" { return ScriptText(bytes: Input.all()) }
    switch ScriptText.read(path, interrupt: Signals.interrupt) {
    case .success(let text): return text
    case .failure(let fault):
      if fault.kind == .interrupted { exit(130) }
      Output.error("nnshell: error: \(fault.message)\n")
      return nil
    }
  }

  private func say(_ text: String) {
    if !options.json { Output.write(text) }
  }

  private func progress(_ text: String) {
    if showsProgress { Output.progress(text) }
  }
}

extension ScriptTest.Result {
  /// `ada.nns: 7 passed, 2 failed; the key's lines 12, 20`
  fileprivate var line: String {
    let lines = failures.filter { $0.line > 0 }.map { String($0.line) }
    var text = "\(name): \(passed) passed, \(failed) failed"
    if !lines.isEmpty { text += "; the key's line\(lines.count == 1 ? "" : "s") " + lines.joined(separator: ", ") }
    if wasInterrupted { text += "; the time was up" }
    if let stop = failures.first(where: { $0.line == 0 }) { text += "; " + stop.message }
    return text
  }
}

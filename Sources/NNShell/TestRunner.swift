import Glibc
import Interp

/// Runs scripts as tests or marks submissions by a key, as `--test` does.
struct TestRunner {
  private let options: Options
  private let showsProgress: Bool

  init(_ options: Options) {
    self.options = options
    showsProgress = Terminal.isTerminal(1) && Terminal.isTerminal(2) && !options.json
  }

  /// Runs the tests, or marks the submissions.
  /// - Returns: the exit status. It is 3 where a test failed, 2 where a file cannot be read, 130 after Ctrl-C, otherwise 0.
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
      if options.json { Output.verbatim(result.json + "\n") } else { result.failures.forEach { Output.write($0.text) } }
    }
    say("\(passed) passed, \(failed) failed\n")
    return status != 0 ? status : failed > 0 ? 3 : 0
  }

  // MARK: Marking

  private func mark() -> Int32 {
    guard let path = options.script, let key = read(path) else { return 2 }
    return Marking(options, key: key, keyPath: path, progress: progress).run()
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

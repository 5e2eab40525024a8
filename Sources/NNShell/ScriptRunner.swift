import Glibc
import Interp

/// Runs what is not typed at a prompt: files, standard input, `-c`.
struct ScriptRunner {
  private let shell: Shell
  private var options: Options { shell.options }
  private var interpreter: Interpreter { shell.interpreter }

  init(_ shell: Shell) {
    self.shell = shell
  }

  func run() -> Interpreter.Outcome {
    if let script = options.script {
      if script == "-" { return Interpreter.Outcome(status: standardInput(), quits: true) }
      switch ScriptText.read(script) {
      case .success(let text): return interpreter.run(text, name: script)
      case .failure(let fault):
        Output.error("nnshell: error: \(fault.message)\n" + (fault.hint.map { "  hint: \($0)\n" } ?? ""))
        return Interpreter.Outcome(status: 2, quits: true)
      }
    }
    var status: Int32 = 0
    for text in options.texts {
      let outcome = runText(text)
      if status == 0 { status = outcome.status }
      if outcome.quits { return outcome }
      if outcome.stops, !options.keepGoing { return outcome }
    }
    return Interpreter.Outcome(status: status)
  }

  private func runText(_ text: String) -> Interpreter.Outcome {
    interpreter.run(text, name: "<-c>")
  }

  /// Reports every syntax error of the scripts.
  func parseOnly() -> Int32 {
    var status: Int32 = 0
    for text in options.texts { status = max(status, interpreter.check(text, name: "<-c>")) }
    guard options.texts.isEmpty else { return status }
    let path = options.script ?? "-"
    let read = path == "-" ? ScriptText.decode(Input.all(), name: "<stdin>") : ScriptText.read(path)
    switch read {
    case .success(let text): return interpreter.check(text, name: path == "-" ? "<stdin>" : path)
    case .failure(let fault):
      Output.error("nnshell: error: \(fault.message)\n")
      return 2
    }
  }

  /// Statements run as their lines arrive, so that a pipe that stays open sees results at once.
  func standardInput() -> Int32 {
    var input = Input()
    var pending: [UInt8] = []
    var lineNumber = 1
    var firstLine = 1
    var status: Int32 = 0
    while true {
      let line = input.nextLine()
      if let line {
        pending += line
        lineNumber += 1
      }
      if line == nil, pending.isEmpty { return status }
      switch ScriptText.decode(pending, name: "<stdin>") {
      case .failure(let fault):
        interpreter.report(fault, name: "<stdin>", line: firstLine)
        if status == 0 { status = 1 }
        if !options.keepGoing { return status }
      case .success(let text):
        if line != nil, interpreter.isIncomplete(text) { continue }
        let outcome = interpreter.run(text, name: "<stdin>", firstLine: firstLine, elseOnNextLine: false)
        if outcome.quits { return outcome.status }
        if status == 0 { status = outcome.status }
        if outcome.stops { return status }
      }
      pending = []
      firstLine = lineNumber
    }
  }
}

/// Standard input by lines of bytes.
struct Input {
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// The next line with its end; the last one may lack it. nil at the end.
  mutating func nextLine() -> [UInt8]? {
    var looked = start
    while true {
      if let end = buffer[looked...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(buffer[start...end])
      }
      looked = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return Array(buffer[start...])
      }
      looked -= start
      buffer.removeFirst(start)
      start = 0
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = unsafe read(0, &chunk, chunk.count)
      if count > 0 {
        buffer += chunk[..<count]
      } else if count == 0 || errno != EINTR || Signals.interrupt.isRequested {
        if count < 0, Signals.interrupt.isRequested { exit(130) }
        isAtEnd = true
      }
    }
  }

  /// Everything.
  static func all() -> [UInt8] {
    var input = Input()
    var bytes: [UInt8] = []
    while let line = input.nextLine() { bytes += line }
    return bytes
  }
}

import Glibc
import Interp

/// Runs statements that are not typed at a prompt: from files, from standard input and from `-c`.
struct ScriptRunner {
  private let shell: Shell
  private var options: Options { shell.options }
  private var interpreter: Interpreter { shell.interpreter }

  init(_ shell: Shell) {
    self.shell = shell
  }

  /// Runs the script or the texts of `-c`.
  func run() -> Interpreter.Outcome {
    if let script = options.script {
      if script == "-" { return Interpreter.Outcome(status: standardInput(), quits: true) }
      switch ScriptText.read(script, interrupt: Signals.interrupt) {
      case .success(let text): return interpreter.run(text, name: script)
      case .failure(let fault): return Interpreter.Outcome(status: unreadable(fault), quits: true)
      }
    }
    var status: Int32 = 0
    for text in options.texts {
      let outcome = runText(text)
      if status == 0 || outcome.givesStatus { status = outcome.status }
      if outcome.quits { return Interpreter.Outcome(status: status, quits: true) }
      if outcome.stops, !options.keepGoing || Signals.interrupt.isRequested { return outcome }
    }
    return Interpreter.Outcome(status: status)
  }

  private func runText(_ text: String) -> Interpreter.Outcome {
    interpreter.run(text, name: "<-c>")
  }

  /// Reports that a script cannot be read. The status is 2, or 130 where Ctrl-C ended the read.
  private func unreadable(_ fault: Fault) -> Int32 {
    if fault.kind == .interrupted { return 130 }
    Output.error("nnshell: error: \(fault.message)\n")
    return 2
  }

  /// Reports every syntax error of the scripts and returns the status. Every word of the command line is a script.
  func parseOnly() -> Int32 {
    var status: Int32 = 0
    for text in options.texts { status = max(status, interpreter.check(ScriptText(bytes: Array(text.utf8)), name: "<-c>")) }
    guard options.texts.isEmpty else { return status }
    for path in options.script.map({ [$0] + options.arguments }) ?? ["-"] {
      if path == "-" {
        guard let bytes = Input.all() else { return 130 }
        status = max(status, interpreter.check(ScriptText(bytes: bytes), name: "<stdin>"))
        continue
      }
      switch ScriptText.read(path, interrupt: Signals.interrupt) {
      case .success(let text): status = max(status, interpreter.check(text, name: path))
      case .failure(let fault): status = unreadable(fault)
      }
    }
    return status
  }

  /// Runs the statements of standard input, each as soon as its lines arrive. So an open pipe gets its results at once.
  /// - Returns: the exit status.
  func standardInput() -> Int32 {
    var input = Input()
    var pending: [UInt8] = []
    var brackets = OpenBrackets()
    var lineNumber = 0
    var firstLine = 1
    var status: Int32 = 0
    while true {
      let line = input.nextLine()
      if input.isInterrupted { return 130 }
      if let failure = input.failure {
        Output.error("nnshell: error: cannot read the standard input: \(failure)\n")
        return 2
      }
      if line == nil, pending.isEmpty { return status }
      if let line {
        lineNumber += 1
        pending += line
        brackets.add(String(decoding: line, as: UTF8.self))
        if brackets.isOpen { continue }
      }
      let outcome = interpreter.run(ScriptText(bytes: pending), name: "<stdin>", firstLine: firstLine, elseOnNextLine: false)
      if outcome.quits { return outcome.givesStatus ? outcome.status : status != 0 ? status : outcome.status }
      if status == 0 { status = outcome.status }
      if outcome.stops { return status }
      pending = []
      brackets = OpenBrackets()
      firstLine = lineNumber + 1
    }
  }
}

/// Reads standard input line by line, in bytes.
struct Input {
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Whether Ctrl-C was pressed while it waited for a line.
  private(set) var isInterrupted = false
  /// Why it could not be read, for example because it is a folder; nil where there was no error.
  private(set) var failure: String?

  /// The next line with its newline, which the last line may lack. It is nil at the end, after an error and after Ctrl-C.
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
      guard Signals.isReadable(0) else {
        isInterrupted = true
        return nil
      }
      let count = unsafe read(0, &chunk, chunk.count)
      if count > 0 {
        buffer += chunk[..<count]
      } else if count == 0 || errno != EINTR && errno != EAGAIN {
        if count < 0 { failure = unsafe String(cString: strerror(errno)).lowercased() }
        isAtEnd = true
      }
    }
  }

  /// All of standard input; nil where Ctrl-C was pressed while it waited.
  static func all() -> [UInt8]? {
    var input = Input()
    var bytes: [UInt8] = []
    while let line = input.nextLine() { bytes += line }
    return input.isInterrupted ? nil : bytes
  }
}

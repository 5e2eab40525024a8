import Net

/// `history`: the lines typed.
struct HistoryCommand: Command {
  let name = "history"
  let group = CommandGroup.session
  let usage = "history [N]"
  let summary = "the lines typed at the prompt, the last N of them"
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let example = CommandExample("history 5")
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    var lines = executor.historyLines()
    var first = 1
    if let expression = Arguments(call, executor).expressions.first {
      let count = try Evaluator(executor.session).count(expression, "the number of lines")
      first += max(0, lines.count - count)
      lines = Array(lines.suffix(count))
    }
    let rows = lines.enumerated().map { [String(first + $0.offset), $0.element] }
    executor.emit(TextEvent(name, Table.lines(rows, [.right, .left])))
  }
}

/// `version`
struct VersionCommand: Command {
  let name = "version"
  let group = CommandGroup.session
  let usage = "version"
  let summary = "the version and the vector kernel in use"
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("version", output: ["nnshell ..."])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    executor.emit(TextEvent(name, ["nnshell \(Version.number), \(Version.kernels) kernels"]))
  }
}

/// `quit [N]`
struct QuitCommand: Command {
  let name = "quit"
  let group = CommandGroup.session
  let usage = "quit [N]"
  let summary = "leave, with status N (0 unless told)"
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let example = CommandExample("quit")
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    var status = 0
    if let expression = Arguments(call, executor).expressions.first {
      status = try Evaluator(executor.session).integer(expression, "the status", in: 0...255)
    }
    executor.flow = .quit(Int32(status))
  }
}

/// The words of flow: the parser reads them and the executor runs them; they stand here for help and completion.
struct RepeatCommand: Command {
  let name = "repeat"
  let group = CommandGroup.flow
  let usage = "repeat N { … }"
  let summary = "run the block N times"
  let syntax = CommandSyntax(arguments: .keyword)
  let example = CommandExample("n = 0", "repeat 3 { n += 2 }", "n", output: ["6"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

struct WhileCommand: Command {
  let name = "while"
  let group = CommandGroup.flow
  let usage = "while C { … }"
  let summary = "run the block as long as the condition holds"
  let syntax = CommandSyntax(arguments: .keyword)
  let example = CommandExample("n = 1", "while n < 100 { n = n * 2 }", "n", output: ["128"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

struct IfCommand: Command {
  let name = "if"
  let group = CommandGroup.flow
  let usage = "if C { … } else if C { … } else { … }"
  let summary = "run one of the blocks"
  let syntax = CommandSyntax(arguments: .keyword)
  let example = CommandExample("if m > 100 { print \"many\" } else { print \"few\" }", output: ["many"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

struct ForCommand: Command {
  let name = "for"
  let group = CommandGroup.flow
  let usage = "for i in 1:n { … }"
  let summary = "run the block for 1 … n, the end included, or for each column of a matrix"
  let syntax = CommandSyntax(arguments: .keyword)
  let example = CommandExample("for i in 1:3 { print i }", output: ["1", "2", "3"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

struct BreakCommand: Command {
  let name = "break"
  let group = CommandGroup.flow
  let usage = "break"
  let summary = "leave the innermost loop"
  let syntax = CommandSyntax(arguments: .unread)
  let example = CommandExample("for i in 1:9 { if i == 3 { break }; print i }", output: ["1", "2"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    throw Fault.notBuilt("break when").located(call.nameRange)
  }
}

struct ContinueCommand: Command {
  let name = "continue"
  let group = CommandGroup.flow
  let usage = "continue"
  let summary = "go on with the loop's next turn"
  let syntax = CommandSyntax(arguments: .keyword)
  let example = CommandExample("for i in 1:3 { if i == 2 { continue }; print i }", output: ["1", "3"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

struct TimeCommand: Command {
  let name = "time"
  let group = CommandGroup.flow
  let usage = "time STATEMENT"
  let summary = "run the statement and say how long it took"
  let syntax = CommandSyntax(arguments: .keyword)
  let example = CommandExample("time n = 1", output: ["time: ... s"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

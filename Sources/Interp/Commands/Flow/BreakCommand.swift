/// `break`
struct BreakCommand: FlowWord {
  let name = "break"
  let usage = "break"
  let summary = "leave the innermost loop"
  let syntax = CommandSyntax(arguments: .unread)
  let example = CommandExample("for i in 1:9 { if i == 3 { break }; print i }", output: ["1", "2"])
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    throw Fault.notBuilt("break when").located(call.nameRange)
  }
}

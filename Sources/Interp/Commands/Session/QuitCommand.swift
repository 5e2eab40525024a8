/// `quit [N]` ends the program.
struct QuitCommand: Command {
  let name = "quit"
  let group = CommandGroup.session
  let usage = "quit [N]"
  let summary = "leave nnshell"
  let details = [
    "quit 3 ends the program with exit status 3. Ctrl-D leaves too."
  ]
  let cautions = [
    "nnshell does not ask whether to save. save and record write what you want to keep."
  ]
  let otherWords = ["exit", "leave", "end", "bye"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let recorded = RecordedForm.leftOut
  let refusedInRuns: RunRefusal? = .endsProgram
  let example = CommandExample("quit")
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    var status: Int32?
    if let expression = Arguments(call, executor).expressions.first {
      status = Int32(try Evaluator(executor.session).integer(expression, "the status", in: 0...255))
    }
    executor.flow = .quit(status)
  }
}

import Net

/// `help [WORD]`
struct HelpCommand: Command {
  let name = "help"
  let group = CommandGroup.session
  let usage = "help [WORD]"
  let summary = "the commands by group; with a word: its usage, options and an example"
  let details = [
    "A word may be a command, a topic (\(Topic.all.map(\.name).joined(separator: ", "))), a function (sum), an activation (tanh), or a quantity (dZ2)."
  ]
  let syntax = CommandSyntax(arguments: .words(atLeast: 0, atMost: 1))
  let recorded = RecordedForm.leftOut
  let example = CommandExample(
    "help seed",
    output: ["seed N", "  start the generator again: the same numbers as numpy.random.seed(N)", "", "  example", "    seed 2", "    randn()", "    -0.416758"])
  let isAtomic = true
  let completes = CompletionKind.topics

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    guard let word = try Arguments(call, executor).word(0) else { return executor.emit(TextEvent(name, Help.overview(executor.commands), wraps: true)) }
    guard let lines = Help.topic(word, executor.commands, executor.session) else {
      throw Fault.unknownTopic(word, executor.commands.names).located(call.arguments[0].range)
    }
    executor.emit(TextEvent(name, lines, wraps: true))
  }
}

import Net

/// `help [WORD]` explains the commands and the words of the language.
struct HelpCommand: Command {
  let name = "help"
  let group = CommandGroup.session
  let usage = "help [WORD]"
  let summary = "explain a command or a word, or show where to begin"
  let details = [
    "A word may be a command, a group of commands, a topic, a function, an activation, a loss, a data set, a setting or a quantity.",
    "A command and an option may follow each other: help train every. Other words are searched in all texts: help learning rate.",
    "help all lists every command. The topics are \(Topic.all.map(\.name).joined(separator: ", ")).",
  ]
  let cautions = ["help np.all explains the function all. Quotes keep ; and # in a word: help '#>'."]
  let otherWords = ["manual", "documentation", "commands", "man"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 0, atMost: 100), takesSigns: true)
  let recorded = RecordedForm.leftOut
  let example = CommandExample(
    "help train every",
    output: [
      "train N [alpha= batch= every= until=(condition) optimizer=]", "  every=  print the cost each time this many steps are made",
      "help train explains all of train.",
    ])
  let isAtomic = true
  let completes = CompletionKind.topics

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    var words: [String] = []
    // A quoted text may hold several words.
    for index in call.arguments.indices { words += (try arguments.word(index) ?? "").split(whereSeparator: \.isWhitespace).map(String.init) }
    guard let lines = Help(executor.commands, executor.session).answer(words) else {
      throw Fault.unknownTopic(words.joined(separator: " "), executor.commands).located(call.arguments[0].range)
    }
    var event = TextEvent(name, lines, wraps: true)
    event.mayBePaged = true
    executor.emit(event)
  }
}

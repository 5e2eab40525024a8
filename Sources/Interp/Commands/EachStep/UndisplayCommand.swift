/// `undisplay N …` ends displays and watches.
struct UndisplayCommand: Command {
  let name = "undisplay"
  let group = CommandGroup.eachStep
  let usage = "undisplay [N …]"
  let summary = "end displays and watches, by their numbers"
  let details = [
    "A bare undisplay ends all of them. display and watch list the numbers."
  ]
  let otherWords = ["unwatch"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 0, atMost: 1000))
  let example = CommandExample("display t, alpha", "undisplay 1; display", output: ["2  alpha"])
  let completes = CompletionKind.displays

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let numbers = try Arguments(call, executor).numbers(of: "display or watch")
    if call.arguments.isEmpty { session.state.watching.undisplayAll() }
    for (number, range) in numbers where !session.state.watching.undisplay(number) {
      let there = session.state.watching.displayed.map(\.number) + session.state.watching.watches.map(\.number)
      throw Fault.noSuchNumber("display or watch", number, there.sorted(), listedBy: "display and watch").located(range)
    }
  }
}

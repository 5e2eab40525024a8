/// `unbreak N …` removes breakpoints.
struct UnbreakCommand: Command {
  let name = "unbreak"
  let group = CommandGroup.eachStep
  let usage = "unbreak [N …]"
  let summary = "remove breakpoints, by their numbers"
  let details = [
    "A bare unbreak removes all of them. breakpoints lists the numbers."
  ]
  let syntax = CommandSyntax(arguments: .words(atLeast: 0, atMost: 1000))
  let example = CommandExample(
    "break when t == 5; break when t == 9", "unbreak 1; breakpoints", output: ["number  condition  fired  last at", "     2  t == 9         0"])
  let completes = CompletionKind.breakpoints

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let numbers = try Arguments(call, executor).numbers(of: "breakpoint")
    if call.arguments.isEmpty { session.state.watching.breakpoints = [] }
    for (number, range) in numbers where !session.state.watching.unbreak(number) {
      throw Fault.noSuchNumber("breakpoint", number, session.state.watching.breakpoints.map(\.number), listedBy: "breakpoints").located(range)
    }
  }
}

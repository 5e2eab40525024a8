/// `display E, …`: printed after each step.
struct DisplayCommand: Command {
  let name = "display"
  let group = CommandGroup.eachStep
  let usage = "display E, …"
  let summary = "print E after each step, until undisplay; bare: list the displays"
  let details = [
    "J, Z and A are those of the parameters after the step, the gradients those that made it. In train at each line of every=, and once at the",
    "end. What cannot be computed is warned about once a statement.",
  ]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 100))
  let example = CommandExample(
    "init seed=2; display t", "train 20 alpha=1.2 every=10",
    output: ["step 0: J = 0.693048", "step 10: J = 0.687678", "step 10: t = 10", "step 20: J = 0.675886", "step 20: t = 20"])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let observed = Arguments(call, executor).expressions.map { Observed($0, executor.source) }
    if observed.isEmpty {
      let rows = session.state.watching.displays.map { ["\($0.number)", $0.observed.name] }
      executor.emit(TextEvent(name, rows.isEmpty ? ["no displays"] : Table.lines(rows, [.right, .left])))
    }
    for item in observed {
      let shown = try session.presentValue(item) { (session) throws(Fault) in try item.shown(in: session, isDefined: false) }
      let number = session.state.watching.display(item)
      executor.emit(ObservedEvent(command: name, heading: "display \(number)", name: item.name, shown: shown, note: ", from the next step on"))
    }
  }
}

/// `watch E, …`: printed after each step that changes it.
struct WatchCommand: Command {
  let name = "watch"
  let group = CommandGroup.eachStep
  let usage = "watch E, …"
  let summary = "say after each step where E has changed, until undisplay; bare: list the watches"
  let details = [
    "Every step of a train is looked at. Of a matrix the number of entries that changed and the largest changes are told, in JSON all. Changes are",
    "those of bits; NaN is NaN. What was changed by hand is no step's doing and is not told.",
  ]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 100))
  let example = CommandExample(
    "init seed=2; watch sum(A2 > 0.5)", "train 3 alpha=1.2",
    output: ["step 1: sum(A2 > 0.5) 191 -> 192 (+1)", "step 2: sum(A2 > 0.5) 192 -> 193 (+1)", "step 3: sum(A2 > 0.5) 193 -> 196 (+3)"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    try executor.observe(call, executor.session.state.watching.watches.map { (number: $0.number, name: $0.observed.name) }, none: "no watches") { item, shown in
      executor.session.watch(item, last: shown?.value)
    }
  }
}

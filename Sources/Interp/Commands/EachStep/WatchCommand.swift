/// `watch E, …` prints expressions after each step that changes them.
struct WatchCommand: Command {
  let name = "watch"
  let group = CommandGroup.eachStep
  let usage = "watch E, …"
  let summary = "print an expression after each step that changes it"
  let details = [
    "watch E looks at every step, also within train, until undisplay ends it. A bare watch lists the watches.",
    "For a matrix it prints how many entries changed and the largest changes. JSON lists all of them.",
  ]
  let cautions = [
    "watch compares bits, so the smallest change counts. NaN is equal to NaN.",
    "watch prints only what steps change. It does not print what you change by hand.",
  ]
  let otherWords = ["changes"]
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

/// `display E, …` prints expressions after each step.
struct DisplayCommand: Command {
  let name = "display"
  let group = CommandGroup.eachStep
  let usage = "display E, …"
  let summary = "print expressions after each step"
  let details = [
    "display J prints J after each step until undisplay ends it. A bare display lists the displays.",
    "J, Z and A are those after the step. The gradients are those that made the step.",
    "Within train it prints whenever every= prints the cost, and once at the end.",
  ]
  let cautions = [
    "An expression that cannot be computed gives one warning a statement."
  ]
  let otherWords = ["monitor", "log"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 100))
  let example = CommandExample(
    "init seed=2; display t", "train 20 alpha=1.2 every=10",
    output: ["step 0: J = 0.693048", "step 10: J = 0.687678", "step 10: t = 10", "step 20: J = 0.675886", "step 20: t = 20"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    try executor.observe(call, executor.session.state.watching.displays.map { (number: $0.number, name: $0.observed.name) }, none: "no displays") { item, _ in
      executor.session.state.watching.display(item)
    }
  }
}

import Net

/// `timeline` lists branches, steps, costs and the statements that made the steps.
struct TimelineCommand: Command {
  let name = "timeline"
  let group = CommandGroup.time
  let usage = "timeline"
  let summary = "list the recorded steps by branch, with their costs"
  let details = [
    "Each branch has its steps, their costs and the statements that made them. A star marks where the session is.",
    "On a terminal, a small curve stands beside J of several steps; set plots off leaves it out.",
  ]
  let cautions = [
    "set timeline.memory limits the memory of the timeline (64 MiB at first). Beyond the limit the oldest steps are dropped."
  ]
  let otherWords = ["steps", "recorded"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample(
    "init seed=2", "train 100 alpha=1.2", "timeline",
    output: ["main", "      0  J = 0.693048  init seed=2", "* 0–100  J = 0.604442  train 100 alpha=1.2", "..."])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    executor.emit(TextEvent(name, try TimelineTable(executor.session, course: executor.sink.course()).lines()))
  }
}

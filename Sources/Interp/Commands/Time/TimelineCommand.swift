import Net

/// `timeline`: lines, steps, costs and what made them.
struct TimelineCommand: Command {
  let name = "timeline"
  let group = CommandGroup.time
  let usage = "timeline"
  let summary = "the lines of steps since init, each with its steps, costs and the statements that made them"
  let details = [
    "* marks where the session is. The memory is bounded by set timeline.memory (in MiB, 64 unless told): parameters are kept at some steps and",
    "the steps between are made again; where even that is too much, the oldest steps are given up.",
  ]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample(
    "init seed=2", "train 100 alpha=1.2", "timeline",
    output: ["main", "      0  J = 0.693048  init seed=2", "* 0–100  J = 0.604442  train 100 alpha=1.2", "..."])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    executor.emit(TextEvent(name, try TimelineTable(executor.session).lines()))
  }
}

/// `breakpoints`: the list.
struct BreakpointsCommand: Command {
  let name = "breakpoints"
  let group = CommandGroup.eachStep
  let usage = "breakpoints"
  let summary = "the breakpoints, how often each fired and where last"
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample(
    "init seed=2; break when t == 5", "train 9", "breakpoints",
    output: ["breakpoint 1 at step 5: t == 5", "number  condition  fired  last at", "     1  t == 5         1  step 5"])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    executor.emit(BreakpointsEvent(breakpoints: executor.session.state.watching.breakpoints))
  }
}

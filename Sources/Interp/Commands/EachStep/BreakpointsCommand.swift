/// `breakpoints` lists the breakpoints.
struct BreakpointsCommand: Command {
  let name = "breakpoints"
  let group = CommandGroup.eachStep
  let usage = "breakpoints"
  let summary = "list the breakpoints and how often each one stopped a run"
  let details = [
    "The list shows the condition, how often it fired and at which step it fired last. break when C makes a breakpoint."
  ]
  let otherWords = ["breakpoint"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample(
    "init seed=2; break when t == 5", "train 9", "breakpoints",
    output: ["breakpoint 1 at step 5: t == 5", "number  condition  fired  last at", "     1  t == 5         1  step 5"])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    executor.emit(BreakpointsEvent(breakpoints: executor.session.state.watching.breakpoints))
  }
}

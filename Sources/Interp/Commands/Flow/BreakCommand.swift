import Net

/// `break` leaves a loop. `break when C` sets a breakpoint.
struct BreakCommand: FlowWord {
  let name = "break"
  let usage = "break, break when C"
  let summary = "leave a loop, or stop a run when a condition holds"
  let details = [
    "A bare break leaves the innermost loop.",
    "break when J < 0.3 sets a breakpoint. It fires after a step where the condition holds and did not hold after the step before.",
    "Then train stops, or the loop around step, and the script goes on. breakpoints lists the breakpoints, unbreak N removes one.",
  ]
  let cautions = [
    "A condition that holds already does not stop the run. It must become false first."
  ]
  let otherWords = ["breakpoint", "stop", "pause"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 1, atMost: 1))
  let example = CommandExample(
    "for i in 1:9 { if i == 3 { break }; print i }", "init seed=2; break when J < 0.6", "train 1000 alpha=1.2; t",
    output: ["1", "2", "breakpoint 1 at step 111: J < 0.6", "111"])
  let isAtomic = true
  let completes = CompletionKind.names
  let words = ["when"]

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    for expression in Arguments(call, executor).expressions {
      let observed = Observed(expression, executor.source)
      let held = try session.presentValue(observed) { (session) throws(Fault) in try observed.holds(in: session, isDefined: false) }
      if held == nil, expression.isSurelyNumber(session.nameContext) { throw Fault.notCondition(.scalar(0)).located(expression.range) }
      let number = session.breakWhen(observed, held: held)
      let note = held == true ? "; it holds now, so it stops where it holds again" : ""
      executor.emit(ObservedEvent(command: name, heading: "breakpoint \(number)", name: observed.name, shown: nil, note: note))
    }
  }
}

extension Expression {
  /// True where the expression can never be a truth value, such as `J` or `cost - 0.3`.
  fileprivate func isSurelyNumber(_ context: Names.Context) -> Bool {
    switch kind {
    case .number: return true
    case .binary(let operation, _, _, _): return operation != .conjunction && operation != .disjunction
    case .name(let name):
      if case .quantity? = Names.reserved(name, context) { return true }
      return false
    default: return false
    }
  }
}

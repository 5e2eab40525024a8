import Net

/// `back [N]` goes to an earlier step.
struct BackCommand: Command {
  let name = "back"
  let group = CommandGroup.time
  let usage = "back [N]"
  let summary = "go back N steps, or one step without N"
  let details = [
    "back brings back weights, frozen entries, data, random numbers, alpha and the results of forward and backward exactly as they were at that step.",
    "redo goes forward again.",
  ]
  let cautions = [
    "Variables, settings, displays and breakpoints stay as they are now.",
    "If you change something after going back, a new branch begins. The old steps stay in the old branch.",
  ]
  let otherWords = ["undo", "backwards", "rewind"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let recorded = RecordedForm.journey
  let example = CommandExample("init seed=2", "train 10", "back 3", "t", output: ["7"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let count = try Arguments(call, executor).steps
    let now = try executor.session.presentPlace()
    try executor.travel(name, executor.session.place(now.step - count, on: now.line))
  }
}

/// `redo [N]` goes forward again.
struct RedoCommand: Command {
  let name = "redo"
  let group = CommandGroup.time
  let usage = "redo [N]"
  let summary = "go forward again N recorded steps, or one without N"
  let details = [
    "redo is the opposite of back. It reaches only steps that this branch already has."
  ]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let recorded = RecordedForm.journey
  let example = CommandExample("init seed=2", "train 10", "back 3; redo 2", "t", output: ["9"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let count = try Arguments(call, executor).steps
    let session = executor.session
    let now = try session.presentPlace()
    guard count == 0 || now.step < now.line.end else { throw .nothingToRedo(now.line, session.timeline.lines) }
    try executor.travel(name, session.place(now.step + count, on: now.line))
  }
}

/// `goto T`, `goto NAME`, `goto NAME:T` and `goto when C` go to a recorded step.
struct GotoCommand: Command {
  let name = "goto"
  let group = CommandGroup.time
  let usage = "goto T | NAME | NAME:T | when C"
  let summary = "go to a step, to a branch, or to where a condition first holds"
  let details = [
    "A branch is a series of steps; the first one is main. goto 57 goes to step 57 of the present branch. goto slower goes to the last step of "
      + "the branch slower, and goto slower:57 goes to its step 57. The later steps stay: redo goes forward to them again.",
    "goto when J < 0.3 looks at all steps of this branch, from the first to the last, and goes to the first one where J < 0.3 holds.",
  ]
  let cautions = [
    "goto p looks for a branch p. If there is none, the variable p gives the number of the step.",
    "A step at which the condition cannot be computed does not count.",
    "The gradients are those that the step used, so they are stale. Run backward before step.",
  ]
  let otherWords = ["jump", "travel"]
  let syntax = CommandSyntax(arguments: .places(atLeast: 1, atMost: 1, takesWhen: true))
  let recorded = RecordedForm.journey
  let example = CommandExample("init seed=2", "train 100 alpha=1.2", "goto when J < 0.65", "t", "goto main", "t", output: ["36", "100"])
  let isAtomic = true
  let completes = CompletionKind.places

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    guard case .place(let given) = call.arguments[0].kind else { return }
    let place: Timepoint
    do {
      if case .when(let condition) = given {
        place = try executor.withProgress { (tells) throws(Fault) in try executor.session.firstPlace(where: condition, tells: tells) }
      } else {
        place = try executor.session.place(given)
      }
    } catch {
      throw error.located(call.arguments[0].range)
    }
    try executor.travel(name, place)
  }
}

extension Arguments {
  /// The number of steps, which is 1 without an argument.
  fileprivate var steps: Int {
    get throws(Fault) { try expressions.first.map { (expression) throws(Fault) in try Evaluator(session).count(expression, "the number of steps") } ?? 1 }
  }
}

extension Executor {
  func travel(_ command: String, _ place: Timepoint) throws(Fault) {
    try session.travel(to: place.step, on: place.line)
    try report { () throws(Fault) in
      let cost = session.freshness(Quantity(.J)) == .current ? session.workspace.cost : nil
      return JourneyEvent(command: command, step: place.step, branch: place.line.name, end: place.line.end, cost: cost)
    }
  }
}

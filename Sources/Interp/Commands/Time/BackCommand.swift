import Net

/// `back [N]`: to an earlier step.
struct BackCommand: Command {
  let name = "back"
  let group = CommandGroup.time
  let usage = "back [N]"
  let summary = "go N steps back, 1 unless told: everything as it was left there, bit for bit"
  let details = [
    "Network and what is frozen, data, generator, alpha and what forward and backward gave are restored; variables, settings, displays and",
    "breakpoints stay.",
    "redo goes forward again. A change made after going back begins a branch; the old line stays.",
  ]
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

/// `redo [N]`: forward again.
struct RedoCommand: Command {
  let name = "redo"
  let group = CommandGroup.time
  let usage = "redo [N]"
  let summary = "go N recorded steps forward again, 1 unless told"
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

/// `goto T`, `goto NAME`, `goto NAME:T`, `goto when C`
struct GotoCommand: Command {
  let name = "goto"
  let group = CommandGroup.time
  let usage = "goto T | NAME | NAME:T | when C"
  let summary = "go to a step of the line, to the end of a branch, to a step of a branch, or to the first step where a condition holds"
  let details = [
    "A bare name is a branch, else a variable that holds the step. A condition is looked at from the first recorded step of the line on;",
    "steps at which it speaks of what had not been computed then are passed over.",
  ]
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
        var progress = TrainingProgress(total: 0, executor: executor)
        defer { progress.finish() }
        place = try executor.session.firstPlace(where: condition) { done, total, cost in
          progress.total = total
          progress.update(done, cost: cost)
        }
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
  /// How many steps: 1 unless told.
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

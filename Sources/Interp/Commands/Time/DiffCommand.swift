import Net

/// `diff A B` compares two steps or branches.
struct DiffCommand: Command {
  let name = "diff"
  let group = CommandGroup.time
  let usage = "diff A B [top=]"
  let summary = "compare two steps or branches: parameters, cost and classes"
  let details = [
    "A and B are steps, branches or NAME:T. diff prints what changed in each parameter, in J and in the predicted classes.",
    "It also says how much of the change of J the gradients predicted: the sum of -alpha * ‖gradient‖² over the steps between. The rest is the curvature of J.",
    "For two neighbouring steps diff checks W_new = W - alpha * dW in every entry.",
  ]
  let otherWords = ["compare", "difference"]
  let syntax = CommandSyntax(
    arguments: .places(atLeast: 2, atMost: 2, takesWhen: false),
    options: [.init("top", .expression, "how many of the largest changes of each parameter are shown, 3 by default")])
  let example = CommandExample(
    "init seed=2", "train 20 alpha=1.2", "diff 10 11",
    output: [
      "from main:10 to main:11: 1 step", "J 0.687678 -> 0.686049: change -0.00162825",
      "the gradients predicted a change of -0.00159332: -alpha * ‖gradient‖²; the rest, -3.4934e-05 (-2.19 %), is there because the cost is curved",
      "W_new = W - 1.2 * dW holds in all 17 entries, ...",
      "parameter  changed      norm  largest moves", "W1          8 of 8    0.0289  [4,2] -0.126317 -> -0.145437", "...", "...", "...", "...", "...", "...",
      "...", "...", "...",
      "no example changed its predicted class",
    ])
  let isAtomic = true
  let completes = CompletionKind.places

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    var places: [Timepoint] = []
    for argument in call.arguments {
      guard case .place(let given) = argument.kind else { return }
      do { places.append(try executor.session.place(given)) } catch { throw error.located(argument.range) }
    }
    let top = try Arguments(call, executor).integer(option: "top", in: 1...1_000_000_000) ?? StepDifference.shownMovers
    var progress = TrainingProgress(total: places.map(\.step).max() ?? 0, executor: executor)
    var done = 0
    defer { progress.finish() }
    let difference = try StepDifference(places[0], places[1], executor.session, top: top) {
      done += 1
      progress.update(done, cost: nil)
    }
    executor.emit(DiffEvent(difference))
  }
}

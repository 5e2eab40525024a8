/// `display E, …` prints expressions after each step.
struct DisplayCommand: Command {
  let name = "display"
  let group = CommandGroup.eachStep
  let usage = "display E, … | display plot WHAT"
  let summary = "print expressions after each step, or draw a picture"
  let details = [
    "display J prints J after each step until undisplay ends it. A bare display lists the displays.",
    "J, Z and A are those after the step. The gradients are those that made the step.",
    "Within train it prints whenever every= prints the cost, and once at the end.",
    "display plot J draws the picture anew in its place while train runs on a terminal, ten times a second at most. The last one stays. Elsewhere it draws once, "
      + "after train. After steps by hand it draws when the statement or the loop around them ends. help plot lists the pictures.",
  ]
  let cautions = [
    "Drawing takes at most a twentieth of the time of the steps. plot J of steps on batches then shows J of the steps at which it was drawn. The last plot gradients makes "
      + "all steps again.",
    "An expression that cannot be computed gives one warning a statement.",
  ]
  let otherWords = ["monitor", "log", "live", "animate"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 100), takesCommand: "plot")
  let example = CommandExample(
    "init seed=2; display t", "train 20 alpha=1.2 every=10",
    output: ["step 0: J = 0.693048", "step 10: J = 0.687678", "step 10: t = 10", "step 20: J = 0.675886", "step 20: t = 20"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    if case .command(let plot)? = call.arguments.first?.kind {
      if let option = plot.option("to") { throw Fault.optionNotForThis("to", "display plot").located(option.range) }
      let request = try PlotRequest(plot, executor)
      // An unknown name is an error now. Other errors may go away before the first step, for example where there is no network yet.
      if request.readsExpressions {
        do throws(Fault) { _ = try FigureMaker(session: Session(copying: executor.session), request: request).figure() } catch {
          if error.kind == .unknownName { throw error }
        }
      }
      let number = executor.session.state.watching.display(request)
      return executor.emit(
        ObservedEvent(command: name, heading: "display \(number)", name: "plot " + request.text, shown: nil, note: ", from the next step on"))
    }
    try executor.observe(call, executor.session.state.watching.displayed, none: "no displays") { item, _ in
      executor.session.state.watching.display(item)
    }
  }
}

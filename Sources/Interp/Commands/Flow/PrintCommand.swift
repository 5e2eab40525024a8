/// `print E, …`
struct PrintCommand: Command {
  let name = "print"
  let group = CommandGroup.flow
  let usage = "print E, …"
  let summary = "the values on one line, joined by blanks; {E} and {E:.4f} in \"text\" are replaced"
  let details = ["{{ prints a brace. A format has width, precision and one of f e g d %; that of a matrix goes for each entry."]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1000))
  let example = CommandExample("print \"m is {m}, alpha {alpha:.3f}\"", output: ["m is 400, alpha 0.100"])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let template = TextTemplate(executor)
    let evaluator = Evaluator(executor.session)
    evaluator.fillsText = { (text) throws(Fault) in try template.filled(text) }
    let parts = try Arguments(call, executor).expressions.map { (expression) throws(Fault) in template.plain(try evaluator.evaluate(expression)) }
    executor.emit(PrintEvent(line: parts.joined(separator: " ")))
  }
}

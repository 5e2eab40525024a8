/// `print E, …` prints values on one line.
struct PrintCommand: Command {
  let name = "print"
  let group = CommandGroup.flow
  let usage = "print E, …"
  let summary = "print values and text on one line"
  let details = [
    "Commas separate the values. In \"text\" {E} is replaced by the value of E, and {E:.4f} by the value with 4 decimals.",
    "{{ prints a brace. A format has a width, a precision and one of f e g d %. For a matrix it holds for each entry.",
  ]
  let otherWords = ["format", "output", "text", "write"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1000), fillsTexts: true)
  let example = CommandExample("print \"m is {m}, alpha {alpha:.3f}\"", output: ["m is 400, alpha 0.100"])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let template = TextTemplate(executor.session)
    let evaluator = Evaluator(executor.session)
    evaluator.fillsText = { (text) throws(Fault) in try template.filled(text) }
    var expressions = Arguments(call, executor).expressions
    // `print(a, b)` is Python's form. The bracket is that of a call.
    if expressions.count == 1, case .matrix(let rows) = expressions[0].kind, rows.count == 1, let first = rows[0].first {
      let opener = executor.source.text(SourceRange(expressions[0].range.start, first.range.start)).filter { !$0.isWhitespace }
      if opener == "(" { expressions = rows[0] }
    }
    let parts = try expressions.map { (expression) throws(Fault) in template.plain(try evaluator.evaluate(expression)) }
    executor.emit(PrintEvent(line: parts.joined(separator: " ")))
  }
}

/// The result of `print`.
struct PrintEvent: Event {
  let command = "print"
  let isVerbatim = true
  let line: String
  func text(_ style: TextStyle) -> [String] { line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  func fields() -> [JSONField]? { [JSONField("text", .string(line))] }
}

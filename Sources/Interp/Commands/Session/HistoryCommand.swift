/// `history` lists the lines that were typed.
struct HistoryCommand: Command {
  let name = "history"
  let group = CommandGroup.session
  let usage = "history [N]"
  let summary = "list the lines that you typed at the prompt"
  let details = [
    "history 20 lists the last 20 lines. Up and Ctrl-R bring a line back."
  ]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let recorded = RecordedForm.leftOut
  let example = CommandExample("history 5")
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    var lines = executor.historyLines()
    var first = 1
    if let expression = Arguments(call, executor).expressions.first {
      let count = try Evaluator(executor.session).count(expression, "the number of lines")
      first += max(0, lines.count - count)
      lines = Array(lines.suffix(count))
    }
    let rows = lines.enumerated().map { [String(first + $0.offset), $0.element] }
    executor.emit(TextEvent(name, TextTable.lines(rows, [.right, .left])))
  }
}

/// `who` lists the variables of the user.
struct WhoCommand: Command {
  let name = "who"
  let group = CommandGroup.session
  let usage = "who"
  let summary = "list your variables with their shapes"
  let cautions = [
    "who lists only the variables that you made. shape lists the quantities of the network."
  ]
  let otherWords = ["variables", "variable", "workspace"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("v = [1, 2, 3]", "who", output: ["v  (1, 3)"])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let rows = executor.session.state.variables.all.sorted { $0.key < $1.key }.map { name, value in
      [name, value.shape?.description ?? (value.isBoolean ? "truth value" : value.number == nil ? "text" : "scalar")]
    }
    executor.emit(TextEvent("who", rows.isEmpty ? ["no variables"] : TextTable.lines(rows, [.left])))
  }
}

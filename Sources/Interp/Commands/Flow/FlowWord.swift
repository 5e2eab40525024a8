/// A word such as `repeat` or `if`, whose statement the parser reads and the executor runs. It is in the list of commands only for help
/// and completion.
protocol FlowWord: Command {}

extension FlowWord {
  var group: CommandGroup { .flow }
  var syntax: CommandSyntax { CommandSyntax(arguments: .keyword) }
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

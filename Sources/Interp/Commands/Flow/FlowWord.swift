/// A word of flow: it has a statement form of its own, which the parser reads and the executor runs. As a command it stands in
/// the list for help and completion alone.
protocol FlowWord: Command {}

extension FlowWord {
  var group: CommandGroup { .flow }
  var syntax: CommandSyntax { CommandSyntax(arguments: .keyword) }
  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {}
}

import Net

/// The commands of a shell. Code that runs statements gets this list as an argument, so it does not depend on single commands.
struct CommandRegistry: Sendable {
  /// The commands by group, in the order of `help`.
  let all: [any Command]
  let names: [String]
  private let byName: [String: any Command]

  init(_ all: [any Command]) {
    self.all = all
    names = all.map(\.name)
    byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }

  /// The command with this full name, or nil.
  func command(named name: String) -> (any Command)? { byName[name] }

  /// The syntax of the command with this name, or nil where there is no such command.
  func syntax(_ name: String) -> CommandSyntax? { byName[name]?.syntax }
}

/// The words of the language, as the parser asks for them.
struct LanguageWords: ParserVocabulary {
  let commands: CommandRegistry

  var commandNames: [String] { commands.names }
  func syntax(_ command: String) -> CommandSyntax? { commands.syntax(command) }
  func usage(_ command: String) -> String? { commands.command(named: command)?.usage }
  func isFunction(_ name: String) -> Bool { Functions.named(name) != nil }
  func draws(_ function: String) -> Bool { Functions.named(function)?.draws == true }
  func isActivation(_ name: String) -> Bool { Activations.named(name) != nil || name == "g" || Names.split(name)?.base == "g" }
  func isOfOneUnit(_ name: String) -> Bool { Names.unitBases.contains(name) }
  func mayHaveExamples(_ name: String) -> Bool { Names.mayHaveExamples(name) }
  func isDimension(_ name: String) -> Bool { Quantity.isDimensionName(name) }

  func shuffled(_ arguments: [CallArgument]) throws(Fault) -> Expression {
    try BoundArguments(arguments, of: Functions.named("shuffle")!)["x"]!
  }
}

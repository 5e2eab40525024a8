import Net

/// The commands that a shell has. The list is handed to whoever runs statements, so that no command is known below.
struct CommandRegistry: Sendable {
  /// By group, in the order in which `help` shows them.
  let all: [any Command]
  let names: [String]
  /// Names of commands that come later: reserved, unknown to help and completion, and never shortened to.
  let notBuilt: Set<String>
  private let byName: [String: any Command]

  init(_ all: [any Command], notBuilt: Set<String> = []) {
    (self.all, self.notBuilt) = (all, notBuilt)
    names = all.map(\.name)
    byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }

  func command(named name: String) -> (any Command)? { byName[name] }

  /// What the parser must know of a word that begins a statement; nil where it is no command.
  func syntax(_ name: String) -> CommandSyntax? {
    if let command = byName[name] { return command.syntax }
    return notBuilt.contains(name) ? CommandSyntax(arguments: .unread) : nil
  }
}

/// The words of the language, for the parser.
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

/// Every command, by group: the one list.
enum CommandRegistry {
  static let all: [any Command] = [
    InitCommand(), ForwardCommand(), BackwardCommand(), StepCommand(), ShapeCommand(), ShowCommand(),
    DataCommand(), UseCommand(),
    TrainCommand(), PredictCommand(), EvaluateCommand(), SeedCommand(),
    ExplainCommand(), DeriveCommand(), CheckCommand(), MatchCommand(), DiagnoseCommand(),
    DisplayCommand(), UndisplayCommand(), WatchCommand(), UnbreakCommand(), BreakpointsCommand(), TraceCommand(), FreezeCommand(), UnfreezeCommand(),
    GradientsCommand(),
    BackCommand(), RedoCommand(), GotoCommand(), TimelineCommand(), BranchCommand(), BranchesCommand(), DiffCommand(),
    SaveCommand(), LoadCommand(), SourceCommand(), RecordCommand(),
    RepeatCommand(), WhileCommand(), IfCommand(), ForCommand(), BreakCommand(), ContinueCommand(), AssertCommand(), PrintCommand(), TimeCommand(),
    WhoCommand(), SetCommand(), HelpCommand(), HistoryCommand(), VersionCommand(), QuitCommand(),
  ]

  /// Names of commands that come later: reserved, unknown to help and completion, and never shortened to.
  static let notBuilt: [String] = [
    "compare", "optimizer", "plot", "export",
  ]

  static let names: [String] = all.map(\.name)
  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  private static let reserved = Set(notBuilt)

  static func command(named name: String) -> (any Command)? { byName[name] }

  /// What the parser must know of a word that begins a statement; nil where it is no command.
  static func syntax(_ name: String) -> CommandSyntax? {
    if let command = byName[name] { return command.syntax }
    return reserved.contains(name) ? CommandSyntax(arguments: .unread) : nil
  }
}

extension CommandRegistry {
  /// Every command of the shell. No other list of commands exists.
  static let standard = CommandRegistry(
    [
      InitCommand(), ForwardCommand(), BackwardCommand(), StepCommand(), ShapeCommand(), ShowCommand(), SummaryCommand(),
      DataCommand(), UseCommand(),
      TrainCommand(), PredictCommand(), EvaluateCommand(), CompareCommand(), OptimizerCommand(), SeedCommand(),
      PlotCommand(), ExplainCommand(), DeriveCommand(), CheckCommand(), MatchCommand(), DiagnoseCommand(),
      DisplayCommand(), UndisplayCommand(), WatchCommand(), UnbreakCommand(), BreakpointsCommand(), TraceCommand(), FreezeCommand(), UnfreezeCommand(),
      GradientsCommand(),
      BackCommand(), RedoCommand(), GotoCommand(), TimelineCommand(), BranchCommand(), BranchesCommand(), DiffCommand(),
      SaveCommand(), LoadCommand(), ExportCommand(), SourceCommand(), RecordCommand(),
      RepeatCommand(), WhileCommand(), IfCommand(), ForCommand(), BreakCommand(), ContinueCommand(), AssertCommand(), PrintCommand(), TimeCommand(),
      WhoCommand(), SetCommand(), HelpCommand(), HistoryCommand(), VersionCommand(), QuitCommand(),
    ])
}

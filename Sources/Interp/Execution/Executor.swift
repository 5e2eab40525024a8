import Net

/// Runs statements on a session and passes on their results.
final class Executor {
  /// How a statement ends.
  enum Flow: Equatable {
    case normal
    /// The statement is `break`.
    case leave
    /// The statement is `continue`.
    case proceed
    /// The statement is `quit`, with its status or nil.
    case quit(Int32?)
  }

  /// The functions that receive results, warnings and progress. The interpreter sets them.
  struct Sink {
    /// Whether the output is JSON. Reports at the top level are then made even where they are off.
    var isJSON = false
    var event: (any Event) -> Void
    var warning: (Warning, SourceText) -> Void
    /// Shows a progress line, which replaces the one before. Nil removes the line. The function is nil where no progress is shown.
    var progress: ((String?) -> Void)?
    /// The lines of a picture that shares the window with the progress line and with others, given how many they are together.
    var picture: (PlotEvent, Int) -> [String] = { _, _ in [] }
    /// The pixels of a window that draws sixels; nil where there is none.
    var pixels: () -> (columns: Int, rows: Int)? = { nil }
    /// How a small curve of some values is written; nil where such curves are not shown.
    var course: () -> (([Double]) -> String)? = { nil }
    /// Called after each simple statement, also inside blocks. A JSON object that contains only warnings gets the name of the command.
    var statementEnds: (_ command: String?) -> Void
  }

  let session: Session
  let commands: CommandRegistry
  var sink: Sink
  /// The text that contains the running statement.
  var source: SourceText {
    get { session.source }
    set { session.source = newValue }
  }
  /// Whether the user typed the running line at the prompt.
  var isAtPrompt = false
  /// Whether the last condition, count or range of an `if` or a loop drew random numbers.
  var draws = false
  /// The place of the running simple statement.
  var place: StatementLocation { StatementLocation(source: source, range: placeRange) }
  private var placeRange = SourceRange(0, 0)
  /// The number of blocks around the running statement.
  var blockDepth = 0
  /// The number of loops around the running statement.
  var loopDepth = 0
  /// The real paths of the files that `source` has open, outermost first.
  var sourceStack: [String] = []
  /// Whether the running text itself comes from the standard input: it was typed at the prompt, or read as a script.
  var readsStandardInput = false
  /// The real path of the running script, or nil where the script is no file.
  var scriptPath: String?
  /// The running script and the files that it sources at present, outermost first.
  var openFiles: [String] { [scriptPath].compactMap { $0 } + sourceStack }
  /// How the running simple statement ends. Commands such as `quit` set it.
  var flow = Flow.normal
  /// The lines that the user typed, oldest first.
  var historyLines: () -> [String] = { [] }
  /// Runs the text of a file in this session. The interpreter sets it, because it does the parsing.
  var runFile: (_ path: String, _ call: CommandCall) throws(Fault) -> Void = { (_, _) throws(Fault) in }
  /// Makes the separate session in which `record` runs statements again.
  let makeReplay: MakeReplay
  /// Makes the executor of a separate session without output, for a run of `compare`.
  let makeSeparate: MakeSeparate

  /// The statements that `record` writes.
  var log = StatementLog()
  /// The statements that repeat the finished part of the failed statement. They are collected while the fault leaves the blocks. The list is empty where
  /// nothing stays.
  var partial: [String] = []
  /// The statements that ran of the last sourced file.
  var sourced: StatementLog.Frame?
  /// Whether commands that write files run. They are skipped while a recording is verified.
  var writesFiles = true
  /// Whether `display plot` draws. It does not in a separate session.
  var drawsPictures = true
  /// The costs that `display plot J` keeps.
  var costCourse: CostCourse?
  /// The number of steps that the timeline had made when the pictures of `display plot` were last drawn.
  var picturesDrawnAt = 0
  /// Whether the statements belong to a run of `compare`. Some commands are then refused.
  var isInRun = false

  init(session: Session, commands: CommandRegistry, sink: Sink, makeReplay: @escaping MakeReplay, makeSeparate: @escaping MakeSeparate) {
    (self.session, self.commands, self.sink, self.makeReplay, self.makeSeparate) = (session, commands, sink, makeReplay, makeSeparate)
  }

  /// Whether `init`, `forward` and others print reports now.
  var reports: Bool {
    session.state.settings.report ?? (isAtPrompt && blockDepth == 0 && sourceStack.isEmpty)
  }

  /// Passes on a result. After Ctrl-C cut a computation short it does nothing, because the statement then fails.
  func emit(_ event: any Event) {
    if !session.interrupt.hasCutWork { sink.event(event) }
  }

  /// Passes on the report of a command. The report is made only where it is printed, so a step in a loop does not take longer.
  ///
  /// - Throws: The fault of `make`.
  func report(_ make: () throws(Fault) -> any Event) throws(Fault) {
    if reports || sink.isJSON && blockDepth == 0 { emit(try Interrupt.shielding(make)) }
  }

  /// The text of a part of the source, on one line.
  func text(_ range: SourceRange) -> String { source.oneLine(range) }

  // MARK: Statements

  /// Runs statements in order until one does not end normally.
  ///
  /// - Throws: The fault of the first statement that fails. `partial` then contains the statements that repeat the finished part.
  func run(_ statements: [Statement]) throws(Fault) -> Flow {
    for (index, statement) in statements.enumerated() {
      let flow: Flow
      do throws(Fault) { flow = try run(statement) } catch {
        ran(statements[..<index])
        throw error
      }
      if flow != .normal { return flow }
    }
    return .normal
  }

  /// Runs one statement.
  ///
  /// - Throws: The fault of the statement. `partial` then contains the statements that repeat the finished part.
  func run(_ statement: Statement) throws(Fault) -> Flow {
    do { return try perform(statement) } catch { throw HiddenNames(session).explain(error, statement).of(statement.commandName) }
  }

  private func perform(_ statement: Statement) throws(Fault) -> Flow {
    let flow = try flow(of: statement)
    // The last condition may have given a warning, and no statement behind it carries it in JSON.
    if statement.isCompound { sink.statementEnds(statement.commandName) }
    return flow
  }

  private func flow(of statement: Statement) throws(Fault) -> Flow {
    switch statement.kind {
    case .conditional(let branches, let otherwise): return try conditional(branches, otherwise, statement)
    case .whileLoop(let condition, let body):
      return try loop(body, of: statement, Turns()) { (turns) throws(Fault) in
        let holds = try evaluating(statement) { (evaluator) throws(Fault) in try evaluator.condition(condition) }
        turns.headDraws = turns.headDraws || draws
        return holds
      } compiled: {
        LoopProgram(body, condition: (condition, of: statement), self)
      } next: { (program, _) throws(Fault) in
        do throws(Fault) { return try program.goesOn() } catch {
          // The condition fails here too, and the fault gets its place.
          program.finish()
          return try evaluating(statement) { (evaluator) throws(Fault) in try evaluator.condition(condition) }
        }
      }
    case .repeatLoop(let count, let body):
      let times = try evaluating(statement) { (evaluator) throws(Fault) in try evaluator.count(count, "the number of repetitions") }
      return try loop(body, of: statement, Turns(headDraws: draws)) {
        $0.done < times
      } compiled: {
        LoopProgram(body, self)
      } next: { _, done in
        done < times
      }
    case .forLoop(let name, let nameRange, let range, let body):
      do { try session.checkVariable(name) } catch { throw error.located(nameRange) }
      return try forLoop(name, range, body, statement)
    case .leave, .proceed:
      guard loopDepth > 0 else { throw Fault.outsideLoop(statement.kind.word).located(statement.range) }
      return statement.kind.word == "break" ? .leave : .proceed
    case .time(let timed): return try time(timed)
    case .block(let body): return try block(body)
    default: return try simple(statement)
    }
  }

  /// Runs a statement without blocks. If it fails, its changes are undone, unless the fault says that they stay.
  private func simple(_ statement: Statement) throws(Fault) -> Flow {
    if session.interrupt.isRequested { throw Fault.interrupted().located(statement.range) }
    flow = .normal
    placeRange = statement.range
    session.warnings.removeAll(keepingCapacity: true)
    var command: (any Command)?
    if case .command(let call) = statement.kind {
      command = commands.command(named: call.name)
      // `compare` changes nothing, so a recording that is run again need not make its runs.
      if !writesFiles, command?.writesFile(call) == true || command?.refusedInRuns == .compares { return .normal }
      if isInRun { try checkRun(call) }
    }
    session.timeline.follow(session)
    let saved = command?.isAtomic == true ? nil : session.state
    let stepsBefore = command == nil ? 0 : session.state.steps
    let before = saved == nil ? session.state.changedByExpressions : nil
    do throws(Fault) {
      switch statement.kind {
      case .command(let call):
        // The parser takes the names of commands from the same list.
        try command!.run(call, self)
      case .expression(let expression): try show(expression)
      case .equation(let sides): try Assignment(self).equation(sides)
      case .augmented(let target, let operation, let value, let range): try Assignment(self).augmented(target, operation, value, range)
      case .unpacking(let targets, let values): try Assignment(self).unpacking(targets, values)
      case .shuffle(let target): try Assignment(self).shuffle(target)
      case .importLine(let line): session.warn(Warning(kind: .note, message: Warning.importIgnored(line), range: statement.range))
      default: break
      }
      // After Ctrl-C, an expression or assignment fails even if it is complete. A command handles Ctrl-C itself. It fails here only if the result of a
      // computation was cut short.
      if command == nil { try session.checkInterrupt() } else { try session.checkCut() }
    } catch {
      if !error.keepsWhatWasDone {
        if let saved { session.state = saved } else if let before { session.state.changedByExpressions = before }
      }
      sink.progress?(nil)
      partial = whatStays(of: statement, stepsBefore)
      throw error.located(statement.range).naming(session.warnings).of(statement.commandName)
    }
    if let saved, !session.state.isUnchanged(since: saved) { session.timeline.note(text(statement.range), session) }
    tellWarnings(of: statement)
    sink.statementEnds(statement.commandName)
    // Some output, such as JSON, is computed only now, so Ctrl-C may have cut it short.
    do { try session.checkCut() } catch { throw error.located(statement.range).of(statement.commandName) }
    return flow
  }

  /// The statements that repeat what stays of a failed simple statement. These are the steps of a stopped `train`, or the statements of a sourced file.
  private func whatStays(of statement: Statement, _ stepsBefore: Int) -> [String] {
    guard log.isOn, case .command(let call) = statement.kind else { return [] }
    let form = commands.command(named: call.name)?.recorded
    if form == .file, let sourced { return sourced.entries.map(\.text) }
    let made = session.state.steps - stepsBefore
    guard form == .steps, made > 0, let count = call.arguments.first else { return [] }
    // The number of the steps replaces the count. If the count drew random numbers, another statement draws them again.
    var drawn: [String] = []
    if case .expression(let expression) = count.kind, expression.draws(session.words) { drawn = drawing([expression]) }
    return drawn + [written(statement, replacing: count.range, by: String(made))]
  }

  /// Passes on the warnings of the session, which belong to this statement. Each place gets a warning of one kind, or a note, only once.
  func tellWarnings(of statement: Statement) {
    for var warning in session.warnings {
      let range = warning.range ?? statement.range
      guard session.rememberWarning(warning, range) else { continue }
      warning.range = range
      sink.warning(warning, source)
    }
  }

  /// Evaluates an expression of a statement with blocks, such as the condition of a loop. It prints the warnings of the expression, and sets `draws`.
  ///
  /// - Throws: The fault of the expression. The changes that it made are undone.
  func evaluating<Result>(_ statement: Statement, _ body: (Evaluator) throws(Fault) -> Result) throws(Fault) -> Result {
    session.warnings.removeAll(keepingCapacity: true)
    let before = session.state.changedByExpressions
    do throws(Fault) {
      let result = try body(Evaluator(session))
      draws = session.state.changedByExpressions.isChanged(since: before)
      tellWarnings(of: statement)
      return result
    } catch {
      session.state.changedByExpressions = before
      throw error.located(statement.range)
    }
  }

  private func show(_ expression: Expression) throws(Fault) {
    let evaluator = Evaluator(session)
    let value = try evaluator.evaluate(expression)
    try session.checkInterrupt()
    session.state.answer = value
    emit(ValueEvent(command: "expression", name: text(expression.range), value: value, staleStep: evaluator.staleStep))
  }
}

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
  private var draws = false
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
        guard let command else { throw Fault.notBuilt(call.name).located(call.nameRange) }
        try command.run(call, self)
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
  private func evaluating<Result>(_ statement: Statement, _ body: (Evaluator) throws(Fault) -> Result) throws(Fault) -> Result {
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

  // MARK: Flow

  private func conditional(
    _ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement]?, _ statement: Statement
  ) throws(Fault) -> Flow {
    // The conditions so far that drew random numbers.
    var drew: [Expression] = []
    do throws(Fault) {
      for branch in branches {
        let holds = try evaluating(statement) { (evaluator) throws(Fault) in try evaluator.condition(branch.condition) }
        if draws { drew.append(branch.condition) }
        if holds { return try block(branch.body) }
      }
      return try otherwise.map(block) ?? .normal
    } catch {
      ran(conditions: drew)
      throw error
    }
  }

  private func block(_ body: [Statement]) throws(Fault) -> Flow {
    blockDepth += 1
    defer { blockDepth -= 1 }
    return try run(body)
  }

  /// The progress of a loop. If the loop fails, the recording is made from it.
  struct Turns {
    /// The number of whole turns.
    var done = 0
    /// Whether the block runs. It is false while the head of the loop is evaluated.
    var isInBody = false
    /// The first number and the step of a `for` over a range, or nil for other loops.
    var numbers: (first: Double, stride: Double)?
    /// The value of the variable of a `for` in a turn, counted from 0. Nil for other loops.
    var value: (Int) -> Value? = { _ in nil }
    /// Whether the count, the range or the condition of the loop drew random numbers.
    var headDraws = false
  }

  /// Runs a loop. After `LoopProgram.patience` turns it compiles the block, if that is possible.
  /// - Parameters:
  ///   - goesOn: returns whether there is another turn, and sets the variable of a `for`.
  ///   - compiled: compiles the block. The result is nil where the block cannot be compiled.
  ///   - next: does the same as `goesOn` for the compiled block. It gets the number of whole turns.
  private func loop(
    _ body: [Statement], of statement: Statement, _ start: Turns, _ goesOn: (inout Turns) throws(Fault) -> Bool,
    compiled: () -> LoopProgram? = { nil }, next: (LoopProgram, Int) throws(Fault) -> Bool = { _, _ in false }
  ) throws(Fault) -> Flow {
    loopDepth += 1
    defer { loopDepth -= 1 }
    var turns = start
    do throws(Fault) {
      while try goesOn(&turns) {
        turns.isInBody = true
        try session.checkInterrupt()
        let flow = try block(body)
        if case .quit = flow { return flow }
        if flow == .leave { break }
        turns.done += 1
        turns.isInBody = false
        if turns.done == LoopProgram.patience, let program = compiled() {
          try run(program, &turns, next)
          break
        }
      }
    } catch {
      ran(turns, of: statement)
      throw error
    }
    return .normal
  }

  /// Runs the remaining turns of a loop with its compiled block.
  private func run(_ program: LoopProgram, _ turns: inout Turns, _ next: (LoopProgram, Int) throws(Fault) -> Bool) throws(Fault) {
    blockDepth += 1
    defer {
      program.finish()
      blockDepth -= 1
    }
    while try next(program, turns.done) {
      turns.isInBody = true
      if session.interrupt.isRequested {
        partial = []
        try session.checkInterrupt()
      }
      if try program.turn() == .left { return }
      turns.done += 1
      turns.isInBody = false
    }
  }

  private func forLoop(_ name: String, _ range: LoopRange, _ body: [Statement], _ statement: Statement) throws(Fault) -> Flow {
    switch range {
    case .range(let start, let step, let end):
      let (first, last, stride) = try evaluating(statement) { (evaluator) throws(Fault) in
        let first = try evaluator.number(start, "the start of the range")
        let last = try evaluator.number(end, "the end of the range")
        let stride = try step.map { (part) throws(Fault) in try evaluator.number(part, "the step of the range") } ?? 1
        guard first.isFinite, last.isFinite, stride.isFinite, stride != 0 else { throw Fault.loopRange().located(statement.range) }
        // The largest number of turns is the same as for `repeat`.
        guard (last - first) / stride < Double(Evaluator.mostTurns) else { throw Fault.tooManyTurns(Evaluator.mostTurns).located(statement.range) }
        return (first, last, stride)
      }
      func number(_ turn: Int) -> Double? {
        let value = first + Double(turn) * stride
        return (stride > 0 ? value <= last : value >= last) ? value : nil
      }
      let turns = Turns(numbers: (first, stride), value: { .scalar(first + Double($0) * stride) }, headDraws: draws)
      return try loop(body, of: statement, turns) { (turns) throws(Fault) in
        guard let value = number(turns.done) else { return false }
        session.state.variables[name] = .scalar(value)
        return true
      } compiled: {
        LoopProgram(body, variable: name, self)
      } next: { program, done in
        guard let value = number(done) else { return false }
        program.count(value)
        return true
      }
    case .columns(let expression):
      let (value, columns, isRow) = try evaluating(statement) { (evaluator) throws(Fault) in
        let value = try evaluator.evaluate(expression)
        guard let matrix = value.asMatrix else { throw Fault.notNumbers("a loop", value).located(expression.range) }
        return (value, matrix.columns, matrix.rows == 1)
      }
      func column(_ turn: Int) -> Value {
        Place(root: .value(value), rows: isRow ? [0] : nil, columns: [turn], isEntry: isRow).read(from: value)
      }
      return try loop(body, of: statement, Turns(value: column, headDraws: draws)) { (turns) throws(Fault) in
        guard turns.done < columns else { return false }
        let value = column(turns.done)
        try session.checkCut()
        session.state.variables[name] = value
        return true
      }
    }
  }

  private func time(_ statement: Statement) throws(Fault) -> Flow {
    let clock = ContinuousClock()
    let start = clock.now
    let flow = try run(statement)
    let seconds = (clock.now - start) / .seconds(1)
    emit(TextEvent("time", ["time: \(NumberFormat.significant(seconds, 4)) s"]))
    sink.statementEnds("time")
    return flow
  }
}

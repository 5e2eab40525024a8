import Net

/// Runs statements on a session and hands on what they yield.
final class Executor {
  enum Flow: Equatable {
    case normal
    case leave
    case proceed
    /// With its status, where one was given.
    case quit(Int32?)
  }

  /// Where results, warnings and progress go; set by the interpreter.
  struct Sink {
    /// Whether the client writes JSON: at the top level reports are objects then.
    var isJSON = false
    var event: (any Event) -> Void
    var warning: (Warning, SourceText) -> Void
    /// A line that is rewritten on a terminal; nil takes it away.
    var progress: ((String?) -> Void)?
    /// After each top-level or nested simple statement: its command, for a JSON object that carries warnings alone.
    var statementEnds: (_ command: String?) -> Void
  }

  let session: Session
  let commands: CommandRegistry
  var sink: Sink
  /// The text that the running statement stands in.
  var source: SourceText {
    get { session.source }
    set { session.source = newValue }
  }
  /// True for a line typed at the prompt.
  var isAtPrompt = false
  /// Whether the last condition, count or range of a block drew random numbers.
  private var draws = false
  /// The simple statement that runs.
  var place: StatementLocation { StatementLocation(source: source, range: placeRange) }
  private var placeRange = SourceRange(0, 0)
  var blockDepth = 0
  /// Loops that run at present: `break` and `continue` are for the innermost.
  var loopDepth = 0
  /// Files that `source` has open, outermost first, as real paths.
  var sourceStack: [String] = []
  /// The script that runs, where it is a file.
  var scriptPath: String?
  /// The script and what it sources at present, outermost first.
  var openFiles: [String] { [scriptPath].compactMap { $0 } + sourceStack }
  /// Set by `quit`.
  var flow = Flow.normal
  var historyLines: () -> [String] = { [] }
  /// Runs a file's text in this session; set by the interpreter, which owns parsing.
  var runFile: (_ path: String, _ call: CommandCall) throws(Fault) -> Void = { (_, _) throws(Fault) in }
  /// Makes the other session in which `record` runs statements again.
  let makeReplay: MakeReplay

  /// What `record` writes.
  var log = StatementLog()
  /// What had run of the statement that failed, as statements; empty where nothing of it stays. Made on its way out.
  var partial: [String] = []
  /// What ran of the file that was sourced last.
  var sourced: StatementLog.Frame?
  /// False while a recording is verified: what writes a file is passed over.
  var writesFiles = true

  init(session: Session, commands: CommandRegistry, sink: Sink, makeReplay: @escaping MakeReplay) {
    (self.session, self.commands, self.sink, self.makeReplay) = (session, commands, sink, makeReplay)
  }

  /// Whether `init`, `forward`, … say what they did.
  var reports: Bool {
    session.state.settings.report ?? (isAtPrompt && blockDepth == 0 && sourceStack.isEmpty)
  }

  /// Hands on a result, but for such that was made from a computation cut short: the statement fails for that.
  func emit(_ event: any Event) {
    if !session.interrupt.hasCutWork { sink.event(event) }
  }

  /// Hands on what a command says of itself, which is made only where it will be seen: a step of a loop costs no more for it.
  func report(_ make: () throws(Fault) -> any Event) throws(Fault) {
    if reports || sink.isJSON && blockDepth == 0 { emit(try Interrupt.shielding(make)) }
  }

  /// The text of a part of the running statement, on one line.
  func text(_ range: SourceRange) -> String { source.oneLine(range) }

  // MARK: Statements

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

  func run(_ statement: Statement) throws(Fault) -> Flow {
    do { return try perform(statement) } catch { throw HiddenNames(session).explain(error, statement) }
  }

  private func perform(_ statement: Statement) throws(Fault) -> Flow {
    switch statement.kind {
    case .conditional(let branches, let otherwise): return try conditional(branches, otherwise, statement)
    case .whileLoop(let condition, let body):
      return try loop(body, of: statement, Turns()) { (turns) throws(Fault) in
        let holds = try evaluating(statement) { (evaluator) throws(Fault) in try evaluator.condition(condition) }
        turns.headDraws = turns.headDraws || draws
        return holds
      } compiled: {
        LoopProgram(body, condition: (condition, of: statement), self)
      } next: { program, _ in
        program.goesOn()
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

  /// A statement that is undone as a whole where it fails.
  private func simple(_ statement: Statement) throws(Fault) -> Flow {
    if session.interrupt.isRequested { throw Fault.interrupted().located(statement.range) }
    flow = .normal
    placeRange = statement.range
    session.warnings.removeAll(keepingCapacity: true)
    var command: (any Command)?
    if case .command(let call) = statement.kind { command = commands.command(named: call.name) }
    if !writesFiles, command?.writesFiles == true { return .normal }
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
      // What ran to its end meanwhile is dropped. A command says itself what an interrupt leaves, but no value is made of work cut short.
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
    // What is printed at the end, as JSON is, may be cut short too.
    do { try session.checkCut() } catch { throw error.located(statement.range).of(statement.commandName) }
    return flow
  }

  /// Of a simple statement that failed, which is undone: the steps of a `train` that was stopped, the statements of a sourced file.
  private func whatStays(of statement: Statement, _ stepsBefore: Int) -> [String] {
    guard log.isOn, case .command(let call) = statement.kind else { return [] }
    let form = commands.command(named: call.name)?.recorded
    if form == .file, let sourced { return sourced.entries.map(\.text) }
    let made = session.state.steps - stepsBefore
    guard form == .steps, made > 0, let count = call.arguments.first else { return [] }
    // The count is replaced by a number: what it drew is drawn all the same.
    var drawn: [String] = []
    if case .expression(let expression) = count.kind, expression.draws(session.words) { drawn = drawing([expression]) }
    return drawn + [written(statement, replacing: count.range, by: String(made))]
  }

  /// Hands on each warning once a place.
  func tellWarnings(of statement: Statement) {
    for var warning in session.warnings {
      let range = warning.range ?? statement.range
      guard session.rememberWarning(warning.kind, range) else { continue }
      warning.range = range
      sink.warning(warning, source)
    }
  }

  /// Evaluates an expression of a statement that holds others, such as a loop's condition. It prints the expression's warnings, and puts back what the
  /// expression changed where it fails. `draws` is true afterwards where it drew random numbers.
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
    // What was asked on the way and drew.
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

  /// How far a loop has come, for what is written of it where it fails.
  struct Turns {
    /// Whole turns.
    var done = 0
    /// A turn is under way, not the question whether there is another.
    var isInBody = false
    /// Of a loop over numbers the first and the distance to the next.
    var numbers: (first: Double, stride: Double)?
    /// What the variable of a `for` is in a turn, counted from 0.
    var value: (Int) -> Value? = { _ in nil }
    /// Whether the count, the range or the condition of the loop drew random numbers.
    var headDraws = false
  }

  /// - Parameters:
  ///   - goesOn: whether there is another turn; it makes what the turn begins with.
  ///   - compiled: the block compiled; nil where it is not of that kind.
  ///   - next: whether there is another turn of the compiled block.
  private func loop(
    _ body: [Statement], of statement: Statement, _ start: Turns, _ goesOn: (inout Turns) throws(Fault) -> Bool,
    compiled: () -> LoopProgram? = { nil }, next: (LoopProgram, Int) -> Bool = { _, _ in false }
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

  /// The turns that are left, of a block that is compiled.
  private func run(_ program: LoopProgram, _ turns: inout Turns, _ next: (LoopProgram, Int) -> Bool) throws(Fault) {
    blockDepth += 1
    defer {
      program.finish()
      blockDepth -= 1
    }
    while next(program, turns.done) {
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
        // A `for` takes as many turns as `repeat` does.
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

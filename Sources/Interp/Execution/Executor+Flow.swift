import Net

/// Conditions, blocks and loops.
extension Executor {
  func conditional(
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

  func block(_ body: [Statement]) throws(Fault) -> Flow {
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
  func loop(
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

  func forLoop(_ name: String, _ range: LoopRange, _ body: [Statement], _ statement: Statement) throws(Fault) -> Flow {
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

  func time(_ statement: Statement) throws(Fault) -> Flow {
    let clock = ContinuousClock()
    let start = clock.now
    let flow = try run(statement)
    let seconds = (clock.now - start) / .seconds(1)
    emit(TextEvent("time", ["time: \(NumberFormat.significant(seconds, 4)) s"]))
    sink.statementEnds("time")
    return flow
  }
}

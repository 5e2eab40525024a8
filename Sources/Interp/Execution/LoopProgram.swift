import Net

/// The compiled block of a loop. The compilation looks up the names, so that the turns need not do it.
///
/// A compiled block contains assignments to variables, `if`, `break`, `continue`, and whole steps of gradient descent (`forward; backward; step`). Its
/// expressions draw no random numbers and read no part of an array. Other blocks run statement by statement, and so do loops with few turns.
///
/// Slots hold the variables of the block. The session gets them back when the loop ends. If a statement fails, the executor runs it once more, finds the
/// same fault and reports it.
final class LoopProgram {
  /// How a turn ended.
  enum Turn {
    case whole, left
  }

  /// The number of turns that run statement by statement before the block is compiled.
  static let patience = 8

  /// The kind of value that a slot can hold.
  enum Kind {
    case number, truth, value
  }

  /// A variable while the loop runs.
  final class Slot {
    let name: String
    let kind: Kind
    /// Whether it had a value before the loop.
    let isOld: Bool
    /// The number of a slot of kind `number`. For kind `truth` it is 1 or 0.
    var number = 0.0
    /// The value of a slot of kind `value`. While the variable has no value, it is 0 and nothing reads it.
    var value = Value.scalar(0)
    /// Whether the compiled block has assigned the variable.
    var isWritten = false

    init(_ name: String, _ kind: Kind, _ value: Value?) {
      (self.name, self.kind, isOld) = (name, kind, value != nil)
      if let value { take(value) }
    }

    /// The present value of the variable.
    var asValue: Value {
      switch kind {
      case .number: .scalar(number)
      case .truth: .boolean(number != 0)
      case .value: value
      }
    }

    /// Stores a value, which must be of the slot's kind.
    func take(_ value: Value) {
      if kind == .value { self.value = value } else { number = value.number ?? .nan }
    }
  }

  final class Flag {
    var isRaised = false
  }

  private enum Step {
    case goesOn, breaks, continues
  }

  /// A compiled expression. A number and a truth value can be computed without a fault.
  enum Code {
    /// `constant` is the number where it is the same in each turn, otherwise nil.
    case number(() -> Double, constant: Double?)
    case truth(() -> Bool)
    /// A value of any kind. Its computation may fail.
    case value(() throws(Fault) -> Value)

    /// The code for a value of any kind.
    var asValue: () throws(Fault) -> Value {
      switch self {
      case .number(let number, _): { () throws(Fault) in .scalar(number()) }
      case .truth(let holds): { () throws(Fault) in .boolean(holds()) }
      case .value(let value): value
      }
    }
  }

  /// A statement of a block, or the three statements of a step, which run together.
  private struct Part {
    /// The index of the first statement in the block.
    let first: Int
    let run: () throws(Fault) -> Step
  }

  private struct Block {
    let statements: [Statement]
    let parts: [Part]
  }

  private let executor: Executor
  let evaluator: Evaluator
  var slots: [String: Slot] = [:]
  /// The variables that the block has certainly assigned before the statement that is being compiled.
  var defined: Set<String> = []
  /// The variables with values of more than one kind. If the compilation adds one, the block is compiled again.
  var mixed: Set<String> = []
  /// The functions that the block calls. A variable must not get such a name, because it would hide the function.
  var called: Set<String> = []
  /// The steps of gradient descent that the block makes; nil where it makes none.
  private(set) var descent: LoopDescent?
  private var block = Block(statements: [], parts: [])
  /// The condition of a `while`, or nil for other loops.
  private var head: (() throws(Fault) -> Bool)?
  /// The slot for the variable of a `for`, or nil for other loops.
  private var counter: Slot?

  var session: Session { executor.session }

  /// Compiles a block. Nil where the block or the condition cannot be compiled.
  /// - Parameters:
  ///   - condition: the condition of a `while`, with its statement.
  ///   - variable: the variable of a `for` over a range of numbers.
  init?(_ body: [Statement], condition: (Expression, of: Statement)? = nil, variable: String? = nil, _ executor: Executor) {
    self.executor = executor
    evaluator = Evaluator(executor.session)
    var known: Set<String>
    repeat {
      (known, slots, defined, called, counter, descent) = (mixed, [:], [], [], nil, nil)
      guard compile(body, condition, variable) else { return nil }
    } while mixed != known
    session.warnings.removeAll(keepingCapacity: true)
  }

  private func compile(_ body: [Statement], _ condition: (Expression, of: Statement)?, _ variable: String?) -> Bool {
    if makesStep(body) {
      guard let descent = LoopDescent(executor) else { return false }
      self.descent = descent
    }
    if let variable {
      guard let slot = slot(variable, .number) else { return false }
      counter = slot
      defined.insert(variable)
    }
    if let (expression, statement) = condition {
      guard let code = self.condition(expression) else { return false }
      head = { [unowned self] () throws(Fault) in
        let holds = try code()
        if !session.warnings.isEmpty { hasWarned.isRaised = true }
        tellWarnings(of: statement, ends: false)
        return holds
      }
    }
    guard let block = block(body) else { return false }
    self.block = block
    return true
  }

  /// Whether the statements, or blocks in them, contain `forward`, `backward` or `step`.
  private func makesStep(_ statements: [Statement]) -> Bool {
    statements.contains { statement in
      if case .conditional(let branches, let otherwise) = statement.kind { return branches.contains { makesStep($0.body) } || makesStep(otherwise ?? []) }
      return partOfStep(statement) != nil
    }
  }

  private func partOfStep(_ statement: Statement) -> PartOfStep? {
    guard case .command(let call) = statement.kind else { return nil }
    return executor.commands.command(named: call.name)?.partOfStep
  }

  // MARK: Running

  /// Evaluates the condition of a `while`. True means that there is another turn.
  ///
  /// - Throws: A fault without its place where the condition fails.
  func goesOn() throws(Fault) -> Bool { try head?() ?? true }

  /// Gives the variable of a `for` its number for the next turn.
  func count(_ value: Double) {
    counter?.take(.scalar(value))
    counter?.isWritten = true
  }

  /// Runs the block once.
  ///
  /// - Throws: The fault of a statement that fails.
  func turn() throws(Fault) -> Turn { try run(block) == .breaks ? .left : .whole }

  /// Gives the session the present values of the variables, and completes the pass of the last step.
  func finish() {
    for slot in slots.values where slot.isWritten { session.state.variables[slot.name] = slot.asValue }
    descent?.complete()
  }

  private func run(_ block: Block) throws(Fault) -> Step {
    for part in block.parts {
      do throws(Fault) {
        let result = try part.run()
        if result != .goesOn { return result }
      } catch {
        executor.ran(block.statements[..<part.first])
        throw error
      }
    }
    return .goesOn
  }

  /// Lets the executor run failed statements once more. It throws their fault. If they succeed now, the loop goes on.
  private func runAgain(_ statements: [Statement]) throws(Fault) -> Step {
    hasWarned.isRaised = false
    finish()
    _ = try executor.run(statements)
    session.warnings.removeAll(keepingCapacity: true)
    for slot in slots.values {
      if let value = session.state.variables[slot.name] { slot.take(value) }
    }
    return .goesOn
  }

  /// Whether the running statement has given a warning that is not printed yet, or stands behind a condition that has given one.
  ///
  /// A statement asks the flag itself, since a question to the program would count a reference in each turn.
  let hasWarned = Flag()

  /// Prints the warnings of a statement, if there are any.
  /// - Parameter ends: whether the statement ends here. The condition of an `if` or `while` is no end, and its warnings belong to the next statement.
  private func tellWarnings(of statement: Statement, ends: Bool) {
    guard hasWarned.isRaised else { return }
    // The warning of a condition is printed at once, but the statement that ends next carries it in JSON.
    hasWarned.isRaised = !ends
    executor.tellWarnings(of: statement)
    if ends { executor.sink.statementEnds(statement.commandName) }
    session.warnings.removeAll(keepingCapacity: true)
  }

  /// Prints the warnings of a statement that has ended.
  private func endStatement(_ statement: Statement) {
    if !session.warnings.isEmpty { hasWarned.isRaised = true }
    tellWarnings(of: statement, ends: true)
  }

  private func ended(_ step: Step, _ statement: Statement) -> Step {
    tellWarnings(of: statement, ends: true)
    return step
  }

  // MARK: Statements

  private func block(_ statements: [Statement]) -> Block? {
    var parts: [Part] = []
    var index = 0
    while index < statements.count {
      if let step = gradientStep(Array(statements[index...].prefix(PartOfStep.allCases.count))) {
        parts.append(Part(first: index, run: step))
        index += PartOfStep.allCases.count
        continue
      }
      guard let step = step(statements[index]) else { return nil }
      parts.append(Part(first: index, run: step))
      index += 1
    }
    return Block(statements: statements, parts: parts)
  }

  private func step(_ statement: Statement) -> (() throws(Fault) -> Step)? {
    switch statement.kind {
    case .equation(let sides):
      guard sides.count == 2, let name = sides[0].plainName, let code = code(sides[1]) else { return nil }
      return assignment(name, code, statement)
    case .augmented(let target, let operation, let operand, let range):
      guard let name = target.plainName, let code = binary(operation, target, operand, range) else { return nil }
      return assignment(name, code, statement)
    case .conditional(let branches, let otherwise): return conditional(branches, otherwise, statement)
    case .leave: return { () throws(Fault) in .breaks }
    case .proceed: return { () throws(Fault) in .continues }
    default: return nil
    }
  }

  /// The three statements `forward; backward; step` as one step. Nil for other statements.
  private func gradientStep(_ statements: [Statement]) -> (() throws(Fault) -> Step)? {
    guard let descent, statements.map(partOfStep) == PartOfStep.allCases else { return nil }
    var alpha: (() -> Double)?
    for statement in statements {
      guard case .command(let call) = statement.kind, call.options.isEmpty else { return nil }
      guard let argument = call.arguments.first else { continue }
      guard partOfStep(statement) == .update, call.arguments.count == 1, case .expression(let expression) = argument.kind,
        let number = number(expression)
      else { return nil }
      alpha = number.0
    }
    let (first, last) = (statements[0], statements[2])
    let place = StatementLocation(source: executor.source, range: last.range)
    return { [unowned self] () throws(Fault) in
      descent.pass()
      endStatement(first)
      // alpha may read J, which the pass has computed.
      guard descent.update(alpha: alpha?(), place) else { return try runAgain(statements) }
      endStatement(last)
      return .goesOn
    }
  }

  private func assignment(_ name: String, _ code: Code, _ statement: Statement) -> (() throws(Fault) -> Step)? {
    let kind: Kind
    switch code {
    case .number: kind = .number
    case .truth: kind = .truth
    case .value: kind = .value
    }
    guard let slot = slot(name, kind) else { return nil }
    defined.insert(name)
    switch (slot.kind, code) {
    case (.number, .number(_, let constant?)):
      return { [unowned self, hasWarned] () throws(Fault) in
        slot.number = constant
        slot.isWritten = true
        if hasWarned.isRaised { tellWarnings(of: statement, ends: true) }
        return .goesOn
      }
    case (.number, .number(let number, _)):
      return { [unowned self, hasWarned] () throws(Fault) in
        slot.number = number()
        slot.isWritten = true
        if hasWarned.isRaised { tellWarnings(of: statement, ends: true) }
        return .goesOn
      }
    case (.truth, .truth(let holds)):
      return { [unowned self, hasWarned] () throws(Fault) in
        slot.number = holds() ? 1 : 0
        slot.isWritten = true
        if hasWarned.isRaised { tellWarnings(of: statement, ends: true) }
        return .goesOn
      }
    default:
      let value = code.asValue
      let session = session
      return { [unowned self] () throws(Fault) in
        let result: Value
        do throws(Fault) { result = try value() } catch { return try runAgain([statement]) }
        if session.interrupt.hasCutWork { return try runAgain([statement]) }
        slot.value = result
        slot.isWritten = true
        endStatement(statement)
        return .goesOn
      }
    }
  }

  private func conditional(
    _ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement]?, _ statement: Statement
  ) -> (() throws(Fault) -> Step)? {
    var compiled: [(holds: () throws(Fault) -> Bool, block: Block)] = []
    // A variable that only one branch assigns may have no value after the `if`.
    let before = defined
    for branch in branches {
      defined = before
      guard let holds = condition(branch.condition), let block = block(branch.body) else { return nil }
      compiled.append((holds, block))
    }
    defined = before
    guard let rest = block(otherwise ?? []) else { return nil }
    defined = before
    return { [unowned self, hasWarned] () throws(Fault) in
      for branch in compiled {
        let holds: Bool
        // Conditions change nothing, so the whole statement can run again.
        do throws(Fault) { holds = try branch.holds() } catch { return try runAgain([statement]) }
        if session.interrupt.hasCutWork { return try runAgain([statement]) }
        if !session.warnings.isEmpty { hasWarned.isRaised = true }
        if hasWarned.isRaised { tellWarnings(of: statement, ends: false) }
        if holds { return try ended(run(branch.block), statement) }
      }
      return try ended(run(rest), statement)
    }
  }

  /// The slot of a variable. Nil where the name has, or may get, another meaning.
  /// - Parameter kind: the kind of the value that the variable has or gets.
  func slot(_ name: String, _ kind: Kind) -> Slot? {
    if let slot = slots[name] {
      if slot.kind != kind, slot.kind != .value { mixed.insert(name) }
      return slot
    }
    let context = session.nameContext
    let value = session.state.variables[name]
    // A new variable with the small spelling of a quantity gives a note when it is made. One that exists hides the quantity.
    guard Names.reserved(name, context) == nil, value != nil || Names.alias(name, context) == nil, !called.contains(name),
      (try? session.checkVariable(name)) != nil
    else { return nil }
    var chosen = mixed.contains(name) ? Kind.value : kind
    switch value {
    case .scalar? where chosen == .number, .boolean? where chosen == .truth, nil: break
    default: chosen = .value
    }
    let slot = Slot(name, chosen, value)
    slots[name] = slot
    return slot
  }
}

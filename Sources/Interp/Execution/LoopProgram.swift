import Net

/// A loop's block of arithmetic, compiled once: names are looked up then, not at each turn.
///
/// It takes blocks that assign numbers and truth values to variables and choose by them: `=`, `+=` …, `if`, `break`, `continue`, the operators of
/// arithmetic, comparisons, `and`, `or`, `not`. Such a block cannot fail, so nothing need be kept to put it back; its variables lie in slots, and go back
/// to the session where the loop ends. Any other block is run statement by statement, as is a loop of few turns.
final class LoopProgram {
  /// How a turn ended.
  enum Turn {
    case whole, left
  }

  /// Turns that are run statement by statement before a block is worth compiling.
  static let patience = 8

  /// A variable while the loop runs.
  private final class Slot {
    let name: String
    let isTruth: Bool
    /// Whether it had a value before the loop.
    let isOld: Bool
    var value: Double
    var isWritten = false

    init(_ name: String, isTruth: Bool, isOld: Bool, _ value: Double) {
      (self.name, self.isTruth, self.isOld, self.value) = (name, isTruth, isOld, value)
    }

    var asValue: Value { isTruth ? .boolean(value != 0) : .scalar(value) }
  }

  private enum Step {
    case goesOn, breaks, continues
  }

  private enum Code {
    /// `constant` where it is one.
    case number(() -> Double, constant: Double?)
    case truth(() -> Bool)
  }

  private let executor: Executor
  private let evaluator: Evaluator
  private var slots: [String: Slot] = [:]
  /// New variables that have a value wherever the statement that is compiled may run.
  private var defined: Set<String> = []
  private var steps: [() -> Step] = []
  private var head: (() -> Bool)?
  private var counter: Slot?

  private var session: Session { executor.session }

  /// nil where the block, or the condition before each turn, holds anything else.
  /// - Parameter variable: the variable of a `for`; each turn gives it a number.
  init?(_ body: [Statement], condition: (Expression, of: Statement)? = nil, variable: String? = nil, _ executor: Executor) {
    self.executor = executor
    evaluator = Evaluator(executor.session)
    if let variable {
      guard let slot = slot(variable, isTruth: false) else { return nil }
      counter = slot
      defined.insert(variable)
    }
    if let (expression, statement) = condition {
      guard let code = truth(expression) else { return nil }
      head = { [unowned self] in
        let holds = code()
        tellWarnings(of: statement, ends: false)
        return holds
      }
    }
    guard let block = block(body) else { return nil }
    steps = block
  }

  // MARK: Running

  /// Whether there is another turn: the condition before it.
  func goesOn() -> Bool { head?() ?? true }

  /// The number of a `for` in the next turn.
  func count(_ value: Double) {
    counter?.value = value
    counter?.isWritten = true
  }

  func turn() -> Turn { Self.run(steps) == .breaks ? .left : .whole }

  /// Gives the session the variables as they are.
  func finish() {
    for slot in slots.values where slot.isWritten { session.state.variables[slot.name] = slot.asValue }
  }

  private static func run(_ steps: [() -> Step]) -> Step {
    for step in steps {
      let result = step()
      if result != .goesOn { return result }
    }
    return .goesOn
  }

  private var hasWarned = false

  /// - Parameter ends: whether the statement is at its end; what a condition warns of belongs to the next one, as elsewhere.
  private func tellWarnings(of statement: Statement, ends: Bool) {
    guard hasWarned else { return }
    hasWarned = false
    executor.tellWarnings(of: statement)
    if ends { executor.sink.statementEnds(statement.commandName) }
    session.warnings.removeAll(keepingCapacity: true)
  }

  // MARK: Statements

  private func block(_ statements: [Statement]) -> [() -> Step]? {
    var steps: [() -> Step] = []
    for statement in statements {
      guard let step = step(statement) else { return nil }
      steps.append(step)
    }
    return steps
  }

  private func step(_ statement: Statement) -> (() -> Step)? {
    switch statement.kind {
    case .equation(let sides):
      guard sides.count == 2, let name = sides[0].plainName, let code = code(sides[1]) else { return nil }
      return assignment(name, code, statement)
    case .augmented(let target, let operation, let operand, _):
      guard let name = target.plainName, let left = number(target), let right = number(operand),
        let code = binary(operation, left, right, target.range.union(operand.range))
      else { return nil }
      return assignment(name, code, statement)
    case .conditional(let branches, let otherwise): return conditional(branches, otherwise, statement)
    case .leave: return { .breaks }
    case .proceed: return { .continues }
    default: return nil
    }
  }

  private func assignment(_ name: String, _ code: Code, _ statement: Statement) -> (() -> Step)? {
    switch code {
    case .number(let value, let constant):
      guard let slot = slot(name, isTruth: false) else { return nil }
      defined.insert(name)
      if let constant {
        return {
          slot.value = constant
          slot.isWritten = true
          return .goesOn
        }
      }
      return { [unowned self] in
        slot.value = value()
        slot.isWritten = true
        if hasWarned { tellWarnings(of: statement, ends: true) }
        return .goesOn
      }
    case .truth(let holds):
      guard let slot = slot(name, isTruth: true) else { return nil }
      defined.insert(name)
      return { [unowned self] in
        slot.value = holds() ? 1 : 0
        slot.isWritten = true
        if hasWarned { tellWarnings(of: statement, ends: true) }
        return .goesOn
      }
    }
  }

  private func conditional(
    _ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement]?, _ statement: Statement
  ) -> (() -> Step)? {
    var compiled: [(holds: () -> Bool, steps: [() -> Step])] = []
    // What a branch gives a value to has none for certain behind it.
    let before = defined
    for branch in branches {
      defined = before
      guard let holds = truth(branch.condition), let steps = block(branch.body) else { return nil }
      compiled.append((holds, steps))
    }
    defined = before
    guard let rest = block(otherwise ?? []) else { return nil }
    defined = before
    return { [unowned self] in
      for branch in compiled {
        let holds = branch.holds()
        if hasWarned { tellWarnings(of: statement, ends: false) }
        if holds { return Self.run(branch.steps) }
      }
      return Self.run(rest)
    }
  }

  /// The slot of a variable that an assignment may make; nil where the name means, or may mean, anything else.
  private func slot(_ name: String, isTruth: Bool) -> Slot? {
    if let slot = slots[name] { return slot.isTruth == isTruth ? slot : nil }
    let context = session.nameContext
    guard Names.reserved(name, context) == nil, Names.alias(name, context) == nil, !Names.unitBases.contains(name), (try? session.checkVariable(name)) != nil
    else { return nil }
    var value = 0.0
    switch session.state.variables[name] {
    case .scalar(let number)? where !isTruth: value = number
    case .boolean(let truth)? where isTruth: value = truth ? 1 : 0
    case nil: break
    // Another kind of value: the assignment changes what the name is.
    default: return nil
    }
    let slot = Slot(name, isTruth: isTruth, isOld: session.state.variables[name] != nil, value)
    slots[name] = slot
    return slot
  }

  // MARK: Expressions

  private func number(_ expression: Expression) -> (() -> Double, constant: Double?)? {
    if case .number(let value, let constant)? = code(expression) { (value, constant) } else { nil }
  }

  private func truth(_ expression: Expression) -> (() -> Bool)? {
    if case .truth(let holds)? = code(expression) { holds } else { nil }
  }

  private func code(_ expression: Expression) -> Code? {
    switch expression.kind {
    case .number(let value): return .number({ value }, constant: value)
    case .name(let name): return variable(name)
    case .unary(.plus, let operand): return number(operand).map { .number($0.0, constant: $0.constant) }
    case .unary(.minus, let operand): return number(operand).map { value, constant in .number({ -value() }, constant: constant.map { -$0 }) }
    case .binary(let operation, let left, let right, _):
      guard let a = number(left), let b = number(right) else { return nil }
      return binary(operation, a, b, left.range.union(right.range))
    case .comparison(let operands, let operators, let ranges): return comparison(operands, operators, ranges)
    case .and(let left, let right):
      guard let a = truth(left), let b = truth(right) else { return nil }
      return .truth { a() && b() }
    case .or(let left, let right):
      guard let a = truth(left), let b = truth(right) else { return nil }
      return .truth { a() || b() }
    case .not(let operand): return truth(operand).map { holds in .truth { !holds() } }
    default: return nil
    }
  }

  private func variable(_ name: String) -> Code? {
    let context = session.nameContext
    if slots[name] == nil {
      switch session.state.variables[name] {
      case .scalar?: _ = slot(name, isTruth: false)
      case .boolean?: _ = slot(name, isTruth: true)
      case nil where Names.reserved(name, context) == nil:
        guard case .constant(let value)? = Names.alias(name, context) else { return nil }
        if case .boolean(let truth) = value { return .truth { truth } }
        return value.number.map { number in .number({ number }, constant: number) }
      default: return nil
      }
    }
    guard let slot = slots[name], slot.isOld || defined.contains(name) else { return nil }
    return slot.isTruth ? .truth { slot.value != 0 } : .number({ slot.value }, constant: nil)
  }

  /// - Parameter whole: where both operands stand.
  private func binary(
    _ operation: BinaryOperator, _ left: (() -> Double, constant: Double?), _ right: (() -> Double, constant: Double?), _ whole: SourceRange
  ) -> Code? {
    guard let function = Evaluator.scalarFunctions[operation] else { return nil }
    if let x = left.constant, let y = right.constant {
      let result = function(x, y)
      // What is not finite is said where it is computed.
      if result.isFinite || !x.isFinite || !y.isFinite { return .number({ result }, constant: result) }
    }
    let (a, b) = (left.0, right.0)
    func checked(_ compute: @escaping (Double, Double) -> Double) -> Code {
      .number(
        { [unowned self] in
          let (x, y) = (a(), b())
          let result = compute(x, y)
          if !result.isFinite, x.isFinite, y.isFinite { warn(result, whole) }
          return result
        }, constant: nil)
    }
    switch operation {
    case .add: return checked { $0 + $1 }
    case .subtract: return checked { $0 - $1 }
    case .multiply: return checked { $0 * $1 }
    case .divide: return checked { $0 / $1 }
    default: return checked(function)
    }
  }

  private func warn(_ result: Double, _ range: SourceRange) {
    let before = session.warnings.count
    evaluator.warnNotFinite(.scalar(result), of: [], range)
    hasWarned = hasWarned || session.warnings.count > before
  }

  private func comparison(_ operands: [Expression], _ operators: [ComparisonOperator], _ ranges: [SourceRange]) -> Code? {
    guard operators.count == 1, let left = number(operands[0]), let right = number(operands[1]) else { return nil }
    let (a, b) = (left.0, right.0)
    switch operators[0] {
    case .less: return .truth { a() < b() }
    case .lessOrEqual: return .truth { a() <= b() }
    case .greater: return .truth { a() > b() }
    case .greaterOrEqual: return .truth { a() >= b() }
    case .equal, .notEqual:
      let wanted = operators[0] == .equal
      return .truth { [unowned self] in
        let (x, y) = (a(), b())
        if x == y { return wanted }
        // Numbers that are next to each other may differ by rounding alone, which is said.
        if abs(x - y) <= Claim.tolerance * max(abs(x), abs(y)) {
          let before = session.warnings.count
          evaluator.warnOfRounding(Matrix(row: [x]), Matrix(row: [y]), operands[0], operands[1], ranges[0])
          hasWarned = hasWarned || session.warnings.count > before
        }
        return !wanted
      }
    }
  }
}

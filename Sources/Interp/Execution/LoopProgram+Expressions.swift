import Net

/// The compilation of expressions.
extension LoopProgram {
  /// A number that is computed in each turn. `constant` is its value where it is always the same.
  typealias Number = (() -> Double, constant: Double?)

  /// The compiled expression as a number, or nil where it is not certain to be one.
  func number(_ expression: Expression) -> Number? {
    if case .number(let value, let constant)? = code(expression) { (value, constant) } else { nil }
  }

  /// The compiled expression as a truth value, or nil where it is not certain to be one.
  func truth(_ expression: Expression) -> (() -> Bool)? {
    if case .truth(let holds)? = code(expression) { holds } else { nil }
  }

  /// The compiled condition, or nil where a part of it cannot be compiled.
  func condition(_ expression: Expression) -> (() throws(Fault) -> Bool)? {
    switch expression.kind {
    case .and(let left, let right):
      guard let a = condition(left), let b = condition(right) else { return nil }
      return { () throws(Fault) in
        guard try a() else { return false }
        return try b()
      }
    case .or(let left, let right):
      guard let a = condition(left), let b = condition(right) else { return nil }
      return { () throws(Fault) in
        if try a() { return true }
        return try b()
      }
    case .not(let operand):
      guard let holds = condition(operand) else { return nil }
      return { () throws(Fault) in try !holds() }
    default: break
    }
    switch code(expression) {
    case .truth(let holds): return holds
    case .value(let value): return { [evaluator] () throws(Fault) in try evaluator.condition(value(), expression.range) }
    case .number, nil: return nil
    }
  }

  /// The compiled expression, or nil where a part of it cannot be compiled.
  func code(_ expression: Expression) -> Code? {
    switch expression.kind {
    case .number(let value): return .number({ value }, constant: value)
    case .name(let name): return name == "ans" ? nil : variable(name) ?? quantity(name)
    case .unary(let operation, let operand): return code(operand).flatMap { unary(operation, $0) }
    case .transpose(let operand):
      guard let value = code(operand)?.asValue else { return nil }
      return .value { [evaluator] () throws(Fault) in try evaluator.transpose(value()) }
    case .binary(let operation, let left, let right, let range):
      return binary(operation, left, right, range)
    case .comparison(let operands, let operators, let ranges): return comparison(operands, operators, ranges)
    case .and(let left, let right):
      guard let a = truth(left), let b = truth(right) else { return nil }
      return .truth { a() && b() }
    case .or(let left, let right):
      guard let a = truth(left), let b = truth(right) else { return nil }
      return .truth { a() || b() }
    case .not(let operand): return truth(operand).map { holds in .truth { !holds() } }
    case .call(let callee, let arguments): return call(callee, arguments, expression.range)
    case .method(let base, let name, let arguments):
      return callee(name).flatMap { call($0, [CallArgument(keyword: nil, value: base)] + arguments, expression.range, expression.range) }
    default: return nil
    }
  }

  // MARK: Names

  /// A variable or a constant with this name. Nil for other names, and for a new variable that may have no value yet.
  private func variable(_ name: String) -> Code? {
    let context = session.nameContext
    guard Names.reserved(name, context) == nil else { return nil }
    if slots[name] == nil {
      switch session.state.variables[name] {
      case .scalar?: _ = slot(name, .number)
      case .boolean?: _ = slot(name, .truth)
      case .some: _ = slot(name, .value)
      case nil:
        guard case .constant(let value)? = Names.alias(name, context) else { return nil }
        if case .boolean(let truth) = value { return .truth { truth } }
        return value.number.map { number in .number({ number }, constant: number) }
      }
    }
    guard let slot = slots[name], slot.isOld || defined.contains(name) else { return nil }
    switch slot.kind {
    case .number: return .number({ slot.number }, constant: nil)
    case .truth: return .truth { slot.number != 0 }
    case .value: return .value { () throws(Fault) in slot.value }
    }
  }

  /// A quantity of the session that has a value now. Nil for a quantity that the steps of the block compute only when the loop ends.
  private func quantity(_ name: String) -> Code? {
    let context = session.nameContext
    // A variable hides the small spelling of a quantity.
    let meaning = Names.reserved(name, context) ?? (session.state.variables[name] == nil ? Names.alias(name, context) : nil)
    guard slots[name] == nil, case .quantity(let reference)? = meaning else { return nil }
    let quantity = reference.quantity
    if reference.isTransposed || descent != nil && quantity.isOfLayerOutput { return nil }
    let session = session
    guard let value = try? session.read(quantity) else { return nil }
    if case .scalar = value { return .number({ (try? session.read(quantity))?.number ?? .nan }, constant: nil) }
    return .value { () throws(Fault) in try session.read(quantity) }
  }

  // MARK: Operators

  private func unary(_ operation: UnaryOperator, _ operand: Code) -> Code {
    if case .number(let value, let constant) = operand {
      switch operation {
      case .plus: return operand
      case .minus: return .number({ -value() }, constant: constant.map { -$0 })
      case .complement: break
      }
    }
    let value = operand.asValue
    return .value { [evaluator] () throws(Fault) in try evaluator.unary(operation, value()) }
  }

  /// An operator with two operands.
  /// - Parameters:
  ///   - range: the range of the operator.
  ///   - symbol: the name of the function, where the operator is called by name.
  ///   - whole: the range that a warning quotes, or nil for both operands.
  func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange, symbol: String? = nil, whole: SourceRange? = nil
  ) -> Code? {
    let evaluator = evaluator
    if operation.isProduct {
      guard let x = factor(left), let y = factor(right) else { return nil }
      return .value { () throws(Fault) in try evaluator.product(operation, left, x(), right, y(), range, symbol: symbol, whole: whole) }
    }
    guard let a = code(left), let b = code(right) else { return nil }
    if case .number(let x, let first) = a, case .number(let y, let second) = b,
      let code = scalar(operation, (x, first), (y, second), whole ?? left.range.union(right.range))
    {
      return code
    }
    let (x, y) = (a.asValue, b.asValue)
    return .value { () throws(Fault) in try evaluator.elementwise(operation, left, x(), right, y(), range, symbol: symbol, whole: whole) }
  }

  /// A factor of a product. For a transpose `A.T` it is A, and the product transposes it.
  private func factor(_ expression: Expression) -> (() throws(Fault) -> Evaluator.Factor)? {
    guard case .transpose(let inner) = expression.kind else {
      guard let value = code(expression)?.asValue else { return nil }
      return { () throws(Fault) in (try value(), false) }
    }
    guard let value = self.code(inner)?.asValue else { return nil }
    return { [evaluator] () throws(Fault) in try evaluator.transposed(value()) }
  }

  /// An arithmetic operator on two numbers, or nil for other operators.
  /// - Parameter whole: the range of both operands, for a warning.
  private func scalar(_ operation: BinaryOperator, _ left: Number, _ right: Number, _ whole: SourceRange) -> Code? {
    guard let function = Evaluator.scalarFunctions[operation] else { return nil }
    if let x = left.constant, let y = right.constant {
      let result = function(x, y)
      // A result that is not finite is computed in each turn, because it warns.
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
    // The four common operators are written out, so that the optimizer sees the operation itself.
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
    if session.warnings.count > before { hasWarned.isRaised = true }
  }

  private func comparison(_ operands: [Expression], _ operators: [ComparisonOperator], _ ranges: [SourceRange]) -> Code? {
    let codes = operands.compactMap(code)
    guard codes.count == operands.count else { return nil }
    if codes.count == 2, case .number(let left, _) = codes[0], case .number(let right, _) = codes[1] {
      return comparison(operators[0], left, right, operands, ranges[0])
    }
    let values = codes.map(\.asValue)
    return .value { [evaluator] () throws(Fault) in
      try evaluator.comparison(operands, operators, ranges) { (place) throws(Fault) in try values[place]() }
    }
  }

  /// A comparison of two numbers.
  private func comparison(
    _ operation: ComparisonOperator, _ a: @escaping () -> Double, _ b: @escaping () -> Double, _ operands: [Expression], _ range: SourceRange
  ) -> Code {
    switch operation {
    case .less: return .truth { a() < b() }
    case .lessOrEqual: return .truth { a() <= b() }
    case .greater: return .truth { a() > b() }
    case .greaterOrEqual: return .truth { a() >= b() }
    case .equal, .notEqual:
      let wanted = operation == .equal
      return .truth { [unowned self] in
        let (x, y) = (a(), b())
        if x == y { return wanted }
        // Two numbers that lie close together may differ by rounding alone. The user is warned of that.
        if abs(x - y) <= Claim.tolerance * max(abs(x), abs(y)) {
          let before = session.warnings.count
          evaluator.warnOfRounding(Matrix(row: [x]), Matrix(row: [y]), operands[0], operands[1], range)
          if session.warnings.count > before { hasWarned.isRaised = true }
        }
        return !wanted
      }
    }
  }

  // MARK: Calls

  private func call(_ callee: Expression, _ arguments: [CallArgument], _ range: SourceRange) -> Code? {
    guard let name = callee.namedFunction, session.state.variables[name] == nil, slots[name] == nil else { return nil }
    let found: (any ActivationFunction, isDerivative: Bool)?
    // A wrong callee such as `exp'` is left to the executor, which reports it.
    do { found = try evaluator.activation(callee) } catch { return nil }
    if let found {
      guard arguments.count == 1, arguments[0].keyword == nil, let value = code(arguments[0].value)?.asValue else { return nil }
      called.insert(name)
      let place = arguments[0].value.range
      return .value { [evaluator] () throws(Fault) in try evaluator.apply(found.0, isDerivative: found.isDerivative, to: value(), place) }
    }
    guard let function = self.callee(name) else { return nil }
    return call(function, arguments, callee.range, range)
  }

  /// The function with this name, if its result depends only on its arguments. Nil where the name has another meaning.
  private func callee(_ name: String) -> Function? {
    guard name != "L", session.state.variables[name] == nil, slots[name] == nil, Names.reserved(name, session.nameContext) == nil,
      let function = Functions.named(name), !function.draws
    else { return nil }
    return function
  }

  private func call(_ function: Function, _ arguments: [CallArgument], _ range: SourceRange, _ whole: SourceRange) -> Code? {
    guard let bound = try? BoundArguments(arguments, of: function) else { return nil }
    called.insert(function.name)
    if case .operation(let operation) = function.body {
      return binary(operation, bound["a"]!, bound["b"]!, range, symbol: function.name, whole: whole)
    }
    let entries = bound.entries
    var values: [() throws(Fault) -> Value] = []
    for entry in entries {
      guard let value = code(entry.expression)?.asValue else { return nil }
      values.append(value)
    }
    return .value { [evaluator] () throws(Fault) in
      try evaluator.call(function, entries, range, whole: whole) { (place) throws(Fault) in try values[place]() }
    }
  }
}

extension Quantity {
  /// Whether it is an array of a layer with one column for each example, which a pass computes.
  fileprivate var isOfLayerOutput: Bool {
    switch kind {
    case .Z, .A, .dZ, .dA: layer > 0
    default: false
    }
  }
}

extension Expression {
  /// The name of a function or of its derivative. Nil for other expressions.
  fileprivate var namedFunction: String? {
    if case .derivative(let inner) = kind { return inner.plainName }
    return plainName
  }
}

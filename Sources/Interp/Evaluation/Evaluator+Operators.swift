import Net

extension Evaluator {
  /// The value of a sign or of the negation `~`. `~` takes only truth values.
  ///
  /// - Throws: A `value` fault where the operand has the wrong kind.
  func unary(_ operation: UnaryOperator, _ value: Value) throws(Fault) -> Value {
    guard let matrix = value.asMatrix else { throw .notNumbers("'\(operation.rawValue)'", value) }
    switch operation {
    case .plus: return value.isMatrix ? .matrix(matrix) : .scalar(matrix.elements[0])
    case .minus: return wrap(matrix.map { -$0 }, isMatrix: value.isMatrix)
    case .complement:
      guard value.isBoolean else { throw .notTruth("~", value) }
      return wrapTruth(matrix.map { 1 - $0 }, isMatrix: value.isMatrix)
    }
  }

  /// The value of an operator with two operands. A result that is not finite gives a warning if the operands are finite.
  ///
  /// - Parameter symbol: The name of the operator in messages, where it is called by name, such as `multiply`.
  /// - Throws: A fault where the operands have the wrong kind or do not fit.
  /// - Parameter whole: The range that a warning quotes; nil for both operands and the operator between them.
  func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange, symbol: String? = nil, whole: SourceRange? = nil
  ) throws(Fault) -> Value {
    if operation.isProduct { return try product(operation, left, factor(left), right, factor(right), range, symbol: symbol, whole: whole) }
    return try elementwise(operation, left, evaluate(left), right, evaluate(right), range, symbol: symbol, whole: whole)
  }

  /// The value of an elementwise operator from the values of its operands. Messages name the operands by their expressions.
  func elementwise(
    _ operation: BinaryOperator, _ left: Expression, _ a: Value, _ right: Expression, _ b: Value, _ range: SourceRange, symbol: String? = nil,
    whole: SourceRange? = nil
  ) throws(Fault) -> Value {
    let whole = whole ?? left.range.union(right.range)
    if case .scalar(let x) = a, case .scalar(let y) = b, let function = Self.scalarFunctions[operation] {
      let result = function(x, y)
      if !result.isFinite, x.isFinite, y.isFinite { warnNotFinite(.scalar(result), whole) }
      return .scalar(result)
    }
    do throws(Fault) {
      try checkBroadcast(symbol ?? operation.rawValue, [(left, a), (right, b)], range)
      let (result, isFinite) = try elementwise(operation, a, b)
      if !isFinite { warnNotFinite(result, of: [a, b], whole) }
      return result
    } catch {
      throw error.located(range)
    }
  }

  /// The result of an elementwise operator with NumPy's broadcasting, and whether all its entries are finite. The operands must fit.
  private func elementwise(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(Fault) -> (Value, isFinite: Bool) {
    if operation == .add, case .text(let first) = a, case .text(let second) = b {
      guard first.utf8.count + second.utf8.count <= Functions.maximumText else { throw .textTooLong(Functions.maximumText) }
      return (.text(first + second), true)
    }
    guard let x = a.asMatrix, let y = b.asMatrix else { throw .operandIsText(operation.rawValue, a, b) }
    let isMatrix = a.isMatrix || b.isMatrix
    if operation == .conjunction || operation == .disjunction {
      guard a.isBoolean, b.isBoolean else { throw .notTruth(operation.rawValue, a.isBoolean ? b : a) }
      let isAnd = operation == .conjunction
      return (wrapTruth(Matrix.broadcast(x, y) { isAnd ? $0 * $1 : max($0, $1) }!, isMatrix: isMatrix), true)
    }
    let result: (Matrix, isFinite: Bool)
    switch operation {
    case .add: result = Matrix.arithmetic(.add, x, y)!
    case .subtract: result = Matrix.arithmetic(.subtract, x, y)!
    case .multiply: result = Matrix.arithmetic(.multiply, x, y)!
    case .divide: result = Matrix.arithmetic(.divide, x, y)!
    case .power where b.number == 2: result = Matrix.arithmetic(.multiply, x, x)!
    default:
      let matrix = Matrix.broadcast(x, y, Self.scalarFunctions[operation]!)!
      result = (matrix, matrix.isFinite)
    }
    return (wrap(result.0, isMatrix: isMatrix), result.isFinite)
  }

  /// The arithmetic operators on two numbers.
  static let scalarFunctions: [BinaryOperator: @Sendable (Double, Double) -> Double] = [
    .add: { $0 + $1 }, .subtract: { $0 - $1 }, .multiply: { $0 * $1 }, .divide: { $0 / $1 },
    .power: Arithmetic.power, .remainder: Arithmetic.remainder, .floorDivide: Arithmetic.floorDivide,
  ]

  // MARK: Products

  /// A factor of a product: an array, and whether the product takes its transpose. BLAS reads A transposed, so nothing is copied.
  typealias Factor = (value: Value, isTransposed: Bool)

  /// The factor that an expression stands for. For `A.T` it is A with `isTransposed`.
  private func factor(_ expression: Expression) throws(Fault) -> Factor {
    guard case .transpose(let inner) = expression.kind else { return (try evaluate(expression), false) }
    do throws(Fault) { return try transposed(evaluate(inner)) } catch { throw error.located(expression.range) }
  }

  func transposed(_ value: Value) throws(Fault) -> Factor {
    if case .text = value { throw Fault.notNumbers("the transpose", value) }
    return (value, value.isMatrix)
  }

  /// The value of a product. Messages name the factors by their expressions.
  ///
  /// - Parameter symbol: The product's name in messages, or nil for the operator's own sign.
  func product(
    _ operation: BinaryOperator, _ left: Expression, _ a: Factor, _ right: Expression, _ b: Factor, _ range: SourceRange, symbol: String? = nil,
    whole: SourceRange? = nil
  ) throws(Fault) -> Value {
    let symbol = symbol ?? (operation == .dot ? "⋅" : "@")
    let ((a, turnsA), (b, turnsB)) = (a, b)
    do throws(Fault) {
      guard let x = a.asMatrix, let y = b.asMatrix else { throw Fault.operandIsText(symbol, a, b) }
      if !a.isMatrix || !b.isMatrix {
        if operation == .matrixProduct { throw Fault.scalarInProduct(a.isMatrix ? "right" : "left") }
        if operation == .implicitProduct, !b.isMatrix, a.isMatrix { throw Fault.scalarAfterMatrix() }
        return try elementwise(
          .multiply, left, turnsA ? .matrix(x.transposed()) : a, right, turnsB ? .matrix(y.transposed()) : b, range, symbol: symbol, whole: whole)
      }
      let (p, q) = (turnsA ? x.shape.transposed : x.shape, turnsB ? y.shape.transposed : y.shape)
      guard p.columns == q.rows else { throw Fault.mismatch(symbol, side(left, p), side(right, q)) }
      try Functions.checkSize(p.rows, q.columns)
      let result = Value.matrix(Matrix.product(x, transposed: turnsA, y, transposed: turnsB))
      warnNotFinite(result, of: [a, b], whole ?? left.range.union(right.range))
      return result
    } catch {
      throw error.located(range)
    }
  }

  // MARK: Operands that do not fit, or fit by stretching

  /// An operand for a message: its text, and its shape with the names of the notes where they are known.
  func side(_ expression: Expression, _ shape: Shape) -> MismatchSide {
    let source = session.source
    let named = session.namedShape(session, expression)
    return MismatchSide(
      text: source.words(of: expression), shape: named?.shape == shape ? named! : SymbolicShape(shape), keeping: expression.keepingDimensions(source))
  }

  /// Checks that the operands fit each other and that the result is not too large. It warns where broadcasting changes the shape of two operands, or of Y
  /// or a cost. Each place gets the warning once.
  ///
  /// - Throws: A `shape` fault or a `limit` fault where the check fails.
  func checkBroadcast(_ symbol: String, _ operands: [(expression: Expression, value: Value)], _ range: SourceRange) throws(Fault) {
    var common: Shape?
    for (place, operand) in operands.enumerated() {
      guard let shape = operand.value.shape else { continue }
      guard let before = common else {
        common = shape
        continue
      }
      guard let both = Shape.broadcast(before, shape) else {
        let first = operands[..<place].last { $0.value.shape != nil && Shape.broadcast($0.value.shape!, shape) == nil } ?? operands[0]
        throw Fault.mismatch(symbol, side(first.expression, first.value.shape ?? before), side(operand.expression, shape)).located(range)
      }
      common = both
    }
    guard let common, operands.count > 1 else { return }
    let stretched = operands.filter { $0.value.shape.map { $0 != common } ?? isCost($0.expression) && common != Shape(1, 1) }
    guard !stretched.isEmpty else { return }
    try Functions.checkSize(common.rows, common.columns)
    // A (1, 1) matrix counts as a scalar and may meet any array without a warning.
    let arrays = stretched.filter { $0.value.shape != Shape(1, 1) || isCost($0.expression) }
    guard arrays.count > 1 || arrays.contains(where: { isTarget($0.expression) || isCost($0.expression) }) else { return }
    let shown = arrays.map { (session.source.words(of: $0.expression), $0.value.shape) }
    session.warn(Warning(kind: .broadcast, message: Warning.broadcast(shown, common), range: range))
  }

  /// Whether the expression is Y or its transpose.
  private func isTarget(_ expression: Expression) -> Bool {
    if case .transpose(let inner) = expression.kind { return isTarget(inner) }
    return quantity(expression)?.kind == .Y
  }

  /// Whether the expression is J or the losses of the examples.
  private func isCost(_ expression: Expression) -> Bool {
    if case .call(let callee, _) = expression.kind, callee.plainName == "L" { return true }
    return quantity(expression)?.kind == .J
  }

  private func quantity(_ expression: Expression) -> Quantity? {
    guard let name = expression.plainName, session.state.variables[name] == nil || Names.reserved(name, session.nameContext) != nil,
      case .quantity(let reference)? = Names.reserved(name, session.nameContext) ?? Names.alias(name, session.nameContext)
    else { return nil }
    return reference.quantity
  }

  /// Warns where finite operands give a result that is not finite. Each place gets the warning once.
  func warnNotFinite(_ result: Value, of operands: [Value], _ range: SourceRange) {
    guard !result.isFinite, operands.allSatisfy(\.isFinite) else { return }
    warnNotFinite(result, range)
  }

  private func warnNotFinite(_ result: Value, _ range: SourceRange) {
    guard !session.hasWarned(.notFinite, range) else { return }
    let text = session.source.oneLine(range).split { $0.isWhitespace }.joined(separator: " ")
    session.warn(Warning(kind: .notFinite, message: Warning.notFinite(text, result), range: range))
  }

  // MARK: Comparisons

  /// The truth values of a chain such as `a < b <= c`. All its comparisons must hold.
  ///
  /// - Parameter value: Gives the value of an operand, counted from 0. Each operand is asked for once, in order.
  /// - Throws: A fault where operands have the wrong kind or do not fit.
  func comparison(
    _ operands: [Expression], _ operators: [ComparisonOperator], _ ranges: [SourceRange], value: (Int) throws(Fault) -> Value
  ) throws(Fault) -> Value {
    var left = try value(0)
    var result: Value?
    for (place, operation) in operators.enumerated() {
      let right = try value(place + 1)
      let link: Value
      do {
        link = try compare(operation, left, right, operands[place], operands[place + 1], ranges[place])
      } catch {
        throw error.located(ranges[place])
      }
      if let before = result {
        if let first = before.shape, let second = link.shape, let both = Shape.broadcast(first, second) { try Functions.checkSize(both.rows, both.columns) }
        guard let x = before.asMatrix, let y = link.asMatrix, let both = Matrix.broadcast(x, y, { $0 * $1 }) else {
          throw Fault.mismatch(
            operation.rawValue, MismatchSide(text: "", shape: SymbolicShape(before.shape!)), MismatchSide(text: "", shape: SymbolicShape(link.shape!))
          ).located(ranges[place])
        }
        result = wrapTruth(both, isMatrix: before.isMatrix || link.isMatrix)
      } else {
        result = link
      }
      left = right
    }
    return result!
  }

  private func compare(_ operation: ComparisonOperator, _ a: Value, _ b: Value, _ left: Expression, _ right: Expression, _ range: SourceRange) throws(Fault)
    -> Value
  {
    if case .text(let first) = a, case .text(let second) = b {
      switch operation {
      case .equal: return .boolean(first == second)
      case .notEqual: return .boolean(first != second)
      case .less: return .boolean(first < second)
      case .lessOrEqual: return .boolean(first <= second)
      case .greater: return .boolean(first > second)
      case .greaterOrEqual: return .boolean(first >= second)
      }
    }
    guard let x = a.asMatrix, let y = b.asMatrix else {
      if operation == .equal { return .boolean(false) }
      if operation == .notEqual { return .boolean(true) }
      throw .operandIsText(operation.rawValue, a, b)
    }
    try checkBroadcast(operation.rawValue, [(left, a), (right, b)], range)
    if operation == .equal || operation == .notEqual, tolerance == nil, !a.isBoolean, !b.isBoolean { warnOfRounding(x, y, left, right, range) }
    let tolerance = self.tolerance ?? 0
    let result: Matrix
    switch operation {
    case .equal: result = Matrix.broadcast(x, y) { $0 == $1 || abs($0 - $1) <= tolerance ? 1 : 0 }!
    case .notEqual: result = Matrix.broadcast(x, y) { $0 == $1 || abs($0 - $1) <= tolerance ? 0 : 1 }!
    case .less: result = Matrix.broadcast(x, y) { $0 < $1 ? 1 : 0 }!
    case .lessOrEqual: result = Matrix.broadcast(x, y) { $0 <= $1 ? 1 : 0 }!
    case .greater: result = Matrix.broadcast(x, y) { $0 > $1 ? 1 : 0 }!
    case .greaterOrEqual: result = Matrix.broadcast(x, y) { $0 >= $1 ? 1 : 0 }!
    }
    return wrapTruth(result, isMatrix: a.isMatrix || b.isMatrix)
  }

  /// Warns where two compared arrays differ only by rounding. No difference may be larger than a claim allows, and an entry where both numbers are whole
  /// must not differ. Each place gets the warning once.
  func warnOfRounding(_ a: Matrix, _ b: Matrix, _ left: Expression, _ right: Expression, _ range: SourceRange) {
    if session.hasWarned(.rounding, range) { return }
    let scale = max(a.largestFinite, b.largestFinite)
    let limit = Claim.tolerance * scale
    var largest = 0.0
    func isNear(_ x: Double, _ y: Double) -> Bool {
      if x == y { return true }
      let difference = abs(x - y)
      guard difference <= limit, x.rounded() != x || y.rounded() != y else { return false }
      largest = max(largest, difference)
      return true
    }
    if a.shape == b.shape {
      for index in a.elements.indices where !isNear(a.elements[index], b.elements[index]) { return }
    } else {
      guard let shape = Shape.broadcast(a.shape, b.shape) else { return }
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          guard isNear(a[a.rows == 1 ? 0 : row, a.columns == 1 ? 0 : column], b[b.rows == 1 ? 0 : row, b.columns == 1 ? 0 : column]) else { return }
        }
      }
    }
    guard largest > 0 else { return }
    let names = [left, right].map { session.source.words(of: $0) }
    session.warn(Warning(kind: .rounding, message: Warning.rounding(names[0], names[1], largest), range: range))
  }

  /// The matrix as a value, or its only entry as a scalar.
  func wrap(_ matrix: Matrix, isMatrix: Bool) -> Value {
    isMatrix ? .matrix(matrix) : .scalar(matrix.elements[0])
  }

  /// The matrix as truth values, or its only entry as one truth value.
  func wrapTruth(_ matrix: Matrix, isMatrix: Bool) -> Value {
    isMatrix ? .booleans(matrix) : .boolean(matrix.elements[0] != 0)
  }
}

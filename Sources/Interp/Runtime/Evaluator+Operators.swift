import Net

extension Evaluator {
  func unary(_ operation: UnaryOperator, _ operand: Expression) throws(Fault) -> Value {
    let value = try evaluate(operand)
    guard let matrix = value.asMatrix else { throw .notNumbers("'\(operation.rawValue)'", value) }
    switch operation {
    case .plus: return value.isMatrix ? .matrix(matrix) : .scalar(matrix.elements[0])
    case .minus: return wrap(matrix.map { -$0 }, isMatrix: value.isMatrix)
    case .complement:
      guard value.isBoolean else { throw .notTruth("~", value) }
      return wrapTruth(matrix.map { 1 - $0 }, isMatrix: value.isMatrix)
    }
  }

  func binary(_ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange) throws(Fault) -> Value {
    let a = try evaluate(left)
    let b = try evaluate(right)
    do {
      switch operation {
      case .matrixProduct, .dot, .implicitProduct: return try product(operation, a, b, left, right)
      default:
        let result = try elementwise(operation, a, b, left, right)
        warnOfBroadcast(a, b, left, right, range)
        return result
      }
    } catch {
      throw error.located(range)
    }
  }

  /// The result of an elementwise operator by NumPy's broadcasting.
  func elementwise(_ operation: BinaryOperator, _ a: Value, _ b: Value, _ left: Expression, _ right: Expression) throws(Fault) -> Value {
    if case .scalar(let x) = a, case .scalar(let y) = b, let function = Self.scalarFunctions[operation] { return .scalar(function(x, y)) }
    if operation == .add, case .text(let first) = a, case .text(let second) = b { return .text(first + second) }
    guard let x = a.asMatrix, let y = b.asMatrix else { throw .operandIsText(operation.rawValue, a, b) }
    let isMatrix = a.isMatrix || b.isMatrix
    if operation == .conjunction || operation == .disjunction {
      guard a.isBoolean, b.isBoolean else { throw .notTruth(operation.rawValue, a.isBoolean ? b : a) }
      let combine: (Double, Double) -> Double = operation == .conjunction ? { $0 * $1 } : { max($0, $1) }
      guard let result = Matrix.broadcast(x, y, combine) else { throw mismatch(operation, x, y, left, right) }
      return wrapTruth(result, isMatrix: isMatrix)
    }
    let result: Matrix?
    switch operation {
    case .add: result = Matrix.broadcast(x, y, +)
    case .subtract: result = Matrix.broadcast(x, y, -)
    case .multiply: result = Matrix.broadcast(x, y, *)
    case .divide: result = Matrix.broadcast(x, y, /)
    default: result = Matrix.broadcast(x, y, Self.scalarFunctions[operation]!)
    }
    guard let result else { throw mismatch(operation, x, y, left, right) }
    return wrap(result, isMatrix: isMatrix)
  }

  private static let scalarFunctions: [BinaryOperator: @Sendable (Double, Double) -> Double] = [
    .add: { $0 + $1 }, .subtract: { $0 - $1 }, .multiply: { $0 * $1 }, .divide: { $0 / $1 },
    .power: Arithmetic.power, .remainder: Arithmetic.remainder, .floorDivide: Arithmetic.floorDivide,
  ]

  private func product(_ operation: BinaryOperator, _ a: Value, _ b: Value, _ left: Expression, _ right: Expression) throws(Fault) -> Value {
    guard let x = a.asMatrix, let y = b.asMatrix else { throw .operandIsText(operation == .dot ? "⋅" : "@", a, b) }
    if !a.isMatrix || !b.isMatrix {
      if operation == .matrixProduct { throw .scalarInProduct(a.isMatrix ? "right" : "left") }
      if operation == .implicitProduct, !b.isMatrix, a.isMatrix { throw .scalarAfterMatrix() }
      return wrap(Matrix.broadcast(x, y, *)!, isMatrix: a.isMatrix || b.isMatrix)
    }
    guard x.columns == y.rows else { throw mismatch(.matrixProduct, x, y, left, right) }
    return .matrix(x.multiplied(by: y))
  }

  private func mismatch(_ operation: BinaryOperator, _ x: Matrix, _ y: Matrix, _ left: Expression, _ right: Expression) -> Fault {
    .mismatch(
      operation, MismatchSide(name: describe(left), shape: x.shape, names: session.names(of: x.shape)),
      MismatchSide(name: describe(right), shape: y.shape, names: session.names(of: y.shape)))
  }

  /// How an operand is called: its name where it has one.
  func describe(_ expression: Expression) -> String {
    switch expression.kind {
    case .name(let name): return name
    case .index(let base, _) where base.plainName != nil: return sourceName(expression)
    case .transpose(let inner) where inner.plainName != nil: return inner.plainName! + ".T"
    case .call(let callee, _): return sourceName(callee) + "(…)"
    default: return ""
    }
  }

  /// A broadcast that changes both operands, or stretches Y or a cost, is done but said once a place.
  private func warnOfBroadcast(_ a: Value, _ b: Value, _ left: Expression, _ right: Expression, _ range: SourceRange) {
    guard case .matrix(let x) = a, case .matrix(let y) = b, x.shape != y.shape else { return }
    let shape = Shape(max(x.rows, y.rows), max(x.columns, y.columns))
    let stretched = [(left, x), (right, y)].first { Self.isTarget($0.0) && $0.1.shape != shape }
    guard (x.shape != shape && y.shape != shape) || stretched != nil else { return }
    let message = Warning.broadcast(describe(left), x.shape, describe(right), y.shape, shape)
    session.warn(Warning(kind: "broadcast", message: message, range: range))
  }

  private static func isTarget(_ expression: Expression) -> Bool {
    expression.plainName.map { ["Y", "y", "J", "cost"].contains($0) } ?? false
  }

  func comparison(_ operands: [Expression], _ operators: [ComparisonOperator], _ ranges: [SourceRange]) throws(Fault) -> Value {
    var left = try evaluate(operands[0])
    var result: Value?
    for (place, operation) in operators.enumerated() {
      let right = try evaluate(operands[place + 1])
      let link: Value
      do {
        link = try compare(operation, left, right, operands[place], operands[place + 1])
      } catch {
        throw error.located(ranges[place])
      }
      if let before = result {
        guard let x = before.asMatrix, let y = link.asMatrix, let both = Matrix.broadcast(x, y, { $0 * $1 }) else {
          throw mismatch(.conjunction, before.asMatrix!, link.asMatrix!, operands[place], operands[place + 1]).located(ranges[place])
        }
        result = wrapTruth(both, isMatrix: before.isMatrix || link.isMatrix)
      } else {
        result = link
      }
      left = right
    }
    return result!
  }

  private func compare(_ operation: ComparisonOperator, _ a: Value, _ b: Value, _ left: Expression, _ right: Expression) throws(Fault) -> Value {
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
    let tolerance = self.tolerance
    func equal(_ p: Double, _ q: Double) -> Bool { p == q || tolerance.map { abs(p - q) <= $0 } == true }
    let test: (Double, Double) -> Bool
    switch operation {
    case .equal: test = equal
    case .notEqual: test = { !equal($0, $1) }
    case .less: test = { $0 < $1 }
    case .lessOrEqual: test = { $0 <= $1 }
    case .greater: test = { $0 > $1 }
    case .greaterOrEqual: test = { $0 >= $1 }
    }
    guard let result = Matrix.broadcast(x, y, { test($0, $1) ? 1 : 0 }) else {
      throw .comparisonMismatch(
        operation, MismatchSide(name: describe(left), shape: x.shape, names: session.names(of: x.shape)),
        MismatchSide(name: describe(right), shape: y.shape, names: session.names(of: y.shape)))
    }
    return wrapTruth(result, isMatrix: a.isMatrix || b.isMatrix)
  }

  func wrap(_ matrix: Matrix, isMatrix: Bool) -> Value {
    isMatrix ? .matrix(matrix) : .scalar(matrix.elements[0])
  }

  func wrapTruth(_ matrix: Matrix, isMatrix: Bool) -> Value {
    isMatrix ? .booleans(matrix) : .boolean(matrix.elements[0] != 0)
  }
}

/// One operand of a product or broadcast that does not fit.
struct MismatchSide: Equatable {
  /// As typed; empty for a longer expression.
  var name: String
  var shape: Shape
  /// The shape by the notes' names: `(n1, m)`.
  var names: String
}

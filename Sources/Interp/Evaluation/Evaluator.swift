import Net

/// The computation of expressions. An evaluator serves one statement and remembers whether stale values were used.
final class Evaluator {
  let session: Session
  /// The smallest step number of the stale operands, or nil where all operands were current.
  private(set) var staleStep: Int?
  /// Whether stale quantities are errors. Claims and commands that describe one pass need this.
  var refusesStale = false
  /// The sizes that replace those of the network, for `shape E n1=5`. Nil for a quantity that keeps its size.
  var supposes: ((Quantity) -> Int?)?
  /// The absolute tolerance of `==` and `!=`, for `assert … tol=`.
  var tolerance: Double?
  /// The function that fills the texts written in the expression, as `print` fills `{E}`. A text that is the value of a name stays unchanged.
  var fillsText: ((String) throws(Fault) -> String)?

  init(_ session: Session) {
    self.session = session
  }

  /// The value of an expression.
  ///
  /// - Throws: A fault with a place where the value cannot be computed, or an `interrupted` fault after Ctrl-C.
  func evaluate(_ expression: Expression) throws(Fault) -> Value {
    do {
      let value = try evaluateNode(expression)
      try session.checkCut()
      return value
    } catch {
      throw error.located(expression.range)
    }
  }

  private func evaluateNode(_ expression: Expression) throws(Fault) -> Value {
    switch expression.kind {
    case .number(let value): return .scalar(value)
    case .text(let text): return .text(try filled(text, expression.range))
    case .argument(let index): return try argument(index)
    case .name(let name): return try value(named: name)
    case .matrix(let rows): return try matrix(rows)
    case .index(let base, let items): return try index(base, items)
    case .unit(let base, let unit): return try part(unitPart(base, unit))
    case .example(let base, let which): return try part(examplePart(base, which))
    case .call(let callee, let arguments): return try call(callee, arguments, expression.range)
    case .method(let base, let name, let arguments):
      return try call(name, [CallArgument(keyword: nil, value: base)] + arguments, expression.range, whole: expression.range)
    case .transpose(let inner): return try transpose(evaluate(inner))
    case .shapeOf(let inner):
      return .extent(try evaluate(inner).shape)
    case .derivative(let inner):
      if try activationReference(inner) == nil { throw .derivativeOfArray(describe(inner)) }
      throw .functionAsValue(sourceName(inner) + "'")
    case .unary(let operation, let operand): return try unary(operation, evaluate(operand))
    case .binary(let operation, let left, let right, let range): return try binary(operation, left, right, range)
    case .comparison(let operands, let operators, let ranges):
      return try comparison(operands, operators, ranges) { (place) throws(Fault) in try evaluate(operands[place]) }
    case .and(let left, let right):
      guard try condition(left) else { return .boolean(false) }
      return .boolean(try condition(right))
    case .or(let left, let right):
      if try condition(left) { return .boolean(true) }
      return .boolean(try condition(right))
    case .not(let operand): return .boolean(try !condition(operand))
    }
  }

  func transpose(_ value: Value) throws(Fault) -> Value {
    switch value {
    case .scalar, .boolean: return value
    case .text: throw .notNumbers("the transpose", value)
    case .booleans(let matrix): return .booleans(matrix.transposed())
    case .matrix, .extent: return .matrix(value.asMatrix!.transposed())
    }
  }

  private func filled(_ text: String, _ range: SourceRange) throws(Fault) -> String {
    guard let fillsText else { return text }
    // Places inside the text are not places in the line. Faults and warnings therefore point at the whole text.
    let before = session.warnings.count
    defer { for index in before..<session.warnings.count { session.warnings[index].range = range } }
    do throws(Fault) { return try fillsText(text) } catch { throw Fault(error.kind, error.message, hint: error.hint, range) }
  }

  // MARK: Values of a required kind

  /// Whether a condition holds. A matrix of truth values holds if all its entries are true.
  ///
  /// - Throws: A `value` fault where the value is no truth value. Numbers are errors too.
  func condition(_ expression: Expression) throws(Fault) -> Bool {
    try condition(evaluate(expression), expression.range)
  }

  func condition(_ value: Value, _ range: SourceRange) throws(Fault) -> Bool {
    switch value {
    case .boolean(let value): return value
    case .booleans(let matrix): return matrix.elements.allSatisfy { $0 != 0 }
    default: throw Fault.notCondition(value).located(range)
    }
  }

  /// The value as a number.
  ///
  /// - Parameter what: The name of the value in a message.
  /// - Throws: A `value` fault where it is no number.
  func number(_ expression: Expression, _ what: String) throws(Fault) -> Double {
    let value = try evaluate(expression)
    guard let number = value.number else { throw Fault.notNumber(what, value).located(expression.range) }
    return number
  }

  /// The value as a whole number in `range`.
  ///
  /// - Throws: A `value` fault where it is no such number.
  func integer(_ expression: Expression, _ what: String, in range: ClosedRange<Int>) throws(Fault) -> Int {
    let value = try number(expression, what)
    guard let whole = Int(exactly: value), range.contains(whole) else {
      throw Fault.notWhole(what, value, range).located(expression.range)
    }
    return whole
  }

  /// The value as a number of steps or repetitions, from 0 to 10^12.
  ///
  /// - Throws: A `value` fault where it is no such number.
  func count(_ expression: Expression, _ what: String) throws(Fault) -> Int {
    try integer(expression, what, in: 0...Self.mostTurns)
  }

  /// The largest number of turns of a loop.
  static let mostTurns = 1_000_000_000_000

  // MARK: Names

  /// The value of a name.
  ///
  /// - Throws: A fault where the name has no value.
  func value(named name: String) throws(Fault) -> Value {
    switch try meaning(of: name) {
    case .variable(let value): return value
    case .named(.quantity(let reference)): return try read(reference)
    case .named(.constant(let value)): return value
    case .named(.activation(let layer)): throw .functionAsValue("g\(layer)")
    case .named(.needsNetwork): throw .noNetwork()
    case .named(.needsTwoLayers): throw .noSingleHiddenLayer(depth: session.state.network?.depth ?? 0)
    }
  }

  /// The meaning of a name in the session.
  enum Found {
    case variable(Value)
    case named(Names.Meaning)
  }

  /// The meaning of a name: a reserved name comes first, then a variable, `ans`, an alias and the scale of the data.
  ///
  /// - Throws: A fault where the name has no meaning or is a function.
  func meaning(of name: String) throws(Fault) -> Found {
    let context = session.nameContext
    if let meaning = Names.reserved(name, context) { return .named(meaning) }
    if let value = session.state.variables[name] { return .variable(value) }
    if name == "ans" {
      guard let answer = session.state.answer else { throw .noAnswer() }
      return .variable(answer)
    }
    if let meaning = Names.alias(name, context) { return .named(meaning) }
    if Session.scaleNames.contains(name) {
      guard let value = session.scale(name) else { throw .noScale(name) }
      return .variable(.matrix(value))
    }
    if Functions.named(name) != nil || Activations.named(name) != nil { throw .functionAsValue(name) }
    throw .unknownName(name, session)
  }

  /// The value of a quantity. If it is stale, `staleStep` is updated.
  ///
  /// - Throws: A fault where the quantity has no value, or where it is stale and `refusesStale` is set.
  func read(_ reference: Names.Reference) throws(Fault) -> Value {
    let quantity = reference.quantity
    if let size = supposes?(quantity) { return .scalar(Double(size)) }
    note(quantity)
    if refusesStale {
      if Quantity.hasLayer(quantity.kind), quantity.kind != .n { try session.check(quantity, in: session.network()) }
      try session.requireCurrent(quantity)
    }
    let value = try session.read(quantity)
    if reference.isTransposed, case .matrix(let matrix) = value { return .matrix(matrix.transposed()) }
    return value
  }

  /// Updates `staleStep` if the quantity is stale.
  func note(_ quantity: Quantity) {
    if case .stale(let step) = session.freshness(quantity) { staleStep = min(staleStep ?? step, step) }
  }

  private func argument(_ index: Int) throws(Fault) -> Value {
    guard index <= session.arguments.count else { throw .noArgument(index, count: session.arguments.count) }
    let text = session.arguments[index - 1]
    return Double(text).map(Value.scalar) ?? .text(text)
  }

  /// The text of an expression for messages, as the user typed it.
  func describe(_ expression: Expression) -> String { session.source.words(of: expression) }

  /// The name at the base of an expression for messages, or `this` where it has none.
  func sourceName(_ expression: Expression) -> String {
    switch expression.kind {
    case .name(let name): return name
    case .index(let base, let items):
      guard items.count == 1, case .single(let item) = items[0], case .number(let value) = item.kind else { return sourceName(base) }
      return "\(sourceName(base))[\(NumberFormat.shortest(value))]"
    case .unit(let base, let unit): return sourceName(base) + String(unit)
    default: return "this"
    }
  }
}

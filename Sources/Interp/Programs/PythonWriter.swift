import Net

/// Writes expressions of the language as expressions of Python with NumPy. The quantities become those of the program: W1 becomes `W[1]`.
///
/// Every matrix of the language has two dimensions, so the writer adds a dimension where NumPy drops one. What it does not know is a fault that names it.
struct PythonWriter {
  /// The session before the statement. It decides what a name means.
  let session: Session
  /// The words of the program, which no variable may have.
  let taken: Set<String>
  /// The variables that the statement itself makes.
  var variables: Set<String> = []
  /// Those of them that hold truth values.
  var truths: Set<String> = []
  /// What the program needs.
  private(set) var needs: Set<String> = []

  init(_ session: Session, taken: Set<String>) { (self.session, self.taken) = (session, taken) }

  mutating func need(_ feature: String) { needs.insert(feature) }

  /// How strongly an expression of Python binds. A weaker part of a stronger expression gets brackets.
  enum Strength: Int {
    case condition, disjunction, conjunction, negation, comparison, either, both, sum, product, sign, power, postfix
    var next: Strength { Strength(rawValue: rawValue + 1)! }
  }

  /// - Throws: a `usage` fault where the expression has no form in Python.
  mutating func text(_ expression: Expression) throws(Fault) -> String { try write(expression).text }

  /// A condition: true where all its entries are.
  mutating func condition(_ expression: Expression) throws(Fault) -> String { "np.all(\(try text(expression)))" }

  /// A whole number, such as a count.
  mutating func whole(_ expression: Expression) throws(Fault) -> String {
    if let number = Self.literal(expression) { return PythonText.short(number) }
    if let quantity = quantity(expression), [.n, .m, .L, .t].contains(quantity.kind) { return try text(expression) }
    let text = try text(expression)
    return isNumber(expression) ? "int(\(text))" : "int(np.squeeze(\(text)))"
  }

  /// Whether an expression is surely a number and no (1, 1) array.
  func isNumber(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .number: true
    case .name(let name):
      if let value = session.state.variables[name] {
        !value.isMatrix
      } else if let quantity = quantity(expression) {
        (try? session.shape(of: quantity)) == nil
      } else {
        // The variable of a loop, or one that its block makes.
        true
      }
    case .unary(_, let inner): isNumber(inner)
    case .binary(_, let left, let right, _): isNumber(left) && isNumber(right)
    case .call(let callee, _): ["int", "float"].contains(callee.plainName)
    default: false
    }
  }

  /// Whether an array is a single row; nil where that is not known.
  private func isRow(_ expression: Expression) -> Bool? {
    if let name = expression.plainName, let value = session.state.variables[name] { return value.asMatrix.map { $0.rows == 1 } }
    if let quantity = quantity(expression) { return (try? session.shape(of: quantity)).map { $0.rows == 1 } }
    return nil
  }

  /// The value of an expression that is only a number; nil for other expressions.
  static func literal(_ expression: Expression) -> Double? {
    switch expression.kind {
    case .number(let value): value
    case .unary(.minus, let inner): literal(inner).map { -$0 }
    case .unary(.plus, let inner): literal(inner)
    default: nil
    }
  }

  mutating func write(_ expression: Expression, atLeast least: Strength) throws(Fault) -> String {
    let (text, strength) = try write(expression)
    return strength.rawValue < least.rawValue ? "(\(text))" : text
  }

  mutating func write(_ expression: Expression) throws(Fault) -> (text: String, strength: Strength) {
    switch expression.kind {
    case .number(let value): return (PythonText.short(value), .postfix)
    case .text(let text): return (PythonText.quoted(text), .postfix)
    case .argument(let number): throw Fault.notInPython("$\(number)").located(expression.range)
    case .name(let name): return try (self.name(name, expression.range), .postfix)
    case .matrix(let rows): return try (matrix(rows), .postfix)
    case .index(let base, let items): return try (index(base, items), .postfix)
    case .unit(let base, let unit):
      let isWeights = if case .index(let name, _) = base.kind { ["w", "dw"].contains(name.plainName) } else { false }
      return (try write(base, atLeast: .postfix) + "[\(unit - 1):\(unit)]" + (isWeights ? ".T" : ""), .postfix)
    case .example(let base, let which): return try (example(base, which), .postfix)
    case .call(let callee, let arguments): return try (call(callee, arguments), .postfix)
    case .method(let base, let name, let arguments):
      return try (function(name, [CallArgument(keyword: nil, value: base)] + arguments, expression.range), .postfix)
    case .transpose(let base): return (try write(base, atLeast: .postfix) + ".T", .postfix)
    case .shapeOf: throw Fault.notInPython(".shape").located(expression.range)
    case .derivative: throw Fault.notInPython("a derivative without its argument").located(expression.range)
    case .unary(.complement, let operand): return ("np.logical_not(\(try text(operand)))", .postfix)
    case .unary(let sign, let operand): return (sign.rawValue + (try number(operand, .sign)), .sign)
    case .binary(let operation, let left, let right, _): return try binary(operation, left, right)
    case .comparison(let operands, let operations, _): return (try comparison(operands, operations), operands.count > 2 ? .both : .comparison)
    case .and(let left, let right): return ("\(try condition(left)) and \(try condition(right))", .conjunction)
    case .or(let left, let right): return ("\(try condition(left)) or \(try condition(right))", .disjunction)
    case .not(let operand): return ("not \(try condition(operand))", .negation)
    }
  }

  // MARK: Operators

  private mutating func binary(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) throws(Fault) -> (String, Strength) {
    if operation == .dot || operation == .implicitProduct {
      if quantity(left)?.isScalar == false, quantity(right)?.isScalar == false {
        return ("\(try write(left, atLeast: .product)) @ \(try write(right, atLeast: .sign))", .product)
      }
      return ("np.dot(\(try text(left)), \(try text(right)))", .postfix)
    }
    let strength: Strength =
      switch operation {
      case .add, .subtract: .sum
      case .power: .power
      case .conjunction: .both
      case .disjunction: .either
      default: .product
      }
    if operation == .power, !(Self.literal(right).map { $0 > 0 && $0.rounded() == $0 } ?? false) {
      // Python's ** of numbers makes complex numbers, or fails at 0.
      return ("np.float_power(\(try text(left)), \(try text(right)))", .postfix)
    }
    if operation == .power {
      // Python's integers have no bounds, so a power of one may take for ever.
      let base = if let number = Self.literal(left) { "(\(PythonText.number(number)))" } else { try write(left, atLeast: .postfix) }
      return ("\(base) ** \(try write(right, atLeast: .sign))", .power)
    }
    let isOfTruth = operation == .conjunction || operation == .disjunction
    let (one, other) =
      isOfTruth
      ? (try write(left, atLeast: strength), try write(right, atLeast: strength.next)) : (try number(left, strength), try number(right, strength.next))
    return ("\(one) \(operation.rawValue) \(other)", strength)
  }

  /// An operand of arithmetic. Truth values count as 0 and 1, which NumPy would add by "or".
  mutating func number(_ expression: Expression, _ strength: Strength) throws(Fault) -> String {
    isTruth(expression) ? "(1.0 * (\(try text(expression))))" : try write(expression, atLeast: strength)
  }

  /// Whether an expression gives truth values, as far as that is known.
  func isTruth(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .comparison, .and, .or, .not: true
    case .name(let name): truths.contains(name) || session.state.variables[name]?.isBoolean ?? (name == "True" || name == "False")
    case .call(let callee, let arguments):
      switch callee.plainName {
      case "isnan", "isfinite", "any", "all", "allclose", "array_equal": true
      case "transpose", "reshape", "concatenate", "where", "array": arguments.contains { isTruth($0.value) }
      default: false
      }
    case .binary(let operation, _, _, _): operation == .conjunction || operation == .disjunction
    case .unary(.complement, _): true
    case .index(let base, _), .transpose(let base): isTruth(base)
    default: false
    }
  }

  /// A chain of comparisons. Python chains them for numbers, but not entry by entry.
  private mutating func comparison(_ operands: [Expression], _ operations: [ComparisonOperator]) throws(Fault) -> String {
    if operands.count > 2, operands.contains(where: { $0.draws(session.words) }) { throw .notInPython("a chain of comparisons that draws random numbers") }
    var parts: [String] = []
    for (index, operation) in operations.enumerated() {
      parts.append("\(try write(operands[index], atLeast: .either)) \(operation.rawValue) \(try write(operands[index + 1], atLeast: .either))")
    }
    return parts.count == 1 ? parts[0] : parts.map { "(\($0))" }.joined(separator: " & ")
  }

  // MARK: Names

  /// The quantity that an expression is, as a whole.
  private func quantity(_ expression: Expression) -> Quantity? {
    switch expression.kind {
    case .name(let name): if case .quantity(let reference)? = meaning(name) { return reference.quantity }
    case .index(let base, let items):
      if let bracket = session.layerBracket(base, items), base.plainName.map({ !variables.contains($0) }) ?? true {
        return Quantity(bracket.kind, Self.literal(bracket.layer).flatMap { Int(exactly: $0) } ?? 1)
      }
    default: break
    }
    return nil
  }

  func meaning(_ name: String) -> Names.Meaning? {
    let context = session.nameContext
    return Names.reserved(name, context) ?? (isVariable(name) ? nil : Names.alias(name, context))
  }

  func isVariable(_ name: String) -> Bool { variables.contains(name) || session.state.variables[name] != nil }

  private mutating func name(_ name: String, _ range: SourceRange) throws(Fault) -> String {
    switch meaning(name) {
    case .quantity(let reference):
      return try read(reference.quantity.kind, "\(reference.quantity.layer)", range) + (reference.isTransposed ? ".T" : "")
    case .constant(.scalar(let value)):
      switch value {
      case .pi: return "np.pi"
      case 2.718281828459045: return "np.e"
      default: return PythonText.number(value)
      }
    case .constant(.boolean(let truth)): return truth ? "True" : "False"
    case nil where isVariable(name): return PythonText.name(name, taken: taken)
    case nil where Session.scaleNames.contains(name): return name
    default: throw Fault.notInPython("'\(Fault.shortened(name))'").located(range)
    }
  }

  /// The name of a quantity of a layer, whose number is an expression of Python.
  private mutating func read(_ kind: Quantity.Kind, _ layer: String, _ range: SourceRange) throws(Fault) -> String {
    switch kind {
    case .X, .Y, .J, .alpha, .t: return kind.rawValue
    case .m: return "X.shape[1]"
    case .L: return "len(W)"
    case .n:
      if layer == "0" { return session.state.network == nil ? "X.shape[0]" : "W[1].shape[1]" }
      return "W[\(layer)].shape[0]"
    case .lambda:
      need("penalty")
      return "lambd"
    case .keep:
      need("dropout")
      return "kept(\(layer))"
    case .D:
      need("dropout")
      return "D[\(layer)]"
    case .vdW, .vdb, .sdW, .sdb:
      need("optimizers")
      return "\(kind.rawValue)[\(layer)]"
    case .optimizerSteps:
      need("optimizers")
      return "k_opt"
    case .dA:
      need("dA")
      return "dA[\(layer)]"
    case .W, .b, .Z, .A, .dZ, .dW, .db: return "\(kind.rawValue)[\(layer)]"
    case .batch, .keepProb: throw Fault.notInPython("'\(kind.rawValue)'").located(range)
    }
  }

  // MARK: Matrices and parts of them

  private mutating func matrix(_ rows: [[Expression]]) throws(Fault) -> String {
    func numbers(_ row: [Expression]) -> [Double]? {
      let values = row.compactMap(Self.literal)
      return values.count == row.count ? values : nil
    }
    // [[1, 2], [3, 4]] is one row whose entries are rows.
    let inner =
      rows.count == 1 ? rows[0].map { entry -> [Expression]? in if case .matrix(let inner) = entry.kind, inner.count == 1 { inner[0] } else { nil } } : []
    let rows = !inner.isEmpty && inner.allSatisfy({ $0 != nil }) ? inner.compactMap(\.self) : rows
    var plain = rows.map(numbers)
    if rows.count == 1 {
      let nested = rows[0].map { entry -> [Double]? in if case .matrix(let inner) = entry.kind, inner.count == 1 { numbers(inner[0]) } else { nil } }
      if !nested.isEmpty, nested.allSatisfy({ $0 != nil }) { plain = nested }
    }
    let known = plain.compactMap(\.self)
    if known.count == plain.count, !known.isEmpty, known.allSatisfy({ $0.count == known[0].count && !$0.isEmpty }) {
      return "np.array([" + known.map { "[" + $0.map(PythonText.number).joined(separator: ", ") + "]" }.joined(separator: ", ") + "])"
    }
    guard !rows.isEmpty, rows.allSatisfy({ !$0.isEmpty }) else { throw .notInPython("an empty matrix") }
    var blocks: [String] = []
    for row in rows {
      var entries: [String] = []
      for entry in row { entries.append(try text(entry)) }
      blocks.append("[" + entries.joined(separator: ", ") + "]")
    }
    return "np.block([" + blocks.joined(separator: ", ") + "])"
  }

  /// `W[l]`, where the bracket holds a layer, or a part of an array.
  private mutating func index(_ base: Expression, _ items: [IndexItem]) throws(Fault) -> String {
    if case .shapeOf(let array) = base.kind, items.count == 1, case .single(let item) = items[0] {
      return "\(try write(array, atLeast: .postfix)).shape[\(try whole(item))]"
    }
    if let bracket = session.layerBracket(base, items), !variables.contains(bracket.base) {
      if let layer = Self.literal(bracket.layer) {
        let quantity = Quantity(bracket.kind, Int(exactly: layer) ?? 1)
        return try read(quantity.kind, PythonText.short(layer), base.range)
      }
      if bracket.kind == .n {
        need("units")
        return "units(\(try text(bracket.layer)))"
      }
      return try read(bracket.kind, text(bracket.layer), base.range)
    }
    return try write(base, atLeast: .postfix) + "[\(try place(items, of: base))]"
  }

  /// The places of an index of an array, as NumPy counts them.
  mutating func place(_ items: [IndexItem], of base: Expression) throws(Fault) -> String {
    if items.count == 2, case .single(let row) = items[0], case .single(let column) = items[1], isList(row) || isList(column) {
      // NumPy pairs two lists, but a block of rows and columns is meant.
      need("places")
      return "np.ix_(at(\(try text(row))), at(\(try text(column))))"
    }
    if items.count == 1, case .single(let mask) = items[0], isTruth(mask) { throw .notInPython("an index of truth values") }
    if items.count == 2, case .single(let row) = items[0], case .single(let column) = items[1] {
      if Self.literal(row) != nil || isNumber(row), Self.literal(column) != nil || isNumber(column) { return "\(try entry(row)), \(try entry(column))" }
      need("places")
      return "places(\(try text(row)), \(try text(column)))"
    }
    var parts: [String] = []
    // The only index of a single row counts its entries.
    if items.count == 1 {
      var isNumbered = false
      if case .single(let item) = items[0] { isNumbered = isNumber(item) }
      guard let isRow = isNumbered ? false : isRow(base) else { throw .notInPython("an index of a value that has no name").located(base.range) }
      if isRow { parts.append(":") }
    }
    for item in items { parts.append(try part(item)) }
    return parts.joined(separator: ", ")
  }

  /// Whether an index is a list, as far as that is known.
  func isList(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .matrix: true
    case .name(let name): session.state.variables[name]?.isMatrix ?? false
    default: isTruth(expression)
    }
  }

  /// The place of one number in an index of two numbers.
  private mutating func entry(_ expression: Expression) throws(Fault) -> String {
    if let number = Self.literal(expression) { return PythonText.short(number > 0 ? number - 1 : number) }
    need("places")
    return "at(\(try text(expression)))[0]"
  }

  /// The places of one item. They keep their dimension.
  mutating func part(_ item: IndexItem) throws(Fault) -> String {
    switch item {
    case .single(let expression):
      guard let number = Self.literal(expression) else {
        need("places")
        return "at(\(try text(expression)))"
      }
      let start = number > 0 ? number - 1 : number
      return PythonText.short(start) + ":" + (start == -1 ? "" : PythonText.short(start + 1))
    case .slice(let start, let end, let step, let range):
      if let step, Self.literal(step).map({ $0 <= 0 }) ?? true { throw Fault.notInPython("a step that goes back").located(range) }
      var text = ""
      if let start { text += try bound(start, before: 1) }
      text += ":"
      if let end { text += try bound(end, before: 0) }
      if let step { text += ":" + (try whole(step)) }
      return text
    }
  }

  /// A bound of a slice. Its first number counts from 1, and its last one belongs to it.
  private mutating func bound(_ expression: Expression, before: Double) throws(Fault) -> String {
    guard let number = Self.literal(expression) else {
      need("places")
      return "\(before == 1 ? "first" : "last")(\(try text(expression)))"
    }
    if number > 0 { return PythonText.short(number - before) }
    return before == 1 ? PythonText.short(number) : number == -1 ? "" : PythonText.short(number + 1)
  }
}

extension Fault {
  /// A part of a statement that `export` cannot write in Python.
  static func notInPython(_ what: String) -> Fault { Fault(.usage, "export cannot write \(what) in Python") }
}

import Net

/// Works out the shape of an expression without computing its value.
///
/// The result is a tree that holds the rule at each operator. The sizes can be the live ones, or sizes that the user supposes.
struct ShapeEvaluator {
  let session: Session
  /// The sizes that the user supposes, by name: `shape E n1=5` gives `["n1": 5]`.
  let supposed: [String: Int]
  let evaluator: Evaluator

  init(_ session: Session, supposed: [String: Int] = [:]) {
    self.session = session
    self.supposed = supposed
    evaluator = Evaluator(session)
    let supposes = self
    evaluator.supposes = { quantity in
      switch quantity.kind {
      case .m: supposes.supposed["m"]
      case .n: supposes.supposed.isEmpty ? nil : supposes.extent(.units(quantity.layer)).number
      default: nil
      }
    }
  }

  /// The shape of an expression as a tree, with a node for each part of the expression.
  /// - Parameter source: the text in which the expression stands.
  /// - Throws: a `Fault` at the expression where two shapes do not fit, where a name is unknown or has no shape yet, or where a size cannot be
  ///   computed.
  func tree(_ expression: Expression, _ source: SourceText) throws(Fault) -> ShapeNode {
    do {
      var node = try node(expression, source)
      node.keeping = expression.keepingDimensions(source)
      return node
    } catch {
      throw error.located(expression.range)
    }
  }

  private func node(_ expression: Expression, _ source: SourceText) throws(Fault) -> ShapeNode {
    let text = source.words(of: expression)
    func leaf(_ shape: SymbolicShape, _ rule: String? = nil, _ parts: [ShapeNode] = []) -> ShapeNode {
      ShapeNode(text: text, shape: shape, rule: rule, parts: parts)
    }
    switch expression.kind {
    case .number, .text, .argument: return leaf(.scalar)
    case .and(let left, let right), .or(let left, let right):
      return leaf(.scalar, "one truth value", [try tree(left, source), try tree(right, source)])
    case .not(let operand): return leaf(.scalar, "one truth value", [try tree(operand, source)])
    case .name(let name): return leaf(try named(name))
    case .matrix(let rows): return try literal(rows, text, source)
    case .index(let base, let items): return try index(base, items, text, source)
    case .unit(let base, let unit):
      let whole = try tree(base, source)
      if case .index(let name, let items) = base.kind, let kind = session.layerBracket(name, items)?.kind, kind == .W || kind == .dW {
        return leaf(SymbolicShape(rows: whole.shape.columns, columns: .one), "unit \(unit)'s row of \(whole.shape.names), as a column", [whole])
      }
      return leaf(SymbolicShape(rows: .one, columns: whole.shape.columns), "unit \(unit)'s row of \(whole.shape.names)", [whole])
    case .example(let base, _): return try example(base, text, source)
    case .call(let callee, let arguments): return try call(callee, arguments, expression, text, source)
    case .method(let base, let name, let arguments):
      return try function(name, [CallArgument(keyword: nil, value: base)] + arguments, expression, text, source)
    case .transpose(let inner):
      let before = try tree(inner, source)
      return leaf(before.shape.transposed, before.shape.isScalar ? nil : "rows become columns", [before])
    case .shapeOf: return leaf(SymbolicShape(Shape(1, 2)), "rows and columns as two numbers")
    case .derivative: throw .functionAsValue(source.text(expression.range))
    case .unary(_, let operand):
      let before = try tree(operand, source)
      return leaf(before.shape, before.shape.isScalar ? nil : "entry by entry", [before])
    case .binary(let operation, let left, let right, let range):
      let (a, b) = (try tree(left, source), try tree(right, source))
      if operation.isProduct, !a.shape.isScalar, !b.shape.isScalar { return try product(a, b, text, range) }
      if operation == .matrixProduct { throw Fault.scalarInProduct(a.shape.isScalar ? "left" : "right").located(range) }
      return try broadcast(operation.rawValue.isEmpty ? "*" : operation.rawValue, [a, b], text, range)
    case .comparison(let operands, let operators, let ranges):
      let parts = try operands.map { (operand) throws(Fault) in try tree(operand, source) }
      let result = try broadcast(operators[0].rawValue, parts, text, ranges[0])
      return leaf(result.shape, "truth values: " + (result.rule ?? "one"), parts)
    }
  }

  // MARK: Rules

  /// Whether two dimensions are the same. Two numbers are compared if both are known, otherwise the names. Two dimensions without a name differ.
  func matches(_ a: Extent, _ b: Extent) -> Bool {
    guard let first = a.number, let second = b.number else { return a.name != nil && a.name == b.name }
    return first == second
  }

  /// The shape of a matrix product: (a, b) times (b, c) is (a, c).
  /// - Parameter symbol: the operator or function that an error names.
  /// - Throws: where the inner dimensions differ.
  func product(_ a: ShapeNode, _ b: ShapeNode, _ text: String, _ range: SourceRange, symbol: String = "@") throws(Fault) -> ShapeNode {
    guard matches(a.shape.columns, b.shape.rows) else { throw mismatch(symbol, a, b).located(range) }
    let result = SymbolicShape(rows: a.shape.rows, columns: b.shape.columns)
    let (x, y) = (a.shape.columns, b.shape.rows)
    let inner =
      x.name != nil && y.name != nil && x.name != y.name
      ? "\(x.text) and \(y.both) are summed over, so they are" : "\(x.name == nil ? y.both : x.both) is summed over, so it is"
    let rule = "\(a.shape.striking(columns: true)) @ \(b.shape.striking(rows: true)) -> \(result.names): \(inner) not in the result"
    return ShapeNode(text: text, shape: result, rule: rule, parts: [a, b])
  }

  /// The shape that NumPy's broadcasting gives for any number of operands.
  /// - Throws: where two operands do not broadcast. The error names the first operand that does not fit.
  func broadcast(_ symbol: String, _ parts: [ShapeNode], _ text: String, _ range: SourceRange) throws(Fault) -> ShapeNode {
    var result = SymbolicShape.scalar
    for (place, part) in parts.enumerated() {
      guard let next = joined(result, part.shape) else {
        throw mismatch(symbol, place == 1 ? parts[0] : ShapeNode(text: "", shape: result), part).located(range)
      }
      result = next
    }
    let arrays = parts.filter { !$0.shape.isScalar }
    var rule: String?
    if arrays.count == 1, parts.count > 1 {
      rule = "a scalar meets every entry of \(result.names)"
    } else if !arrays.isEmpty {
      let stretches = arrays.compactMap { stretch($0, to: result) }
      let shapes = arrays.map(\.shape.names).joined(separator: symbol.first?.isLetter == true ? ", " : " \(symbol) ")
      rule =
        arrays.count == 1 ? "entry by entry" : "\(shapes) -> \(result.names): " + (stretches.isEmpty ? "entry by entry" : stretches.joined(separator: "\n"))
    }
    // A result that is made from numbers alone has no tree of parts.
    return ShapeNode(text: text, shape: result, rule: rule, parts: arrays.isEmpty ? [] : parts)
  }

  /// The shape to which two shapes broadcast; nil where they do not fit.
  private func joined(_ a: SymbolicShape, _ b: SymbolicShape) -> SymbolicShape? {
    if a.isScalar || b.isScalar { return a.isScalar ? b : a }
    guard let rows = joined(a.rows, b.rows), let columns = joined(a.columns, b.columns) else { return nil }
    return SymbolicShape(rows: rows, columns: columns)
  }

  private func joined(_ a: Extent, _ b: Extent) -> Extent? {
    if matches(a, b) { return a.name == nil || a.name == "1" ? b : a }
    return a.isOne ? b : b.isOne ? a : nil
  }

  /// A sentence part that says how an operand is stretched: `b1 is stretched along axis 1 over the m = 400 columns`. It is nil where nothing is
  /// stretched.
  private func stretch(_ part: ShapeNode, to result: SymbolicShape) -> String? {
    func isStretched(_ own: Extent, _ all: Extent) -> Bool { own.isOne && !all.isOne }
    var axes: [String] = []
    if isStretched(part.shape.rows, result.rows) { axes.append("axis 0 over the \(result.rows.both) rows") }
    if isStretched(part.shape.columns, result.columns) { axes.append("axis 1 over the \(result.columns.both) columns") }
    return axes.isEmpty ? nil : "\(part.text.isEmpty ? "an operand" : part.text) is stretched along " + axes.joined(separator: " and ")
  }

  /// The error for two operands whose shapes do not fit at an operator.
  func mismatch(_ symbol: String, _ a: ShapeNode, _ b: ShapeNode) -> Fault {
    .mismatch(symbol, MismatchSide(text: a.text, shape: a.shape, keeping: a.keeping), MismatchSide(text: b.text, shape: b.shape, keeping: b.keeping))
  }
}

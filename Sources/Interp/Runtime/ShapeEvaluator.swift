import Net

/// Works out the shape of an expression without computing it, with the rule at each operator; sizes may be supposed.
struct ShapeEvaluator {
  let session: Session
  /// `m`, `n0`, `n1` … as given with `shape E n1=5`.
  let supposed: [String: Int]
  /// A line for each operator, innermost first.
  private(set) var derivation: [String] = []
  private let evaluator: Evaluator

  init(_ session: Session, supposed: [String: Int] = [:]) {
    self.session = session
    self.supposed = supposed
    evaluator = Evaluator(session)
  }

  mutating func shape(_ expression: Expression, _ source: SourceText) throws(Fault) -> SymbolicShape {
    do {
      return try node(expression, source)
    } catch {
      throw error.located(expression.range)
    }
  }

  private mutating func node(_ expression: Expression, _ source: SourceText) throws(Fault) -> SymbolicShape {
    switch expression.kind {
    case .number, .text, .argument, .and, .or, .not: return .scalar
    case .name(let name): return try named(name)
    case .matrix(let rows): return try literal(rows, source)
    case .index(let base, let items): return try index(base, items, source)
    case .unit(let base, _):
      let whole = try shape(base, source)
      let isWeight = base.unitBase.map { $0 == "w" || $0 == "dw" } ?? false
      return isWeight ? SymbolicShape(rows: whole.columns, columns: .one) : SymbolicShape(rows: .one, columns: whole.columns)
    case .example(let base, _): return SymbolicShape(rows: try shape(base, source).rows, columns: .one)
    case .call(let callee, let arguments): return try call(callee, arguments, expression, source)
    case .method(let base, let name, let arguments):
      return try function(name, [CallArgument(keyword: nil, value: base)] + arguments, expression, source)
    case .transpose(let inner):
      let before = try shape(inner, source)
      note(expression, source, "\(before.numbers) turned is \(before.transposed.numbers)")
      return before.transposed
    case .shapeOf: return SymbolicShape(Shape(1, 2))
    case .derivative: throw .functionAsValue(source.text(expression.range))
    case .unary(_, let operand): return try shape(operand, source)
    case .binary(let operation, let left, let right, let range):
      let (a, b) = (try shape(left, source), try shape(right, source))
      let isProduct = [.matrixProduct, .dot, .implicitProduct].contains(operation)
      if isProduct, !a.isScalar, !b.isScalar { return try product(a, b, left, right, expression, range, source) }
      if operation == .matrixProduct { throw Fault.scalarInProduct(a.isScalar ? "left" : "right").located(range) }
      return try broadcast(operation.rawValue.isEmpty ? "*" : operation.rawValue, a, b, left, right, expression, range, source)
    case .comparison(let operands, let operators, let ranges):
      var result = try shape(operands[0], source)
      for (place, operation) in operators.enumerated() {
        let right = try shape(operands[place + 1], source)
        result = try broadcast(operation.rawValue, result, right, operands[place], operands[place + 1], expression, ranges[place], source)
      }
      return result
    }
  }

  // MARK: Names

  /// The dimension with its number: supposed, of the live network, or of the data.
  func extent(_ dimension: Dimension) -> Extent {
    let network = session.state.network
    let name = dimension.name(depth: network?.depth)
    var number: Int?
    switch dimension {
    case .one: return .one
    case .examples: number = session.X.columns
    case .outputUnits: number = network.map { $0.sizes[$0.depth] } ?? session.Y?.rows
    case .units(let layer):
      if let network { number = layer <= network.depth ? network.sizes[layer] : nil } else if layer == 0 { number = session.X.rows }
    }
    return Extent(number: supposedSize(name) ?? number, name: name)
  }

  private func supposedSize(_ name: String) -> Int? {
    if let size = supposed[name] { return size }
    let network = session.state.network
    switch name {
    case "n0": return supposed["n_x"] ?? supposed["nx"] ?? supposed["nₓ"]
    case "n1" where network == nil || network?.depth == 2: return supposed["n_h"]
    case _ where name == network.map({ "n\($0.depth)" }) || name == "nL": return supposed["n_y"]
    default: return nil
    }
  }

  private func shape(of quantity: Quantity) -> SymbolicShape {
    guard let (rows, columns) = quantity.symbolicShape else { return .scalar }
    return SymbolicShape(rows: extent(rows), columns: extent(columns))
  }

  private func named(_ name: String) throws(Fault) -> SymbolicShape {
    let context = session.nameContext
    let meaning = Names.reserved(name, context) ?? (session.state.variables[name] == nil ? Names.alias(name, context) : nil)
    switch meaning {
    case .quantity(let reference):
      if let network = session.state.network { try session.check(reference.quantity, in: network) }
      let found = shape(of: reference.quantity)
      return reference.isTransposed ? found.transposed : found
    case .needsNetwork: throw .noNetwork()
    case .needsTwoLayers: throw .noSingleHiddenLayer(depth: context.depth ?? 0)
    case .constant: return .scalar
    case .activation(let layer): throw .functionAsValue("g\(layer)")
    case nil: return try evaluator.value(named: name).shape.map { SymbolicShape($0) } ?? .scalar
    }
  }

  // MARK: Parts

  private mutating func index(_ base: Expression, _ items: [IndexItem], _ source: SourceText) throws(Fault) -> SymbolicShape {
    if case .shapeOf = base.kind { return .scalar }
    if let name = base.plainName, session.state.variables[name] == nil, items.count == 1, case .single(let item) = items[0],
      let kind = Names.layered(name), Names.reserved(name, session.nameContext) == nil
    {
      let layer = try evaluator.integer(item, "a layer's number", in: 0...1_000_000)
      return try named(Quantity(kind, layer).name)
    }
    let whole = try shape(base, source)
    if items.count > 2 { throw .tooManyIndices(items.count) }
    if items.count == 1 {
      let alongColumns = whole.rows.isOne && !whole.columns.isOne
      let part = try extent(items[0], of: alongColumns ? whole.columns : whole.rows)
      return alongColumns ? SymbolicShape(rows: .one, columns: part.extent) : SymbolicShape(rows: part.extent, columns: whole.columns)
    }
    let (rows, columns) = (try extent(items[0], of: whole.rows), try extent(items[1], of: whole.columns))
    if rows.isSingle, columns.isSingle { return .scalar }
    return SymbolicShape(rows: rows.extent, columns: columns.extent)
  }

  private func extent(_ item: IndexItem, of whole: Extent) throws(Fault) -> (extent: Extent, isSingle: Bool) {
    switch item {
    case .slice(nil, nil, nil, _): return (whole, false)
    case .slice(let start, let end, let step, let range):
      guard let count = whole.number else { return (Extent(number: nil, name: "part of \(whole.text)"), false) }
      func bound(_ part: Expression?, _ other: Int) throws(Fault) -> Int {
        guard let part else { return other }
        let value = try evaluator.integer(part, "the end of a slice", in: -count...count)
        return value < 0 ? count + 1 + value : value
      }
      let stride = try step.map { (part) throws(Fault) in try evaluator.integer(part, "the step of a slice", in: -count...count) } ?? 1
      guard stride != 0 else { throw Fault.sliceStep().located(range) }
      let places = Swift.stride(from: try bound(start, stride > 0 ? 1 : count), through: try bound(end, stride > 0 ? count : 1), by: stride)
      return (Extent(number: Array(places).count, name: nil), false)
    case .single(let expression):
      let value = try evaluator.evaluate(expression)
      if case .booleans(let mask) = value { return (Extent(number: mask.elements.filter { $0 != 0 }.count, name: nil), false) }
      guard let matrix = value.asMatrix else { throw .notIndex(value) }
      return value.number != nil ? (.one, true) : (Extent(number: matrix.elements.count, name: nil), false)
    }
  }

  private mutating func literal(_ rows: [[Expression]], _ source: SourceText) throws(Fault) -> SymbolicShape {
    var height = 0
    var width = 0
    for row in rows {
      var rowHeight = 0
      var rowWidth = 0
      for entry in row {
        let part = try shape(entry, source)
        guard let (r, c) = part.shape.map({ ($0.rows, $0.columns) }) else { return SymbolicShape(rows: Extent(), columns: Extent()) }
        if case .matrix = entry.kind {
          rowHeight += r
          rowWidth = max(rowWidth, c)
        } else {
          rowHeight = max(rowHeight, r)
          rowWidth += c
        }
      }
      height += rowHeight
      width = max(width, rowWidth)
    }
    return SymbolicShape(Shape(max(height, 1), width))
  }

  // MARK: Rules

  private mutating func product(
    _ a: SymbolicShape, _ b: SymbolicShape, _ left: Expression, _ right: Expression, _ whole: Expression, _ range: SourceRange, _ source: SourceText
  ) throws(Fault) -> SymbolicShape {
    guard a.columns.matches(b.rows) else { throw mismatch(.matrixProduct, a, b, left, right, source).located(range) }
    let result = SymbolicShape(rows: a.rows, columns: b.columns)
    note(whole, source, "\(a.numbers) @ \(b.numbers) -> \(result.numbers): the inner \(a.columns.text) falls away")
    return result
  }

  private mutating func broadcast(
    _ symbol: String, _ a: SymbolicShape, _ b: SymbolicShape, _ left: Expression, _ right: Expression, _ whole: Expression, _ range: SourceRange,
    _ source: SourceText
  ) throws(Fault) -> SymbolicShape {
    if a.isScalar || b.isScalar {
      let result = a.isScalar ? b : a
      if !result.isScalar { note(whole, source, "a scalar \(symbol) \(result.numbers) -> \(result.numbers)") }
      return result
    }
    func one(_ x: Extent, _ y: Extent) -> Extent? { x.matches(y) ? (x.name == nil ? y : x) : x.isOne ? y : y.isOne ? x : nil }
    guard let rows = one(a.rows, b.rows), let columns = one(a.columns, b.columns) else {
      throw mismatch(BinaryOperator(rawValue: symbol) ?? .subtract, a, b, left, right, source).located(range)
    }
    let result = SymbolicShape(rows: rows, columns: columns)
    var stretched: [String] = []
    for (side, expression) in [(a, left), (b, right)] where side.shape != result.shape {
      let axes = [(side.rows, rows, "rows"), (side.columns, columns, "columns")].filter { !$0.0.matches($0.1) }
      stretched.append("\(source.text(expression.range)) is stretched to " + axes.map { "\($0.1.text) \($0.2)" }.joined(separator: " and "))
    }
    let tail = stretched.isEmpty ? "" : ": " + stretched.joined(separator: ", ")
    note(whole, source, "\(a.numbers) \(symbol) \(b.numbers) -> \(result.numbers)\(tail)")
    return result
  }

  private func mismatch(_ operation: BinaryOperator, _ a: SymbolicShape, _ b: SymbolicShape, _ left: Expression, _ right: Expression, _ source: SourceText)
    -> Fault
  {
    guard let x = a.shape, let y = b.shape else { return .symbolicMismatch(operation.rawValue, a.names, b.names) }
    return .mismatch(
      operation, MismatchSide(name: source.text(left.range), shape: x, names: a.names), MismatchSide(name: source.text(right.range), shape: y, names: b.names))
  }

  private mutating func note(_ expression: Expression, _ source: SourceText, _ rule: String) {
    derivation.append("\(source.text(expression.range)): \(rule)")
  }

  // MARK: Calls

  private mutating func call(_ callee: Expression, _ arguments: [CallArgument], _ whole: Expression, _ source: SourceText) throws(Fault) -> SymbolicShape {
    if case .derivative = callee.kind { return try argumentShape(arguments, source) }
    if let name = callee.plainName, Names.split(name)?.base == "g" || Activations.named(name) != nil { return try argumentShape(arguments, source) }
    if case .index(let base, _) = callee.kind, base.plainName == "g" { return try argumentShape(arguments, source) }
    if evaluator.isExampleForm(callee) { return SymbolicShape(rows: try shape(callee, source).rows, columns: .one) }
    guard let name = callee.plainName else { throw .notCallable(source.text(callee.range)) }
    if name == "L" { return SymbolicShape(rows: .one, columns: extent(.examples)) }
    return try function(name, arguments, whole, source)
  }

  private mutating func argumentShape(_ arguments: [CallArgument], _ source: SourceText) throws(Fault) -> SymbolicShape {
    guard arguments.count == 1 else { throw .argumentCount("an activation", wanted: "one", got: arguments.count) }
    return try shape(arguments[0].value, source)
  }

  private mutating func function(_ name: String, _ arguments: [CallArgument], _ whole: Expression, _ source: SourceText) throws(Fault) -> SymbolicShape {
    guard let function = Functions.named(name) else { throw .unknownFunction(name) }
    let arguments = arguments.filter { !$0.isNone }
    let plain = arguments.filter { $0.keyword == nil }
    switch function.shape {
    case .scalar: return .scalar
    case .transpose: return try shape(plain[0].value, source).transposed
    case .elementwise:
      var result = SymbolicShape.scalar
      for argument in plain.prefix(function.parameters.filter { !$0.hasSuffix("?") }.count) {
        let next = try shape(argument.value, source)
        result = try broadcast(name, result, next, argument.value, argument.value, whole, whole.range, source)
      }
      return result
    case .product:
      guard plain.count == 2 else { throw .argumentCount(name, wanted: "two", got: plain.count) }
      let (a, b) = (try shape(plain[0].value, source), try shape(plain[1].value, source))
      if a.isScalar || b.isScalar { return a.isScalar ? b : a }
      return try product(a, b, plain[0].value, plain[1].value, whole, whole.range, source)
    case .outer:
      guard plain.count == 2 else { throw .argumentCount(name, wanted: "two", got: plain.count) }
      let (a, b) = (try shape(plain[0].value, source), try shape(plain[1].value, source))
      return SymbolicShape(rows: a.columns.isOne ? a.rows : a.columns, columns: b.columns.isOne ? b.rows : b.columns)
    case .reduction: return try reduction(function, arguments, whole, source)
    case .made(let rule):
      var sizes: [Double] = []
      var first: Shape?
      for (place, argument) in plain.enumerated() {
        if place == 0, function.parameters[0] == "a" {
          first = try shape(argument.value, source).shape
          continue
        }
        sizes += try evaluator.evaluate(argument.value).asMatrix?.elements ?? []
      }
      if sizes.isEmpty, first == nil { return .scalar }
      guard let made = rule(sizes, first) else { throw .sizesUnknown(name) }
      return SymbolicShape(made)
    }
  }

  private mutating func reduction(_ function: Function, _ arguments: [CallArgument], _ whole: Expression, _ source: SourceText) throws(Fault) -> SymbolicShape {
    guard let first = arguments.first(where: { $0.keyword == nil }) else { throw .missingArgument("a", of: function) }
    let before = try shape(first.value, source)
    let plain = arguments.filter { $0.keyword == nil }
    if function.parameters.contains("b?"), plain.count > 1 {
      return try broadcast(function.name, before, try shape(plain[1].value, source), first.value, plain[1].value, whole, whole.range, source)
    }
    let axisArgument = arguments.first { $0.keyword == "axis" } ?? (plain.count > 1 ? plain[1] : nil)
    let keeps =
      try arguments.first { $0.keyword == "keepdims" }.map { (argument) throws(Fault) in try evaluator.number(argument.value, "keepdims") != 0 } ?? false
    guard let axisArgument else {
      note(whole, source, "\(before.numbers) -> \(keeps ? "(1, 1)" : "scalar"): over everything")
      return keeps ? SymbolicShape(rows: .one, columns: .one) : .scalar
    }
    let number = try evaluator.number(axisArgument.value, "axis")
    guard [0, 1, -1, -2].contains(number) else { throw Fault.axis(number).located(axisArgument.value.range) }
    let overRows = number == 0 || number == -2
    let left = overRows ? before.columns : before.rows
    let result = overRows || !keeps ? SymbolicShape(rows: .one, columns: left) : SymbolicShape(rows: left, columns: .one)
    let lost = overRows ? before.rows : before.columns
    note(
      whole, source,
      "\(before.numbers) -> \(result.numbers): axis \(overRows ? 0 : 1) runs over the \(lost.text) \(overRows ? "rows" : "columns"), \(keeps ? "its place is kept" : "what is left is a row")"
    )
    return result
  }
}

extension Expression {
  /// The `w` of `w[1]`.
  var unitBase: String? {
    if case .index(let base, _) = kind { return base.plainName }
    return nil
  }
}

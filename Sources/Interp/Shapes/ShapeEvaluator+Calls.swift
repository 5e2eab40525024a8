import Net

/// The shapes of calls.
extension ShapeEvaluator {
  /// The shape of a call. The callee is an activation, an array with an example in brackets, the loss `L` or a function.
  func call(_ callee: Expression, _ arguments: [CallArgument], _ whole: Expression, _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    if let (activation, isDerivative) = try activation(callee) {
      guard arguments.count == 1 else { throw .argumentCount(source.text(callee.range), wanted: "one", got: arguments.count) }
      let z = try tree(arguments[0].value, source)
      let name = activation + (isDerivative ? "'" : "")
      return ShapeNode(text: text, shape: z.shape, rule: activation == "softmax" ? "\(name) over each column" : "\(name), entry by entry", parts: [z])
    }
    if evaluator.isExampleForm(callee) { return try example(callee, text, source) }
    guard let name = callee.plainName else { throw .notCallable(source.text(callee.range)) }
    if name == "L" {
      let parts = try arguments.map { (argument) throws(Fault) in try tree(argument.value, source) }
      guard parts.count == 2 else { throw .argumentCount("L", wanted: "two", got: parts.count) }
      guard matches(parts[0].shape.rows, parts[1].shape.rows), matches(parts[0].shape.columns, parts[1].shape.columns) else {
        throw .lossShapes(parts[0].text, parts[0].shape.numbers, parts[1].text, parts[1].shape.numbers, turned: parts[1].shape.transposed == parts[0].shape)
      }
      let pair = parts[0]
      return ShapeNode(text: text, shape: SymbolicShape(rows: .one, columns: pair.shape.columns), rule: "the loss of each example, a row", parts: parts)
    }
    return try function(name, arguments, whole, text, source)
  }

  /// The name of the activation that a callee means. Without a network, the name of `g1` is `g1`. The result is nil where the callee is no
  /// activation.
  private func activation(_ callee: Expression) throws(Fault) -> (name: String, isDerivative: Bool)? {
    guard let (reference, isDerivative) = try evaluator.activationReference(callee) else { return nil }
    switch reference {
    case .named(let activation): return (activation.name, isDerivative)
    case .layer(let layer):
      guard let network = session.state.network else { return ("g\(layer)", isDerivative) }
      try session.check(Quantity(.A, layer), in: network)
      return (network.layers[layer - 1].activation.name, isDerivative)
    }
  }

  /// The shape that a function of the language returns, by the rule that the function declares.
  /// - Parameter whole: the whole call; errors point at it.
  /// - Throws: where the function or an argument is unknown or missing, or where shapes do not fit.
  func function(_ name: String, _ arguments: [CallArgument], _ whole: Expression, _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    guard let function = Functions.named(name) else { throw .unknownFunction(name, session.words) }
    let bound = try BoundArguments(arguments, of: function)
    func part(_ parameter: String) throws(Fault) -> ShapeNode {
      guard let expression = bound[parameter] else { throw .missingArgument(parameter, of: function) }
      return try tree(expression, source)
    }
    switch function.shape {
    case .scalar: return ShapeNode(text: text, shape: .scalar, rule: "one value")
    case .transpose:
      let a = try part("a")
      return ShapeNode(text: text, shape: a.shape.transposed, rule: "rows become columns", parts: [a])
    case .elementwise:
      let parts = try function.parameterNames.filter { bound[$0] != nil && $0 != "decimals" }.map { (name) throws(Fault) in try part(name) }
      return try broadcast(name, parts, text, whole.range)
    case .running:
      let a = try part("a")
      if let axis = bound["axis"] {
        _ = try self.axis(axis)
        return ShapeNode(text: text, shape: a.shape, rule: "entry by entry along the axis", parts: [a])
      }
      let count = a.shape.shape?.count
      return ShapeNode(
        text: text, shape: SymbolicShape(rows: .one, columns: Extent(number: count, name: nil)), rule: "all entries in row order, a row", parts: [a])
    case .product:
      let (a, b) = (try part("a"), try part("b"))
      if a.shape.isScalar || b.shape.isScalar { return try broadcast("*", [a, b], text, whole.range) }
      return try product(a, b, text, whole.range, symbol: name)
    case .outer:
      let (a, b) = (try part("a"), try part("b"))
      let shape = SymbolicShape(rows: a.shape.columns.isOne ? a.shape.rows : a.shape.columns, columns: b.shape.columns.isOne ? b.shape.rows : b.shape.columns)
      return ShapeNode(text: text, shape: shape, rule: "every entry of the one times every entry of the other", parts: [a, b])
    case .reduction: return try reduction(function, bound, whole, text, source)
    case .joined: return try joined(bound, text, whole, source)
    case .sized: return ShapeNode(text: text, shape: try sized(name, bound.entries.map(\.expression)), rule: "of the sizes given")
    case .drawn(let parameters): return try drawn(function, parameters, bound, whole, text, source)
    case .made(let rule):
      var call = Call(function: function, values: [:], positional: [], generator: session.state.generator)
      var parts: [ShapeNode] = []
      for entry in bound.entries {
        // Only the shape of the array is needed. Sizes are computed.
        if let parameter = entry.parameter, parameter == function.parameterNames[0], ["a", "n", "object"].contains(parameter) {
          var node = try tree(entry.expression, source)
          if function.name == "array", case .matrix(let rows) = entry.expression.kind { node = try literal(rows, node.text, source, stacksRows: true) }
          if !node.shape.isScalar {
            guard let shape = node.shape.shape else { throw .sizesUnknown(name) }
            parts.append(node)
            call.shapes[parameter] = shape
            continue
          }
        }
        let value = try evaluator.evaluate(entry.expression)
        if let parameter = entry.parameter { call.values[parameter] = value }
        if entry.isPositional { call.positional.append(value) }
      }
      return ShapeNode(text: text, shape: try rule(call).map { SymbolicShape($0) } ?? .scalar, rule: "of the sizes given", parts: parts)
    }
  }

  /// The axis that an expression gives, 0 or 1. -2 means 0 and -1 means 1.
  private func axis(_ expression: Expression) throws(Fault) -> Int {
    let number = try evaluator.number(expression, "axis")
    guard [0, 1, -1, -2].contains(number) else { throw Fault.axis(number).located(expression.range) }
    return number == 0 || number == -2 ? 0 : 1
  }

  private func reduction(
    _ function: Function, _ bound: BoundArguments, _ whole: Expression, _ text: String, _ source: SourceText
  ) throws(Fault) -> ShapeNode {
    guard let first = bound["a"] else { throw .missingArgument("a", of: function) }
    let before = try tree(first, source)
    if let second = bound["b"] { return try broadcast(function.name, [before, try tree(second, source)], text, whole.range) }
    let keeps = try bound["keepdims"].map { (flag) throws(Fault) in try evaluator.number(flag, "keepdims") != 0 } ?? false
    guard let axis = bound["axis"], try !isEveryAxis(axis) else {
      let rule = before.shape.isScalar ? nil : "\(before.shape.striking(rows: true, columns: true)): over all entries"
      return ShapeNode(text: text, shape: keeps ? SymbolicShape(rows: .one, columns: .one) : .scalar, rule: rule, parts: [before])
    }
    let overRows = try self.axis(axis) == 0
    let left = overRows ? before.shape.columns : before.shape.rows
    let lost = overRows ? before.shape.rows : before.shape.columns
    let shape = overRows || !keeps ? SymbolicShape(rows: .one, columns: left) : SymbolicShape(rows: left, columns: .one)
    let what = overRows ? "axis 0 goes down the \(lost.both) rows" : "axis 1 goes along the \(lost.both) columns"
    let place = keeps ? "keepdims leaves a 1 in their place" : "without keepdims what is left is a row"
    let rule = "\(before.shape.striking(rows: overRows, columns: !overRows)) -> \(shape.names): \(what); \(place)"
    return ShapeNode(text: text, shape: shape, rule: rule, parts: [before])
  }

  /// Whether the argument names both axes, as `axis=(0, 1)` does.
  private func isEveryAxis(_ axis: Expression) throws(Fault) -> Bool {
    guard case .matrix = axis.kind else { return false }
    return try evaluator.evaluate(axis).asMatrix?.elements.count == 2
  }

  /// The shape of `concatenate((A, B), axis=1)`.
  private func joined(_ bound: BoundArguments, _ text: String, _ whole: Expression, _ source: SourceText) throws(Fault) -> ShapeNode {
    var parts: [ShapeNode] = []
    for part in bound.positional { parts.append(try tree(part, source)) }
    let beside = try bound["axis"].map { (axis) throws(Fault) in try self.axis(axis) == 1 } ?? false
    guard let first = parts.first else { throw .sizesUnknown("concatenate") }
    for part in parts.dropFirst() where !(beside ? matches(first.shape.rows, part.shape.rows) : matches(first.shape.columns, part.shape.columns)) {
      throw mismatch("concatenate", first, part).located(whole.range)
    }
    let counts = parts.map { beside ? $0.shape.columns.number : $0.shape.rows.number }
    let total = Extent(number: try counts.contains(nil) ? nil : Self.sum(counts.map { $0! }), name: nil)
    let shape = beside ? SymbolicShape(rows: first.shape.rows, columns: total) : SymbolicShape(rows: total, columns: first.shape.columns)
    return ShapeNode(text: text, shape: shape, rule: beside ? "side by side" : "one below the other", parts: parts)
  }

  /// The sum of some sizes.
  /// - Throws: where the sum overflows or is above 2^40.
  static func sum(_ sizes: [Int]) throws(Fault) -> Int {
    var total = 0
    for size in sizes {
      let (next, overflow) = total.addingReportingOverflow(size)
      if overflow || next > 1 << 40 { throw .tooLarge(Shape(1, .max), Functions.maximumEntries) }
      total = next
    }
    return total
  }

  /// The shape of a draw such as `normal(mu, sigma, (n1, m))`. It is the given size, to which the parameters must stretch. Without a size it is the
  /// broadcast of the parameters.
  private func drawn(
    _ function: Function, _ parameters: [String], _ bound: BoundArguments, _ whole: Expression, _ text: String, _ source: SourceText
  ) throws(Fault) -> ShapeNode {
    let parts = try parameters.compactMap { bound[$0] }.map { (expression) throws(Fault) in try tree(expression, source) }
    let arrays = parts.filter { !$0.shape.isScalar }
    let common = try broadcast(function.name, parts, text, whole.range)
    guard let size = bound["size"] else {
      return arrays.isEmpty ? ShapeNode(text: text, shape: .scalar, rule: "one draw") : common
    }
    let shape = try sized(function.name, [size])
    if let wanted = shape.shape, let own = common.shape.shape, Shape.broadcast(wanted, own) != wanted {
      throw Fault.drawnSize(function.name, wanted, own).located(size.range)
    }
    return ShapeNode(text: text, shape: shape, rule: "of the size given", parts: arrays)
  }

  /// The shape that sizes give, as in `zeros((n1, 1))`. A size such as `n1` or `m` keeps its name.
  private func sized(_ name: String, _ given: [Expression]) throws(Fault) -> SymbolicShape {
    var sizes: [Expression] = []
    for expression in given {
      if case .matrix(let rows) = expression.kind { sizes += rows.flatMap { $0 } } else { sizes.append(expression) }
    }
    if sizes.isEmpty { return .scalar }
    var extents: [Extent] = []
    for size in sizes {
      if let quantity = try reference(size)?.quantity, quantity.kind == .n || quantity.kind == .m {
        extents.append(extent(quantity.kind == .m ? .examples : .units(quantity.layer)))
        continue
      }
      for number in try evaluator.evaluate(size).asMatrix?.elements ?? [] {
        let whole = try Functions.size(number, name)
        extents.append(whole == 1 ? .one : Extent(number: whole, name: nil))
      }
    }
    guard extents.count <= 2, let last = extents.last else { throw .twoDimensions(name) }
    return SymbolicShape(rows: extents.count == 2 ? extents[0] : .one, columns: last)
  }
}

import Net

/// Shapes of calls.
extension ShapeEvaluator {
  mutating func call(_ callee: Expression, _ arguments: [CallArgument], _ whole: Expression, _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
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
      let pair = try broadcast("L", parts, text, whole.range)
      return ShapeNode(text: text, shape: SymbolicShape(rows: .one, columns: pair.shape.columns), rule: "the loss of each example, a row", parts: parts)
    }
    return try function(name, arguments, whole, text, source)
  }

  /// The name of the activation that a callee stands for; `g1` by its layer where there is no network.
  private func activation(_ callee: Expression) throws(Fault) -> (name: String, isDerivative: Bool)? {
    if case .derivative(let inner) = callee.kind { return try activation(inner).map { ($0.name, true) } }
    let context = session.nameContext
    if let name = callee.plainName, session.state.variables[name] == nil {
      if Activations.named(name) != nil { return (name, false) }
      guard case .activation(let layer)? = Names.alias(name, context) else { return nil }
      return (try activationName(layer), false)
    }
    guard case .index(let base, let items) = callee.kind, base.plainName == "g", session.state.variables["g"] == nil, items.count == 1,
      case .single(let item) = items[0]
    else { return nil }
    return (try activationName(evaluator.integer(item, "a layer's number", in: 1...1_000_000)), false)
  }

  private func activationName(_ layer: Int) throws(Fault) -> String {
    guard let network = session.state.network else { return "g\(layer)" }
    try session.check(Quantity(.A, layer), in: network)
    return network.layers[layer - 1].activation.name
  }

  mutating func function(_ name: String, _ arguments: [CallArgument], _ whole: Expression, _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    guard let function = Functions.named(name) else { throw .unknownFunction(name) }
    let arguments = arguments.filter { !$0.isNone }
    let bound = try bind(function, arguments)
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
      let names = function.parameters.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
      let parts = try names.filter { bound[$0] != nil && $0 != "decimals" }.map { (name) throws(Fault) in try part(name) }
      if parts.isEmpty { throw .missingArgument(names[0], of: function) }
      return try broadcast(name, parts, text, whole.range)
    case .running:
      let a = try part("a")
      if bound["axis"] != nil { return ShapeNode(text: text, shape: a.shape, rule: "entry by entry along the axis", parts: [a]) }
      let count = a.shape.shape?.count
      return ShapeNode(
        text: text, shape: SymbolicShape(rows: .one, columns: Extent(number: count, name: nil)), rule: "all entries in row order, a row", parts: [a])
    case .product:
      let (a, b) = (try part("a"), try part("b"))
      if a.shape.isScalar || b.shape.isScalar { return try broadcast("*", [a, b], text, whole.range) }
      return try product(a, b, text, whole.range)
    case .outer:
      let (a, b) = (try part("a"), try part("b"))
      let shape = SymbolicShape(rows: a.shape.columns.isOne ? a.shape.rows : a.shape.columns, columns: b.shape.columns.isOne ? b.shape.rows : b.shape.columns)
      return ShapeNode(text: text, shape: shape, rule: "every entry of the one times every entry of the other", parts: [a, b])
    case .reduction: return try reduction(function, bound, whole, text, source)
    case .joined: return try joined(arguments, text, whole, source)
    case .sized: return ShapeNode(text: text, shape: try sized(name, arguments), rule: "of the sizes given")
    case .made(let rule):
      var sizes: [Double] = []
      var first: ShapeNode?
      for (place, argument) in arguments.enumerated() where argument.keyword == nil {
        if place == 0, function.parameters[0] == "a" {
          first = try tree(argument.value, source)
          continue
        }
        sizes += try evaluator.evaluate(argument.value).asMatrix?.elements ?? []
      }
      guard let made = rule(sizes, first?.shape.shape) else { throw .sizesUnknown(name) }
      return ShapeNode(text: text, shape: SymbolicShape(made), rule: "of the sizes given", parts: first.map { [$0] } ?? [])
    }
  }

  /// The arguments by the names of the parameters.
  private func bind(_ function: Function, _ arguments: [CallArgument]) throws(Fault) -> [String: Expression] {
    let names = function.parameters.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
    var bound: [String: Expression] = [:]
    for argument in arguments where argument.keyword != nil { bound[argument.keyword!] = argument.value }
    for (name, argument) in zip(names, arguments.filter { $0.keyword == nil }) { bound[name] = argument.value }
    return bound
  }

  private mutating func reduction(
    _ function: Function, _ bound: [String: Expression], _ whole: Expression, _ text: String, _ source: SourceText
  ) throws(Fault) -> ShapeNode {
    guard let first = bound["a"] else { throw .missingArgument("a", of: function) }
    let before = try tree(first, source)
    if let second = bound["b"] { return try broadcast(function.name, [before, try tree(second, source)], text, whole.range) }
    let keeps = try bound["keepdims"].map { (flag) throws(Fault) in try evaluator.number(flag, "keepdims") != 0 } ?? false
    guard let axis = bound["axis"] else {
      let rule = before.shape.isScalar ? nil : "\(before.shape.striking(rows: true, columns: true)): over all entries"
      return ShapeNode(text: text, shape: keeps ? SymbolicShape(rows: .one, columns: .one) : .scalar, rule: rule, parts: [before])
    }
    let number = try evaluator.number(axis, "axis")
    guard [0, 1, -1, -2].contains(number) else { throw Fault.axis(number).located(axis.range) }
    let overRows = number == 0 || number == -2
    let left = overRows ? before.shape.columns : before.shape.rows
    let lost = overRows ? before.shape.rows : before.shape.columns
    let shape = overRows || !keeps ? SymbolicShape(rows: .one, columns: left) : SymbolicShape(rows: left, columns: .one)
    let what = overRows ? "axis 0 goes down the \(lost.both) rows" : "axis 1 goes along the \(lost.both) columns"
    let place = keeps ? "keepdims leaves a 1 in their place" : "without keepdims what is left is a row"
    let rule = "\(before.shape.striking(rows: overRows, columns: !overRows)) -> \(shape.names): \(what); \(place)"
    return ShapeNode(text: text, shape: shape, rule: rule, parts: [before])
  }

  /// `concatenate((A, B), axis=1)`
  private mutating func joined(_ arguments: [CallArgument], _ text: String, _ whole: Expression, _ source: SourceText) throws(Fault) -> ShapeNode {
    var parts: [ShapeNode] = []
    for argument in arguments where argument.keyword == nil {
      guard case .matrix(let rows) = argument.value.kind else { throw .sizesUnknown("concatenate") }
      for part in rows.flatMap({ $0 }) { parts.append(try tree(part, source)) }
    }
    let beside = try arguments.first { $0.keyword == "axis" }.map { (argument) throws(Fault) in try evaluator.number(argument.value, "axis") == 1 } ?? false
    guard let first = parts.first else { throw .sizesUnknown("concatenate") }
    for part in parts.dropFirst() where !(beside ? matches(first.shape.rows, part.shape.rows) : matches(first.shape.columns, part.shape.columns)) {
      throw mismatch("concatenate", first, part).located(whole.range)
    }
    let counts = parts.map { beside ? $0.shape.columns.number : $0.shape.rows.number }
    let total = Extent(number: counts.contains(nil) ? nil : counts.reduce(0) { $0 + $1! }, name: nil)
    let shape = beside ? SymbolicShape(rows: first.shape.rows, columns: total) : SymbolicShape(rows: total, columns: first.shape.columns)
    return ShapeNode(text: text, shape: shape, rule: beside ? "side by side" : "one below the other", parts: parts)
  }

  /// `zeros((n1, 1))`: a size that is a dimension of the notes keeps its name.
  private func sized(_ name: String, _ arguments: [CallArgument]) throws(Fault) -> SymbolicShape {
    var sizes: [Expression] = []
    for argument in arguments {
      if case .matrix(let rows) = argument.value.kind { sizes += rows.flatMap { $0 } } else { sizes.append(argument.value) }
    }
    if sizes.isEmpty { return .scalar }
    var extents: [Extent] = []
    for size in sizes {
      if let quantity = try reference(size)?.quantity, quantity.kind == .n || quantity.kind == .m {
        extents.append(extent(quantity.kind == .m ? .examples : .units(quantity.layer)))
        continue
      }
      for number in try evaluator.evaluate(size).asMatrix?.elements ?? [] {
        guard let whole = Int(exactly: number), whole >= 0 else { throw Fault.notSize(name, number).located(size.range) }
        extents.append(whole == 1 ? .one : Extent(number: whole, name: nil))
      }
    }
    guard extents.count <= 2, let last = extents.last else { throw .twoDimensions(name) }
    return SymbolicShape(rows: extents.count == 2 ? extents[0] : .one, columns: last)
  }
}

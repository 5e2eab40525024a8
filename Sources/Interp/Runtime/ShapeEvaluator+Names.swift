import Net

/// Shapes of names and of parts of arrays.
extension ShapeEvaluator {
  /// The dimension with its number: supposed, of the live network, or of the data.
  func extent(_ dimension: Dimension) -> Extent {
    let network = session.state.network
    let name = dimension.name(depth: network?.depth)
    var number: Int?
    switch dimension {
    case .one: return .one
    case .examples: number = session.X.columns
    case .outputUnits: number = network.map { $0.outputs } ?? session.Y?.rows
    case .units(let layer):
      if let network { number = layer <= network.depth ? network.units(layer) : nil } else if layer == 0 { number = session.X.rows }
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

  func shape(of quantity: Quantity) -> SymbolicShape {
    guard let (rows, columns) = quantity.symbolicShape else { return .scalar }
    return SymbolicShape(rows: extent(rows), columns: extent(columns))
  }

  /// The quantity that a name alone or with its layer in brackets stands for; nil for variables and constants.
  func reference(_ expression: Expression) throws(Fault) -> Names.Reference? {
    var name: String
    switch expression.kind {
    case .name(let plain): name = plain
    case .index(let base, let items):
      guard let word = base.plainName, session.state.variables[word] == nil, items.count == 1, case .single(let item) = items[0],
        let kind = Names.layered(word), Names.reserved(word, session.nameContext) == nil
      else { return nil }
      name = Quantity(kind, try evaluator.integer(item, "a layer's number", in: 0...1_000_000)).name
    default: return nil
    }
    let context = session.nameContext
    switch Names.reserved(name, context) ?? (session.state.variables[name] == nil ? Names.alias(name, context) : nil) {
    case .quantity(let reference):
      if let network = session.state.network { try session.check(reference.quantity, in: network) }
      return reference
    case .needsNetwork: throw .noNetwork()
    case .needsTwoLayers: throw .noSingleHiddenLayer(depth: context.depth ?? 0)
    case .activation(let layer): throw .functionAsValue("g\(layer)")
    case .constant, nil: return nil
    }
  }

  func named(_ name: String) throws(Fault) -> SymbolicShape {
    if let reference = try reference(Expression(.name(name), SourceRange(0, 0))) {
      let found = shape(of: reference.quantity)
      return reference.isTransposed ? found.transposed : found
    }
    return try evaluator.value(named: name).shape.map { SymbolicShape($0) } ?? .scalar
  }

  mutating func example(_ base: Expression, _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    let whole = try tree(base, source)
    let shape = SymbolicShape(rows: whole.shape.rows, columns: .one)
    return ShapeNode(text: text, shape: shape, rule: "one column of \(whole.shape.names)", parts: [whole])
  }

  mutating func index(_ base: Expression, _ items: [IndexItem], _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    if case .shapeOf = base.kind { return ShapeNode(text: text, shape: .scalar) }
    if let reference = try reference(Expression(.index(base, items), base.range)) { return ShapeNode(text: text, shape: shape(of: reference.quantity)) }
    let whole = try tree(base, source)
    if items.count > 2 { throw .tooManyIndices(items.count) }
    if items.count == 1 {
      let alongColumns = whole.shape.rows.isOne && !whole.shape.columns.isOne
      let part = try extent(items[0], of: alongColumns ? whole.shape.columns : whole.shape.rows)
      let shape =
        alongColumns ? SymbolicShape(rows: .one, columns: part.extent) : SymbolicShape(rows: part.extent, columns: whole.shape.columns)
      return ShapeNode(text: text, shape: shape, rule: "\(alongColumns ? "columns" : "rows") of \(whole.shape.names)", parts: [whole])
    }
    let (rows, columns) = (try extent(items[0], of: whole.shape.rows), try extent(items[1], of: whole.shape.columns))
    let isEntry = rows.isSingle && columns.isSingle
    return ShapeNode(
      text: text, shape: isEntry ? .scalar : SymbolicShape(rows: rows.extent, columns: columns.extent),
      rule: isEntry ? "one entry of \(whole.shape.names)" : "a part of \(whole.shape.names)", parts: [whole])
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

  mutating func literal(_ rows: [[Expression]], _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    var (height, width) = (0, 0)
    var parts: [ShapeNode] = []
    for row in rows {
      var (rowHeight, rowWidth) = (0, 0)
      for entry in row {
        let part = try tree(entry, source)
        if !part.shape.isScalar { parts.append(part) }
        guard let (r, c) = part.shape.shape.map({ ($0.rows, $0.columns) }) else { return ShapeNode(text: text, shape: .unknown, parts: parts) }
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
    return ShapeNode(
      text: text, shape: SymbolicShape(Shape(max(height, 1), width)), rule: parts.isEmpty ? nil : "parts side by side or one below the other", parts: parts)
  }
}

extension Expression {
  /// The `w` of `w[1]`.
  var unitBase: String? {
    if case .index(let base, _) = kind { return base.plainName }
    return nil
  }
}

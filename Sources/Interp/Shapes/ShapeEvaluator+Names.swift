import Net

/// The shapes of names and of parts of arrays.
extension ShapeEvaluator {
  /// A dimension with its name and, where it is known, its number. A size that the user supposes comes before the size of the live network or data.
  func extent(_ dimension: Dimension) -> Extent {
    let network = session.state.network
    let name = dimension.name(depth: network?.depth)
    var number: Int?
    switch dimension {
    case .one: return .one
    case .examples: number = session.X.columns
    // Without a network, the two layers of the notes are assumed, so Y has n2 rows.
    case .outputUnits: return extent(.units(network?.depth ?? Self.depthOfTheNotes))
    case .units(let layer):
      if let network {
        number = layer <= network.depth ? network.units(layer) : nil
      } else if layer == 0 {
        number = session.X.rows
      } else if layer == Self.depthOfTheNotes {
        number = session.Y?.rows
      }
    }
    return Extent(number: supposedSize(name) ?? number, name: name)
  }

  /// The number of layers that is assumed while there is no network.
  static let depthOfTheNotes = 2

  private func supposedSize(_ name: String) -> Int? {
    if let size = supposed[name] { return size }
    let network = session.state.network
    switch name {
    case "n0": return supposed["n_x"] ?? supposed["nx"] ?? supposed["nₓ"]
    case "n1" where network == nil || network?.depth == 2: return supposed["n_h"]
    case _ where name == "n\(network?.depth ?? Self.depthOfTheNotes)": return supposed["n_y"]
    default: return nil
    }
  }

  /// The shape of a quantity of the network, such as `dW2`.
  func shape(of quantity: Quantity) -> SymbolicShape {
    guard let (rows, columns) = quantity.symbolicShape else { return .scalar }
    if columns == .examples, let size = session.batchSize(of: quantity) {
      return SymbolicShape(rows: extent(rows), columns: Extent(number: size, name: nil))
    }
    // Data that does not fit the network has rows of its own.
    let data = quantity.kind == .X ? session.X.rows : quantity.kind == .Y ? session.Y?.rows : nil
    let known = extent(rows)
    if let data, supposed.isEmpty, session.state.network != nil, known.number != data {
      return SymbolicShape(rows: Extent(number: data, name: nil), columns: extent(columns))
    }
    return SymbolicShape(rows: known, columns: extent(columns))
  }

  /// The quantity that an expression means: a name, or a name with its layer in brackets. It is nil for variables and constants.
  /// - Throws: where the quantity needs a network that does not exist, or where the network has no such layer.
  func reference(_ expression: Expression) throws(Fault) -> Names.Reference? {
    let name: String
    switch expression.kind {
    case .name(let plain): name = plain
    case .index(let base, let items):
      guard let bracket = session.layerBracket(base, items) else { return nil }
      let quantity = try evaluator.layer(bracket.base, bracket.layer)
      if let network = session.state.network { try session.check(quantity, in: network) }
      return Names.Reference(quantity: quantity)
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

  /// The shape of what a name means: a quantity or a variable.
  func named(_ name: String) throws(Fault) -> SymbolicShape {
    if let reference = try reference(Expression(.name(name), SourceRange(0, 0))) {
      let found = shape(of: reference.quantity)
      return reference.isTransposed ? found.transposed : found
    }
    return try evaluator.value(named: name).shape.map { SymbolicShape($0) } ?? .scalar
  }

  /// The shape of one example: a column with as many rows as the whole array.
  func example(_ base: Expression, _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    let whole = try tree(base, source)
    let shape = SymbolicShape(rows: whole.shape.rows, columns: .one)
    return ShapeNode(text: text, shape: shape, rule: "one column of \(whole.shape.names)", parts: [whole])
  }

  /// The shape of an array with an index, as in `A[1, 2:4]`.
  func index(_ base: Expression, _ items: [IndexItem], _ text: String, _ source: SourceText) throws(Fault) -> ShapeNode {
    if case .shapeOf = base.kind { return ShapeNode(text: text, shape: .scalar) }
    if let reference = try reference(Expression(.index(base, items), base.range)) { return ShapeNode(text: text, shape: shape(of: reference.quantity)) }
    let whole = try tree(base, source)
    if items.count > 2 { throw .tooManyIndices(items.count) }
    if items.count == 1, case .single(let item) = items[0], let chosen = try entries(item, of: whole) {
      return ShapeNode(text: text, shape: chosen, rule: "the entries of \(whole.shape.names) for which it is true, a row", parts: [whole])
    }
    if items.count == 1 {
      let alongColumns = whole.shape.rows.isOne && !whole.shape.columns.isOne
      let part = try extent(items[0], of: alongColumns ? whole.shape.columns : whole.shape.rows, alongColumns ? "column" : "row")
      let shape =
        alongColumns ? SymbolicShape(rows: .one, columns: part.extent) : SymbolicShape(rows: part.extent, columns: whole.shape.columns)
      return ShapeNode(text: text, shape: shape, rule: "\(alongColumns ? "columns" : "rows") of \(whole.shape.names)", parts: [whole])
    }
    let (rows, columns) = (try extent(items[0], of: whole.shape.rows, "row"), try extent(items[1], of: whole.shape.columns, "column"))
    let isEntry = rows.isSingle && columns.isSingle
    return ShapeNode(
      text: text, shape: isEntry ? .scalar : SymbolicShape(rows: rows.extent, columns: columns.extent),
      rule: isEntry ? "one entry of \(whole.shape.names)" : "a part of \(whole.shape.names)", parts: [whole])
  }

  /// The row of entries that a mask of the same shape picks. It is nil for any other index, and for an array of one row.
  private func entries(_ item: Expression, of whole: ShapeNode) throws(Fault) -> SymbolicShape? {
    guard let shape = whole.shape.shape, shape.rows > 1, case .booleans(let mask) = try evaluator.evaluate(item), mask.shape == shape else { return nil }
    return SymbolicShape(rows: .one, columns: Extent(number: mask.elements.count { $0 != 0 }, name: nil))
  }

  private func extent(_ item: IndexItem, of whole: Extent, _ what: String) throws(Fault) -> (extent: Extent, isSingle: Bool) {
    switch item {
    case .slice(nil, nil, nil, _): return (whole, false)
    case .slice(let start, let end, let step, let range):
      guard let count = whole.number else { return (Extent(number: nil, name: "part of \(whole.text)"), false) }
      let places = try evaluator.slice(start, end, step, range, count: count, what: what)
      return (Extent(number: places.count, name: nil), false)
    case .single(let expression):
      let value = try evaluator.evaluate(expression)
      let isSingle = value.number != nil && !value.isBoolean
      if let count = whole.number {
        let chosen = try evaluator.indices(value, count: count, what: what, expression.range).count
        return isSingle ? (.one, true) : (Extent(number: chosen, name: nil), false)
      }
      guard let matrix = value.asMatrix else { throw .notIndex(value) }
      return isSingle ? (.one, true) : (Extent(number: matrix.elements.count, name: nil), false)
    }
  }

  /// The shape of a matrix in brackets, such as `[1, 2; 3, 4]`.
  /// - Parameter stacksRows: whether arrays that stand side by side are rows of the result, as in `np.array([a, b])`.
  /// - Throws: where blocks do not have the sizes that fit beside or below each other.
  func literal(_ rows: [[Expression]], _ text: String, _ source: SourceText, stacksRows: Bool = false) throws(Fault) -> ShapeNode {
    var blocks: [SymbolicShape] = []
    var parts: [ShapeNode] = []
    for row in rows where !row.isEmpty {
      let trees = try row.map { (entry) throws(Fault) in try tree(entry, source) }
      let isNested = row.contains { if case .matrix = $0.kind { true } else { false } } || stacksRows && trees.contains { !$0.shape.isScalar }
      var entries: [SymbolicShape] = []
      for (entry, part) in zip(row, trees) {
        if !part.shape.isScalar { parts.append(part) }
        let shape = part.shape.isScalar ? SymbolicShape(Shape(1, 1)) : part.shape
        if let first = entries.first, let x = first.shape, let y = shape.shape, isNested ? x.columns != y.columns : x.rows != y.rows {
          throw Fault.raggedLiteral(x, y, isNested: isNested).located(entry.range)
        }
        entries.append(shape)
      }
      let block = try Self.joined(entries, below: isNested)
      if let first = blocks.first?.shape, let next = block.shape, first.columns != next.columns {
        throw Fault.raggedLiteral(first, next, isNested: true).located(row[0].range)
      }
      blocks.append(block)
    }
    let shape = blocks.isEmpty ? SymbolicShape(Shape(1, 0)) : try Self.joined(blocks, below: true)
    return ShapeNode(text: text, shape: shape, rule: parts.isEmpty ? nil : "parts side by side or one below the other", parts: parts)
  }

  /// The shape of blocks that lie one below the other or side by side. The side that they share keeps the name of the first block.
  private static func joined(_ blocks: [SymbolicShape], below: Bool) throws(Fault) -> SymbolicShape {
    if blocks.count == 1 { return blocks[0] }
    let numbers = blocks.map { below ? $0.rows.number : $0.columns.number }
    let total = Extent(number: numbers.contains(nil) ? nil : try sum(numbers.map { $0! }), name: nil)
    return below ? SymbolicShape(rows: total, columns: blocks[0].columns) : SymbolicShape(rows: blocks[0].rows, columns: total)
  }
}

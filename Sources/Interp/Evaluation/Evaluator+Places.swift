import Net

extension Evaluator {
  // MARK: Reading

  /// The value of `base[items]`.
  ///
  /// - Throws: A fault where an index is invalid.
  func index(_ base: Expression, _ items: [IndexItem]) throws(Fault) -> Value {
    if case .shapeOf = base.kind { return try pythonShape(base, items) }
    if base.plainName == "g", session.state.variables["g"] == nil {
      throw .functionAsValue("g[…]")
    }
    return try part(indexPart(base, items))
  }

  /// The value of `.shape[0]` or `.shape[1]`. These indices count from 0 as in Python.
  private func pythonShape(_ base: Expression, _ items: [IndexItem]) throws(Fault) -> Value {
    let shape = try evaluate(base)
    guard items.count == 1, case .single(let item) = items[0], case .extent(let shape?) = shape else {
      throw .shapeIndex()
    }
    let k = try number(item, "the index of .shape")
    guard k == 0 || k == 1 else { throw .shapeIndex() }
    return .scalar(Double(k == 0 ? shape.rows : shape.columns))
  }

  /// The value of a place.
  ///
  /// - Throws: A fault where the array has no value or the part is too large.
  func part(_ place: Place) throws(Fault) -> Value {
    let value = try rootValue(place.root)
    // An index list may choose a row or column many times, so the part can be larger than the array.
    if let shape = value.shape, !place.isWhole { try Functions.checkSize(place.shape(in: shape).rows, place.shape(in: shape).columns) }
    return place.read(from: value)
  }

  /// The value of the whole array that a place belongs to.
  ///
  /// - Throws: A fault where it has no value.
  func rootValue(_ root: Place.Root) throws(Fault) -> Value {
    switch root {
    case .quantity(let quantity): return try read(Names.Reference(quantity: quantity))
    case .variable(let name):
      guard let value = session.state.variables[name] else { throw .unknownName(name, session) }
      return value
    case .value(let value): return value
    }
  }

  private func rootShape(_ root: Place.Root) throws(Fault) -> Shape {
    if case .quantity(let quantity) = root {
      if session.freshness(quantity) == .missing { return try session.shape(of: quantity) }
      if quantity.isScalar { return Shape(1, 1) }
    }
    let value = try rootValue(root)
    if case .text = value { throw .notNumbers("an index", value) }
    return value.shape ?? Shape(1, 1)
  }

  // MARK: Places

  /// The place that an expression names. Nil for a value that can only be read.
  ///
  /// - Throws: A fault where an index is invalid.
  func place(_ expression: Expression) throws(Fault) -> Place? {
    switch expression.kind {
    case .name(let name): return try place(named: name)
    case .index(let base, let items):
      if case .shapeOf = base.kind { return nil }
      return try indexPart(base, items)
    case .unit(let base, let unit): return try unitPart(base, unit)
    case .example(let base, let which): return try examplePart(base, which)
    case .call(let callee, let arguments):
      guard arguments.count == 1, arguments[0].keyword == nil, isExampleForm(callee) else { return nil }
      return try examplePart(callee, arguments[0].value)
    default: return nil
    }
  }

  private func place(named name: String) throws(Fault) -> Place? {
    let context = session.nameContext
    let meaning = Names.reserved(name, context) ?? (session.state.variables[name] == nil ? Names.alias(name, context) : nil)
    switch meaning {
    case .quantity(let reference): return Place(root: .quantity(reference.quantity), isTransposed: reference.isTransposed)
    case .needsNetwork: throw .noNetwork()
    case .needsTwoLayers: throw .noSingleHiddenLayer(depth: context.depth ?? 0)
    case .activation, .constant, nil: return session.state.variables[name] == nil ? nil : Place(root: .variable(name))
    }
  }

  /// The place of a layer, `W[1]`, `W[l-1]`, or of a part of an array, `W1[2,1]`, `v[1,:]`, `W[1][2,1]`.
  ///
  /// - Throws: A fault where an index is invalid.
  func indexPart(_ base: Expression, _ items: [IndexItem]) throws(Fault) -> Place {
    if let bracket = session.layerBracket(base, items) { return Place(root: .quantity(try layer(bracket.base, bracket.layer))) }
    if let inner = try place(base) {
      guard inner.isWhole else { return try select(items, in: Place(root: .value(try part(inner)))) }
      return try select(items, in: inner)
    }
    return try select(items, in: Place(root: .value(try evaluate(base))))
  }

  /// The quantity of `base[item]`, where the bracket contains a layer. Layer 0 exists only for A and n.
  ///
  /// - Throws: An `index` fault where the number is no layer.
  func layer(_ base: String, _ item: Expression) throws(Fault) -> Quantity {
    let kind = Names.layered(base)!
    let depth = session.state.network?.depth
    let value = try number(item, "a layer's number")
    guard let layer = Int(exactly: value), layer >= 0, layer <= 1_000_000 else { throw Fault.layerNumber(base, value, depth: depth).located(item.range) }
    if layer == 0, kind != .A, kind != .n { throw Fault.layerNumber(base, value, depth: depth).located(item.range) }
    return Quantity(kind, layer)
  }

  /// The place of a unit: its row for `a[1]2`, and its weights as a column for `w[1]2`.
  ///
  /// - Throws: A fault where the layer or the unit does not exist.
  func unitPart(_ base: Expression, _ unit: Int) throws(Fault) -> Place {
    guard case .index(let name, let items) = base.kind, let word = name.plainName, case .single(let item) = items[0] else {
      throw .functionAsValue("a unit")
    }
    let quantity = try layer(word, item)
    let rows = try rootShape(.quantity(quantity)).rows
    guard unit >= 1, unit <= rows else { throw .indexOutside(unit, count: rows, what: "unit", quantity.name) }
    let isWeight = quantity.kind == .W || quantity.kind == .dW
    let shape = try rootShape(.quantity(quantity))
    var place = Place(root: .quantity(quantity), rows: [unit - 1], isTransposed: isWeight)
    if shape.columns == 1, !isWeight { place.columns = [0] }
    return place
  }

  /// Whether `callee(3)` means example 3 of a quantity.
  func isExampleForm(_ callee: Expression) -> Bool {
    switch callee.kind {
    case .name(let name):
      if session.state.variables[name] != nil, Names.reserved(name, session.nameContext) == nil { return false }
      if ["x", "y", "X", "Y"].contains(name) || Names.predictions.contains(name) { return true }
      guard let (base, _) = Names.split(name) else {
        return session.nameContext.isSingleUnit && ["z", "a"].contains(name)
      }
      return Names.exampleBases.contains(base)
    case .index(let base, let items):
      return session.layerBracket(base, items).map { Names.exampleBases.contains($0.base) } ?? false
    case .unit(let base, _): return isExampleForm(base)
    default: return false
    }
  }

  /// The place of an example's column: `x(3)`, `a[1](3)`, `x⁽³⁾`.
  ///
  /// - Throws: An `index` fault where the quantity has no examples or not this one.
  func examplePart(_ base: Expression, _ which: Expression) throws(Fault) -> Place {
    guard isExampleForm(base), var inner = try place(base) else { throw .noExamples(exampleName(base)) }
    let columns = try rootShape(inner.root).columns
    let value = try number(which, "an example's number")
    guard Int(exactly: value) != nil else { throw Fault.indexNotWhole(value).located(which.range) }
    guard let example = Int(exactly: value), example >= 1, example <= columns else {
      throw Fault.indexOutside(Int(exactly: value) ?? 0, count: columns, what: "example", exampleName(base)).located(which.range)
    }
    inner.columns = [example - 1]
    return inner
  }

  private func exampleName(_ base: Expression) -> String {
    if case .unit = base.kind { return sourceName(base) }
    return describe(base)
  }

  // MARK: Selecting

  /// The place of a part of an array. If the array is seen transposed, the rows that the user typed are columns of the stored array.
  private func select(_ items: [IndexItem], in place: Place) throws(Fault) -> Place {
    if case .variable(let name) = place.root, case .scalar? = session.state.variables[name] { throw .indexOfScalar(name) }
    let whole = try rootShape(place.root)
    let shape = place.isTransposed ? whole.transposed : whole
    var result = place
    switch items.count {
    case 1:
      if case .single(let item) = items[0] {
        let value = try evaluate(item)
        if case .booleans(let mask) = value, mask.shape == shape, shape.rows > 1 {
          result.entries = mask.elements.indices.filter { mask.elements[$0] != 0 }
            .map { place.isTransposed ? $0 % shape.columns * whole.columns + $0 / shape.columns : $0 }
          return result
        }
        if shape.rows == 1, shape.columns > 1 {
          if value.number != nil, !value.isBoolean { throw Fault.singleIndexOfRow(value.number!, place.root.name).located(item.range) }
          result.rows = [0]
          result.columns = try indices(value, count: shape.columns, what: "column", item.range)
        } else {
          result.rows = try indices(value, count: shape.rows, what: "row", item.range)
          if shape.columns == 1 { result.columns = [0] }
          result.isEntry = value.number != nil && !value.isBoolean && shape.columns == 1 && shape.rows == 1
        }
      } else if shape.rows == 1, shape.columns > 1 {
        result.columns = try indices(items[0], count: shape.columns, what: "column").0
      } else {
        result.rows = try indices(items[0], count: shape.rows, what: "row").0
      }
    case 2:
      let (rows, oneRow) = try indices(items[0], count: shape.rows, what: "row")
      let (columns, oneColumn) = try indices(items[1], count: shape.columns, what: "column")
      result.rows = rows
      result.columns = columns
      result.isEntry = oneRow && oneColumn
    default: throw .tooManyIndices(items.count)
    }
    if place.isTransposed { (result.rows, result.columns) = (result.columns, result.rows) }
    return result
  }

  private func indices(_ item: IndexItem, count: Int, what: String) throws(Fault) -> ([Int], isSingle: Bool) {
    switch item {
    case .single(let expression):
      let value = try evaluate(expression)
      return (try indices(value, count: count, what: what, expression.range), value.number != nil && !value.isBoolean)
    case .slice(let start, let end, let step, let range):
      return (try slice(start, end, step, range, count: count, what: what).places.map { $0 - 1 }, false)
    }
  }

  /// The indices that `start:end:step` selects among `count`, counted from 1.
  ///
  /// - Throws: A fault where an end is outside the array or the step is 0.
  func slice(
    _ start: Expression?, _ end: Expression?, _ step: Expression?, _ range: SourceRange, count: Int, what: String
  ) throws(Fault) -> SliceIndices {
    let stride = try step.map { (part) throws(Fault) in try integer(part, "the step of a slice", in: -1_000_000_000...1_000_000_000) } ?? 1
    guard stride != 0 else { throw Fault.sliceStep().located(range) }
    let first = try start.map { (part) throws(Fault) in try bound(part, count: count, what: what) } ?? (stride > 0 ? 1 : count)
    let last = try end.map { (part) throws(Fault) in try bound(part, count: count, what: what) } ?? (stride > 0 ? count : 1)
    return SliceIndices(first: first, last: last, step: stride)
  }

  /// An end of a slice, counted from 1. A negative number counts from the end, and 0 is an error.
  private func bound(_ expression: Expression, count: Int, what: String) throws(Fault) -> Int {
    let value = try number(expression, "the end of a slice")
    guard let whole = Int(exactly: value) else { throw Fault.indexNotWhole(value).located(expression.range) }
    if whole == 0 { throw Fault.indexZero(what).located(expression.range) }
    let place = whole < 0 ? count + 1 + whole : whole
    guard place >= 1, place <= count else { throw Fault.indexOutside(whole, count: count, what: what, "").located(expression.range) }
    return place
  }

  /// The rows or columns that an index value selects, counted from 0. The value is a number, an array of numbers or a mask of truth values.
  ///
  /// - Throws: An `index` fault where a number is no valid index, or a `shape` fault where the mask does not fit.
  func indices(_ value: Value, count: Int, what: String, _ range: SourceRange) throws(Fault) -> [Int] {
    do throws(Fault) {
      switch value {
      case .booleans(let mask):
        guard mask.elements.count == count, mask.rows == 1 || mask.columns == 1 else { throw Fault.maskLength(mask.shape, count: count, what: what) }
        return mask.elements.indices.filter { mask.elements[$0] != 0 }
      case .text, .boolean: throw Fault.notIndex(value)
      default:
        var result: [Int] = []
        for number in value.asMatrix!.elements {
          guard let whole = Int(exactly: number) else { throw Fault.indexNotWhole(number) }
          if whole == 0 { throw Fault.indexZero(what) }
          let place = whole < 0 ? count + whole : whole - 1
          guard place >= 0, place < count else { throw Fault.indexOutside(whole, count: count, what: what, "") }
          result.append(place)
        }
        return result
      }
    } catch {
      throw error.located(range)
    }
  }

  // MARK: Matrix literals

  /// The value of a matrix. It consists of truth values if all entries do. Without rows its shape is (1, 0).
  ///
  /// - Parameter stacksRows: Whether arrays next to each other are rows that are stacked, as in `np.array([a, b])`.
  /// - Throws: A fault where an entry is text, the parts do not fit or the matrix is too large.
  func matrix(_ rows: [[Expression]], stacksRows: Bool = false) throws(Fault) -> Value {
    var blocks: [Matrix] = []
    var allTruth = !rows.isEmpty
    for row in rows {
      var parts: [Matrix] = []
      let values = try row.map { (entry) throws(Fault) in try evaluate(entry) }
      // In `[[1, 2], [3, 4]]` the inner matrices are rows, which are stacked.
      let holdsLiteral = row.contains { if case .matrix = $0.kind { true } else { false } }
      let isNested = holdsLiteral || stacksRows && values.contains(where: \.isMatrix)
      for (entry, value) in zip(row, values) {
        warnOfBlankSign(entry)
        guard let matrix = value.asMatrix else { throw Fault.textInMatrix().located(entry.range) }
        allTruth = allTruth && value.isBoolean
        if holdsLiteral, !stacksRows, case .matrix = entry.kind {} else if holdsLiteral, !stacksRows { throw Fault.mixedLiteral().located(entry.range) }
        if stacksRows, !holdsLiteral, matrix.rows > 1 { throw Fault.twoDimensions("array").located(entry.range) }
        parts.append(matrix)
      }
      guard let first = parts.first else { continue }
      for (entry, part) in zip(row, parts) where isNested ? part.columns != first.columns : part.rows != first.rows {
        throw Fault.raggedLiteral(first.shape, part.shape, isNested: isNested).located(entry.range)
      }
      let (height, width) = (parts.reduce(0) { $0 + $1.rows }, parts.reduce(0) { $0 + $1.columns })
      try Functions.checkSize(isNested ? height : first.rows, isNested ? first.columns : width)
      blocks.append(isNested ? Matrix.stacked(parts) : Matrix.joined(parts))
    }
    guard let first = blocks.first else { return .matrix(Matrix(rows: 1, columns: 0)) }
    for (row, block) in zip(rows, blocks) where block.columns != first.columns {
      throw Fault.raggedLiteral(first.shape, block.shape, isNested: true).located(row[0].range)
    }
    try Functions.checkSize(blocks.reduce(0) { $0 + $1.rows }, first.columns)
    let result = Matrix.stacked(blocks)
    return allTruth ? .booleans(result) : .matrix(result)
  }

  /// Warns that `[1 -2]` is a single entry, -1. NumPy prints two entries in this form, with a blank before the sign and none after it.
  private func warnOfBlankSign(_ entry: Expression) {
    guard case .binary(let operation, let left, _, let sign) = entry.kind, session.source.characters[entry.range.start] != "(" else { return }
    warnOfBlankSign(left)
    guard operation == .add || operation == .subtract, sign.start > 0, sign.end < session.source.characters.count else { return }
    let (before, after) = (session.source.characters[sign.start - 1], session.source.characters[sign.end])
    guard before.isWhitespace, !after.isWhitespace, !session.warnings.contains(where: { $0.kind == .blankSign }) else { return }
    session.warn(Warning(kind: .blankSign, message: Warning.blankSign(session.source.words(of: entry)), range: entry.range))
  }
}

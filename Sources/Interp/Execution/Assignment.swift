import Net

/// The statements with `=`: assignments, and claims about computed quantities.
struct Assignment {
  let executor: Executor
  private var session: Session { executor.session }

  init(_ executor: Executor) {
    self.executor = executor
  }

  /// Runs `a = b` or a chain `a = b = c`. It is a claim where the first side is computed. Otherwise the last side is assigned to each of the others, from
  /// right to left.
  ///
  /// - Throws: A `claim` fault where a claim does not hold. Another fault where a side cannot be computed or assigned.
  func equation(_ sides: [Expression]) throws(Fault) {
    let evaluator = Evaluator(session)
    do {
      if let subject = try claimed(sides[0], evaluator) { return try claim(sides, about: subject) }
    } catch {
      throw meantAsVariable(sides[0], sides[1], error)
    }
    let value = try evaluator.evaluate(sides[sides.count - 1])
    for target in sides.dropLast().reversed() { try assign(value, to: target, evaluator, from: sides[sides.count - 1]) }
  }

  /// Runs an assignment with an operator, such as `W1 -= alpha * dW1`.
  ///
  /// - Parameter range: The range of the operator.
  /// - Throws: A `value` fault where the target is computed. Another fault where the value cannot be computed or assigned.
  func augmented(_ target: Expression, _ operation: BinaryOperator, _ operand: Expression, _ range: SourceRange) throws(Fault) {
    let evaluator = Evaluator(session)
    if try claimed(target, evaluator) != nil { throw Fault.computedQuantity(executor.text(target.range)).located(target.range) }
    let value = try evaluator.binary(operation, target, operand, range)
    try assign(value, to: target, evaluator, from: operand)
  }

  /// Runs several assignments at once, such as `a, b = b, a`. Every value is computed before the first is assigned. A single value is split among the
  /// targets.
  ///
  /// - Throws: A `value` fault where a target is computed. A `shape` fault where the single value has another number of parts. Another fault where a value
  ///   cannot be computed or assigned.
  func unpacking(_ targets: [Expression], _ expressions: [Expression]) throws(Fault) {
    let evaluator = Evaluator(session)
    for target in targets where try claimed(target, evaluator) != nil { throw Fault.computedQuantity(executor.text(target.range)).located(target.range) }
    var values: [Value] = []
    for expression in expressions { values.append(try evaluator.evaluate(expression)) }
    if values.count == 1 { values = try takenApart(values[0], into: targets.count, expressions[0].range) }
    for (index, target) in targets.enumerated() {
      try assign(values[index], to: target, evaluator, from: expressions[min(index, expressions.count - 1)])
    }
  }

  /// The entries of a row, or the rows of any other matrix. There must be `count` of them.
  private func takenApart(_ value: Value, into count: Int, _ range: SourceRange) throws(Fault) -> [Value] {
    guard let matrix = value.asMatrix, value.isMatrix, (matrix.rows == 1 ? matrix.columns : matrix.rows) == count else {
      throw Fault.cannotUnpack(value, into: count).located(range)
    }
    return (0..<count).map { index in
      let isRow = matrix.rows == 1
      return Place(root: .value(value), rows: [isRow ? 0 : index], columns: isRow ? [index] : nil, isEntry: isRow).read(from: value)
    }
  }

  /// Runs `random.shuffle(v)`. It puts the entries of a row, or the rows of any other matrix, in random order.
  ///
  /// - Throws: A `value` fault where the target is computed or is no array. Another fault where it cannot be assigned.
  func shuffle(_ target: Expression) throws(Fault) {
    let evaluator = Evaluator(session)
    if try claimed(target, evaluator) != nil { throw Fault.computedQuantity(executor.text(target.range)).located(target.range) }
    let value = try evaluator.evaluate(target)
    guard value.isMatrix, let matrix = value.asMatrix else { throw Fault.shuffleOfNumber(value).located(target.range) }
    let shuffled = Functions.permuted(matrix, &session.state.generator)
    try assign(value.isBoolean ? .booleans(shuffled) : .matrix(shuffled), to: target, evaluator, from: target)
  }

  // MARK: Claims

  /// The thing that a claim is about.
  private enum Subject {
    /// A computed quantity or a part of it.
    case quantity(Quantity)
    /// A call of an activation or its derivative.
    case activation
  }

  /// The subject of a claim, or nil where the equation assigns.
  private func claimed(_ target: Expression, _ evaluator: Evaluator) throws(Fault) -> Subject? {
    if case .call(let callee, _) = target.kind, callee.spellsActivation(session.words) { return .activation }
    guard let root = try targetRoot(target, evaluator), case .quantity(let quantity) = root, !quantity.isAssignable else { return nil }
    return .quantity(quantity)
  }

  /// The fault with a hint for a name that the user may have meant as a variable, as in `cost = zeros(6)`. The hint says which quantity has the name.
  private func meantAsVariable(_ target: Expression, _ value: Expression, _ fault: Fault) -> Fault {
    guard let name = target.plainName, fault.kind == .claim || fault.kind == .stale || fault.range == target.range else { return fault }
    var quantity: Quantity?
    switch Names.reserved(name, session.nameContext) {
    case .quantity(let reference) where reference.quantity.isScalar: quantity = reference.quantity
    case .needsNetwork where !Names.predictions.contains(name), .needsTwoLayers: break
    case .quantity(let reference) where fault.kind == .stale && value.isPlainNumber && !isOneNumber(reference.quantity):
      var fault = fault
      fault.hint = Fault.computesItself(name)
      return fault
    default: return fault
    }
    return fault.adding(hint: Fault.meantAsVariable(name, quantity))
  }

  /// Whether the quantity has one entry, so that a claim may compare it with a number. It is true without a network.
  private func isOneNumber(_ quantity: Quantity) -> Bool { (try? session.shape(of: quantity)).map { $0 == Shape(1, 1) } ?? true }

  /// The quantity, variable or value that the target is a part of. Nil where the target is a name that the equation makes a variable.
  private func targetRoot(_ target: Expression, _ evaluator: Evaluator) throws(Fault) -> Place.Root? {
    if let name = target.plainName, Names.reserved(name, session.nameContext) == nil {
      // A small spelling of a quantity, such as a1, can only be read. An assignment makes a variable of that name. In a network of one unit, however, w, b,
      // z … mean the quantity as long as no variable has the name.
      guard session.nameContext.isSingleUnit, session.state.variables[name] == nil, Names.unitBases.contains(name) else {
        return nil
      }
    }
    do {
      return try evaluator.place(target)?.root
    } catch {
      throw error.located(target.range)
    }
  }

  private func claim(_ sides: [Expression], about subject: Subject) throws(Fault) {
    let evaluator = Evaluator(session)
    evaluator.refusesStale = true
    let held = try evaluator.evaluate(sides[0])
    let name = executor.text(sides[0].range)
    var resolved: String?
    if case .quantity(let quantity) = subject, session.namesLayerByExpression(sides[0]) { resolved = quantity.name }
    var largest = 0.0
    for side in sides.dropFirst() {
      let claimed = try evaluator.evaluate(side)
      do {
        largest = max(largest, try Claim.check(name, resolved, held, claimed, side, session.source))
      } catch {
        guard case .quantity(let quantity) = subject else { throw error.located(side.range) }
        throw ClaimMatches(executor: executor).explain(error, sides[0], quantity, held, isResolved: resolved != nil, claimed, side).located(side.range)
      }
    }
    if held.asMatrix?.elements.allSatisfy({ $0 == 0 }) == true, sides.count > 1, sides[1].plainName == nil {
      session.warn(Warning(kind: .zero, message: Warning.bothZero(name)))
    }
    if case .quantity(let quantity) = subject, quantity.kind == .Z, sides.dropFirst().contains(where: { $0.names("W") && !$0.names("b") }),
      let b = session.state.network?.layers[quantity.layer - 1].b, b.elements.allSatisfy({ $0 == 0 }), session.isFirst("b left out")
    {
      session.warn(Warning(kind: .note, message: Warning.biasLeftOut(quantity.layer)))
    }
    executor.emit(
      ClaimEvent(name: name, equation: sides.map { executor.text($0.range) }.joined(separator: " = "), resolved: resolved, maximumDifference: largest))
  }

  // MARK: Assigning

  /// Assigns a value, as the statement `target = value` does.
  ///
  /// - Throws: A fault where the target does not take the value.
  func give(_ value: Value, to target: Expression) throws(Fault) {
    try assign(value, to: target, Evaluator(session), from: target)
  }

  private func assign(_ value: Value, to target: Expression, _ evaluator: Evaluator, from expression: Expression) throws(Fault) {
    do throws(Fault) {
      if let name = target.plainName, try targetRoot(target, evaluator) == nil { return try assign(value, variable: name) }
      guard let place = try evaluator.place(target) else { throw Fault.notAssignable(target.range) }
      switch place.root {
      case .value: throw Fault.notAssignable(target.range)
      case .variable(let name):
        if place.isWhole { return try assign(value, variable: name) }
        guard let whole = session.state.variables[name]?.asMatrix else { throw Fault.notNumbers("an index", session.state.variables[name]!) }
        let wasTruth = session.state.variables[name]!.isBoolean && value.isBoolean
        let changed = try write(value, place, into: whole)
        session.state.variables[name] = wasTruth ? .booleans(changed) : .matrix(changed)
      case .quantity(let quantity):
        guard quantity.isAssignable else { throw Fault.computedQuantity(quantity.name) }
        if place.isWhole {
          if quantity.source == .averages, session.isStraightAfterStep, expression.names.contains(where: { session.quantity(named: $0)?.source == .backward }),
            session.isFirst("sets an average")
          {
            session.warn(Warning(kind: .note, message: Warning.setsAverage(quantity.name)))
          }
          var whole = value
          if place.isTransposed, case .matrix(let matrix) = value { whole = .matrix(matrix.transposed()) }
          do throws(Fault) { return try session.assign(quantity, whole) } catch {
            // The shape may be wrong because of a sum without `keepdims`. The hint then shows that sum with `keepdims=True`.
            guard error.kind == .shape, let keeping = expression.keepingDimensions(session.source) else { throw error }
            throw error.keeping(keeping, try session.shape(of: quantity))
          }
        }
        guard let whole = try session.read(quantity).asMatrix else { throw Fault.notAssignable(target.range) }
        try session.assign(quantity, .matrix(write(value, place, into: whole)), isPart: true)
      }
    } catch {
      throw error.located(target.range)
    }
  }

  private func write(_ value: Value, _ place: Place, into whole: Matrix) throws(Fault) -> Matrix {
    guard let matrix = value.asMatrix else { throw .notNumbers("an array", value) }
    guard let changed = place.write(matrix, into: whole) else { throw .partShape(place.shape(in: whole.shape), matrix.shape) }
    return changed
  }

  private func assign(_ value: Value, variable name: String) throws(Fault) {
    try session.checkVariable(name)
    warnOfHiding(name, value)
    session.state.variables[name] = value
  }
}

extension Assignment {
  /// Warns where a new variable hides the small spelling of a quantity that a pass computes, or a setting of the optimizer. Equations with this name are
  /// then no claims, and the optimizer does not read the variable. Each name gets the warning once.
  private func warnOfHiding(_ name: String, _ value: Value) {
    let optimizer = session.state.optimizer
    guard session.state.network != nil, session.state.variables[name] == nil else { return }
    if case .quantity(let reference)? = Names.alias(name, session.nameContext) {
      let quantity = reference.quantity
      let isHidden = quantity.kind == .batch ? workspaceHasBatch : quantity.isComputed && Quantity.hasLayer(quantity.kind) && quantity.layer > 0
      guard isHidden, session.isFirst("hides \(name)") else { return }
      session.warn(Warning(kind: .note, message: Warning.hides(name, quantity)))
    } else if optimizer.settings.contains(where: { $0.name == name }), session.isFirst("hides \(name)") {
      session.warn(Warning(kind: .note, message: Warning.hidesSetting(name, optimizer.name, value)))
    }
  }

  private var workspaceHasBatch: Bool { session.workspace.originDraw.batch != nil }
}

extension Session {
  /// Whether an expression in the name chooses the layer, as in `Z[l]` and `a[l + 1]2`. A plain number is no such expression.
  fileprivate func namesLayerByExpression(_ target: Expression) -> Bool {
    switch target.kind {
    case .index(let base, let items):
      guard let bracket = layerBracket(base, items) else { return namesLayerByExpression(base) }
      if case .number = bracket.layer.kind { return false }
      return true
    case .unit(let base, _), .example(let base, _), .call(let base, _): return namesLayerByExpression(base)
    default: return false
    }
  }
}

extension Expression {
  /// Whether it contains a name that begins with this letter, such as W1, W[1] or W₁ for W.
  fileprivate func names(_ letter: Character) -> Bool {
    if case .name(let name) = kind { return name.first == letter }
    return kind.children.contains { $0.names(letter) }
  }
}

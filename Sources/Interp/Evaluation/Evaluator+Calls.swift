import Net

extension Evaluator {
  /// The value of a call: an activation, an example of a quantity, the losses `L(A, Y)` or a function.
  ///
  /// - Throws: A fault where the callee cannot be called or an argument does not fit.
  func call(_ callee: Expression, _ arguments: [CallArgument], _ range: SourceRange) throws(Fault) -> Value {
    if let (activation, isDerivative) = try activation(callee) {
      guard arguments.count == 1, arguments[0].keyword == nil else { throw .argumentCount(describe(callee), wanted: "one", got: arguments.count) }
      return try apply(activation, isDerivative: isDerivative, to: evaluate(arguments[0].value), arguments[0].value.range)
    }
    if isExampleForm(callee) {
      guard arguments.count == 1, arguments[0].keyword == nil else { throw .argumentCount(describe(callee), wanted: "one", got: arguments.count) }
      return try part(examplePart(callee, arguments[0].value))
    }
    if case .unit = callee.kind { throw .noExamples(sourceName(callee)) }
    guard let name = callee.plainName else { throw .notCallable(describe(callee)) }
    if name == "L" { return try losses(arguments) }
    if session.state.variables[name] != nil || Names.reserved(name, session.nameContext) != nil {
      if Functions.named(name) != nil { throw .hiddenFunction(name) }
      let isPlain = arguments.allSatisfy { $0.keyword == nil }
      let range = isPlain ? arguments.first.map { $0.value.range.union(arguments[arguments.count - 1].value.range) } : nil
      let text = range.map { Fault.shortened(session.source.oneLine($0)) }
      throw .notCallable(name, text, isNumber: (try? value(named: name))?.number != nil)
    }
    return try call(name, arguments, callee.range, whole: range)
  }

  /// The activation that a callee names.
  enum ActivationReference {
    case named(any ActivationFunction)
    case layer(Int)
  }

  /// The activation that the callee names, as in `sigmoid`, `g1`, `g[1]'`. Nil where it names none.
  ///
  /// - Throws: A fault where a derivative's mark follows anything else, or the layer is no whole number.
  func activationReference(_ callee: Expression) throws(Fault) -> (ActivationReference, isDerivative: Bool)? {
    switch callee.kind {
    case .derivative(let inner):
      guard let (activation, isDerivative) = try activationReference(inner), !isDerivative else { throw .noDerivative(describe(inner)) }
      return (activation, true)
    case .name(let name):
      if session.state.variables[name] != nil { return nil }
      if name == "leaky_relu" { return (.named(LeakyReLU(slope: session.state.settings.leakySlope)), false) }
      if let activation = Activations.named(name) { return (.named(activation), false) }
      guard case .activation(let layer)? = Names.alias(name, session.nameContext) else { return nil }
      return (.layer(layer), false)
    case .index(let base, let items):
      guard base.plainName == "g", session.state.variables["g"] == nil, items.count == 1, case .single(let item) = items[0] else { return nil }
      return (.layer(try integer(item, "a layer's number", in: 1...1_000_000)), false)
    default: return nil
    }
  }

  /// The activation function that the callee names. Nil where it names none.
  ///
  /// - Throws: A fault where the network or its layer does not exist.
  func activation(_ callee: Expression) throws(Fault) -> (any ActivationFunction, isDerivative: Bool)? {
    guard let (reference, isDerivative) = try activationReference(callee) else { return nil }
    switch reference {
    case .named(let activation): return (activation, isDerivative)
    case .layer(let layer): return (try activation(ofLayer: layer), isDerivative)
    }
  }

  private func activation(ofLayer layer: Int) throws(Fault) -> any ActivationFunction {
    let network = try session.network()
    try session.check(Quantity(.A, layer), in: network)
    return network.layers[layer - 1].activation
  }

  func apply(_ activation: any ActivationFunction, isDerivative: Bool, to value: Value, _ range: SourceRange) throws(Fault) -> Value {
    guard let z = value.asMatrix else { throw Fault.notNumbers("\(activation.name)(…)", value).located(range) }
    return wrap(isDerivative ? activation.derivative(at: z) : activation.value(of: z), isMatrix: value.isMatrix)
  }

  /// The losses of the examples, `L(A2, Y)`, as a row.
  private func losses(_ arguments: [CallArgument]) throws(Fault) -> Value {
    let network = try session.network()
    guard arguments.count == 2 else { throw .argumentCount("L", wanted: "two: L(A\(network.depth), Y)", got: arguments.count) }
    guard let a = try evaluate(arguments[0].value).asMatrix, let y = try evaluate(arguments[1].value).asMatrix else {
      throw .argumentCount("L", wanted: "two matrices", got: 2)
    }
    guard a.shape == y.shape else {
      throw .lossShapes(
        describe(arguments[0].value), a.shape.description, describe(arguments[1].value), y.shape.description, turned: a.shape == y.shape.transposed)
    }
    return .matrix(network.loss.lossPerExample(a: a, y: y))
  }

  /// The value of an argument. In `np.array([a, b])` the rows are stacked below each other.
  private func argument(_ expression: Expression, of function: Function) throws(Fault) -> Value {
    guard function.name == "array", case .matrix(let rows) = expression.kind else { return try evaluate(expression) }
    do throws(Fault) { return try matrix(rows, stacksRows: true) } catch { throw error.located(expression.range) }
  }

  /// The value of a function of the language.
  ///
  /// - Parameters:
  ///   - range: The range of the function's name.
  ///   - whole: The range of the whole call.
  /// - Throws: A fault where the function does not exist or an argument does not fit.
  func call(_ name: String, _ arguments: [CallArgument], _ range: SourceRange, whole: SourceRange) throws(Fault) -> Value {
    guard let function = Functions.named(name) else { throw Fault.unknownFunction(name, session.words).located(range) }
    let bound = try BoundArguments(arguments, of: function)
    if case .operation(let operation) = function.body { return try binary(operation, bound["a"]!, bound["b"]!, range, symbol: name, whole: whole) }
    return try call(function, bound.entries, range, whole: whole) { (place) throws(Fault) in try argument(bound.entries[place].expression, of: function) }
  }

  /// A function that is no other name of an operator.
  /// - Parameter value: the value of an argument, by its place among the entries. Each is asked for once, in order.
  func call(
    _ function: Function, _ entries: [BoundArguments.Entry], _ range: SourceRange, whole: SourceRange, value: (Int) throws(Fault) -> Value
  ) throws(Fault) -> Value {
    guard case .run(let run) = function.body else { throw Fault.notCallable(function.name) }
    var operands: [(expression: Expression, value: Value)] = []
    var call = Call(function: function, values: [:], positional: [], generator: session.state.generator)
    for (place, entry) in entries.enumerated() {
      let value = try value(place)
      operands.append((entry.expression, value))
      if let parameter = entry.parameter { (call.values[parameter], call.ranges[parameter]) = (value, entry.expression.range) }
      if entry.isPositional { call.positional.append(value) }
    }
    // The arguments may have drawn random numbers too, as in sum(randn(3)).
    call.generator = session.state.generator
    switch function.shape {
    case .elementwise: try checkBroadcast(function.name, operands, range)
    // This is `max` or `min` of two arrays.
    case .reduction where call.values["b"] != nil: try checkBroadcast(function.name, Array(operands.prefix(2)), range)
    default: break
    }
    let result = try run(&call)
    session.state.generator = call.generator
    switch function.shape {
    case .elementwise, .reduction, .running, .outer: warnNotFinite(result, of: operands.map(\.value), whole)
    case .scalar, .product, .transpose, .joined, .sized, .drawn, .made: break
    }
    return result
  }
}

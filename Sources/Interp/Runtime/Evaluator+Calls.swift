import Net

extension Evaluator {
  func call(_ callee: Expression, _ arguments: [CallArgument], _ range: SourceRange) throws(Fault) -> Value {
    if let (activation, isDerivative) = try activation(callee) {
      guard arguments.count == 1, arguments[0].keyword == nil else { throw .argumentCount(describe(callee), wanted: "one", got: arguments.count) }
      return try apply(activation, isDerivative: isDerivative, to: arguments[0].value)
    }
    if isExampleForm(callee) {
      guard arguments.count == 1, arguments[0].keyword == nil else { throw .argumentCount(describe(callee), wanted: "one", got: arguments.count) }
      return try part(examplePart(callee, arguments[0].value))
    }
    if case .unit = callee.kind { throw .noExamples(sourceName(callee)) }
    guard let name = callee.plainName else { throw .notCallable(describe(callee)) }
    if name == "L" { return try losses(arguments) }
    if session.state.variables[name] != nil || Names.reserved(name, session.nameContext) != nil { throw .notCallable(name) }
    return try call(name, arguments, callee.range, whole: range)
  }

  /// The activation that a callee names: `sigmoid`, `g1`, `g[1]'`.
  func activation(_ callee: Expression) throws(Fault) -> (any ActivationFunction, isDerivative: Bool)? {
    switch callee.kind {
    case .derivative(let inner):
      guard let (activation, isDerivative) = try activation(inner), !isDerivative else { throw .noDerivative(describe(inner)) }
      return (activation, true)
    case .name(let name):
      if session.state.variables[name] != nil { return nil }
      if name == "leaky_relu" { return (LeakyReLU(slope: session.state.settings.leakySlope), false) }
      if let activation = Activations.named(name) { return (activation, false) }
      guard case .activation(let layer)? = Names.alias(name, session.nameContext) else { return nil }
      return (try activation(ofLayer: layer), false)
    case .index(let base, let items):
      guard base.plainName == "g", session.state.variables["g"] == nil, items.count == 1, case .single(let item) = items[0] else { return nil }
      return (try activation(ofLayer: try integer(item, "a layer's number", in: 1...1_000_000)), false)
    default: return nil
    }
  }

  private func activation(ofLayer layer: Int) throws(Fault) -> any ActivationFunction {
    let network = try session.network()
    try session.check(Quantity(.A, layer), in: network)
    return network.layers[layer - 1].activation
  }

  private func apply(_ activation: any ActivationFunction, isDerivative: Bool, to argument: Expression) throws(Fault) -> Value {
    let value = try evaluate(argument)
    guard let z = value.asMatrix else { throw Fault.notNumbers("\(activation.name)(…)", value).located(argument.range) }
    return wrap(isDerivative ? activation.derivative(at: z) : activation.value(of: z), isMatrix: value.isMatrix)
  }

  /// `L(A2, Y)`: the loss of each example, a row.
  private func losses(_ arguments: [CallArgument]) throws(Fault) -> Value {
    let network = try session.network()
    guard arguments.count == 2 else { throw .argumentCount("L", wanted: "two: L(A\(network.depth), Y)", got: arguments.count) }
    guard let a = try evaluate(arguments[0].value).asMatrix, let y = try evaluate(arguments[1].value).asMatrix else {
      throw .argumentCount("L", wanted: "two matrices", got: 2)
    }
    guard a.shape == y.shape else { throw .lossShapes(describe(arguments[0].value), a.shape, describe(arguments[1].value), y.shape) }
    return .matrix(network.loss.lossPerExample(a: a, y: y))
  }

  /// A function of NumPy's by name.
  func call(_ name: String, _ arguments: [CallArgument], _ range: SourceRange, whole: SourceRange) throws(Fault) -> Value {
    guard let function = Functions.named(name) else { throw Fault.unknownFunction(name).located(range) }
    if case .product = function.shape, arguments.count == 2, arguments.allSatisfy({ $0.keyword == nil }) {
      return try product(.dot, arguments[0].value, arguments[1].value, range, symbol: name)
    }
    var operands: [(expression: Expression, value: Value)] = []
    var call = Call(function: function, values: [:], positional: [], generator: session.state.generator)
    let names = function.parameters.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
    let takesSizes = ["rows", "a"].contains(names.first ?? "") && ["reshape", "zeros", "ones", "rand", "randn", "concatenate"].contains(name)
    var given: Set<String> = []
    var count = 0
    /// Gives an argument to its parameter; `None` leaves the parameter as if it were not given.
    func give(_ parameter: String?, _ argument: CallArgument, _ value: Expression) throws(Fault) {
      if let parameter, !given.insert(parameter).inserted { throw Fault.parameterTwice(parameter, function).located(argument.value.range) }
      if argument.isNone { return }
      let expression = value
      let value = try evaluate(expression)
      operands.append((expression, value))
      if let parameter { call.values[parameter] = value }
      if argument.keyword == nil { call.positional.append(value) }
    }
    for argument in arguments {
      if let keyword = argument.keyword {
        guard names.contains(keyword) || keyword == "axis" && takesSizes else {
          throw Fault.unknownKeyword(keyword, function).located(argument.value.range)
        }
        try give(keyword, argument, argument.value)
        continue
      }
      var parts = [argument.value]
      if name == "concatenate", case .matrix(let rows) = argument.value.kind { parts = rows.flatMap { $0 } }
      for part in parts {
        // `sum(A, 1)`: an axis may stand second where no second array is taken.
        try give(count < names.count ? names[count] : nil, argument, part)
        count += 1
      }
      guard takesSizes || count <= names.count else {
        throw .argumentCount(name, wanted: Fault.parameterList(function), got: arguments.count)
      }
    }
    for parameter in function.parameters where !parameter.hasSuffix("?") && call.values[parameter] == nil {
      throw .missingArgument(parameter, of: function)
    }
    // The arguments may have drawn too: sum(randn(3)).
    call.generator = session.state.generator
    switch function.shape {
    case .elementwise: try checkBroadcast(name, operands, range)
    // `max` of two arrays.
    case .reduction where call.values["b"] != nil: try checkBroadcast(name, Array(operands.prefix(2)), range)
    default: break
    }
    let result = try function.run(&call)
    session.state.generator = call.generator
    warnNotFinite(result, of: operands.map(\.value), whole)
    return result
  }
}

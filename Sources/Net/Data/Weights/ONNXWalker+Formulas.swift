/// Activations that a graph computes with several operators, and what it does before the first layer and behind the last one.
extension ONNXWalker {
  // MARK: Formulas of Z

  /// The activations by their formulas. Other programs may write the same function in other ways, which are not known here.
  private static let formulas: [String: any ActivationFunction] = [
    "div(exp(min(z,0.0)),add(exp(neg(abs(z))),1.0))": Sigmoid(), "div(1.0,add(exp(neg(z)),1.0))": Sigmoid(), "max(z,0.0)": ReLU(),
  ]

  /// The longest formula that is kept.
  private static let mostLetters = 200

  /// The text of Z, or of a formula of it.
  private func text(_ signal: Signal) throws(DataError) -> String {
    switch signal.form {
    case .products, .sums: return "z"
    case .formula(let text): return text
    default: throw failure("it does not follow W @ A + b of a layer")
    }
  }

  /// An operator applied to formulas of the same Z. Where the result is an activation, it is that of the layer.
  mutating func formula(_ op: String, _ signals: [Signal], _ constant: String? = nil) throws(DataError) -> Signal {
    let layer = signals[0].layer
    guard layer > 0, signals.allSatisfy({ $0.layer == layer }) else { throw failure("it does not follow W @ A + b of a layer") }
    for signal in signals { try settle(signal) }
    let parts = try signals.map { (signal) throws(DataError) in try text(signal) } + [constant].compactMap { $0 }
    let formula = "\(op)(\(parts.joined(separator: ",")))"
    guard formula.count <= Self.mostLetters else { throw failure("its formula is too long for an activation") }
    let z = Signal(layer: layer, form: .sums)
    if let activation = Self.formulas[formula] { return try activate(z, activation) }
    if let slope = Self.slope(formula) { return try activate(z, LeakyReLU(slope: slope)) }
    return Signal(layer: layer, form: .formula(formula))
  }

  /// The slope of a leaky ReLU, as in `max(z,mul(z,0.01))`; nil where the formula is another one.
  private static func slope(_ formula: String) -> Double? {
    for (start, end) in [("max(z,mul(z,", "))"), ("max(mul(z,", "),z)")] where formula.hasPrefix(start) && formula.hasSuffix(end) {
      if let slope = Double(formula.dropFirst(start.count).dropLast(end.count)), (0..<1).contains(slope) { return slope }
    }
    return nil
  }

  /// An operator whose inputs are signals or single numbers, in any order. A number stands last.
  mutating func formula(_ inputs: [Value?]) throws(DataError) -> Signal {
    var (signals, number): ([Signal], String?) = ([], nil)
    for case let input? in inputs {
      if case .signal(let signal) = input {
        signals.append(signal)
      } else {
        let values = try numbers(input).values
        guard values.count == 1, number == nil else { throw failure("it does not join formulas of Z and one number") }
        number = "\(values[0])"
      }
    }
    guard inputs.count == 2, !signals.isEmpty else { throw failure("it does not join formulas of Z and one number") }
    return try formula(node.op.lowercased(), signals, number)
  }

  // MARK: Before the first layer and behind the last one

  /// Whether the signal is the inputs, before any layer reads them.
  func isInput(_ signal: Signal) -> Bool { signal.layer == 0 && signal.form == .values && layers.isEmpty }

  /// Whether the signal is the outputs of the last layer so far, with its activation.
  func isOutput(_ signal: Signal) -> Bool { signal.layer > 0 && signal.layer == layers.count && signal.form == .values }

  /// `slope * z`, a scale of the inputs, or one of the outputs.
  mutating func scaled(_ inputs: [Value?]) throws(DataError) -> Signal {
    var (signal, constant) = try signalAndConstant(inputs)
    if isInput(signal) {
      let factors = try numbers(constant).values
      guard factors.allSatisfy({ $0 == 0 || $0 == 1 }) else { throw failure("it multiplies the inputs by other numbers than 0 and 1") }
      surroundings.inputVaries = factors
      return signal
    }
    let isLinear = [.products, .sums].contains(signal.form) && !model.nodes.contains { $0.op == "Max" && !Set($0.inputs).isDisjoint(with: node.outputs) }
    // A factor that Max reads is the slope of a leaky ReLU. Another one scales the outputs of a linear layer.
    if isLinear { signal = try activate(signal, Linear()) }
    if isOutput(signal) {
      guard surroundings.outputMean == nil else { throw failure("it scales the outputs twice") }
      surroundings.outputScale = try column(constant, layers[signal.layer - 1].W.rows)
      return signal
    }
    return try formula(inputs)
  }

  /// `x / scale`, or a quotient of formulas of Z.
  mutating func quotient(_ inputs: [Value?]) throws(DataError) -> Signal {
    if inputs.count == 2, case .signal(let signal)? = inputs[0], isInput(signal), let constant = inputs[1], constant.isConstant {
      guard surroundings.inputScale == nil, surroundings.inputVaries == nil else { throw failure("it scales the inputs twice") }
      let scale = try numbers(constant).values
      guard scale.allSatisfy({ $0 != 0 }) else { throw failure("it divides by 0") }
      surroundings.inputScale = scale
      return signal
    }
    // 1 / (1 + exp(-z)) has the number in front.
    if inputs.count == 2, let first = inputs[0], first.isConstant, case .signal(let signal)? = inputs[1] {
      let values = try numbers(first).values
      guard values == [1] else { throw failure("its first input is not 1") }
      try settle(signal)
      return try quotientOfOne(signal)
    }
    return try formula(inputs)
  }

  private mutating func quotientOfOne(_ signal: Signal) throws(DataError) -> Signal {
    guard let activation = Self.formulas["div(1.0,\(try text(signal)))"] else { throw failure("it is not 1 / (1 + exp(-z))") }
    return try activate(Signal(layer: signal.layer, form: .sums), activation)
  }

  /// `x - mean`; nil where the node does something else.
  mutating func centred(_ inputs: [Value?]) throws(DataError) -> Signal? {
    guard inputs.count == 2, case .signal(let signal)? = inputs[0], isInput(signal), let constant = inputs[1], constant.isConstant else { return nil }
    guard surroundings.inputMean == nil, surroundings.inputScale == nil, surroundings.inputVaries == nil else {
      throw failure("it shifts the inputs twice, or after they are scaled")
    }
    surroundings.inputMean = try numbers(constant).values
    return signal
  }

  mutating func missing(_ signal: Signal) throws(DataError) -> Signal {
    guard isInput(signal) else { throw failure("it does not follow the inputs") }
    return Signal(layer: 0, form: .missing)
  }

  /// `Where(IsNaN(x), filling, x)`
  mutating func filled(_ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count == 3, case .signal(let place)? = inputs[0], place.form == .missing, let filling = inputs[1], filling.isConstant,
      case .signal(let signal)? = inputs[2], isInput(signal), surroundings == ONNXSurroundings()
    else { throw failure("it is not Where(IsNaN(x), constant, x)") }
    surroundings.filling = try numbers(filling).values
    return signal
  }

  /// What stands around the layers, as preprocessing; nil where nothing does.
  func preprocessing() throws(DataError) -> Preprocessing? {
    if surroundings == ONNXSurroundings() { return nil }
    let (inputs, outputs) = (layers[0].W.columns, layers[layers.count - 1].W.rows)
    func column(_ values: [Double]?, _ usual: Double, _ count: Int) throws(DataError) -> Matrix {
      guard let values else { return Matrix(column: Array(repeating: usual, count: count)) }
      guard values.count == 1 || values.count == count, values.allSatisfy(\.isFinite) else {
        throw damaged("a scale has \(values.count) numbers or one that is not finite, but \(count) are needed")
      }
      return Matrix(column: values.count == count ? values : Array(repeating: values[0], count: count))
    }
    var result = Preprocessing(featureNames: (1...inputs).map { "x\($0)" })
    if let filling = surroundings.filling { result.filling = Filling(values: try column(filling, 0, inputs), counts: Array(repeating: 0, count: inputs)) }
    if surroundings.inputMean != nil || surroundings.inputScale != nil || surroundings.inputVaries != nil {
      let varies = try column(surroundings.inputVaries, 1, inputs)
      var deviation = try column(surroundings.inputScale, 1, inputs)
      for place in 0..<inputs where varies[place, 0] == 0 { deviation[place, 0] = 0 }
      result.scaling = Scaling(mean: try column(surroundings.inputMean, 0, inputs), deviation: deviation)
    }
    if surroundings.outputMean != nil || surroundings.outputScale != nil {
      result.targetScaling = Scaling(mean: try column(surroundings.outputMean, 0, outputs), deviation: try column(surroundings.outputScale, 1, outputs))
    }
    return result
  }
}

/// What a graph does before the first layer and behind the last one.
struct ONNXSurroundings: Equatable {
  var filling: [Double]?
  var inputMean: [Double]?
  var inputScale: [Double]?
  /// 0 for a feature that is constant, and 1 for another one.
  var inputVaries: [Double]?
  var outputMean: [Double]?
  var outputScale: [Double]?
}

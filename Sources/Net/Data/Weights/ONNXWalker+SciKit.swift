/// What skl2onnx writes behind the layers of a classifier, and its operators for linear models.
extension ONNXWalker {
  /// 1 - A, or inputs less their mean.
  mutating func complement(_ inputs: [Value?]) throws(DataError) -> Signal {
    if let centred = try centred(inputs) { return centred }
    guard inputs.count == 2, let one = inputs[0], one.isConstant, case .signal(let signal)? = inputs[1], signal.form == .values, signal.layer > 0,
      try numbers(one).values == [1]
    else { throw failure("it is not 1 - A of a layer") }
    return Signal(layer: signal.layer, form: .complements)
  }

  /// 1 - A and A side by side.
  func pair(_ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count == 2, case .signal(let first)? = inputs[0], case .signal(let second)? = inputs[1], first.form == .complements,
      second == Signal(layer: first.layer, form: .values), layers[second.layer - 1].activation?.name == Sigmoid().name
    else { throw failure("it does not put 1 - A and A of sigmoid units side by side") }
    return Signal(layer: first.layer, form: .pairs)
  }

  /// Dividing by the sum changes nothing where the sum is 1.
  func normalized(_ signal: Signal) throws(DataError) -> Signal {
    let isSoftmax = signal.layer > 0 && signal.form == .values && layers[signal.layer - 1].activation?.name == Softmax().name
    guard node.attributes["norm"]?.text == "L1", signal.form == .pairs || isSoftmax else {
      throw failure("it divides the outputs by their sum, as for one class against the rest; a network has no layer for that")
    }
    return signal
  }

  mutating func name(classes attributes: [String: ONNXAttribute]) {
    let texts = attributes["classlabels_strings"]?.texts ?? []
    let numbers = (attributes["classlabels_int64s"] ?? attributes["classlabels_ints"])?.integers.map(String.init) ?? []
    classNames = texts.isEmpty ? numbers : texts
  }

  mutating func classifier(_ signal: Signal) throws(DataError) -> [Value] {
    name(classes: node.attributes)
    var (weights, biases) = try linear(outputs: classNames.count)
    let ends = node.outputs.indices.dropFirst()
    func outputs(_ signal: Signal) -> [Value] { [.aside] + ends.map { _ in .signal(signal) } }
    let transform = node.attributes["post_transform"]?.text ?? "NONE"
    if transform == "LOGISTIC", classNames.count == 2, weights.rows <= 2 {
      // Two opposite rows are one unit: the sigmoid of -z is 1 - A.
      let half = weights.columns
      if weights.rows == 2 {
        guard weights.elements[..<half].elementsEqual(weights.elements[half...].map { -$0 }), biases[0] == -biases[1] else {
          throw failure("its two classes have separate weights, so their probabilities do not sum to 1")
        }
        (weights, biases) = (Matrix(row: Array(weights.elements[half...])), [biases[1]])
      }
      _ = try activate(add(biases, to: append(weights, after: signal)), Sigmoid())
      return outputs(Signal(layer: layers.count, form: .pairs))
    }
    let sums = try add(biases, to: append(weights, after: signal))
    switch transform {
    case "NONE": return outputs(sums)
    case "LOGISTIC": return outputs(try activate(sums, Sigmoid()))
    case "SOFTMAX": return outputs(try activate(sums, Softmax()))
    default: throw failure("post_transform is \(transform.prefix(40))")
    }
  }

  mutating func regressor(_ signal: Signal) throws(DataError) -> Signal {
    guard node.attributes["post_transform"]?.text ?? "NONE" == "NONE" else { throw failure("it changes its outputs by post_transform") }
    let (weights, biases) = try linear(outputs: node.attributes["targets"]?.integer ?? 1)
    return try add(biases, to: append(weights, after: signal))
  }

  /// Weights and biases of the operators of linear models, which have them as attributes. Biases may be left out, and then `outputs` counts the rows.
  func linear(outputs: Int) throws(DataError) -> (W: Matrix, b: [Double]) {
    let weights = node.attributes["coefficients"]?.floats ?? []
    var biases = node.attributes["intercepts"]?.floats ?? []
    let rows = biases.isEmpty ? max(outputs, 1) : biases.count
    guard !weights.isEmpty, weights.count % rows == 0 else { throw failure("it has \(weights.count) coefficients for \(rows) outputs") }
    if biases.isEmpty { biases = [Double](repeating: 0, count: rows) }
    for (name, list) in [("coefficients", weights), ("intercepts", biases)] where !list.allSatisfy(\.isFinite) {
      throw failure("its \(name) are not all finite")
    }
    try budget.take(2 * weights.count, of: MemoryLayout<Double>.size)
    return (Matrix(rows: rows, columns: weights.count / rows, elements: weights), biases)
  }
}

/// Makes a dense network from a graph of ONNX. It goes through the nodes in their order, from the inputs of the network to its outputs.
///
/// Each operator is one case of `walk`. A node takes values and gives values: constants, or a signal with an example in each row.
struct ONNXWalker {
  /// What an output of a node is.
  enum Value {
    case tensor(ONNXTensor)
    /// A constant that was computed.
    case array(ONNXArray)
    case signal(Signal)
    /// Something that follows from the sizes or from the classes of the examples. It is no part of the network.
    case aside
  }

  /// Values of the units of a layer. Layer 0 is the inputs.
  struct Signal: Equatable {
    enum Form: Equatable {
      /// W @ A of the layer before, without biases.
      case products
      /// Z of the layer.
      case sums
      /// A of the layer, or the inputs.
      case values
      /// A formula of Z, as `ONNXFormula` writes it.
      case formula(String)
      /// Whether an entry of the inputs is missing.
      case missing
      /// 1 - A.
      case complements
      /// 1 - A and A in two columns.
      case pairs
      /// A of all examples, one below the other.
      case flat
    }

    let layer: Int
    let form: Form
  }

  struct Layer {
    var W: Matrix
    var b: [Double]?
    var isWithoutBias = false
    var activation: (any ActivationFunction)?
  }

  let model: ONNXModel
  let bytes: [UInt8]
  let folder: String
  let budget: MemoryBudget

  var known: [String: Value] = [:]
  var layers: [Layer] = []
  var classNames: [String] = []
  var otherFiles: [String] = []
  /// What stands before the first layer and behind the last one.
  var surroundings = ONNXSurroundings()
  /// The node that is being read.
  var node = ONNXNode()

  init(_ model: ONNXModel, _ bytes: [UInt8], folder: String, _ budget: MemoryBudget) {
    (self.model, self.bytes, self.folder, self.budget) = (model, bytes, folder, budget)
  }

  /// Reads the graph.
  /// - Throws: `DataError.weights` where it is no dense network, and the errors of reading its constants.
  mutating func network() throws(DataError) -> ForeignNetwork {
    guard model.inputs.count == 1 else {
      throw damaged("the graph has \(model.inputs.count) inputs, but a network has one")
    }
    known[model.inputs[0]] = .signal(Signal(layer: 0, form: .values))
    for (name, tensor) in model.constants { known[name] = .tensor(tensor) }
    for node in try neededNodes() {
      if Interrupt.current?.isRequested == true { throw .interrupted }
      self.node = node
      let values = try walk()
      for (name, value) in zip(node.outputs, values) where !name.isEmpty {
        guard known.updateValue(value, forKey: name) == nil else { throw damaged("two nodes give '\(name.prefix(60))'") }
      }
    }
    let ends = model.outputs.compactMap { name -> Signal? in if case .signal(let signal)? = known[name] { signal } else { nil } }
    guard let end = ends.last(where: { $0.layer == layers.count && $0.layer > 0 }) else { throw damaged("none of its outputs is that of a dense layer") }
    try finish(end)
    // A product of finite numbers, such as alpha * W, may be infinite, so the whole network is checked.
    for (index, layer) in layers.enumerated() {
      try FiniteWeights.check(layer.W.elements, [layer.W.rows, layer.W.columns], "W\(index + 1)")
      try FiniteWeights.check(layer.b ?? [], [layer.W.rows, 1], "b\(index + 1)")
    }
    var network = ForeignNetwork(layers: layers.map { ForeignNetwork.Part(W: $0.W, b: Matrix(column: $0.b ?? []), activation: $0.activation ?? Linear()) })
    if let hidden = layers.dropLast().firstIndex(where: { $0.activation?.isElementwise == false }) {
      throw damaged("its hidden layer \(hidden + 1) has softmax")
    }
    let slopes = Set(layers.compactMap { $0.activation?.slopeLeft })
    guard slopes.count <= 1 else { throw damaged("its layers have leaky ReLU with several slopes, but all layers share one here") }
    network.hasGraph = true
    // Names of another number of classes are not those of the outputs.
    network.classNames = classNames.count == max(layers[layers.count - 1].W.rows, 2) ? classNames : []
    network.withoutBias = layers.indices.filter { layers[$0].isWithoutBias }.map { $0 + 1 }
    network.otherFiles = otherFiles
    network.preprocessing = try preprocessing()
    model.facts?.complete(&network)
    return network
  }

  func damaged(_ reason: String) -> DataError { .weights(.damaged(form: "ONNX", reason: reason)) }

  func failure(_ reason: String) -> DataError { .weights(.node(op: node.op, node: node.name, reason: reason)) }

  /// The nodes on which the outputs depend. Their order in the file must be one in which they can be computed.
  func neededNodes() throws(DataError) -> [ONNXNode] {
    guard !model.outputs.isEmpty else { throw damaged("the graph has no outputs") }
    var needed = Set(model.outputs)
    var result: [ONNXNode] = []
    for node in model.nodes.reversed() where node.outputs.contains(where: needed.contains) {
      needed.formUnion(node.inputs)
      result.append(node)
    }
    return result.reversed()
  }

  // MARK: Operators

  /// The values of the outputs of the node.
  mutating func walk() throws(DataError) -> [Value] {
    var inputs: [Value?] = []
    for name in node.inputs {
      guard !name.isEmpty else {
        inputs.append(nil)
        continue
      }
      guard let value = known[name] else { throw failure("it reads '\(name.prefix(60))' before a node gives it") }
      inputs.append(value)
    }
    // What follows from sizes or classes alone is no part of the network either.
    let parts = inputs.compactMap { $0 }.filter { !$0.isConstant }
    if !parts.isEmpty, parts.allSatisfy(\.isAside) { return node.outputs.map { _ in .aside } }
    // A domain of its own may give any meaning to a name.
    guard ["", "ai.onnx", "ai.onnx.ml"].contains(node.domain) else { throw unknown() }
    if parts.isEmpty { return [.array(try constant(inputs))] }
    func signal(_ index: Int) throws(DataError) -> Signal {
      guard index < inputs.count, case .signal(let signal)? = inputs[index] else { throw failure("its input \(index + 1) is not the outputs of a layer") }
      return signal
    }
    switch node.op {
    case "MatMul": return [.signal(try product(signal(0), inputs))]
    case "Gemm": return [.signal(try gemm(signal(0), inputs))]
    case "Add": return [.signal(try sum(inputs))]
    case "Exp", "Abs", "Neg": return [.signal(try formula(node.op.lowercased(), [signal(0)]))]
    case "Min": return [.signal(try formula(inputs))]
    case "Div": return [.signal(try quotient(inputs))]
    case "IsNaN": return [.signal(try missing(signal(0)))]
    case "Where": return [.signal(try filled(inputs))]
    case "Sigmoid": return [.signal(try activate(signal(0), Sigmoid()))]
    case "Tanh": return [.signal(try activate(signal(0), Tanh()))]
    case "Relu": return [.signal(try activate(signal(0), ReLU()))]
    case "LeakyRelu": return [.signal(try activate(signal(0), LeakyReLU(slope: Self.decimal(try number("alpha") ?? 0.01))))]
    case "Softmax":
      // Before version 13 the default was 1. For a matrix both mean the same.
      guard [-1, 1].contains(node.attributes["axis"]?.integer ?? -1) else { throw failure("its axis is not that of the units") }
      return [.signal(try activate(signal(0), Softmax()))]
    case "Mul": return [.signal(try scaled(inputs))]
    case "Max": return [.signal(try formula(inputs))]
    case "Identity": return [.signal(try signal(0))]
    case "Dropout":
      if inputs.count > 2, let training = inputs[2], try numbers(training).values != [0] { throw failure("it is in training mode") }
      return [.signal(try signal(0)), .aside]
    case "Cast":
      guard [1, 10, 11, 16].contains(node.attributes["to"]?.integer ?? 0) else { throw failure("it makes integers of the outputs of a layer") }
      return [.signal(try signal(0))]
    case "Flatten":
      guard node.attributes["axis"]?.integer ?? 1 == 1 else { throw failure("its axis is not 1") }
      return [.signal(try signal(0))]
    case "Reshape": return [.signal(try reshaped(signal(0), inputs))]
    case "Squeeze": return [.signal(try squeezed(signal(0), inputs))]
    case "Sub": return [.signal(try complement(inputs))]
    case "Concat": return [.signal(try pair(inputs))]
    case "Shape", "ArgMax", "Binarizer": return node.outputs.map { _ in .aside }
    case "ZipMap":
      name(classes: node.attributes)
      return [.signal(try signal(0))]
    case "Normalizer": return [.signal(try normalized(signal(0)))]
    case "LinearClassifier": return try classifier(signal(0))
    case "LinearRegressor": return [.signal(try regressor(signal(0)))]
    default: throw unknown()
    }
  }

  func unknown() -> DataError { .weights(.unknownOperator(op: node.op, node: node.name)) }

  // MARK: Layers

  /// The number of units of a layer; nil for the inputs while no layer has told it.
  func units(_ layer: Int) -> Int? { layer == 0 ? layers.first?.W.columns : layers[layer - 1].W.rows }

  /// Adds a layer with W, (units, inputs), behind a signal.
  mutating func append(_ W: Matrix, after signal: Signal) throws(DataError) -> Signal {
    guard signal.layer == layers.count else { throw failure("the graph branches here, and a dense network does not") }
    try finish(signal)
    guard surroundings.outputMean == nil, surroundings.outputScale == nil else { throw failure("a layer follows scaled outputs") }
    guard signal.form != .flat, signal.form != .pairs else { throw failure("a layer follows the outputs of the network") }
    guard W.rows > 0, W.columns > 0 else { throw failure("its weights have no entries") }
    if let units = units(signal.layer), signal.layer > 0, units != W.columns {
      throw failure("its weights take \(W.columns) inputs, but the layer before has \(units) units")
    }
    layers.append(Layer(W: W))
    return Signal(layer: layers.count, form: .products)
  }

  /// Where the layer of the signal has no biases yet, they become 0. From here on none may be added.
  mutating func settle(_ signal: Signal) throws(DataError) {
    guard signal.form == .products else { return }
    let index = signal.layer - 1
    guard layers[index].b == nil || layers[index].isWithoutBias else { throw failure("the graph branches here, and a dense network does not") }
    layers[index].b = [Double](repeating: 0, count: layers[index].W.rows)
    layers[index].isWithoutBias = true
  }

  /// Completes the layer of a signal that the next layer reads, or that is the output. Without an activation it is linear.
  mutating func finish(_ signal: Signal) throws(DataError) {
    try settle(signal)
    switch signal.form {
    case .products, .sums: _ = try activate(signal, Linear())
    case .values, .pairs, .flat: return
    case .formula, .missing, .complements: throw failure("a layer takes a part of the outputs of another one")
    }
  }

  mutating func activate(_ signal: Signal, _ activation: any ActivationFunction) throws(DataError) -> Signal {
    guard signal.form == .products || signal.form == .sums else { throw failure("it does not follow W @ A + b of a layer") }
    try settle(signal)
    let index = signal.layer - 1
    if let old = layers[index].activation, old.name != activation.name || old.slopeLeft != activation.slopeLeft {
      throw failure("layer \(signal.layer) has two activations")
    }
    layers[index].activation = activation
    return Signal(layer: signal.layer, form: .values)
  }

  mutating func product(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count == 2, let weights = inputs[1] else { throw failure("it needs two inputs") }
    return try append(try matrix(weights, isTurned: true), after: signal)
  }

  mutating func gemm(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count >= 2, let weights = inputs[1] else { throw failure("it needs two inputs") }
    guard node.attributes["transA"]?.integer ?? 0 == 0 else { throw failure("transA is not 0, so its examples are columns") }
    var W = try matrix(weights, isTurned: node.attributes["transB"]?.integer ?? 0 == 0)
    if let alpha = try number("alpha"), alpha != 1 { W = W.scaled(Double(alpha)) }
    let beta = Double(try number("beta") ?? 1)
    let result = try append(W, after: signal)
    guard inputs.count > 2, let bias = inputs[2] else { return result }
    return try add(try column(bias, W.rows).map { beta == 1 ? $0 : beta * $0 }, to: result)
  }

  mutating func sum(_ inputs: [Value?]) throws(DataError) -> Signal {
    let (signal, constant) = try signalAndConstant(inputs)
    if case .formula = signal.form { return try formula(inputs) }
    if isOutput(signal) {
      guard surroundings.outputMean == nil else { throw failure("it shifts the outputs twice") }
      surroundings.outputMean = try column(constant, layers[signal.layer - 1].W.rows)
      return signal
    }
    guard signal.form == .products || signal.form == .sums, let units = units(signal.layer) else { throw failure("it does not follow W @ A of a layer") }
    return try add(try column(constant, units), to: signal)
  }

  mutating func add(_ bias: [Double], to signal: Signal) throws(DataError) -> Signal {
    let index = signal.layer - 1
    guard signal.form == .products, layers[index].b == nil else { throw failure("layer \(signal.layer) has two biases") }
    layers[index].b = bias
    return Signal(layer: signal.layer, form: .sums)
  }

  // MARK: Shapes and classes

  mutating func reshaped(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count > 1, let shape = inputs[1] else { throw failure("it needs a shape") }
    if case .aside = shape {
      guard signal.layer == 0 else { throw failure("its shape is computed") }
      return signal
    }
    let sizes = try numbers(shape).values
    let units = units(signal.layer).map { Double($0) }
    if sizes.count == 2, sizes[0] != -1 || sizes[1] != -1, [-1, 0].contains(sizes[1]) || sizes[1] == units || units == nil { return signal }
    // skl2onnx writes this behind every perceptron for numbers, also behind one with several outputs.
    if sizes == [-1, 1] || sizes == [-1] && units == 1, signal.layer > 0 { return try flat(signal) }
    throw failure("it changes the shape of the outputs of a layer")
  }

  mutating func squeezed(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
    var axes = node.attributes["axes"]?.integers ?? []
    if inputs.count > 1, let given = inputs[1] { axes = try numbers(given).values.map { Int(exactly: $0) ?? 0 } }
    guard axes == [1] || axes == [-1], units(signal.layer) == 1, signal.layer > 0 else { throw failure("it changes the shape of the outputs of a layer") }
    return try flat(signal)
  }

  /// The same values, one below the other. Of one unit nothing changes, and an activation may follow.
  mutating func flat(_ signal: Signal) throws(DataError) -> Signal {
    if units(signal.layer) == 1 { return signal }
    try finish(signal)
    return Signal(layer: signal.layer, form: .flat)
  }

  /// The number that the digits of a float say. A slope of 0.01 is then 0.01 and not the float next to it.
  static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}

extension ONNXWalker.Value {
  var isConstant: Bool {
    switch self {
    case .tensor, .array: true
    case .signal, .aside: false
    }
  }

  var isAside: Bool { if case .aside = self { true } else { false } }
}

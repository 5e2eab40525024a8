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
      /// A factor times Z.
      case scaled(Double)
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

  private struct Layer {
    var W: Matrix
    var b: [Double]?
    var isWithoutBias = false
    var activation: (any ActivationFunction)?
  }

  private let model: ONNXModel
  private let bytes: [UInt8]
  private let folder: String
  private let budget: MemoryBudget

  private var known: [String: Value] = [:]
  private var layers: [Layer] = []
  private var classNames: [String] = []
  private var otherFiles: [String] = []
  /// The node that is being read.
  private var node = ONNXNode()

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
    var network = ForeignNetwork(layers: layers.map { ForeignNetwork.Part(W: $0.W, b: Matrix(column: $0.b ?? []), activation: $0.activation ?? Linear()) })
    if let hidden = layers.dropLast().firstIndex(where: { $0.activation?.isElementwise == false }) {
      throw damaged("its hidden layer \(hidden + 1) has softmax")
    }
    let slopes = Set(layers.compactMap { $0.activation?.slopeLeft })
    guard slopes.count <= 1 else { throw damaged("its layers have leaky ReLU with several slopes, but all layers share one here") }
    network.hasGraph = true
    network.classNames = classNames
    network.withoutBias = layers.indices.filter { layers[$0].isWithoutBias }.map { $0 + 1 }
    network.otherFiles = otherFiles
    return network
  }

  private func damaged(_ reason: String) -> DataError { .weights(.damaged(form: "ONNX", reason: reason)) }

  private func failure(_ reason: String) -> DataError { .weights(.node(op: node.op, node: node.name, reason: reason)) }

  /// The nodes on which the outputs depend. Their order in the file must be one in which they can be computed.
  private func neededNodes() throws(DataError) -> [ONNXNode] {
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
  private mutating func walk() throws(DataError) -> [Value] {
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
    if parts.isEmpty { return [.array(try constant(inputs))] }
    guard node.domain.isEmpty || node.domain == "ai.onnx" || node.domain == "ai.onnx.ml" else { throw unknown() }
    func signal(_ index: Int) throws(DataError) -> Signal {
      guard index < inputs.count, case .signal(let signal)? = inputs[index] else { throw failure("its input \(index + 1) is not the outputs of a layer") }
      return signal
    }
    switch node.op {
    case "MatMul": return [.signal(try product(signal(0), inputs))]
    case "Gemm": return [.signal(try gemm(signal(0), inputs))]
    case "Add": return [.signal(try sum(inputs))]
    case "Sigmoid": return [.signal(try activate(signal(0), Sigmoid()))]
    case "Tanh": return [.signal(try activate(signal(0), Tanh()))]
    case "Relu": return [.signal(try activate(signal(0), ReLU()))]
    case "LeakyRelu": return [.signal(try activate(signal(0), LeakyReLU(slope: Self.decimal(node.attributes["alpha"]?.float ?? 0.01))))]
    case "Softmax":
      // Before version 13 the default was 1. For a matrix both mean the same.
      guard [-1, 1].contains(node.attributes["axis"]?.integer ?? -1) else { throw failure("its axis is not that of the units") }
      return [.signal(try activate(signal(0), Softmax()))]
    case "Mul": return [.signal(try scaled(inputs))]
    case "Max": return [.signal(try maximum(inputs))]
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

  private func unknown() -> DataError { .weights(.unknownOperator(op: node.op, node: node.name)) }

  // MARK: Layers

  /// The number of units of a layer; nil for the inputs while no layer has told it.
  private func units(_ layer: Int) -> Int? { layer == 0 ? layers.first?.W.columns : layers[layer - 1].W.rows }

  /// Adds a layer with W, (units, inputs), behind a signal.
  private mutating func append(_ W: Matrix, after signal: Signal) throws(DataError) -> Signal {
    guard signal.layer == layers.count else { throw failure("the graph branches here, and a dense network does not") }
    try finish(signal)
    guard signal.form != .flat, signal.form != .pairs else { throw failure("a layer follows the outputs of the network") }
    guard W.rows > 0, W.columns > 0 else { throw failure("its weights have no entries") }
    if let units = units(signal.layer), signal.layer > 0, units != W.columns {
      throw failure("its weights take \(W.columns) inputs, but the layer before has \(units) units")
    }
    layers.append(Layer(W: W))
    return Signal(layer: layers.count, form: .products)
  }

  /// A signal that is Z. Where a layer has no biases, they are 0.
  private mutating func settle(_ signal: Signal) throws(DataError) {
    guard signal.form == .products else { return }
    let index = signal.layer - 1
    guard layers[index].b == nil || layers[index].isWithoutBias else { throw failure("the graph branches here, and a dense network does not") }
    layers[index].b = [Double](repeating: 0, count: layers[index].W.rows)
    layers[index].isWithoutBias = true
  }

  /// A signal that the next layer reads, or that is the output.
  private mutating func finish(_ signal: Signal) throws(DataError) {
    try settle(signal)
    switch signal.form {
    case .products, .sums: _ = try activate(signal, Linear())
    case .values, .pairs, .flat: return
    case .scaled, .complements: throw failure("a layer takes a part of the outputs of another one")
    }
  }

  private mutating func activate(_ signal: Signal, _ activation: any ActivationFunction) throws(DataError) -> Signal {
    guard signal.form == .products || signal.form == .sums else { throw failure("it does not follow W @ A + b of a layer") }
    try settle(signal)
    let index = signal.layer - 1
    if let old = layers[index].activation, old.name != activation.name || old.slopeLeft != activation.slopeLeft {
      throw failure("layer \(signal.layer) has two activations")
    }
    layers[index].activation = activation
    return Signal(layer: signal.layer, form: .values)
  }

  private mutating func product(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count == 2, let weights = inputs[1] else { throw failure("it needs two inputs") }
    return try append(try matrix(weights, isTurned: true), after: signal)
  }

  private mutating func gemm(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count >= 2, let weights = inputs[1] else { throw failure("it needs two inputs") }
    guard node.attributes["transA"]?.integer ?? 0 == 0 else { throw failure("transA is not 0, so its examples are columns") }
    var W = try matrix(weights, isTurned: node.attributes["transB"]?.integer ?? 0 == 0)
    if let alpha = node.attributes["alpha"]?.float, alpha != 1 { W = W.scaled(Double(alpha)) }
    let result = try append(W, after: signal)
    guard inputs.count > 2, let bias = inputs[2] else { return result }
    let beta = Double(node.attributes["beta"]?.float ?? 1)
    return try add(try column(bias, W.rows).map { beta == 1 ? $0 : beta * $0 }, to: result)
  }

  private mutating func sum(_ inputs: [Value?]) throws(DataError) -> Signal {
    let (signal, constant) = try signalAndConstant(inputs)
    guard signal.form == .products || signal.form == .sums, let units = units(signal.layer) else { throw failure("it does not follow W @ A of a layer") }
    return try add(try column(constant, units), to: signal)
  }

  private mutating func add(_ bias: [Double], to signal: Signal) throws(DataError) -> Signal {
    let index = signal.layer - 1
    guard signal.form == .products, layers[index].b == nil else { throw failure("layer \(signal.layer) has two biases") }
    layers[index].b = bias
    return Signal(layer: signal.layer, form: .sums)
  }

  // MARK: Shapes and classes

  /// `slope * z`, which `Max(z, slope * z)` reads.
  private mutating func scaled(_ inputs: [Value?]) throws(DataError) -> Signal {
    let (signal, constant) = try signalAndConstant(inputs)
    let factor = try numbers(constant).values
    guard factor.count == 1, signal.form == .products || signal.form == .sums else { throw failure("it does not multiply W @ A + b of a layer by one number") }
    try settle(signal)
    return Signal(layer: signal.layer, form: .scaled(factor[0]))
  }

  private mutating func maximum(_ inputs: [Value?]) throws(DataError) -> Signal {
    var (z, slope): (Signal?, Double?) = (nil, nil)
    for case .signal(let signal)? in inputs { if case .scaled(let factor) = signal.form { slope = factor } else { z = signal } }
    guard inputs.count == 2, let z, let slope, (0..<1).contains(slope),
      inputs.allSatisfy({ if case .signal(let signal)? = $0 { signal.layer == z.layer } else { false } })
    else { throw failure("it is not Max(z, slope * z) with a slope from 0 to 1") }
    return try activate(z, LeakyReLU(slope: slope))
  }

  private func reshaped(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
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

  private func squeezed(_ signal: Signal, _ inputs: [Value?]) throws(DataError) -> Signal {
    var axes = node.attributes["axes"]?.integers ?? []
    if inputs.count > 1, let given = inputs[1] { axes = try numbers(given).values.map { Int(exactly: $0) ?? 0 } }
    guard axes == [1] || axes == [-1], units(signal.layer) == 1, signal.layer > 0 else { throw failure("it changes the shape of the outputs of a layer") }
    return try flat(signal)
  }

  /// The same values without the dimension of the units. Z stays Z, since an activation may follow.
  private func flat(_ signal: Signal) throws(DataError) -> Signal {
    if units(signal.layer) == 1 || signal.form != .values { return signal }
    return Signal(layer: signal.layer, form: .flat)
  }

  /// 1 - A.
  private func complement(_ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count == 2, let one = inputs[0], one.isConstant, case .signal(let signal)? = inputs[1], signal.form == .values, signal.layer > 0,
      try numbers(one).values == [1]
    else { throw failure("it is not 1 - A of a layer") }
    return Signal(layer: signal.layer, form: .complements)
  }

  /// 1 - A and A side by side.
  private func pair(_ inputs: [Value?]) throws(DataError) -> Signal {
    guard inputs.count == 2, case .signal(let first)? = inputs[0], case .signal(let second)? = inputs[1], first.form == .complements,
      second == Signal(layer: first.layer, form: .values), layers[second.layer - 1].activation?.name == Sigmoid().name
    else { throw failure("it does not put 1 - A and A of sigmoid units side by side") }
    return Signal(layer: first.layer, form: .pairs)
  }

  /// Dividing by the sum changes nothing where the sum is 1.
  private func normalized(_ signal: Signal) throws(DataError) -> Signal {
    let isSoftmax = signal.layer > 0 && signal.form == .values && layers[signal.layer - 1].activation?.name == Softmax().name
    guard node.attributes["norm"]?.text == "L1", signal.form == .pairs || isSoftmax else {
      throw failure("it divides the outputs by their sum, as for one class against the rest; a network has no layer for that")
    }
    return signal
  }

  private mutating func name(classes attributes: [String: ONNXAttribute]) {
    let texts = attributes["classlabels_strings"]?.texts ?? []
    let numbers = (attributes["classlabels_int64s"] ?? attributes["classlabels_ints"])?.integers.map(String.init) ?? []
    classNames = texts.isEmpty ? numbers : texts
  }

  private mutating func classifier(_ signal: Signal) throws(DataError) -> [Value] {
    name(classes: node.attributes)
    var (weights, biases) = try linear()
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

  private mutating func regressor(_ signal: Signal) throws(DataError) -> Signal {
    guard node.attributes["post_transform"]?.text ?? "NONE" == "NONE" else { throw failure("it changes its outputs by post_transform") }
    let (weights, biases) = try linear()
    return try add(biases, to: append(weights, after: signal))
  }

  /// Weights and biases of the operators of linear models, which have them as attributes.
  private func linear() throws(DataError) -> (W: Matrix, b: [Double]) {
    let weights = (node.attributes["coefficients"]?.floats ?? []).map { Double($0) }
    var biases = (node.attributes["intercepts"]?.floats ?? []).map { Double($0) }
    let rows = biases.isEmpty ? max(node.attributes["targets"]?.integer ?? 1, 1) : biases.count
    guard !weights.isEmpty, weights.count % rows == 0 else { throw failure("it has \(weights.count) coefficients for \(rows) outputs") }
    if biases.isEmpty { biases = [Double](repeating: 0, count: rows) }
    try budget.take(2 * weights.count, of: MemoryLayout<Double>.size)
    try FiniteWeights.check(weights, [rows, weights.count / rows], "coefficients of \(node.name)")
    try FiniteWeights.check(biases, [rows], "intercepts of \(node.name)")
    return (Matrix(rows: rows, columns: weights.count / rows, elements: weights), biases)
  }

  // MARK: Constants

  /// The one signal and the one constant of a node, in any order.
  private func signalAndConstant(_ inputs: [Value?]) throws(DataError) -> (Signal, Value) {
    if inputs.count == 2, let first = inputs[0], let second = inputs[1] {
      if case .signal(let signal) = first, second.isConstant { return (signal, second) }
      if case .signal(let signal) = second, first.isConstant { return (signal, first) }
    }
    throw failure("it does not join the outputs of a layer with a constant")
  }

  /// A constant computed from constants.
  private mutating func constant(_ inputs: [Value?]) throws(DataError) -> ONNXArray {
    if node.op == "Constant" {
      if let tensor = node.attributes["value"]?.tensor { return try numbers(.tensor(tensor)) }
      if let value = node.attributes["value_float"]?.float { return ONNXArray(shape: [], values: [Double(value)]) }
      if let value = node.attributes["value_int"]?.integer { return ONNXArray(shape: [], values: [Double(value)]) }
      let floats = (node.attributes["value_floats"]?.floats ?? []).map { Double($0) }
      let values = floats + (node.attributes["value_ints"]?.integers ?? []).map { Double($0) }
      return ONNXArray(shape: [values.count], values: values)
    }
    guard let first = inputs.first, let first else { throw unknown() }
    let array = try numbers(first)
    try budget.take(array.values.count, of: MemoryLayout<Double>.size)
    switch node.op {
    case "Identity": return array
    case "Cast":
      switch node.attributes["to"]?.integer ?? 0 {
      case 11, 7: return array
      case 1: return ONNXArray(shape: array.shape, values: array.values.map { Double(Float($0)) })
      default: throw failure("it makes constants of a type that is not read")
      }
    case "Transpose":
      guard array.shape.count == 2, [[], [1, 0]].contains(node.attributes["perm"]?.integers ?? []) else { throw failure("it turns no matrix") }
      return ONNXArray(
        shape: array.shape.reversed(), values: Matrix(rows: array.shape[0], columns: array.shape[1], elements: array.values).transposed().elements)
    case "Reshape", "Squeeze", "Unsqueeze":
      // A bias may have any shape, and the shape of weights is checked where they are used.
      if node.op != "Reshape" { return ONNXArray(shape: array.shape.count < 2 ? [array.values.count] : array.shape, values: array.values) }
      guard inputs.count > 1, let given = inputs[1] else { throw failure("it needs a shape") }
      var sizes: [Int] = []
      for (place, size) in try numbers(given).values.enumerated() {
        guard let size = Int(exactly: size), size >= -1, size != 0 || place < array.shape.count else { throw failure("its shape is wrong") }
        sizes.append(size == 0 ? array.shape[place] : size)
      }
      let rest = ArrayShape.count(sizes.filter { $0 != -1 }) ?? 0
      if let open = sizes.firstIndex(of: -1), rest > 0 { sizes[open] = array.values.count / rest }
      guard sizes.allSatisfy({ $0 >= 0 }), ArrayShape.count(sizes) == array.values.count else { throw failure("its shape does not fit") }
      return ONNXArray(shape: sizes, values: array.values)
    default: throw unknown()
    }
  }

  /// The numbers of a constant.
  private func numbers(_ value: Value) throws(DataError) -> ONNXArray { try numbers(value) { _ in } }

  private func numbers(_ value: Value, opened: (String) -> Void) throws(DataError) -> ONNXArray {
    switch value {
    case .tensor(let tensor): return ONNXArray(shape: tensor.shape, values: try tensor.values(bytes, folder: folder, budget, opened: opened), name: tensor.name)
    case .array(let array): return array
    case .signal, .aside: throw failure("an input that must be a constant is computed")
    }
  }

  /// A constant matrix of weights.
  private mutating func matrix(_ value: Value, isTurned: Bool) throws(DataError) -> Matrix {
    let array = try weights(value)
    guard array.shape.count == 2 else { throw failure("its weights have the shape \(ArrayShape.text(array.shape)), but a matrix is needed") }
    let matrix = Matrix(rows: array.shape[0], columns: array.shape[1], elements: array.values)
    guard isTurned else { return matrix }
    try budget.take(array.values.count, of: MemoryLayout<Double>.size)
    return matrix.transposed()
  }

  /// Constant biases as one number for each unit.
  private mutating func column(_ value: Value, _ units: Int) throws(DataError) -> [Double] {
    let array = try weights(value)
    guard array.shape.dropLast().allSatisfy({ $0 == 1 }), array.values.count == units || array.values.count == 1 else {
      throw failure("its constant has the shape \(ArrayShape.text(array.shape)), but the layer has \(units) units")
    }
    return array.values.count == units ? array.values : [Double](repeating: array.values[0], count: units)
  }

  private mutating func weights(_ value: Value) throws(DataError) -> ONNXArray {
    var opened: [String] = []
    let array = try numbers(value) { opened.append($0) }
    for path in opened where !otherFiles.contains(path) { otherFiles.append(path) }
    try FiniteWeights.check(array.values, array.shape, array.name.isEmpty ? "a constant of \(node.name)" : array.name)
    return array
  }

  /// The number that the digits of a float say. A slope of 0.01 is then 0.01 and not the float next to it.
  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}

extension ONNXWalker.Value {
  fileprivate var isConstant: Bool {
    switch self {
    case .tensor, .array: true
    case .signal, .aside: false
    }
  }

  fileprivate var isAside: Bool { if case .aside = self { true } else { false } }
}

/// A constant of a graph with its numbers, in C order.
struct ONNXArray {
  var shape: [Int]
  var values: [Double]
  /// The name of the constant in the graph; empty where it was computed.
  var name = ""
}

import Net

/// The faults and the notes for networks of other programs.
extension Fault {
  /// The fault for a file that gives no network.
  static func weights(_ fault: WeightFault, _ path: String) -> Fault {
    let file = "'\(path)'"
    switch fault {
    case .noForm:
      if path.lowercased().hasSuffix(".py") {
        return Fault(
          .format, "\(file) is a program of Python, and load reads weights",
          hint: "save, .onnx and .safetensors keep a network for load; Python runs the program: python3 \(shortened(path))")
      }
      if path.lowercased().hasSuffix(".tex") {
        return Fault(.format, "\(file) is a document of LaTeX, which has no weights", hint: "save, .onnx and .safetensors keep a network for load")
      }
      return Fault(
        .format, "\(file) holds no network: it is none of .npz, .mat, HDF5, .safetensors and .onnx",
        hint: "load reads weights; to read a table, type data \(StringLiteral.quoted(path))")
    case .noWeights(let found):
      let names = found.prefix(12).map(shortened).joined(separator: ", ") + (found.count > 12 ? " …" : "")
      return Fault(
        .format, "\(file) has no weights: \(found.isEmpty ? "it holds no arrays" : "no array is named W1, weight or kernel; it has \(names)")",
        hint: "in Python, write: np.savez(\"params.npz\", W1=W1, b1=b1, W2=W2, b2=b2)")
    case .twice(let first, let second):
      return Fault(
        .format, "\(file): '\(shortened(first))' and '\(shortened(second))' may both be the same parameter",
        hint: "write a file with one network, whose arrays are W1, b1, W2, b2 and so on")
    case .lonelyBias(let name):
      return Fault(.format, "\(file) has the biases '\(shortened(name))', but not the weights of that layer")
    case .otherLayer(let name):
      return Fault(
        .format, "\(file): '\(shortened(name))' belongs to a layer that is not dense",
        hint: "load reads dense layers alone; if the array is no part of the network, leave it out of the file")
    case .noMatrix(let name, let shape):
      return Fault(
        .shape, "\(file): '\(shortened(name))' has the shape \(text(shape)), but the weights of a dense layer are a matrix",
        hint: "load reads dense layers alone, and no convolutions or normalisation")
    case .notFinite(let name, let value, let place):
      return Fault(.value, "\(file): '\(shortened(name))' contains \(value.isNaN ? "NaN" : "infinity") at \(place), and a network needs finite weights")
    case .noChain(let layers, let layout):
      let order =
        switch layout {
        case nil: "(units, inputs) or (inputs, units)"
        case .units: "(units, inputs)"
        case .inputs: "(inputs, units)"
        }
      let list = layers.prefix(12).map(text).joined(separator: ", ") + (layers.count > 12 ? " …" : "")
      return Fault(
        .shape, "\(file): the layers do not fit together as \(order): \(list)",
        hint: "each layer takes as many inputs as the layer before has units, and b has an entry for each unit"
          + (layout == nil ? "" : "; leave layout= out, so that the shapes decide"))
    case .severalOrders(let orders):
      let lists = orders.map { $0.prefix(8).map(shortened).joined(separator: ", ") + ($0.count > 8 ? " …" : "") }
      return Fault(
        .format, "\(file): the layers fit together in several orders: \(lists.joined(separator: "; or "))",
        hint: "number the layers, as in W1, b1, W2, b2")
    case .tooManyOrders:
      return Fault(.format, "\(file): the names give no order of the layers, and there are too many to try", hint: "number the layers, as in W1, b1, W2, b2")
    case .damaged(let form, let reason): return Fault(.format, "\(file) is no \(form) file that can be read: \(shortReason(reason))")
    case .node(let op, let node, let reason):
      return Fault(.format, "\(file): the node '\(shortened(node))' (\(shortened(op))) is not read: \(shortReason(reason))")
    case .unknownOperator(let op, let node):
      return Fault(
        .format, "\(file): the node '\(shortened(node))' (\(shortened(op))) is no part of a dense network",
        hint: "load reads Gemm, MatMul, Add, Sigmoid, Tanh, Relu, LeakyRelu and Softmax, and the perceptrons and linear models of skl2onnx")
    case .outside(let tensor, let location, let reason):
      return Fault(
        .file, "\(file): the numbers of '\(shortened(tensor))' are in the file '\(shortened(location))', which is not read: \(reason)",
        hint: "put the file with the weights into the folder of the model")
    }
  }

  private static func text(_ shape: [Int]) -> String {
    "(" + shape.prefix(8).map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : shape.count > 8 ? ", …)" : ")")
  }

  /// A layer as it lies in the file, such as `W1 (4, 2) with b1 of 4`.
  private static func text(_ layer: LayerShape) -> String {
    "\(shortened(layer.weight)) \(text([layer.rows, layer.columns]))" + (layer.bias.map { " with \(shortened($0)) of \(layer.biases)" } ?? "")
  }

  /// A reason has names of the file in it, which may be long.
  private static func shortReason(_ reason: String) -> String { reason.count > 200 ? String(reason.prefix(199)) + "…" : reason }

  /// The fault for a number of activations that is not the number of layers.
  static func activationCount(_ found: Int, _ layers: Int, _ example: [String]) -> Fault {
    Fault(
      .value, "activations= has \(found) name\(found == 1 ? "" : "s"), but the network has \(layers) layer\(layers == 1 ? "" : "s")",
      hint: "write activations=\(example.joined(separator: ","))")
  }

  /// The fault for activations that are not those of a graph.
  static func otherActivations(_ path: String, _ asked: [String], _ graph: [String]) -> Fault {
    Fault(
      .value, "activations= says \(asked.joined(separator: ",")), but the graph of '\(path)' has \(graph.joined(separator: ","))",
      hint: "leave activations= out")
  }
}

extension Warning {
  /// The note for activations that the file does not have.
  static func activationsTaken(_ names: [String]) -> String {
    let list = names.joined(separator: ",")
    return "the file does not say the activations, so they are \(list); activations=\(list) says this, and other names change it"
  }

  /// The warning for weights of which the shapes do not say how they lie.
  static func layoutGuessed() -> String {
    "the shapes do not tell whether W is (units, inputs) or (inputs, units), so units come first; for a file of Keras or scikit-learn, write layout=inputs"
  }

  static func biasesMissing(_ layers: [Int]) -> String {
    let names = layers.prefix(8).map { "b\($0)" }.joined(separator: ", ") + (layers.count > 8 ? " …" : "")
    return
      "the file has no biases for \(layers.count == 1 ? "layer \(layers[0])" : "\(layers.count) layers"), so \(names) \(layers.count == 1 ? "is" : "are") 0"
  }

  static func arraysIgnored(_ names: [String]) -> String {
    let list = names.prefix(6).map { "'\(Fault.shortened($0))'" }.joined(separator: ", ") + (names.count > 6 ? " …" : "")
    return "\(names.count == 1 ? "one array is" : "\(names.count) arrays are") no part of the network: \(list)"
  }
}

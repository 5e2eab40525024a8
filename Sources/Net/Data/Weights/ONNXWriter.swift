/// Writes a network as a graph of ONNX: from an example in each row, in the data's own units, to the outputs in the units of the targets.
///
/// The graph uses operators that onnxruntime computes in doubles with full accuracy. It has no double kernel for LeakyRelu, and its Sigmoid in doubles is 0
/// for z below -37 (1.32.0), so both are written with other operators. In single precision the plain operators are used.
///
/// Source: the ONNX specification, operators of version 17 of the default domain, in IR version 8.
public struct ONNXWriter {
  /// The type of all numbers in the graph.
  public enum Precision: String, CaseIterable, Sendable { case double, single }

  /// The IR version and the version of the operators. onnxruntime 1.16.3 of November 2023 reads such graphs, and so do later ones.
  static let (irVersion, opset) = (8, 17)
  /// A message of Protocol Buffers is smaller than 2 GiB. Some space is left for all but the weights.
  static let mostBytes = Int(Int32.max) - (1 << 20)

  private let network: Network
  private let preprocessing: Preprocessing
  private let precision: Precision
  private let producer: String
  private let documentation: String
  private let facts: NetworkFacts?

  /// - Parameters:
  ///   - producer: the version of the program that writes.
  ///   - documentation: a text for people who open the model.
  ///   - facts: what the graph does not say.
  public init(
    _ network: Network, _ preprocessing: Preprocessing, precision: Precision = .double, producer: String, documentation: String = "",
    facts: NetworkFacts? = nil
  ) {
    (self.network, self.preprocessing, self.precision) = (network, preprocessing, precision)
    (self.producer, self.documentation, self.facts) = (producer, documentation, facts)
  }

  /// The bytes of the file.
  /// - Throws: `DataError.tooLarge` where the file would have 2 GiB or more, which the format does not allow.
  public func bytes() throws(DataError) -> [UInt8] {
    let (count, overflow) = network.parameterCount.multipliedReportingOverflow(by: precision == .double ? 8 : 4)
    guard !overflow, count < Self.mostBytes else { throw .tooLarge(limit: Self.mostBytes) }
    var graph = GraphBuilder(precision: precision)
    build(&graph)
    var model = ProtobufWriter()
    model.number(1, Self.irVersion)
    model.text(2, "nnshell")
    model.text(3, producer)
    model.text(6, documentation)
    model.message(7) { field in
      for node in graph.nodes { field.content(1, node) }
      field.text(2, "network")
      for tensor in graph.tensors { field.content(5, tensor) }
      field.content(11, graph.value("x", columns: network.inputs))
      field.content(12, graph.value("y", columns: network.outputs))
    }
    model.message(8) { field in
      field.text(1, "")
      field.number(2, Self.opset)
    }
    for (key, value) in facts?.texts ?? [] {
      model.message(14) { field in
        field.text(1, key)
        field.text(2, value)
      }
    }
    return model.bytes
  }

  private func build(_ graph: inout GraphBuilder) {
    var values = "x"
    if let filling = preprocessing.filling {
      graph.constant("Xfilling", [network.inputs], filling.values.elements)
      graph.node("IsNaN", [values], "missing")
      values = graph.node("Where", ["missing", "Xfilling", values], "filled")
    }
    if let scaling = preprocessing.scaling {
      let deviation = scaling.deviation.elements
      graph.constant("Xmean", [network.inputs], scaling.mean.elements)
      // A constant feature becomes 0.
      graph.constant("Xscale", [network.inputs], deviation.map { $0 == 0 ? 1 : $0 })
      values = graph.node("Sub", [values, "Xmean"], "centred")
      values = graph.node("Div", [values, "Xscale"], "scaled")
      if deviation.contains(0) {
        graph.constant("Xvaries", [network.inputs], deviation.map { $0 == 0 ? 0 : 1 })
        values = graph.node("Mul", [values, "Xvaries"], "A0")
      }
    }
    for (index, layer) in network.layers.enumerated() {
      let number = index + 1
      graph.constant("W\(number)", [layer.W.rows, layer.W.columns], layer.W.elements)
      graph.constant("b\(number)", [layer.W.rows], layer.b.elements)
      let z = linear(number, values, &graph)
      values = activate(layer.activation, z, "A\(number)", &graph)
    }
    if let scaling = preprocessing.targetScaling {
      graph.constant("Ymean", [network.outputs], scaling.mean.elements)
      graph.constant("Yscale", [network.outputs], scaling.deviation.elements)
      values = graph.node("Mul", [values, "Yscale"], "Yscaled")
      values = graph.node("Add", [values, "Ymean"], "Yunits")
    }
    graph.node("Identity", [values], "y")
  }

  /// The nodes of Z, whose name is returned. In doubles they are no Gemm: onnxruntime before 1.18 joins a Gemm and its activation to a node that it has only in
  /// single precision.
  private func linear(_ number: Int, _ values: String, _ graph: inout GraphBuilder) -> String {
    let (W, b, Z) = ("W\(number)", "b\(number)", "Z\(number)")
    if precision == .single { return graph.node("Gemm", [values, W, b], Z, attributes: [("transB", .integer(1))]) }
    return graph.node("Add", [graph.node("MatMul", [values, graph.node("Transpose", [W], W + ".T")], Z + "/product"), b], Z)
  }

  /// The nodes of an activation. The name of its result is `name`.
  private func activate(_ activation: any ActivationFunction, _ z: String, _ name: String, _ graph: inout GraphBuilder) -> String {
    switch activation {
    case is Linear: return graph.node("Identity", [z], name)
    case is ReLU: return graph.node("Relu", [z], name)
    case is Tanh: return graph.node("Tanh", [z], name)
    case is Softmax: return graph.node("Softmax", [z], name, attributes: [("axis", .integer(-1))])
    case let leaky as LeakyReLU:
      if precision == .single { return graph.node("LeakyRelu", [z], name, attributes: [("alpha", .float(Float(leaky.slope)))]) }
      graph.constant("slope", [], [leaky.slope])
      return graph.node("Max", [z, graph.node("Mul", [z, "slope"], name + "/left")], name)
    case is Sigmoid:
      if precision == .single { return graph.node("Sigmoid", [z], name) }
      // exp(min(z, 0)) / (1 + exp(-|z|)): no number overflows, and no small number is lost.
      graph.constant("zero", [], [0])
      graph.constant("one", [], [1])
      let above = graph.node("Exp", [graph.node("Min", [z, "zero"], name + "/min")], name + "/above")
      let size = graph.node("Neg", [graph.node("Abs", [z], name + "/abs")], name + "/minus")
      let below = graph.node("Add", [graph.node("Exp", [size], name + "/exp"), "one"], name + "/below")
      return graph.node("Div", [above, below], name)
    default: preconditionFailure("every activation has its nodes")
    }
  }
}

/// The nodes and constants of a graph, each as a message.
private struct GraphBuilder {
  enum Attribute { case integer(Int), float(Float) }

  let precision: ONNXWriter.Precision
  private(set) var nodes: [[UInt8]] = []
  private(set) var tensors: [[UInt8]] = []
  private var names: Set<String> = []

  init(precision: ONNXWriter.Precision) { self.precision = precision }

  private var type: Int { precision == .double ? 11 : 1 }

  /// Adds a constant, unless one of the name is there.
  mutating func constant(_ name: String, _ shape: [Int], _ values: [Double]) {
    guard names.insert(name).inserted else { return }
    var tensor = ProtobufWriter()
    for size in shape { tensor.number(1, size) }
    tensor.number(2, type)
    tensor.text(8, name)
    tensor.content(9, precision == .double ? LittleEndian.bytes(values) : LittleEndian.bytes(values.map { Float($0) }))
    tensors.append(tensor.bytes)
  }

  /// Adds a node with one output, and returns the name of the output.
  @discardableResult mutating func node(_ op: String, _ inputs: [String], _ output: String, attributes: [(name: String, value: Attribute)] = []) -> String {
    var node = ProtobufWriter()
    for input in inputs { node.text(1, input) }
    node.text(2, output)
    node.text(3, output)
    node.text(4, op)
    for (name, value) in attributes {
      node.message(5) { field in
        field.text(1, name)
        switch value {
        case .integer(let number):
          field.number(3, number)
          field.number(20, 2)
        case .float(let number):
          field.float(2, number)
          field.number(20, 1)
        }
      }
    }
    nodes.append(node.bytes)
    return output
  }

  /// An input or an output: rows of examples, whose number is free.
  func value(_ name: String, columns: Int) -> [UInt8] {
    var value = ProtobufWriter()
    value.text(1, name)
    value.message(2) { type in
      type.message(1) { tensor in
        tensor.number(1, self.type)
        tensor.message(2) { shape in
          shape.message(1) { $0.text(2, "m") }
          shape.message(1) { $0.number(1, columns) }
        }
      }
    }
    return value.bytes
  }
}

import Foundation
import TestSupport
import Testing

@testable import Net

/// Graphs of ONNX that are no dense network, or whose constants lie, are refused. Files from other programs are in `WeightFormTests`.
@Suite struct ONNXTests {
  private typealias G = ONNXGraph

  private static let product = G.node("MatMul", ["x", "W"], ["p"])
  private static let sum = G.node("Add", ["p", "b"], ["z"])
  private static let output = G.node("Sigmoid", ["z"], ["y"])

  /// What the node says why it is not read.
  private func reason(_ bytes: [UInt8]) -> String? {
    switch WeightFixtures.fault(bytes: bytes) {
    case .weights(.node(_, _, let reason)): reason
    case .weights(.damaged("ONNX", let reason)): reason
    case .weights(.unknownOperator(let op, let node)): "unknown: \(op), \(node)"
    case .weights(.outside(_, _, let reason)): reason
    case let other: other.map { "\($0)" }
    }
  }

  @Test func usualGraph() throws {
    let network = try WeightFixtures.network(bytes: G.bytes([Self.product, Self.sum, Self.output]))
    #expect(network.layers[0].W.elements == [1, 2] && network.layers[0].b.elements == [3] && network.layers[0].activation?.name == "sigmoid")
    // Nodes on which the output does not depend do not matter, nor does what follows from the sizes or the classes.
    let more = [
      G.node("Conv", ["x"], ["unread"]), G.node("Shape", ["x"], ["shape"]), G.node("Anything", ["shape"], ["anything"]),
      G.node("Reshape", ["x", "anything"], ["r"]),
      G.node("MatMul", ["r", "W"], ["p"]), Self.sum, Self.output, G.node("ArgMax", ["y"], ["best"]), G.node("Whatever", ["best"], ["label"]),
    ]
    #expect(try WeightFixtures.network(bytes: G.bytes(more, outputs: ["label", "y"])).sizes == [2, 1])
    // Old files name the constants as inputs too.
    #expect(try WeightFixtures.network(bytes: G.bytes([Self.product, Self.sum, Self.output], inputs: ["x", "W", "b"])).sizes == [2, 1])
  }

  @Test func whatIsNoDenseNetwork() {
    func of(_ nodes: Message..., tensors: [Message] = [], outputs: [String] = ["y"]) -> String? { reason(G.bytes(nodes, tensors, outputs: outputs)) }
    let (product, sum, output) = (Self.product, Self.sum, Self.output)
    #expect(of(product, sum, G.node("Conv", ["z"], ["y"])) == "unknown: Conv, the Conv")
    #expect(of(product, sum, G.node("Sigmoid", ["z"], ["y"], domain: "com.example")) == "unknown: Sigmoid, the Sigmoid")
    #expect(of(G.node("Sigmoid", ["x"], ["y"])) == "it does not follow W @ A + b of a layer")
    #expect(of(product, sum, output, outputs: ["nothing"]) == "none of its outputs is that of a dense layer")
    #expect(of(product, sum, output, outputs: []) == "the graph has no outputs")
    #expect(of(product, sum, output, outputs: ["x"]) == "none of its outputs is that of a dense layer")
    // Two activations, two biases, a layer that branches, a softmax in between.
    #expect(of(product, sum, G.node("Tanh", ["z"], ["a"]), G.node("Sigmoid", ["a"], ["y"])) == "it does not follow W @ A + b of a layer")
    #expect(of(product, sum, G.node("Tanh", ["z"], ["a"]), output, outputs: ["a", "y"]) == "layer 1 has two activations")
    #expect(of(product, sum, G.node("Add", ["z", "b"], ["y"])) == "layer 1 has two biases")
    #expect(of(product, sum, G.node("Add", ["p", "b"], ["y"]), outputs: ["z", "y"]) == "layer 1 has two biases")
    #expect(of(product, sum, output, G.node("MatMul", ["x", "W"], ["q"]), outputs: ["q", "y"]) == "the graph branches here, and a dense network does not")
    #expect(of(product, G.node("Tanh", ["p"], ["a"]), sum, output, outputs: ["a", "y"]) == "layer 1 has two biases")
    #expect(of(product, sum, G.node("Tanh", ["p"], ["a"]), output, outputs: ["a", "y"]) == "the graph branches here, and a dense network does not")
    let square = G.tensor("S", [1, 1], [2])
    #expect(of(product, G.node("Softmax", ["p"], ["a"]), G.node("MatMul", ["a", "S"], ["y"]), tensors: [square]) == "its hidden layer 1 has softmax")
    #expect(of(product, G.node("MatMul", ["p", "W"], ["y"])) == "its weights take 2 inputs, but the layer before has 1 units")
    // Attributes and operands of another kind.
    #expect(of(G.node("Gemm", ["x", "W", "b"], ["y"], G.attribute("transA", 1))) == "transA is not 0, so its examples are columns")
    #expect(of(G.node("MatMul", ["W", "x"], ["y"])) == "its input 1 is not the outputs of a layer")
    #expect(of(G.node("MatMul", ["x", "x"], ["y"])) == "an input that must be a constant is computed")
    #expect(of(G.node("MatMul", ["x"], ["y"])) == "it needs two inputs")
    #expect(of(G.node("MatMul", ["x", "b"], ["y"])) == "its weights have the shape (1,), but a matrix is needed")
    #expect(of(product, G.node("Add", ["p", "W"], ["y"])) == "its constant has the shape (2, 1), but the layer has 1 units")
    #expect(of(product, G.node("Softmax", ["p"], ["y"], G.attribute("axis", 0))) == "its axis is not that of the units")
    #expect(of(product, G.node("Cast", ["p"], ["y"], G.attribute("to", 7))) == "it makes integers of the outputs of a layer")
    #expect(of(G.node("Flatten", ["x"], ["f"], G.attribute("axis", 0)), G.node("MatMul", ["f", "W"], ["y"])) == "its axis is not 1")
    // A factor behind the last layer is the scale of the targets.
    #expect(of(product, G.node("Mul", ["p", "b"], ["y"])) == nil)
    #expect(of(product, G.node("Mul", ["p", "b"], ["q"]), G.node("MatMul", ["q", "W"], ["y"])) == "a layer follows scaled outputs")
    #expect(of(product, G.node("Exp", ["p"], ["y"])) == "a layer takes a part of the outputs of another one")
    #expect(of(G.node("Exp", ["x"], ["y"])) == "it does not follow W @ A + b of a layer")
    #expect(of(G.node("Mul", ["x", "b"], ["y"])) == "it multiplies the inputs by other numbers than 0 and 1")
    #expect(of(product, G.node("Mul", ["p", "b"], ["q"]), G.node("Max", ["p", "q"], ["y"])) == "a layer takes a part of the outputs of another one")
    #expect(of(product, output, G.node("Sub", ["b", "y"], ["q"]), outputs: ["q"]) == "it reads 'z' before a node gives it")
    #expect(of(product, sum, output, G.node("Sub", ["b", "y"], ["q"]), outputs: ["q"]) == "it is not 1 - A of a layer")
    #expect(of(product, G.node("Reshape", ["p", "s"], ["y"]), tensors: [G.integers("s", [2, -1, 1])]) == "it changes the shape of the outputs of a layer")
    #expect(of(G.node("Dropout", ["x", "", "b"], ["d"]), G.node("MatMul", ["d", "W"], ["y"])) == "it is in training mode")
    let wide = G.tensor("V", [2, 2], [1, 2, 3, 4])
    let laid = [G.node("MatMul", ["x", "V"], ["q"]), G.node("Reshape", ["q", "s"], ["r"])]
    #expect(of(laid[0], laid[1], G.node("Softmax", ["r"], ["y"]), tensors: [wide, G.integers("s", [-1, 1])]) == "it does not follow W @ A + b of a layer")
    // One class against the rest.
    let rest = G.node(
      "LinearClassifier", ["x"], ["label", "p"], domain: "ai.onnx.ml", G.attribute("coefficients", floats: [1, 2, 3, 4, 5, 6]),
      G.attribute("intercepts", floats: [1, 2, 3]),
      G.attribute("post_transform", "LOGISTIC"), G.attribute("classlabels_strings", texts: ["a", "b", "c"]))
    #expect(
      of(rest, G.node("Normalizer", ["p"], ["y"], domain: "ai.onnx.ml", G.attribute("norm", "L1")))?.hasPrefix("it divides the outputs by their sum") == true)
    let slopes = G.node("LeakyRelu", ["p"], ["a"], G.attribute("alpha", Float(0.5)))
    let other = G.node("LeakyRelu", ["q"], ["y"], G.attribute("alpha", Float(0.25)))
    #expect(of(product, slopes, G.node("MatMul", ["a", "S"], ["q"]), other, tensors: [square])?.contains("several slopes") == true)
  }

  /// No number that is not finite becomes part of the network, whether the file has it or it is computed.
  @Test func numbersThatAreNotFinite() throws {
    func of(_ nodes: Message..., tensors: [Message] = []) -> DataError? { WeightFixtures.fault(bytes: G.bytes(nodes, tensors)) }
    func gemm(_ name: String, _ value: Float) -> Message { G.node("Gemm", ["x", "W", "b"], ["y"], G.attribute(name, value)) }
    func refused(_ op: String, _ reason: String) -> DataError { .weights(.node(op: op, node: "the \(op)", reason: reason)) }
    #expect(of(gemm("alpha", .infinity)) == refused("Gemm", "its alpha is infinite") && of(gemm("alpha", .nan)) == refused("Gemm", "its alpha is NaN"))
    #expect(of(gemm("beta", -.infinity)) == refused("Gemm", "its beta is infinite"))
    let leaky = G.node("LeakyRelu", ["p"], ["y"], G.attribute("alpha", Float.nan))
    #expect(of(Self.product, leaky) == refused("LeakyRelu", "its alpha is NaN"))
    // Finite weights of 64 bits become infinite by alpha.
    let large = Message().number(1, 2).number(1, 1).number(2, 11).text(8, "V").part(10, [UInt8](repeating: 0, count: 8) + [0, 0, 0, 0, 0, 0, 0xE0, 0x7F])
    #expect(
      of(G.node("Gemm", ["x", "V"], ["y"], G.attribute("alpha", Float(1e10))), tensors: [large])
        == .weights(.notFinite(name: "W1", value: .infinity, place: "[1, 2]")))
    let bias = Message().number(1, 1).number(2, 11).text(8, "c").part(10, [0, 0, 0, 0, 0, 0, 0xE0, 0x7F])
    #expect(
      of(G.node("Gemm", ["x", "W", "c"], ["y"], G.attribute("beta", Float(-1e10))), tensors: [bias])
        == .weights(.notFinite(name: "b1", value: -.infinity, place: "[1, 1]")))
    #expect(
      of(G.node("LinearRegressor", ["x"], ["y"], G.attribute("coefficients", floats: [1, .infinity])))
        == refused("LinearRegressor", "its coefficients are not all finite"))
  }

  /// A classifier without intercepts has a row of coefficients for each class.
  @Test(arguments: [(2, [3, 4], "sigmoid"), (3, [1, 2, 3, 4, 5, 6], "linear")]) func classifierWithoutIntercepts(
    _ classes: Int, _ wanted: [Double], _ activation: String
  ) throws {
    let names = G.attribute("classlabels_strings", texts: ["a", "b", "c"].dropLast(3 - classes))
    let numbers: [Float] = classes == 2 ? [-3, -4, 3, 4] : [1, 2, 3, 4, 5, 6]
    let node = G.node(
      "LinearClassifier", ["x"], ["label", "y"], domain: "ai.onnx.ml", G.attribute("coefficients", floats: numbers), names,
      G.attribute("post_transform", classes == 2 ? "LOGISTIC" : "NONE"))
    let network = try WeightFixtures.network(bytes: G.bytes([node]))
    #expect(network.sizes == [2, classes == 2 ? 1 : 3] && network.layers[0].W.elements == wanted && network.layers[0].activation?.name == activation)
    #expect(network.classNames == ["a", "b", "c"].dropLast(3 - classes) && network.layers[0].b.elements.allSatisfy { $0 == 0 })
  }

  /// An operator of a foreign domain is not taken for one of ONNX, on a constant as on a signal.
  @Test func foreignDomains() {
    let node = G.node("Identity", ["W"], ["V"], domain: "my.domain")
    #expect(reason(G.bytes([node, G.node("MatMul", ["x", "V"], ["y"])])) == "unknown: Identity, the Identity")
    #expect(reason(G.bytes([G.node("Identity", ["W"], ["V"], domain: "ai.onnx"), G.node("MatMul", ["x", "V"], ["y"])])) == nil)
  }

  /// Ctrl-C ends long messages, and their texts are counted.
  @Test func longMessages() throws {
    func interrupted(_ bytes: [UInt8]) -> Bool {
      let interrupt = Interrupt()
      interrupt.request(atQuestion: 1)
      do throws(DataError) {
        try Interrupt.listening(to: interrupt) { () throws(DataError) in _ = try ONNXModel(bytes, MemoryBudget(bytes: 1 << 26)) }
        return false
      } catch { return error == .interrupted }
    }
    let fields = [UInt8](repeating: 0x60, count: 2 * 70_000).enumerated().map { $0.offset % 2 == 0 ? $0.element : 1 }
    #expect(interrupted(Message().number(1, 9).part(7, Message(bytes: fields)).bytes))
    #expect(interrupted(Message(bytes: fields).part(7, Message()).bytes))
    #expect(interrupted(G.bytes([G.node("Foo", ["x"], ["y"]).part(5, Message(bytes: fields))])))
    #expect(interrupted(G.bytes([G.node("Foo", ["x"], ["y"]).part(5, Message().part(8, [UInt8](repeating: 1, count: 70_000)))])))
    #expect(!interrupted(G.bytes([Self.product, Self.sum, Self.output])))
    let long = String(repeating: "n", count: 40_000)
    for node in [G.node(long, ["x"], ["y"]), G.node("Foo", ["x"], [long]), G.node("Foo", ["x"], ["y"], G.attribute(long, 1))] {
      #expect(throws: DataError.tooLarge(limit: 100_000)) { _ = try ONNXModel(G.bytes([node]), MemoryBudget(bytes: 100_000)) }
    }
  }

  /// A graph that goes in a circle, or whose names stand twice.
  @Test func circlesAndNames() {
    #expect(
      reason(G.bytes([G.node("Identity", ["q"], ["p"]), G.node("Identity", ["p"], ["q"]), G.node("Identity", ["p"], ["y"])]))
        == "it reads 'q' before a node gives it")
    #expect(reason(G.bytes([G.node("Identity", ["y"], ["y"])])) == "it reads 'y' before a node gives it")
    #expect(reason(G.bytes([Self.product, Self.product, Self.sum, Self.output]))?.contains("branches") == true)
    #expect(reason(G.bytes([G.node("Identity", ["x"], ["W"]), G.node("MatMul", ["x", "W"], ["y"])])) == "two nodes give 'W'")
    #expect(reason(G.bytes([Self.product], [G.tensor("W", [2, 1], [1, 2])])) == "two constants have the name 'W'")
    #expect(reason(G.bytes([Self.product], inputs: ["x", "x2"])) == "the graph has 2 inputs, but a network has one")
    #expect(reason(G.bytes([G.node("MatMul", ["x", "W"], ["y"], G.attribute("a", 1), G.attribute("a", 2))]))?.contains("twice") == true)
  }

  /// Constants whose sizes or types lie.
  @Test func constantsThatLie() {
    func of(_ tensor: Message) -> String? { reason(G.bytes([G.node("MatMul", ["x", "V"], ["y"])], [tensor.text(8, "V")])) }
    let shape = Message().number(1, 2).number(1, 1)
    func ends(_ tensor: Message, _ end: String) { #expect(of(tensor)?.hasSuffix(end) == true, "\(of(tensor) ?? "read")") }
    #expect(of(shape.number(2, 1).part(9, Message.raw([1, 2]))) == nil)
    #expect(of(Message().part(1, [2, 1]).number(2, 1).float(4, 1).float(4, 2)) == nil)
    #expect(of(shape.number(2, 1).part(4, Message.raw([1])).part(4, Message.raw([2]))) == nil)
    ends(shape.number(2, 1).part(9, Message.raw([1])), "has 4 bytes, but its shape (2, 1) needs another number")
    ends(shape.number(2, 1), "has 0 entries, but its shape (2, 1) needs another number")
    ends(shape.number(2, 1).part(9, Message.raw([1])).part(9, Message.raw([1])), "needs another number")
    ends(shape.number(2, 1).part(10, Message.raw([1, 2, 3, 4])), "has doubles, but its type is another")
    ends(shape.number(2, 11).part(4, Message.raw([1, 2])), "has floats, but its type is another")
    ends(shape.number(2, 1).part(5, [1, 2]), "has integers, but its type is another")
    ends(shape.number(2, 10).part(5, [1, 2, 3]), "has more entries than its shape")
    ends(shape.number(2, 10).part(5, [1]), "has 1 entries, but its shape (2, 1) needs another number")
    ends(shape.number(2, 8).text(6, "a"), "has entries of the type 8, which is not read")
    ends(shape.number(2, 1).part(3, []), "a constant lies in segments, which are not read")
    ends(Message().number(1, -1).number(2, 1), "a constant has a negative size")
    ends((0..<65).reduce(Message()) { message, _ in message.number(1, 1) }, "more than 64 dimensions")
    let huge = Message().number(1, 1 << 40).number(1, 1 << 40).number(2, 1).text(8, "V").part(9, [])
    #expect(WeightFixtures.fault(bytes: G.bytes([G.node("MatMul", ["x", "V"], ["y"])], [huge])) == .tooLarge(limit: 1 << 26))
    let large = Message().number(1, 1 << 20).number(1, 1 << 10).number(2, 1).text(8, "V").part(9, [])
    #expect(WeightFixtures.fault(bytes: G.bytes([G.node("MatMul", ["x", "V"], ["y"])], [large])) == .tooLarge(limit: 1 << 26))
    let infinite = G.tensor("V", [2, 1], [1, .infinity])
    #expect(
      WeightFixtures.fault(bytes: G.bytes([G.node("MatMul", ["x", "V"], ["y"])], [infinite]))
        == .weights(.notFinite(name: "W1", value: .infinity, place: "[1, 2]")))
  }

  /// Weights in another file must lie in the folder of the model or below it.
  @Test func weightsOutside() throws {
    let folder = try TemporaryFolder()
    try folder.write("model/w.bin", bytes: [9, 9, 9, 9] + Message.raw([1, 2]))
    try folder.write("secret.bin", bytes: Message.raw([1, 2]))
    let files = FileManager.default
    try files.createSymbolicLink(atPath: folder.path + "/model/link.bin", withDestinationPath: "../secret.bin")
    try files.createSymbolicLink(atPath: folder.path + "/model/inner.bin", withDestinationPath: "w.bin")
    try files.createDirectory(atPath: folder.path + "/model/below", withIntermediateDirectories: false)
    #expect(unsafe mkfifo(folder.path + "/model/pipe", 0o600) == 0)
    func of(_ location: String, offset: String? = "4", length: String? = "8") -> DataError? {
      var tensor = Message().number(1, 2).number(1, 1).number(2, 1).text(8, "V").part(13, Message().text(1, "location").text(2, location))
      if let offset { tensor = tensor.part(13, Message().text(1, "offset").text(2, offset)) }
      if let length { tensor = tensor.part(13, Message().text(1, "length").text(2, length)) }
      let bytes = G.bytes([G.node("MatMul", ["x", "V"], ["y"])], [tensor.number(14, 1)])
      return WeightFixtures.fault(bytes: bytes, folder: folder.path + "/model")
    }
    func refused(_ location: String, _ why: String) -> DataError { .weights(.outside(tensor: "V", location: location, reason: why)) }
    #expect(of("w.bin") == nil && of("./w.bin") == nil && of("inner.bin") == nil && of("w.bin", length: nil) == nil && of("w.bin", offset: nil) == nil)
    for name in ["../secret.bin", "/etc/passwd", folder.path + "/model/w.bin", "below/../w.bin", "", ".."] {
      #expect(of(name) == refused(name, "its name leads out of the folder of the model"))
    }
    #expect(of("link.bin") == refused("link.bin", "it is a link that leads out of the folder of the model"))
    #expect(of("none.bin") == refused("none.bin", "no such file or directory"))
    #expect(of("below") == refused("below", "it is no regular file"))
    #expect(of("pipe") == refused("pipe", "it is no regular file"))
    #expect(of("w.bin", offset: "5") == refused("w.bin", "it has 12 bytes, but the constant takes 8 bytes from byte 5"))
    #expect(of("w.bin", offset: "-1") == refused("w.bin", "its offset is '-1'"))
    #expect(of("w.bin", offset: "9223372036854775807") == refused("w.bin", "it has 12 bytes, but the constant takes 8 bytes from byte 9223372036854775807"))
    #expect(of("w.bin", length: "4") == refused("w.bin", "its length is 4, but the shape (2, 1) needs 8 bytes"))
    // The network says which other files it comes from.
    let real = try WeightFixtures.network(WeightFixtures.folder + "/external.onnx")
    #expect(real.otherFiles.map { $0.split(separator: "/").last } == ["external.onnx.data"])
  }

  /// Bytes that are no messages.
  @Test func wireFormat() {
    #expect(reason([0x08, 9]) == "it has no graph")
    #expect(reason([0x08]) == "it ends within a number (byte 2)" || reason([0x08])?.hasPrefix("it ends") == true)
    #expect(reason([0x08] + [UInt8](repeating: 0xFF, count: 20))?.hasPrefix("a number has more than 64 bits") == true)
    #expect(reason([0x08, 9, 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01])?.contains("only 0 follow") == true)
    #expect(reason([0x08, 9, 0x3B])?.hasPrefix("a field has the type 3") == true)
    #expect(reason([0x08, 9, 0x00, 0])?.hasPrefix("a field has the number 0") == true)
    #expect(reason(Message().number(1, 9).part(7, []).part(7, []).bytes) == "it has two graphs")
    #expect(reason(Message().number(1, 9).part(7, Message().part(15, [])).bytes) == "it has sparse constants, which are not read")
  }

  /// Messages within messages are not followed, however deep they are.
  @Test func deepNesting() {
    var inner = Message()
    for _ in 0..<2000 { inner = Message().part(6, Message().part(1, Message().part(5, inner))) }
    let node = G.node("If", ["x"], ["y"]).part(5, Message().text(1, "then_branch").part(6, inner))
    #expect(reason(G.bytes([node])) == "unknown: If, the If")
  }
}

@testable import Net

/// Writes files of ONNX for tests, field by field, so that they may also be wrong.
struct Message {
  var bytes: [UInt8] = []

  static func varint(_ value: UInt64) -> [UInt8] { value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7) }

  func number(_ field: UInt64, _ value: Int) -> Message { Message(bytes: bytes + Self.varint(field << 3) + Self.varint(UInt64(bitPattern: Int64(value)))) }

  func part(_ field: UInt64, _ content: [UInt8]) -> Message {
    Message(bytes: bytes + Self.varint(field << 3 | 2) + Self.varint(UInt64(content.count)) + content)
  }

  func part(_ field: UInt64, _ content: Message) -> Message { part(field, content.bytes) }

  func text(_ field: UInt64, _ text: String) -> Message { part(field, Array(text.utf8)) }

  func float(_ field: UInt64, _ value: Float) -> Message { Message(bytes: bytes + Self.varint(field << 3 | 5) + Self.raw([value])) }

  static func raw(_ values: [Float]) -> [UInt8] { values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } } }
}

/// A graph with the input x and the output y.
struct ONNXGraph {
  var nodes: [Message] = []
  var tensors: [Message] = []
  var inputs = ["x"]
  var outputs = ["y"]

  static func tensor(_ name: String, _ shape: [Int], _ values: [Float]) -> Message {
    shape.reduce(Message()) { $0.number(1, $1) }.number(2, 1).text(8, name).part(9, Message.raw(values))
  }

  static func integers(_ name: String, _ values: [Int]) -> Message {
    values.reduce(Message().number(1, values.count).number(2, 7).text(8, name)) { $0.number(7, $1) }
  }

  static func node(_ op: String, _ inputs: [String], _ outputs: [String], domain: String = "", _ attributes: Message...) -> Message {
    let ends = outputs.reduce(inputs.reduce(Message()) { $0.text(1, $1) }) { $0.text(2, $1) }
    return attributes.reduce(ends.text(3, "the \(op)").text(4, op).text(7, domain)) { $0.part(5, $1) }
  }

  static func attribute(_ name: String, _ value: Int) -> Message { Message().text(1, name).number(3, value) }
  static func attribute(_ name: String, _ value: Float) -> Message { Message().text(1, name).float(2, value) }
  static func attribute(_ name: String, _ value: String) -> Message { Message().text(1, name).text(4, value) }
  static func attribute(_ name: String, floats: [Float]) -> Message { Message().text(1, name).part(7, Message.raw(floats)) }
  static func attribute(_ name: String, texts: [String]) -> Message { texts.reduce(Message().text(1, name)) { $0.text(9, $1) } }

  /// W (2, 1) as the graph has it, which is (inputs, units), and b.
  static let usual = [tensor("W", [2, 1], [1, 2]), tensor("b", [1], [3])]

  var bytes: [UInt8] {
    var graph = nodes.reduce(Message()) { $0.part(1, $1) }
    for tensor in tensors { graph = graph.part(5, tensor) }
    for name in inputs { graph = graph.part(11, Message().text(1, name)) }
    for name in outputs { graph = graph.part(12, Message().text(1, name)) }
    return Message().number(1, 9).part(7, graph).part(8, Message().number(2, 21)).bytes
  }

  /// The graph of these nodes, with the usual constants and others.
  static func bytes(_ nodes: [Message], _ tensors: [Message] = [], inputs: [String] = ["x"], outputs: [String] = ["y"]) -> [UInt8] {
    ONNXGraph(nodes: nodes, tensors: usual + tensors, inputs: inputs, outputs: outputs).bytes
  }
}

/// The graph of an ONNX file: its nodes, its constants, and the names of its inputs and outputs.
///
/// Only the messages that a dense network needs are read. None of them holds itself, so nothing nests deeply.
struct ONNXModel {
  private(set) var nodes: [ONNXNode] = []
  private(set) var constants: [String: ONNXTensor] = [:]
  /// The inputs without the constants, which old files name as inputs too.
  private(set) var inputs: [String] = []
  private(set) var outputs: [String] = []
  /// What nnshell wrote about the network; nil in other files.
  private(set) var facts: NetworkFacts?

  private let bytes: [UInt8]
  private let budget: MemoryBudget

  /// Whether the bytes may be such a file: the first field is one of a model, and no text begins like it.
  static func begins(_ bytes: [UInt8]) -> Bool {
    // The first byte of ir_version, graph, opset_import or of one of the texts about the producer.
    guard let first = bytes.first, [0x08, 0x3A, 0x42, 0x12, 0x1A].contains(first) else { return false }
    return first == 0x08 || bytes.prefix(4096).contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }
  }

  /// - Throws: `DataError.weights(.damaged)`, `tooLarge` or `interrupted`.
  init(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    (self.bytes, self.budget) = (bytes, budget)
    try read()
  }

  private func bad(_ reason: String) -> DataError { .weights(.damaged(form: "ONNX", reason: reason)) }

  private mutating func read() throws(DataError) {
    var graph: Range<Int>?
    var notes: [(key: String, value: String)] = []
    try each(0..<bytes.count) { (field, content) throws(DataError) in
      if field == 14, case .bytes(let range) = content {
        try budget.take(range.count + 64, of: 2)
        var note = (key: "", value: "")
        try each(range) { (field, content) throws(DataError) in
          guard case .bytes(let range) = content else { return }
          if field == 1 { note.key = try text(range) } else if field == 2 { note.value = try text(range) }
        }
        notes.append(note)
      }
      if field == 7, case .bytes(let range) = content {
        if graph != nil { throw bad("it has two graphs") }
        graph = range
      }
    }
    guard let graph else { throw bad("it has no graph") }
    facts = NetworkFacts(notes)
    var names: [String] = []
    try each(graph) { (field, content) throws(DataError) in
      guard case .bytes(let range) = content else { return }
      switch field {
      case 1:
        try budget.take(1, of: 256)
        nodes.append(try node(range))
      case 5:
        try budget.take(1, of: 256)
        let tensor = try tensor(range)
        guard constants.updateValue(tensor, forKey: tensor.name) == nil else { throw bad("two constants have the name '\(tensor.name.prefix(60))'") }
      case 11: names.append(try name(range))
      case 12: outputs.append(try name(range))
      case 15: throw bad("it has sparse constants, which are not read")
      default: break
      }
    }
    inputs = names.filter { constants[$0] == nil }
  }

  // MARK: Messages

  private func node(_ range: Range<Int>) throws(DataError) -> ONNXNode {
    var result = ONNXNode()
    try each(range) { (field, content) throws(DataError) in
      guard case .bytes(let range) = content else { return }
      try budget.take(1, of: 64)
      switch field {
      case 1: result.inputs.append(try text(range))
      case 2: result.outputs.append(try text(range))
      case 3: result.name = try text(range)
      case 4: result.op = try text(range)
      case 5:
        let (name, attribute) = try attribute(range)
        guard result.attributes.updateValue(attribute, forKey: name) == nil else { throw bad("a node has the attribute '\(name.prefix(60))' twice") }
      case 7: result.domain = try text(range)
      default: break
      }
    }
    return result
  }

  private func attribute(_ range: Range<Int>) throws(DataError) -> (String, ONNXAttribute) {
    var (name, result) = ("", ONNXAttribute())
    try budget.take(1, of: 256)
    try each(range) { (field, content) throws(DataError) in
      switch (field, content) {
      case (1, .bytes(let range)): name = try text(range)
      case (2, .four(let range)): result.float = floats(range).first.map { Float($0) }
      case (3, .number(let value)): result.integer = Int(truncatingIfNeeded: Int64(bitPattern: value))
      case (4, .bytes(let range)): result.text = try text(range)
      case (5, .bytes(let range)): result.tensor = try tensor(range)
      case (7, .bytes(let range)), (7, .four(let range)):
        guard range.count % 4 == 0 else { throw bad("the list '\(name.prefix(60))' has no whole number of floats") }
        // An array grows by doubling.
        try budget.take(range.count, of: 4)
        result.floats += floats(range)
      case (8, .number(let value)):
        try budget.take(1, of: 8)
        result.integers.append(Int(truncatingIfNeeded: Int64(bitPattern: value)))
      case (8, .bytes(let range)):
        try budget.take(range.count, of: 8)
        result.integers += try integers(range)
      case (9, .bytes(let range)):
        try budget.take(1, of: 32)
        result.texts.append(try text(range))
      default: break
      }
    }
    return (name, result)
  }

  private func tensor(_ range: Range<Int>) throws(DataError) -> ONNXTensor {
    var result = ONNXTensor()
    try each(range) { (field, content) throws(DataError) in
      // The budget counts every part, because small parts may be many.
      try budget.take(1, of: 32)
      switch (field, content) {
      case (1, .number(let size)): try result.append([Int(truncatingIfNeeded: Int64(bitPattern: size))], bad)
      case (1, .bytes(let range)): try result.append(try integers(range.prefix(10 * ONNXTensor.mostDimensions + 10)), bad)
      case (2, .number(let type)): result.type = Int(truncatingIfNeeded: type)
      case (3, _): throw bad("a constant lies in segments, which are not read")
      case (4, .bytes(let range)), (4, .four(let range)): result.parts.append(.floats(range))
      case (5, .bytes(let range)): result.parts.append(.integers(range))
      case (7, .bytes(let range)): result.parts.append(.integers(range))
      case (5, .number(let value)), (7, .number(let value)): result.parts.append(.integer(value))
      case (6, .bytes(let range)):
        result.texts.append(try text(range))
      case (8, .bytes(let range)): result.name = try text(range)
      case (9, .bytes(let range)): result.parts.append(.raw(range))
      case (10, .bytes(let range)), (10, .eight(let range)): result.parts.append(.doubles(range))
      case (13, .bytes(let range)):
        let (key, value) = try pair(range)
        result.external[key] = value
      case (14, .number(let place)): result.isExternal = place == 1
      default: break
      }
    }
    return result
  }

  /// The name of an input or an output.
  private func name(_ range: Range<Int>) throws(DataError) -> String {
    var result = ""
    try budget.take(1, of: 64)
    try each(range) { (field, content) throws(DataError) in if field == 1, case .bytes(let range) = content { result = try text(range) } }
    return result
  }

  private func pair(_ range: Range<Int>) throws(DataError) -> (String, String) {
    var (key, value) = ("", "")
    try each(range) { (field, content) throws(DataError) in
      guard case .bytes(let range) = content else { return }
      if field == 1 { key = try text(range) }
      if field == 2 { value = try text(range) }
    }
    return (key, value)
  }

  // MARK: Parts of messages

  private func each(_ range: Range<Int>, _ take: (Int, ProtobufFields.Content) throws(DataError) -> Void) throws(DataError) {
    var (fields, count) = (ProtobufFields(bytes, range), 0)
    while true {
      count += 1
      if Interrupt.stopsTurn(count) { throw .interrupted }
      let next: (field: Int, content: ProtobufFields.Content)?
      do throws(ProtobufFields.Failure) { next = try fields.next() } catch { throw bad("\(error.reason) (byte \(error.place + 1))") }
      guard let next else { return }
      try take(next.field, next.content)
    }
  }

  private func integers(_ range: Range<Int>) throws(DataError) -> [Int] {
    var (fields, result) = (ProtobufFields(bytes, range), [Int]())
    do throws(ProtobufFields.Failure) {
      while !fields.isAtEnd, !Interrupt.stopsTurn(result.count) { result.append(Int(truncatingIfNeeded: Int64(bitPattern: try fields.varint()))) }
    } catch { throw bad("\(error.reason) (byte \(error.place + 1))") }
    if !fields.isAtEnd { throw .interrupted }
    return result
  }

  private func text(_ range: Range<Int>) throws(DataError) -> String {
    // A byte that is not UTF-8 becomes a sign of three bytes.
    try budget.take(range.count, of: 3)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// Floats of four bytes each.
  private func floats(_ range: Range<Int>) -> [Double] {
    StoredNumbers(.floating, width: 4, isBigEndian: false)?.values(bytes, from: range.lowerBound, count: range.count / 4) ?? []
  }
}

/// One operation of a graph.
struct ONNXNode {
  var op = ""
  var domain = ""
  var name = ""
  /// The names of its inputs. An empty name means that an input is left out.
  var inputs: [String] = []
  var outputs: [String] = []
  var attributes: [String: ONNXAttribute] = [:]
}

/// The value of an attribute. Only the field of its kind is set.
struct ONNXAttribute {
  var float: Float?
  var integer: Int?
  var text: String?
  var tensor: ONNXTensor?
  var floats: [Double] = []
  var integers: [Int] = []
  var texts: [String] = []
}

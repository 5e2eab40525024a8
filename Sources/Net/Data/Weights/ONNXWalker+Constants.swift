/// The constants of a graph: weights, biases, shapes, and what is computed from them.
extension ONNXWalker {
  /// The one signal and the one constant of a node, in any order.
  func signalAndConstant(_ inputs: [Value?]) throws(DataError) -> (Signal, Value) {
    if inputs.count == 2, let first = inputs[0], let second = inputs[1] {
      if case .signal(let signal) = first, second.isConstant { return (signal, second) }
      if case .signal(let signal) = second, first.isConstant { return (signal, first) }
    }
    throw failure("it does not join the outputs of a layer with a constant")
  }

  /// A constant computed from constants.
  mutating func constant(_ inputs: [Value?]) throws(DataError) -> ONNXArray {
    if node.op == "Constant" {
      if let tensor = node.attributes["value"]?.tensor { return try numbers(.tensor(tensor)) }
      if let value = node.attributes["value_float"]?.float { return ONNXArray(shape: [], values: [Double(value)]) }
      if let value = node.attributes["value_int"]?.integer { return ONNXArray(shape: [], values: [Double(value)]) }
      let values = (node.attributes["value_floats"]?.floats ?? []) + (node.attributes["value_ints"]?.integers ?? []).map { Double($0) }
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
  func numbers(_ value: Value) throws(DataError) -> ONNXArray { try numbers(value) { _ in } }

  func numbers(_ value: Value, opened: (String) -> Void) throws(DataError) -> ONNXArray {
    switch value {
    case .tensor(let tensor): return ONNXArray(shape: tensor.shape, values: try tensor.values(bytes, folder: folder, budget, opened: opened), name: tensor.name)
    case .array(let array): return array
    case .signal, .aside: throw failure("an input that must be a constant is computed")
    }
  }

  /// A constant matrix of weights.
  mutating func matrix(_ value: Value, isTurned: Bool) throws(DataError) -> Matrix {
    let array = try weights(value)
    guard array.shape.count == 2 else { throw failure("its weights have the shape \(ArrayShape.text(array.shape)), but a matrix is needed") }
    let matrix = Matrix(rows: array.shape[0], columns: array.shape[1], elements: array.values)
    guard isTurned else { return matrix }
    try budget.take(array.values.count, of: MemoryLayout<Double>.size)
    return matrix.transposed()
  }

  /// Constant biases as one number for each unit.
  mutating func column(_ value: Value, _ units: Int) throws(DataError) -> [Double] {
    let array = try weights(value)
    guard array.shape.dropLast().allSatisfy({ $0 == 1 }), array.values.count == units || array.values.count == 1 else {
      throw failure("its constant has the shape \(ArrayShape.text(array.shape)), but the layer has \(units) units")
    }
    return array.values.count == units ? array.values : [Double](repeating: array.values[0], count: units)
  }

  mutating func weights(_ value: Value) throws(DataError) -> ONNXArray {
    var opened: [String] = []
    let array = try numbers(value) { opened.append($0) }
    for path in opened where !otherFiles.contains(path) { otherFiles.append(path) }
    return array
  }
}

// MARK: Attributes

extension ONNXWalker {
  /// A number of the node; nil where the node does not have it.
  /// - Throws: `DataError.weights` where it is not finite.
  func number(_ attribute: String) throws(DataError) -> Float? {
    guard let value = node.attributes[attribute]?.float else { return nil }
    guard value.isFinite else { throw failure("its \(attribute) is \(value.isNaN ? "NaN" : "infinite")") }
    return value
  }
}

/// A constant of a graph with its numbers, in C order.
struct ONNXArray {
  var shape: [Int]
  var values: [Double]
  /// The name of the constant in the graph; empty where it was computed.
  var name = ""
}

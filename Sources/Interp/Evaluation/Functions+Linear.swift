import Net

extension Functions {
  /// Products, rearrangements and comparisons of whole arrays.
  static let linear: [Function] = [
    Function("dot", .dot, summary: "the matrix product, or the entrywise product where one side is a number", shape: .product),
    Function(name: "outer", parameters: ["a", "b"], summary: "every entry of a times every entry of b", shape: .outer) { (call) throws(Fault) in
      let (a, b) = (Matrix(column: try call.matrix("a").elements), Matrix(row: try call.matrix("b").elements))
      try checkSize(a.rows, b.columns)
      return .matrix(Matrix.broadcast(a, b, *)!)
    },
    Function(name: "transpose", parameters: ["a"], summary: "the transpose: rows become columns", shape: .transpose) { (call) throws(Fault) in
      wrap(try call.matrix("a").transposed(), call.isMatrix("a"), isTruth: call.isTruth("a"))
    },
    Function(
      name: "squeeze", parameters: ["a", "axis?"], summary: "a (1, 1) matrix as a number, a column as a row",
      shape: .made { (call) throws(Fault) in try squeezed(call) }
    ) { (call) throws(Fault) in
      let shape = try squeezed(call)
      return wrap(Matrix(shape ?? Shape(1, 1), elements: try call.matrix("a").elements), shape != nil, isTruth: call.isTruth("a"))
    },
    Function(
      name: "allclose", parameters: ["a", "b", "rtol?", "atol?", "equal_nan?"], summary: "True where |a - b| <= atol + rtol·|b| holds for all entries",
      shape: .scalar
    ) { (call) throws(Fault) in
      let (relative, absolute) = (try call.number("rtol") ?? 1e-5, try call.number("atol") ?? 1e-8)
      let (a, b) = (try call.matrix("a"), try call.matrix("b"))
      let takesNaN = try call.flag("equal_nan")
      _ = try commonShape("allclose", [a.shape, b.shape])
      // An infinity is close only to itself, whatever the tolerance.
      let close = Matrix.broadcast(a, b) { x, y in
        x == y || (y.isFinite && abs(x - y) <= absolute + relative * abs(y)) || (takesNaN && x.isNaN && y.isNaN) ? 1 : 0
      }!
      return .boolean(close.elements.allSatisfy { $0 != 0 })
    },
    Function(name: "array_equal", parameters: ["a", "b", "equal_nan?"], summary: "True where the shapes and all entries are equal", shape: .scalar) {
      (call) throws(Fault) in
      let (a, b) = (try call.matrix("a"), try call.matrix("b"))
      let takesNaN = try call.flag("equal_nan")
      // Arrays that share their storage would count as equal at once. Entries are compared instead, because NaN differs from itself.
      return .boolean(a.shape == b.shape && zip(a.elements, b.elements).allSatisfy { $0 == $1 || (takesNaN && $0.isNaN && $1.isNaN) })
    },
    Function(name: "shape", parameters: ["a"], summary: "the number of rows and of columns", shape: .made { (_) in Shape(1, 2) }) { (call) throws(Fault) in
      .extent(try call.value("a").shape)
    },
    Function(
      name: "concatenate", parameters: ["a", "axis?"], byNameOnly: ["axis"],
      summary: "the matrices (A, B, …) joined below each other; with axis=1 beside each other",
      shape: .joined, takesMore: true
    ) {
      (call) throws(Fault) in
      try concatenate(&call)
    },
  ]

  /// The shape without its dimension of size 1, as a row. Nil where only a number is left.
  private static func squeezed(_ call: Call) throws(Fault) -> Shape? {
    guard let shape = try call.shape("a") else { return nil }
    if let axis = try call.axis() {
      guard (axis == 0 ? shape.rows : shape.columns) == 1 else { throw .squeezeAxis(axis, shape) }
      return Shape(1, shape.rows * shape.columns)
    }
    return shape == Shape(1, 1) ? nil : shape.columns == 1 ? shape.transposed : shape
  }

  private static func concatenate(_ call: inout Call) throws(Fault) -> Value {
    let values = call.positional.isEmpty ? [try call.value("a")] : call.positional
    let beside = try call.axis() == 1
    var parts: [Matrix] = []
    for value in values {
      guard let part = value.asMatrix else { throw .notNumbers("concatenate(…)", value) }
      guard value.isMatrix else { throw .scalarInConcatenate() }
      parts.append(part)
    }
    guard let first = parts.first, parts.allSatisfy({ beside ? $0.rows == first.rows : $0.columns == first.columns }) else {
      throw .concatenateShapes(parts.map(\.shape), beside: beside)
    }
    let total = parts.reduce(0) { $0 + (beside ? $1.columns : $1.rows) }
    let shape = beside ? Shape(first.rows, total) : Shape(total, first.columns)
    try checkSize(shape.rows, shape.columns)
    return wrap(beside ? Matrix.joined(parts) : Matrix.stacked(parts), true, isTruth: values.allSatisfy(\.isBoolean))
  }
}

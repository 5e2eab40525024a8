import Net

extension Functions {
  /// Products, rearrangements and comparisons of whole arrays.
  static let linear: [Function] = [
    Function(name: "dot", parameters: ["a", "b"], summary: "matrix product, or scaling where one side is a scalar", shape: .product) { (call) throws(Fault) in
      let (a, b) = (try call.matrix("a"), try call.matrix("b"))
      guard call.isMatrix("a"), call.isMatrix("b") else { return try combine(call, *) }
      guard a.columns == b.rows else {
        throw .mismatch(.matrixProduct, MismatchSide(name: "", shape: a.shape, names: ""), MismatchSide(name: "", shape: b.shape, names: ""))
      }
      return .matrix(a.multiplied(by: b))
    },
    Function(name: "outer", parameters: ["a", "b"], summary: "every entry of a times every entry of b", shape: .outer) { (call) throws(Fault) in
      let (a, b) = (Matrix(column: try call.matrix("a").elements), Matrix(row: try call.matrix("b").elements))
      try checkSize(a.rows, b.columns)
      return .matrix(a.multiplied(by: b))
    },
    Function(name: "transpose", parameters: ["a"], summary: "rows become columns", shape: .transpose) { (call) throws(Fault) in
      wrap(try call.matrix("a").transposed(), call.isMatrix("a"))
    },
    Function(
      name: "squeeze", parameters: ["a"], summary: "a (1, 1) matrix becomes a scalar, a column a row",
      shape: .made({ _, shape in
        shape.map { $0.columns == 1 ? Shape(1, $0.rows) : $0 }
      })
    ) { (call) throws(Fault) in
      let a = try call.matrix("a")
      if a.elements.count == 1 { return .scalar(a.elements[0]) }
      return .matrix(a.columns == 1 ? a.transposed() : a)
    },
    Function(name: "allclose", parameters: ["a", "b", "rtol?", "atol?"], summary: "whether |a - b| <= atol + rtol·|b| everywhere", shape: .scalar) {
      (call) throws(Fault) in
      let (relative, absolute) = (try call.number("rtol") ?? 1e-5, try call.number("atol") ?? 1e-8)
      let (a, b) = (try call.matrix("a"), try call.matrix("b"))
      guard let close = Matrix.broadcast(a, b, { $0 == $1 || abs($0 - $1) <= absolute + relative * abs($1) ? 1 : 0 }) else {
        throw .argumentShapes("allclose", [a.shape, b.shape])
      }
      return .boolean(close.elements.allSatisfy { $0 != 0 })
    },
    Function(name: "array_equal", parameters: ["a", "b"], summary: "whether shapes and entries are the same", shape: .scalar) { (call) throws(Fault) in
      .boolean(try call.matrix("a") == call.matrix("b"))
    },
    Function(name: "shape", parameters: ["a"], summary: "rows and columns", shape: .made({ _, _ in Shape(1, 2) })) { (call) throws(Fault) in
      .extent(try call.value("a").shape)
    },
    Function(name: "concatenate", parameters: ["a", "b?", "axis?"], summary: "one below the other (axis=0) or beside (axis=1)", shape: .made({ _, _ in nil })) {
      (call) throws(Fault) in
      let parts = call.positional.compactMap(\.asMatrix)
      let beside = try call.axis() == 1
      guard let first = parts.first, parts.allSatisfy({ beside ? $0.rows == first.rows : $0.columns == first.columns }) else {
        throw .argumentShapes("concatenate", parts.map(\.shape))
      }
      return .matrix(beside ? Evaluator.join(parts) : Evaluator.stack(parts))
    },
  ]

  static func checkSize(_ rows: Int, _ columns: Int) throws(Fault) {
    guard let count = Shape(rows, columns).count, count <= maximumEntries else { throw .tooLarge(Shape(rows, columns), maximumEntries) }
  }
}

import Net

extension Functions {
  /// Functions that take an axis away.
  static let reductions: [Function] = [
    reduction("sum", "sum over an axis, or of all", .sum), reduction("mean", "mean over an axis, or of all", .mean),
    reduction("std", "standard deviation (divisor n)", .standardDeviation), reduction("var", "variance (divisor n)", .variance),
    extremum("max", "the largest; of two arguments entry by entry", .maximum, Arithmetic.maximum),
    extremum("min", "the smallest; of two arguments entry by entry", .minimum, Arithmetic.minimum),
    reduction("argmax", "place of the largest, from 1", .argumentOfMaximum), reduction("argmin", "place of the smallest, from 1", .argumentOfMinimum),
    truth("any", "whether any entry is true", .any), truth("all", "whether every entry is true", .all),
    reduction("norm", "square root of the sum of squares", .norm),
    Function(name: "cumsum", parameters: ["a", "axis?"], summary: "running sum; without an axis over all in row order", shape: .elementwise) {
      (call) throws(Fault) in
      .matrix(try call.matrix("a").cumulativeSum(axis: try call.axis()))
    },
  ]

  private static func reduction(_ name: String, _ summary: String, _ kind: Reduction) -> Function {
    Function(name: name, parameters: ["a", "axis?", "keepdims?"], summary: summary, shape: .reduction) { (call) throws(Fault) in
      try reduce(call, kind)
    }
  }

  private static func truth(_ name: String, _ summary: String, _ kind: Reduction) -> Function {
    Function(name: name, parameters: ["a", "axis?", "keepdims?"], summary: summary, shape: .reduction) { (call) throws(Fault) in
      switch try reduce(call, kind) {
      case .scalar(let value): .boolean(value != 0)
      case .matrix(let matrix): .booleans(matrix)
      case let other: other
      }
    }
  }

  private static func extremum(_ name: String, _ summary: String, _ kind: Reduction, _ pair: @escaping @Sendable (Double, Double) -> Double) -> Function {
    Function(name: name, parameters: ["a", "b?", "axis?", "keepdims?"], summary: summary, shape: .reduction) { (call) throws(Fault) in
      if call.values["b"] != nil { return try combine(call, pair) }
      return try reduce(call, kind)
    }
  }

  private static func reduce(_ call: Call, _ kind: Reduction) throws(Fault) -> Value {
    let matrix = try call.matrix("a")
    let axis = try call.axis()
    let keeps = try call.flag("keepdims")
    let extent = axis.map { $0 == 0 ? matrix.rows : matrix.columns } ?? matrix.elements.count
    if extent == 0, kind.needsEntries { throw .emptyReduction(call.function.name) }
    let result = matrix.reduced(kind, axis: axis)
    if axis == nil { return keeps && call.isMatrix("a") ? .matrix(result) : .scalar(result.elements[0]) }
    // Without keepdims what is left is 1-D in NumPy: a row here.
    return .matrix(keeps ? result : Matrix(row: result.elements))
  }
}

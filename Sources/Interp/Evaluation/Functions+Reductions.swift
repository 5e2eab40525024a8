import Net

extension Functions {
  /// The functions that reduce an array along an axis, and `cumsum`.
  static let reductions: [Function] = [
    reduction("sum", "the sum along an axis, or of all entries", .sum), reduction("mean", "the mean along an axis, or of all entries", .mean),
    reduction("std", "the standard deviation along an axis, or of all entries; the divisor is n - ddof", .standardDeviation, ["ddof?"]),
    reduction("var", "the variance along an axis, or of all entries; the divisor is n - ddof", .variance, ["ddof?"]),
    extremum("max", "the largest entry; of two arguments the larger, entry by entry", .maximum, Arithmetic.maximum),
    extremum("min", "the smallest entry; of two arguments the smaller, entry by entry", .minimum, Arithmetic.minimum),
    reduction("argmax", "the place of the largest entry, counted from 1", .argumentOfMaximum),
    reduction("argmin", "the place of the smallest entry, counted from 1", .argumentOfMinimum),
    truth("any", "True where at least one entry is true", .any), truth("all", "True where every entry is true", .all),
    Function(
      name: "norm", parameters: ["a", "ord?", "axis?", "keepdims?"], summary: "the square root of the sum of squares; ord=1, inf or 'fro' takes another norm",
      shape: .reduction, run: norm),
    Function(
      name: "cumsum", parameters: ["a", "axis?"], summary: "the running sum along an axis; without an axis it goes row by row over all entries", shape: .running
    ) {
      (call) throws(Fault) in
      .matrix(try call.matrix("a").cumulativeSum(axis: try call.axis()))
    },
  ]

  private static func reduction(_ name: String, _ summary: String, _ kind: Reduction, _ more: [String] = []) -> Function {
    Function(name: name, parameters: ["a", "axis?", "keepdims?"] + more, summary: summary, shape: .reduction) { (call) throws(Fault) in
      try reduce(call, kind)
    }
  }

  private static func truth(_ name: String, _ summary: String, _ kind: Reduction) -> Function {
    Function(name: name, parameters: ["a", "axis?", "keepdims?"], summary: summary, shape: .reduction) { (call) throws(Fault) in
      try reduce(call, kind, isTruth: true)
    }
  }

  private static func extremum(_ name: String, _ summary: String, _ kind: Reduction, _ pair: @escaping @Sendable (Double, Double) -> Double) -> Function {
    Function(name: name, parameters: ["a", "b?", "axis?", "keepdims?"], summary: summary, shape: .reduction) { (call) throws(Fault) in
      if call.values["b"] != nil { return try choose(call, pair) }
      return try reduce(call, kind, isTruth: call.isTruth("a"))
    }
  }

  private static func reduce(_ call: Call, _ kind: Reduction, isTruth: Bool = false) throws(Fault) -> Value {
    let matrix = try call.matrix("a")
    let axis = try call.axis()
    if extent(matrix, axis) == 0, kind.needsEntries { throw .emptyReduction(call.function.name) }
    return try place(matrix.reduced(kind, axis: axis, lost: try call.number("ddof") ?? 0), call, isTruth: isTruth)
  }

  @Sendable private static func norm(_ call: inout Call) throws(Fault) -> Value {
    let matrix = try call.matrix("a")
    let axis = try call.axis()
    let order: NormOrder
    switch call.values["ord"] {
    case nil: return try place(matrix.reduced(.norm, axis: axis), call)
    case .text("fro"): order = .frobenius
    case .text("nuc"): order = .nuclear
    case .text(let text): throw .normOrder("'\(Fault.shortened(text))'", matrix.shape, axis: axis)
    default: order = .number(try call.number("ord") ?? 2)
    }
    let isOfExtremes = order == .number(.infinity) || order == .number(-.infinity)
    if extent(matrix, axis) == 0, isOfExtremes || (axis == nil && matrix.rows != 1 && matrix.columns != 1) { throw .emptyReduction("norm") }
    if axis == nil, [.number(2), .number(-2), .nuclear].contains(order), min(matrix.rows, matrix.columns) > Matrix.longestSingularSide {
      throw .singularValuesTooMany(matrix.shape, Matrix.longestSingularSide)
    }
    guard let result = matrix.norm(order, axis: axis) else {
      let name = if case .number(let p) = order { NumberFormat.shortest(p) } else { order == .frobenius ? "'fro'" : "'nuc'" }
      throw .normOrder(name, matrix.shape, axis: axis)
    }
    return try place(result, call)
  }

  /// The number of entries that make one result.
  private static func extent(_ matrix: Matrix, _ axis: Int?) -> Int { axis.map { $0 == 0 ? matrix.rows : matrix.columns } ?? matrix.elements.count }

  /// The result of a reduction. With keepdims it has two dimensions. Without, NumPy's result is 1-D, which is a row here.
  private static func place(_ result: Matrix, _ call: Call, isTruth: Bool = false) throws(Fault) -> Value {
    let keeps = try call.flag("keepdims")
    if try call.axis() == nil { return wrap(result, keeps && call.isMatrix("a"), isTruth: isTruth) }
    return wrap(keeps ? result : Matrix(row: result.elements), true, isTruth: isTruth)
  }
}

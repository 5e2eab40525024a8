import Glibc
import Net

extension Functions {
  /// The functions that work entry by entry.
  static let elementwise: [Function] =
    unary + binary + [
      Function(
        name: "clip", parameters: ["a", "a_min?", "a_max?", "min?", "max?"],
        summary: "each entry, but not below a_min and not above a_max; min= or max= may stand alone",
        shape: .elementwise
      ) { (call) throws(Fault) in
        var result = try call.matrix("a")
        var isMatrix = call.isMatrix("a")
        var bounds: [Matrix?] = []
        for names in [["a_min", "min"], ["a_max", "max"]] {
          let given = names.filter { call.values[$0] != nil }
          if given.count > 1 { throw .boundGivenTwice(names[1]) }
          bounds.append(try given.first.map { (name) throws(Fault) in try call.matrix(name) })
          isMatrix = isMatrix || given.contains { call.isMatrix($0) }
        }
        _ = try commonShape("clip", [result.shape] + bounds.compactMap { $0?.shape })
        // With two bounds, an entry that equals a bound stays and so keeps the sign of a 0. With one bound, NumPy uses maximum or minimum.
        let isAlone = bounds.contains(nil)
        if let low = bounds[0] { result = Matrix.broadcast(result, low, isAlone ? Arithmetic.maximum : Arithmetic.raised)! }
        if let high = bounds[1] { result = Matrix.broadcast(result, high, isAlone ? Arithmetic.minimum : Arithmetic.lowered)! }
        return wrap(result, isMatrix)
      },
      Function(name: "where", parameters: ["condition", "a", "b"], summary: "for each entry a where the condition holds, and b elsewhere", shape: .elementwise)
      {
        (call) throws(Fault) in
        let (condition, a, b) = (try call.matrix("condition"), try call.matrix("a"), try call.matrix("b"))
        let shape = try commonShape("where", [condition.shape, a.shape, b.shape])
        let (mask, first, second) = (condition.stretched(to: shape), a.stretched(to: shape), b.stretched(to: shape))
        let result = Matrix(shape) { mask.elements[$0] != 0 ? first.elements[$0] : second.elements[$0] }
        return wrap(result, call.isMatrix("condition") || call.isMatrix("a") || call.isMatrix("b"), isTruth: call.isTruth("a", "b"))
      },
    ]

  private static let unary: [Function] = [
    ofOne("exp", "e to the power of each entry", exp), ofOne("log", "the natural logarithm of each entry", log),
    ofOne("log1p", "log(1 + a) of each entry, exact for a near 0", log1p),
    ofOne("log2", "the logarithm to base 2 of each entry", log2), ofOne("log10", "the logarithm to base 10 of each entry", log10),
    ofOne("sqrt", "the square root of each entry") { $0.squareRoot() },
    ofOne("abs", "the absolute value of each entry") { abs($0) }, ofOne("square", "the square of each entry") { $0 * $0 },
    ofOne("sin", "the sine of each entry, in radians", sin), ofOne("cos", "the cosine of each entry, in radians", cos),
    ofOne("tan", "the tangent of each entry, in radians", tan), ofOne("sign", "the sign of each entry: -1, 0 or 1", Arithmetic.sign),
    ofOne("isnan", "whether each entry is NaN", isTruth: true) { $0.isNaN ? 1 : 0 },
    ofOne("isfinite", "whether each entry is neither NaN nor infinite", isTruth: true) { $0.isFinite ? 1 : 0 },
    Function(
      name: "round", parameters: ["a", "decimals?"], summary: "each entry rounded to so many decimals; a half goes to the even neighbour", shape: .elementwise
    ) { (call) throws(Fault) in
      let decimals = try call.whole("decimals") ?? 0
      return wrap(try call.matrix("a").map { Arithmetic.round($0, decimals: decimals) }, call.isMatrix("a"))
    },
  ]

  private static let binary: [Function] = [
    ofTwo("maximum", "the larger of a and b, entry by entry", Arithmetic.maximum),
    ofTwo("minimum", "the smaller of a and b, entry by entry", Arithmetic.minimum),
    Function("power", .power, summary: "a ** b, entry by entry", shape: .elementwise),
    Function("add", .add, summary: "a + b, entry by entry", shape: .elementwise),
    Function("subtract", .subtract, summary: "a - b, entry by entry", shape: .elementwise),
    Function("multiply", .multiply, summary: "a * b, entry by entry", shape: .elementwise),
    Function("divide", .divide, summary: "a / b, entry by entry", shape: .elementwise),
  ]

  private static func ofOne(_ name: String, _ summary: String, isTruth: Bool = false, _ function: @escaping @Sendable (Double) -> Double) -> Function {
    Function(name: name, parameters: ["a"], summary: summary, shape: .elementwise) { (call) throws(Fault) in
      let result = try call.matrix("a").map(function)
      return wrap(result, call.isMatrix("a"), isTruth: isTruth)
    }
  }

  /// A function that chooses one of two arguments, entry by entry.
  private static func ofTwo(_ name: String, _ summary: String, _ function: @escaping @Sendable (Double, Double) -> Double) -> Function {
    Function(name: name, parameters: ["a", "b"], summary: summary, shape: .elementwise) { (call) throws(Fault) in try choose(call, function) }
  }

  /// The broadcast of the arguments `a` and `b`, in which `function` chooses each entry. If both have truth values, the result has too.
  ///
  /// - Throws: A fault where the arguments are text or do not fit.
  static func choose(_ call: Call, _ function: (Double, Double) -> Double) throws(Fault) -> Value {
    let (a, b) = (try call.matrix("a"), try call.matrix("b"))
    _ = try commonShape(call.function.name, [a.shape, b.shape])
    return wrap(Matrix.broadcast(a, b, function)!, call.isMatrix("a") || call.isMatrix("b"), isTruth: call.isTruth("a", "b"))
  }

  /// The matrix as a value, or its only entry as a single value.
  static func wrap(_ matrix: Matrix, _ isMatrix: Bool, isTruth: Bool = false) -> Value {
    if isTruth { return isMatrix ? .booleans(matrix) : .boolean(matrix.elements[0] != 0) }
    return isMatrix ? .matrix(matrix) : .scalar(matrix.elements[0])
  }
}

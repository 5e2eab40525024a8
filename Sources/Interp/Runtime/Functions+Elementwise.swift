import Glibc
import Net

extension Functions {
  /// Functions of one number, applied to each entry.
  static let elementwise: [Function] =
    unary + binary + [
      Function(name: "clip", parameters: ["a", "low", "high"], summary: "each entry kept between low and high", shape: .elementwise) { (call) throws(Fault) in
        let low = try call.matrix("low")
        let high = try call.matrix("high")
        guard let lower = Matrix.broadcast(try call.matrix("a"), low, Arithmetic.maximum), let both = Matrix.broadcast(lower, high, Arithmetic.minimum) else {
          throw .argumentShapes("clip", [try call.matrix("a").shape, low.shape, high.shape])
        }
        return wrap(both, call.isMatrix("a") || call.isMatrix("low") || call.isMatrix("high"))
      },
      Function(name: "where", parameters: ["condition", "a", "b"], summary: "a where the condition holds, else b", shape: .elementwise) {
        (call) throws(Fault) in
        let (condition, a, b) = (try call.matrix("condition"), try call.matrix("a"), try call.matrix("b"))
        // Each is stretched to the shape of all three.
        guard let pair = Matrix.broadcast(a, b, { x, _ in x }), let mask = Matrix.broadcast(condition, pair, { c, _ in c }),
          let first = Matrix.broadcast(a, mask, { x, _ in x }), let second = Matrix.broadcast(b, mask, { x, _ in x })
        else { throw .argumentShapes("where", [condition.shape, a.shape, b.shape]) }
        let elements = mask.elements.indices.map { mask.elements[$0] != 0 ? first.elements[$0] : second.elements[$0] }
        let result = Matrix(rows: mask.rows, columns: mask.columns, elements: elements)
        return wrap(result, call.isMatrix("condition") || call.isMatrix("a") || call.isMatrix("b"))
      },
    ]

  private static let unary: [Function] = [
    ofOne("exp", "e to the power of each entry", exp), ofOne("log", "natural logarithm", log), ofOne("log1p", "log(1 + a), exact near 0", log1p),
    ofOne("log2", "logarithm to base 2", log2), ofOne("log10", "logarithm to base 10", log10), ofOne("sqrt", "square root") { $0.squareRoot() },
    ofOne("abs", "absolute value") { abs($0) }, ofOne("square", "a * a") { $0 * $0 }, ofOne("sin", "sine", sin), ofOne("cos", "cosine", cos),
    ofOne("tan", "tangent", tan), ofOne("sign", "-1, 0 or 1", Arithmetic.sign),
    ofOne("isnan", "whether each entry is NaN", isTruth: true) { $0.isNaN ? 1 : 0 },
    ofOne("isfinite", "whether each entry is neither NaN nor infinite", isTruth: true) { $0.isFinite ? 1 : 0 },
    Function(name: "round", parameters: ["a", "decimals?"], summary: "to the nearest, halves to even", shape: .elementwise) { (call) throws(Fault) in
      let scale = pow(10, (try call.number("decimals") ?? 0).rounded())
      return wrap(try call.matrix("a").map { ($0 * scale).rounded(.toNearestOrEven) / scale }, call.isMatrix("a"))
    },
  ]

  private static let binary: [Function] = [
    ofTwo("maximum", "the larger of two, entry by entry", Arithmetic.maximum), ofTwo("minimum", "the smaller of two, entry by entry", Arithmetic.minimum),
    ofTwo("power", "a ** b", Arithmetic.power), ofTwo("add", "a + b") { $0 + $1 }, ofTwo("subtract", "a - b") { $0 - $1 },
    ofTwo("multiply", "a * b, entry by entry") { $0 * $1 }, ofTwo("divide", "a / b") { $0 / $1 },
  ]

  private static func ofOne(_ name: String, _ summary: String, isTruth: Bool = false, _ function: @escaping @Sendable (Double) -> Double) -> Function {
    Function(name: name, parameters: ["a"], summary: summary, shape: .elementwise) { (call) throws(Fault) in
      let result = try call.matrix("a").map(function)
      return isTruth ? wrapTruth(result, call.isMatrix("a")) : wrap(result, call.isMatrix("a"))
    }
  }

  private static func ofTwo(_ name: String, _ summary: String, _ function: @escaping @Sendable (Double, Double) -> Double) -> Function {
    Function(name: name, parameters: ["a", "b"], summary: summary, shape: .elementwise) { (call) throws(Fault) in
      try combine(call, function)
    }
  }

  /// Two arguments by broadcasting.
  static func combine(_ call: Call, _ function: @escaping (Double, Double) -> Double) throws(Fault) -> Value {
    let (a, b) = (try call.matrix("a"), try call.matrix("b"))
    guard let result = Matrix.broadcast(a, b, function) else { throw .argumentShapes(call.function.name, [a.shape, b.shape]) }
    return wrap(result, call.isMatrix("a") || call.isMatrix("b"))
  }

  static func wrap(_ matrix: Matrix, _ isMatrix: Bool) -> Value { isMatrix ? .matrix(matrix) : .scalar(matrix.elements[0]) }

  static func wrapTruth(_ matrix: Matrix, _ isMatrix: Bool) -> Value {
    isMatrix ? .booleans(matrix) : .boolean(matrix.elements[0] != 0)
  }
}

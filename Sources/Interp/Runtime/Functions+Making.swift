import Net

extension Functions {
  /// Functions that make an array of a size that is given, and the random ones.
  static let making: [Function] = [
    sized("zeros", "zeros of a shape") { (shape, _) in Matrix(shape, repeating: 0) },
    sized("ones", "ones of a shape") { (shape, _) in Matrix(shape, repeating: 1) },
    sized("randn", "draws of the standard normal distribution") { (shape, generator) in generator.normalMatrix(shape) },
    sized("rand", "draws between 0 and 1") { (shape, generator) in generator.uniformMatrix(shape) },
    Function(
      name: "eye", parameters: ["n"], summary: "the identity matrix",
      shape: .made({ sizes, _ in sizes.first.flatMap { Int(exactly: $0) }.map { Shape($0, $0) } })
    ) { (call) throws(Fault) in
      let n = try size(try call.number("n") ?? 1, "eye")
      try checkSize(n, n)
      var result = Matrix(rows: n, columns: n)
      for i in 0..<n { result[i, i] = 1 }
      return .matrix(result)
    },
    Function(
      name: "permutation", parameters: ["n"], summary: "1 … n in random order",
      shape: .made({ sizes, _ in sizes.first.flatMap { Int(exactly: $0) }.map { Shape(1, $0) } })
    ) { (call) throws(Fault) in
      let n = try size(try call.number("n") ?? 0, "permutation")
      try checkSize(1, n)
      return .matrix(Matrix(row: call.generator.permutation(n).map { Double($0 + 1) }))
    },
    Function(
      name: "arange", parameters: ["start", "stop?", "step?"], summary: "NumPy's: arange(n) is 0 … n-1",
      shape: .made({ sizes, _ in rangeCount(sizes).map { Shape(1, $0) } })
    ) { (call) throws(Fault) in
      let numbers = [try call.number("start") ?? 0, try call.number("stop"), try call.number("step")].compactMap { $0 }
      guard let count = rangeCount(numbers), count <= maximumEntries else { throw .rangeSize("arange") }
      let (start, step) = numbers.count == 1 ? (0, 1) : (numbers[0], numbers.count > 2 ? numbers[2] : 1)
      return .matrix(Matrix(row: (0..<count).map { start + Double($0) * step }))
    },
    Function(
      name: "linspace", parameters: ["start", "stop", "num?"], summary: "num numbers from start to stop, both included",
      shape: .made({ sizes, _ in
        Int(exactly: sizes.count > 2 ? sizes[2] : 50).map { Shape(1, $0) }
      })
    ) { (call) throws(Fault) in
      let n = try size(try call.number("num") ?? 50, "linspace")
      try checkSize(1, n)
      let (start, stop) = (try call.number("start") ?? 0, try call.number("stop") ?? 0)
      return .matrix(Matrix(row: Linspace.values(from: start, to: stop, count: n)))
    },
    Function(
      name: "reshape", parameters: ["a", "rows", "columns?"], summary: "the entries in row order in another shape; -1 is worked out",
      shape: .made({ sizes, _ in reshaped(sizes, nil) })
    ) { (call) throws(Fault) in
      let a = try call.matrix("a")
      let sizes = call.positional.dropFirst().flatMap { $0.asMatrix?.elements ?? [] }
      guard let shape = reshaped(Array(sizes), a.elements.count), shape.count == a.elements.count else { throw .reshape(a.shape, Array(sizes)) }
      return .matrix(Matrix(rows: shape.rows, columns: shape.columns, elements: a.elements))
    },
  ]

  /// `zeros(3)` is a row, `zeros(4, 1)` and `zeros((4, 1))` are (4, 1), `randn()` is one number.
  private static func sized(_ name: String, _ summary: String, _ make: @escaping @Sendable (Shape, inout MersenneTwister) -> Matrix) -> Function {
    let shape: Function.ShapeRule = .made({ sizes, _ in
      let whole = sizes.compactMap { Int(exactly: $0) }
      return whole.count == 1 ? Shape(1, whole[0]) : whole.count == 2 ? Shape(whole[0], whole[1]) : nil
    })
    return Function(name: name, parameters: ["rows?", "columns?"], summary: summary, shape: shape) { (call) throws(Fault) in
      let sizes = call.positional.flatMap { $0.asMatrix?.elements ?? [] }
      if sizes.count > 2 { throw .twoDimensions(name) }
      if sizes.isEmpty { return .scalar(make(Shape(1, 1), &call.generator).elements[0]) }
      let last = try size(sizes[sizes.count - 1], name)
      let shape = sizes.count == 1 ? Shape(1, last) : Shape(try size(sizes[0], name), last)
      try checkSize(shape.rows, shape.columns)
      return .matrix(make(shape, &call.generator))
    }
  }

  static func size(_ number: Double, _ name: String) throws(Fault) -> Int {
    guard let whole = Int(exactly: number), whole >= 0 else { throw .notSize(name, number) }
    guard whole <= 1 << 40 else { throw .tooLarge(Shape(1, whole), maximumEntries) }
    return whole
  }

  /// How many numbers `arange` holds.
  private static func rangeCount(_ numbers: [Double]) -> Int? {
    guard let first = numbers.first else { return nil }
    let (start, stop, step) = numbers.count == 1 ? (0, first, 1) : (first, numbers[1], numbers.count > 2 ? numbers[2] : 1)
    let count = ((stop - start) / step).rounded(.up)
    return count.isFinite && step != 0 && count < 1e12 ? max(0, Int(count)) : nil
  }

  private static func reshaped(_ sizes: [Double], _ count: Int?) -> Shape? {
    var whole = sizes.compactMap { Int(exactly: $0) }
    if whole.count == 1 { whole = [1, whole[0]] }
    guard whole.count == 2, whole.count == sizes.count || sizes.count == 1, whole.filter({ $0 == -1 }).count <= 1, whole.allSatisfy({ $0 >= -1 }) else {
      return nil
    }
    if let count, let open = whole.firstIndex(of: -1) {
      let known = whole[1 - open]
      guard known > 0, count % known == 0 else { return nil }
      whole[open] = count / known
    }
    return Shape(whole[0], whole[1])
  }
}

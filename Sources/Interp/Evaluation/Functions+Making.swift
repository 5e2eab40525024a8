import Net

extension Functions {
  /// The functions that make arrays of a given size, and `reshape`.
  static let making: [Function] = [
    sized("zeros", "a matrix of zeros, as zeros((2, 3))", needsSize: true) { (shape, _) in Matrix(shape) { _ in 0 } },
    sized("ones", "a matrix of ones, as ones((2, 3))", needsSize: true) { (shape, _) in Matrix(shape) { _ in 1 } },
    sized("randn", "random numbers of the normal distribution with mean 0 and deviation 1, as randn(2, 3)") { (shape, generator) in
      generator.normalMatrix(shape)
    }.drawing(),
    sized("rand", "random numbers between 0 and 1, as rand(2, 3)") { (shape, generator) in generator.uniformMatrix(shape) }.drawing(),
    Function(
      name: "eye", parameters: ["N", "M?", "k?", "dtype?"], byNameOnly: ["dtype"],
      summary: "the identity matrix; M is the number of columns, k moves the ones to the right",
      shape: .made { (call) throws(Fault) in try identityShape(call) }
    ) { (call) throws(Fault) in
      let shift = try call.whole("k") ?? 0
      var result = Matrix(try identityShape(call)) { _ in 0 }
      for row in 0..<result.rows {
        let (column, overflow) = row.addingReportingOverflow(shift)
        if !overflow, (0..<result.columns).contains(column) { result[row, column] = 1 }
      }
      return .matrix(result)
    },
    Function(
      name: "permutation", parameters: ["n"], summary: "the numbers 1 … n, the entries of a row or the rows of a matrix, in random order",
      shape: .made { (call) throws(Fault) in try permutedShape(call) }
    ) { (call) throws(Fault) in
      let shape = try permutedShape(call)
      let value = try call.value("n")
      if value.number == nil, let matrix = value.asMatrix { return wrap(permuted(matrix, &call.generator), true, isTruth: value.isBoolean) }
      return .matrix(permuted(Matrix(shape) { Double($0 + 1) }, &call.generator))
    }.drawing(),
    Function(
      name: "arange", parameters: ["start?", "stop?", "step?", "dtype?"], byNameOnly: ["dtype"],
      summary: "the numbers from start to before stop, as in NumPy: arange(n) is 0 … n - 1",
      shape: .made { (call) throws(Fault) in Shape(1, try range(call).count) }
    ) { (call) throws(Fault) in
      let (start, step, count) = try range(call)
      // As in NumPy, the step between all numbers is `second - start`. It contains the rounding of `start + step`.
      let second = start + step
      return .matrix(Matrix(Shape(1, count)) { $0 == 1 ? second : start + Double($0) * (second - start) })
    },
    Function(
      name: "linspace", parameters: ["start", "stop", "num?", "endpoint?"], summary: "num numbers in equal steps from start to stop, both included",
      shape: .made { (call) throws(Fault) in Shape(1, try pointCount(call)) }
    ) { (call) throws(Fault) in
      let n = try pointCount(call)
      let (start, stop) = (try call.number("start") ?? 0, try call.number("stop") ?? 0)
      let endpoint = call.values["endpoint"] == nil ? true : try call.flag("endpoint")
      return .matrix(Linspace.row(from: start, to: stop, count: n, endpoint: endpoint))
    },
    Function(
      name: "reshape", parameters: ["a", "rows?", "columns?", "shape?", "order?"],
      summary: "the entries row by row in another shape; a size of -1 is computed; order='F' goes column by column",
      shape: .made { (call) throws(Fault) in try reshaped(call) }, takesMore: true
    ) { (call) throws(Fault) in
      let a = try call.matrix("a")
      let shape = try reshaped(call)
      var result = Matrix(rows: shape.rows, columns: shape.columns, elements: a.elements)
      switch call.values["order"] {
      case nil, .text("C"), .text("A"): break
      case .text("F"): result = Matrix(rows: shape.columns, columns: shape.rows, elements: a.transposed().elements).transposed()
      case let other?: throw .reshapeOrder(other)
      }
      return wrap(result, true, isTruth: call.isTruth("a"))
    },
  ]

  /// The sizes of a shape. They are given one by one, as one list, or as `shape=`.
  private static func sizes(_ call: Call, _ positional: [Value]) throws(Fault) -> [Double] {
    let given = positional.isEmpty ? ["rows", "columns", "shape"].compactMap { call.values[$0] } : positional
    var sizes: [Double] = []
    for value in given {
      guard let numbers = value.asMatrix else { throw .notNumber("a size of \(call.function.name)", value) }
      sizes += numbers.elements
    }
    return sizes
  }

  /// The entries of a row or a column in random order, or the rows of any other matrix, as in NumPy.
  static func permuted(_ matrix: Matrix, _ generator: inout MersenneTwister) -> Matrix {
    if matrix.rows == 1 || matrix.columns == 1 {
      var elements = matrix.elements
      generator.shuffle(&elements)
      return Matrix(matrix.shape, elements: elements)
    }
    return matrix.part(rows: generator.permutation(matrix.rows), columns: Array(0..<matrix.columns))
  }

  /// A function that makes an array of the given sizes. `zeros(3)` is a row, `zeros(4, 1)` and `zeros((4, 1))` are (4, 1), and `randn()` is a number.
  private static func sized(
    _ name: String, _ summary: String, needsSize: Bool = false, _ make: @escaping @Sendable (Shape, inout MersenneTwister) -> Matrix
  ) -> Function {
    let parameters = needsSize ? ["rows?", "columns?", "shape?", "dtype?"] : ["rows?", "columns?"]
    return Function(name: name, parameters: parameters, byNameOnly: ["dtype"], summary: summary, shape: .sized, takesMore: true) { (call) throws(Fault) in
      let sizes = try sizes(call, call.positional)
      if sizes.isEmpty, needsSize { throw .missingArgument("shape", of: call.function) }
      let shape: Shape?
      do throws(Fault) { shape = try self.shape(ofSizes: sizes, name) } catch {
        // Two sizes may be in one argument, so it is not known which one is wrong. The fault points at all arguments.
        throw call.ranges.values.reduce(nil as SourceRange?) { $0?.union($1) ?? $1 }.map(error.located) ?? error
      }
      guard let shape else { return .scalar(make(Shape(1, 1), &call.generator).elements[0]) }
      return .matrix(make(shape, &call.generator))
    }
  }

  /// The shape with these sizes. One size gives a row, two give rows and columns, and none gives nil for a number.
  ///
  /// - Throws: A fault where a size is no whole number from 0. There must be at most two sizes, and the array must not be too large.
  static func shape(ofSizes sizes: [Double], _ name: String) throws(Fault) -> Shape? {
    guard let last = sizes.last else { return nil }
    if sizes.count > 2 { throw .twoDimensions(name) }
    let shape = Shape(sizes.count == 1 ? 1 : try size(sizes[0], name), try size(last, name))
    try checkSize(shape.rows, shape.columns)
    return shape
  }

  /// The number as a size.
  ///
  /// - Throws: A `value` fault where it is no whole number from 0, or a `limit` fault above 2^40.
  static func size(_ number: Double, _ name: String) throws(Fault) -> Int {
    guard let whole = Int(exactly: number), whole >= 0 else { throw .notSize(name, number) }
    guard whole <= 1 << 40 else { throw .tooLarge(Shape(1, whole), maximumEntries) }
    return whole
  }

  private static func identityShape(_ call: Call) throws(Fault) -> Shape {
    let rows = try size(try call.number("N") ?? 1, "eye")
    let columns = try size(try call.number("M") ?? Double(rows), "eye")
    try checkSize(rows, columns)
    return Shape(rows, columns)
  }

  private static func permutedShape(_ call: Call) throws(Fault) -> Shape {
    if let shape = try call.shape("n"), shape != Shape(1, 1) { return shape }
    let n = try size(try call.number("n") ?? 0, "permutation")
    try checkSize(1, n)
    return Shape(1, n)
  }

  /// The start, the step and the number of entries of `arange`. A single argument is the stop.
  private static func range(_ call: Call) throws(Fault) -> (start: Double, step: Double, count: Int) {
    let given = [try call.number("start"), try call.number("stop")]
    guard let stop = given[1] ?? given[0] else { throw .missingArgument("stop", of: call.function) }
    let start = given[1] == nil ? 0 : given[0] ?? 0
    let step = try call.number("step") ?? 1
    let count = ((stop - start) / step).rounded(.up)
    guard step != 0, abs(count) < 1e12, Int(count) <= maximumEntries else { throw .rangeSize("arange") }
    return (start, step, max(0, Int(count)))
  }

  private static func pointCount(_ call: Call) throws(Fault) -> Int {
    let n = try size(try call.number("num") ?? 50, "linspace")
    try checkSize(1, n)
    return n
  }

  private static func reshaped(_ call: Call) throws(Fault) -> Shape {
    let before = try call.shape("a") ?? Shape(1, 1)
    let sizes = try sizes(call, call.values["a"] == nil ? call.positional : Array(call.positional.dropFirst()))
    if sizes.isEmpty { throw .missingArgument("shape", of: call.function) }
    guard let count = before.count, let shape = reshaped(sizes, count), shape.count == count else { throw .reshape(before, sizes) }
    try checkSize(shape.rows, shape.columns)
    return shape
  }

  private static func reshaped(_ sizes: [Double], _ count: Int) -> Shape? {
    var whole = sizes.compactMap { Int(exactly: $0) }
    if whole.count == 1 { whole = [1, whole[0]] }
    guard whole.count == 2, whole.count == sizes.count || sizes.count == 1, whole.filter({ $0 == -1 }).count <= 1, whole.allSatisfy({ $0 >= -1 }) else {
      return nil
    }
    if let open = whole.firstIndex(of: -1) {
      let known = whole[1 - open]
      guard known > 0, count % known == 0 else { return nil }
      whole[open] = count / known
    }
    return Shape(whole[0], whole[1])
  }
}

import Net

extension Functions {
  /// The random distributions. They draw the same numbers as NumPy's legacy generator. Parameters may be arrays, which are broadcast. The entries are drawn
  /// in row order.
  static let drawing: [Function] = [
    distribution("uniform", [("low", 0), ("high", 1)], "random numbers between low and high, all equally likely") { (call, values) throws(Fault) in
      let (low, range) = (values[0], values[1] - values[0])
      guard range.isFinite else { throw call.located(.uniformRange(values[0], values[1]), "high") }
      return { low + range * $0.uniform() }
    },
    distribution("normal", [("loc", 0), ("scale", 1)], "random numbers of the normal distribution with mean loc and deviation scale") {
      (call, values) throws(Fault) in
      let (mean, scale) = (values[0], try notNegative(values[1], "scale", call))
      return { mean + scale * $0.normal() }
    },
    distribution("standard_normal", [], "random numbers of the normal distribution with mean 0 and deviation 1") { (_, _) in { $0.normal() } },
    distribution("random", [], "random numbers between 0 and 1") { (_, _) in { $0.uniform() } },
    distribution("random_sample", [], "random numbers between 0 and 1") { (_, _) in { $0.uniform() } },
    distribution("exponential", [("scale", 1)], "random numbers of the exponential distribution with mean scale") { (call, values) throws(Fault) in
      let scale = try notNegative(values[0], "scale", call)
      return { scale * $0.exponential() }
    },
    distribution("binomial", [("n", nil), ("p", nil)], "how many of n trials succeed, each with the chance p") { (call, values) throws(Fault) in
      guard let n = whole(values[0]), n >= 0, n <= 1 << 53 else { throw call.located(.trials(values[0]), "n") }
      guard values[1] >= 0, values[1] <= 1 else { throw call.located(.probability(values[1]), "p") }
      let binomial = Binomial(n: n, p: values[1])
      return { Double(binomial.draw(&$0)) }
    },
    Function(
      name: "randint", parameters: ["low", "high?", "size?", "dtype?"], byNameOnly: ["dtype"],
      summary: "random whole numbers from low to high - 1; with one number, from 0 to that number - 1", shape: .drawn(["low", "high"])
    ) { (call) throws(Fault) in
      let isAlone = call.values["high"] == nil
      return try drawn(&call, [("low", nil), ("high", 0)], checksNone: false) { (call, values) throws(Fault) in
        let (low, high) = isAlone ? (0, values[0]) : (values[0], values[1])
        guard let first = whole(low), let last = below(high), first <= last else { throw call.located(.randintRange(low, high), isAlone ? "low" : "high") }
        return { Double($0.whole(from: first, through: last)) }
      }
    }.drawing(),
    Function(
      name: "choice", parameters: ["a", "size?", "replace?", "p?"],
      summary: "random entries of a row, or of 0 … a - 1; replace=False takes no entry twice, p= gives the chance of each entry", shape: .drawn([])
    ) { (call) throws(Fault) in try chosen(&call) }.drawing(),
    Function(
      name: "shuffle", parameters: ["x"], summary: "puts the entries of a row, or the rows of a matrix, in random order; it is a statement and gives no value",
      shape: .scalar
    ) {
      (call) throws(Fault) in
      throw Fault.shuffleIsAStatement()
    }.drawing(),
  ]

  /// A function that makes one draw, for fixed values of the parameters.
  typealias Draw = (inout MersenneTwister) -> Double

  /// A function of a distribution.
  ///
  /// - Parameter parameters: The names with their default values. A parameter without a default is required.
  private static func distribution(
    _ name: String, _ parameters: [(name: String, value: Double?)], _ summary: String, _ prepare: @escaping @Sendable (Call, [Double]) throws(Fault) -> Draw
  ) -> Function {
    let names = parameters.map(\.name)
    let spelled = parameters.map { $0.value == nil ? $0.name : $0.name + "?" } + ["size?"]
    return Function(name: name, parameters: spelled, summary: summary, shape: .drawn(names)) { (call) throws(Fault) in
      try drawn(&call, parameters, prepare)
    }.drawing()
  }

  /// Draws one entry after the other. `prepare` makes the draw for the values of the parameters: once if all are single numbers, otherwise for each entry.
  ///
  /// - Parameter checksNone: Whether the parameters are checked even if nothing is drawn.
  private static func drawn(
    _ call: inout Call, _ parameters: [(name: String, value: Double?)], checksNone: Bool = true, _ prepare: (Call, [Double]) throws(Fault) -> Draw
  ) throws(Fault) -> Value {
    var given: [Matrix] = []
    for (name, value) in parameters {
      given.append(try call.values[name] == nil && value != nil ? Matrix(rows: 1, columns: 1, elements: [value!]) : call.matrix(name))
    }
    let shape = try drawnShape(call, parameters.map(\.name))
    var result = Matrix(shape ?? Shape(1, 1)) { _ in 0 }
    let isOne = given.allSatisfy { $0.elements.count == 1 }
    if isOne, checksNone || !result.elements.isEmpty {
      let draw = try prepare(call, given.map { $0.elements[0] })
      return wrap(Matrix(result.shape) { _ in draw(&call.generator) }, shape != nil)
    }
    let stretched = given.map { $0.stretched(to: result.shape) }
    let interrupt = Interrupt.current
    for index in result.elements.indices {
      if index & 0xffff == 0, interrupt?.endsWork() == true { break }
      let draw = try prepare(call, stretched.map { $0.elements[index] })
      result.elements[index] = draw(&call.generator)
    }
    return wrap(result, shape != nil)
  }

  /// The shape of the result, or nil for a number. It is the shape of `size`, to which the parameters must stretch. Without `size` it is the broadcast of
  /// the parameters.
  ///
  /// - Throws: A fault where the sizes are invalid or the parameters do not fit.
  static func drawnShape(_ call: Call, _ parameters: [String]) throws(Fault) -> Shape? {
    var shapes: [Shape] = []
    for name in parameters where call.values[name] != nil || call.shapes[name] != nil {
      if let shape = try call.shape(name) { shapes.append(shape) }
    }
    let common = shapes.isEmpty ? nil : try commonShape(call.function.name, shapes)
    guard let size = call.values["size"] else { return common }
    guard let sizes = size.asMatrix?.elements else { throw call.located(.notNumber("size of \(call.function.name)", size), "size") }
    let shape: Shape?
    do throws(Fault) { shape = try self.shape(ofSizes: sizes, call.function.name) } catch { throw call.located(error, "size") }
    if let shape, let common, Shape.broadcast(shape, common) != shape { throw call.located(.drawnSize(call.function.name, shape, common), "size") }
    return shape ?? common
  }

  // MARK: Choosing

  private static func chosen(_ call: inout Call) throws(Fault) -> Value {
    let value = try call.value("a")
    let shape = try drawnShape(call, [])
    let count = (shape ?? Shape(1, 1)).count ?? 0
    let population = try call.matrix("a")
    if value.isMatrix, population.rows != 1 { throw call.located(.choiceOfMatrix(population.shape), "a") }
    guard let total = value.isMatrix ? population.columns : Int(exactly: population.elements[0]), total > 0 || count == 0 else {
      throw call.located(.choiceOf(value), "a")
    }
    let replaces = call.values["replace"] == nil ? true : try call.flag("replace")
    let weights = try call.values["p"] == nil ? nil : self.weights(call, total)
    if !replaces {
      let most = weights.map { $0.count { $0 > 0 } } ?? max(total, 0)
      guard count <= most else { throw .choiceTooMany(count, of: most, isWeighted: weights != nil) }
      try checkSize(1, most)
    }
    let places =
      count == 0
      ? [] : replaces ? call.generator.places(count, among: total, weights: weights) : call.generator.differentPlaces(count, among: total, weights: weights)
    // After Ctrl-C fewer places than `count` are drawn. The making of the matrix then stops at once too.
    let result = Matrix(shape ?? Shape(1, 1)) { value.isMatrix ? population.elements[places[$0]] : Double(places[$0]) }
    return wrap(result, shape != nil, isTruth: value.isBoolean && value.isMatrix)
  }

  /// The probabilities of the places. They must be a row of `total` numbers that are not negative and whose sum is 1 within 1.5e-8.
  private static func weights(_ call: Call, _ total: Int) throws(Fault) -> [Double] {
    let row = try call.matrix("p")
    guard call.isMatrix("p"), row.rows == 1, row.columns == total else { throw call.located(.weightCount(row.shape, total), "p") }
    if let bad = row.elements.first(where: { !($0 >= 0) }) { throw call.located(.probability(bad), "p") }
    // Kahan's summation is used, because its error does not grow with the number of terms.
    var (sum, lost) = (0.0, 0.0)
    for weight in row.elements {
      let term = weight - lost
      let next = sum + term
      (lost, sum) = ((next - sum) - term, next)
    }
    guard abs(sum - 1) <= Double.ulpOfOne.squareRoot() else { throw call.located(.weightSum(sum), "p") }
    return row.elements
  }

  // MARK: Limits

  private static func notNegative(_ value: Double, _ name: String, _ call: Call) throws(Fault) -> Double {
    guard value.isNaN || value.sign == .plus else { throw call.located(.negativeParameter(name, call.function.name, value), name) }
    return value
  }

  /// The whole number towards 0, as in NumPy. Nil where it does not fit in 64 bits.
  private static func whole(_ value: Double) -> Int? { Int(exactly: value.rounded(.towardZero)) }

  /// The largest whole number below the bound. Nil where it does not fit in 64 bits.
  private static func below(_ bound: Double) -> Int? {
    bound == 0x1p63 ? .max : whole(bound).flatMap { $0 == .min ? nil : $0 - 1 }
  }
}

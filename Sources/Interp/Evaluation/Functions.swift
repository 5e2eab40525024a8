import Glibc
import Net

/// A function of the language: NumPy's name and meaning.
struct Function: Sendable {
  /// What the shape of the result is made of; `shape E` reads it without computing.
  enum ShapeRule: Sendable {
    /// The broadcast of all arguments.
    case elementwise
    /// A sum or the like: one axis or all of it, `keepdims`.
    case reduction
    case scalar
    /// A matrix product.
    case product
    case transpose
    /// (len a, len b)
    case outer
    /// A running sum: the same shape along an axis, else a row of all.
    case running
    /// Arrays one below the other or side by side: any number of them.
    case joined
    /// Sizes alone are given, any number: zeros, randn …
    case sized
    /// What `size` says, else the broadcast of these parameters: normal, randint …
    case drawn([String])
    /// Worked out from the call, nil for a scalar: reshape, arange … An array among the arguments is asked for its shape alone.
    case made(@Sendable (Call) throws(Fault) -> Shape?)
  }

  let name: String
  /// The parameters' names in order; those with a `?` may be left out.
  let parameters: [String]
  let parameterNames: [String]
  /// Parameters that are given by name only.
  let byNameOnly: Set<String>
  let summary: String
  let shape: ShapeRule
  /// Whether more positional arguments may come than there are parameters.
  let takesMore: Bool
  let body: Body
  /// Whether it draws from the session's generator.
  private(set) var draws = false
  /// Whether a variable may take its name, and hides it then, as Python's `len` can be hidden: names that the contract does not reserve.
  private(set) var canBeHidden = false

  /// How the function is computed.
  enum Body: Sendable {
    /// As the operator of two operands that it is another name of.
    case operation(BinaryOperator)
    case run(@Sendable (inout Call) throws(Fault) -> Value)
  }

  /// Another name of an operator.
  init(_ name: String, _ operation: BinaryOperator, summary: String, shape: ShapeRule) {
    self.init(name: name, parameters: ["a", "b"], summary: summary, shape: shape, body: .operation(operation))
  }

  init(
    name: String, parameters: [String], byNameOnly: Set<String> = [], summary: String, shape: ShapeRule, takesMore: Bool = false,
    run: @escaping @Sendable (inout Call) throws(Fault) -> Value
  ) {
    self.init(name: name, parameters: parameters, byNameOnly: byNameOnly, summary: summary, shape: shape, takesMore: takesMore, body: .run(run))
  }

  /// The same function, which draws.
  func drawing() -> Function {
    var copy = self
    copy.draws = true
    return copy
  }

  /// The same function, whose name a variable may take.
  func hideable() -> Function {
    var copy = self
    copy.canBeHidden = true
    return copy
  }

  private init(
    name: String, parameters: [String], byNameOnly: Set<String> = [], summary: String, shape: ShapeRule, takesMore: Bool = false, body: Body
  ) {
    self.name = name
    self.parameters = parameters
    parameterNames = parameters.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
    self.byNameOnly = byNameOnly
    self.summary = summary
    self.shape = shape
    self.takesMore = takesMore
    self.body = body
  }
}

/// The arguments of a call, not computed yet, by the parameters that they are given to.
struct BoundArguments {
  struct Entry {
    /// nil for one of any number.
    var parameter: String?
    var expression: Expression
    var isPositional: Bool
  }

  private(set) var entries: [Entry] = []

  subscript(parameter: String) -> Expression? { entries.first { $0.parameter == parameter }?.expression }

  var positional: [Expression] { entries.filter(\.isPositional).map(\.expression) }

  /// Throws where a parameter is unknown, given twice or missing, or an argument is too many. `None` leaves its parameter out.
  init(_ arguments: [CallArgument], of function: Function) throws(Fault) {
    let places = function.parameterNames.filter { !function.byNameOnly.contains($0) }
    var given: Set<String> = []
    var count = 0
    var isSpread = false
    for argument in arguments {
      if let keyword = argument.keyword {
        if keyword == "dtype", function.parameterNames.contains(keyword) {
          guard given.insert(keyword).inserted else { throw Fault.parameterTwice(keyword, function).located(argument.keywordRange ?? argument.value.range) }
          try Self.checkType(argument, function)
          continue
        }
        guard function.parameterNames.contains(keyword) else {
          throw Fault.unknownKeyword(keyword, function).located(argument.keywordRange ?? argument.value.range)
        }
        guard given.insert(keyword).inserted else { throw Fault.parameterTwice(keyword, function).located(argument.keywordRange ?? argument.value.range) }
        if !argument.isNone { entries.append(Entry(parameter: keyword, expression: argument.value, isPositional: false)) }
        continue
      }
      if case .joined = function.shape {
        // `concatenate((A, B), 1)`: the arrays in brackets, then the axis.
        if case .matrix(let rows) = argument.value.kind, count == 0 {
          for part in rows.flatMap({ $0 }) {
            entries.append(Entry(parameter: count == 0 ? places.first : nil, expression: part, isPositional: true))
            count += 1
          }
          isSpread = true
          continue
        }
        if isSpread {
          guard given.insert("axis").inserted else { throw Fault.parameterTwice("axis", function).located(argument.value.range) }
          if !argument.isNone { entries.append(Entry(parameter: "axis", expression: argument.value, isPositional: false)) }
          continue
        }
      }
      let parameter = count < places.count ? places[count] : nil
      if parameter == nil, !function.takesMore { throw Fault.tooManyFor(function, most: places.count, got: arguments.count).located(argument.value.range) }
      if let parameter, !given.insert(parameter).inserted { throw Fault.parameterTwice(parameter, function).located(argument.value.range) }
      if !argument.isNone { entries.append(Entry(parameter: parameter, expression: argument.value, isPositional: true)) }
      count += 1
    }
    for (parameter, name) in zip(function.parameters, function.parameterNames) where !parameter.hasSuffix("?") && self[name] == nil {
      throw .missingArgument(name, of: function)
    }
  }
}

extension BoundArguments {
  /// NumPy's names of the doubles that all numbers here are, and of whole numbers as `randint` gives them.
  private static let doubles: Set<String> = ["float", "float64", "double"]
  private static let wholes: Set<String> = ["int", "int64", "int32", "long", "intp"]

  /// Every array holds doubles, so `dtype=float` changes nothing. Another type would be ignored, so it is an error.
  private static func checkType(_ argument: CallArgument, _ function: Function) throws(Fault) {
    var name = argument.value.plainName
    if case .text(let text) = argument.value.kind { name = text }
    guard !argument.isNone, !(function.name == "randint" ? wholes : doubles).contains(name ?? "") else { return }
    throw Fault.dtype(function).located(argument.value.range)
  }
}

/// One call: its arguments by the names of the parameters, the generator and the place of each.
struct Call {
  let function: Function
  var values: [String: Value]
  /// Positional arguments in order, where a function takes any number.
  var positional: [Value]
  var generator: MersenneTwister
  /// Where the arguments stand, by parameter.
  var ranges: [String: SourceRange] = [:]
  /// Shapes of arguments that `shape E` does not compute.
  var shapes: [String: Shape] = [:]

  /// The shape of an argument; nil for a scalar.
  func shape(_ name: String) throws(Fault) -> Shape? {
    if let shape = shapes[name] { return shape }
    return try value(name).shape
  }

  func value(_ name: String) throws(Fault) -> Value {
    guard let value = values[name] else { throw .missingArgument(name, of: function) }
    return value
  }

  func matrix(_ name: String) throws(Fault) -> Matrix {
    let value = try value(name)
    guard let matrix = value.asMatrix else { throw located(.notNumbers("\(function.name)(…)", value), name) }
    return matrix
  }

  func isMatrix(_ name: String) -> Bool { values[name]?.isMatrix ?? false }

  /// Whether all of these are truth values: what only moves or chooses among them gives truth values too.
  func isTruth(_ names: String...) -> Bool { names.allSatisfy { values[$0]?.isBoolean ?? false } }

  func number(_ name: String) throws(Fault) -> Double? {
    guard let value = values[name] else { return nil }
    guard let number = value.number else { throw located(.notNumber("\(name) of \(function.name)", value), name) }
    return number
  }

  /// A whole number, nil where it is left out.
  func whole(_ name: String) throws(Fault) -> Int? {
    guard let number = try number(name) else { return nil }
    let range = -1_000_000_000...1_000_000_000
    guard let whole = Int(exactly: number), range.contains(whole) else { throw located(.notWhole("\(name) of \(function.name)", number, range), name) }
    return whole
  }

  func flag(_ name: String) throws(Fault) -> Bool {
    guard let value = values[name] else { return false }
    guard let number = value.number else { throw located(.notNumber("\(name) of \(function.name)", value), name) }
    return number != 0
  }

  /// 0, 1 or nil for all, which `axis=(0, 1)` says too.
  func axis() throws(Fault) -> Int? {
    if let pair = values["axis"]?.asMatrix?.elements, pair.count == 2, Set(pair.map { $0 < 0 ? $0 + 2 : $0 }) == [0, 1] { return nil }
    guard let number = try number("axis") else { return nil }
    switch number {
    case 0, -2: return 0
    case 1, -1: return 1
    default: throw located(.axis(number), "axis")
    }
  }

  /// A fault of one argument stands at that argument.
  func located(_ fault: Fault, _ parameter: String) -> Fault { ranges[parameter].map(fault.located) ?? fault }
}

/// Every function by name, in the groups of the files that hold them.
enum Functions {
  static let all: [Function] = elementwise + reductions + linear + making + drawing + python
  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func named(_ name: String) -> Function? { byName[name] }

  /// Those that NumPy keeps in `linalg`.
  static let ofLinalg = ["norm"]

  /// Python's own, which NumPy has not.
  static let ofPython = ["float", "int", "len", "str"]

  /// Those that NumPy's arrays have as methods.
  static let ofArrays = [
    "all", "any", "argmax", "argmin", "clip", "copy", "cumsum", "dot", "max", "mean", "min", "reshape", "round", "squeeze", "std", "sum", "transpose", "var",
  ]

  /// The largest matrix that an expression makes: 2^28 entries are 2 GiB; less on a machine where that is over a quarter of the memory.
  static let maximumEntries: Int = {
    let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return memory > 0 ? min(1 << 28, memory / 4 / 8) : 1 << 28
  }()

  /// The longest text that an expression makes, in bytes.
  static let maximumText = 1 << 24

  /// Refuses a result that is too large before it is made; a side is held to the limit too, for an empty matrix has none or many rows.
  static func checkSize(_ rows: Int, _ columns: Int) throws(Fault) {
    guard let count = Shape(rows, columns).count, max(count, rows, columns) <= maximumEntries else { throw .tooLarge(Shape(rows, columns), maximumEntries) }
  }

  /// The shape that all of these stretch to, where it is not too large.
  static func commonShape(_ name: String, _ shapes: [Shape]) throws(Fault) -> Shape {
    var common = shapes[0]
    for shape in shapes.dropFirst() {
      guard let both = Shape.broadcast(common, shape) else { throw .argumentShapes(name, shapes) }
      common = both
    }
    try checkSize(common.rows, common.columns)
    return common
  }
}

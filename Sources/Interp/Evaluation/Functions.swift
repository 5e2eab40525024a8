import Glibc
import Net

/// A function of the language. It has the name and the meaning of NumPy's function.
struct Function: Sendable {
  /// The rule for the shape of the result. `shape E` uses it without computing values.
  enum ShapeRule: Sendable {
    /// The broadcast of all arguments.
    case elementwise
    /// A reduction such as a sum: one axis or the whole array, with or without `keepdims`.
    case reduction
    case scalar
    /// A matrix product.
    case product
    case transpose
    /// An outer product of shape (entries of a, entries of b).
    case outer
    /// A running sum. It has the same shape along an axis, and is a row of all entries otherwise.
    case running
    /// Any number of arrays, below each other or side by side.
    case joined
    /// An array whose sizes are the arguments, such as zeros or randn.
    case sized
    /// The shape that `size` gives, or else the broadcast of these parameters, as in normal or randint.
    case drawn([String])
    /// The shape that the closure computes from the call, nil for a scalar, as in reshape or arange. The closure must read only the shapes of arrays.
    case made(@Sendable (Call) throws(Fault) -> Shape?)
  }

  let name: String
  /// The names of the parameters in order. A name that ends in `?` is optional.
  let parameters: [String]
  /// The names of the parameters without `?`.
  let parameterNames: [String]
  /// The parameters that can be given by name only.
  let byNameOnly: Set<String>
  let summary: String
  let shape: ShapeRule
  /// Whether there can be more positional arguments than parameters.
  let takesMore: Bool
  let body: Body
  /// Whether the function draws from the session's generator.
  private(set) var draws = false
  /// Whether a variable may have the function's name and then hides it, as in Python. Other functions' names are reserved.
  private(set) var canBeHidden = false

  /// The computation of the function.
  enum Body: Sendable {
    /// The operator that the function is another name for.
    case operation(BinaryOperator)
    case run(@Sendable (inout Call) throws(Fault) -> Value)
  }

  /// Another name for an operator.
  init(_ name: String, _ operation: BinaryOperator, summary: String, shape: ShapeRule) {
    self.init(name: name, parameters: ["a", "b"], summary: summary, shape: shape, body: .operation(operation))
  }

  init(
    name: String, parameters: [String], byNameOnly: Set<String> = [], summary: String, shape: ShapeRule, takesMore: Bool = false,
    run: @escaping @Sendable (inout Call) throws(Fault) -> Value
  ) {
    self.init(name: name, parameters: parameters, byNameOnly: byNameOnly, summary: summary, shape: shape, takesMore: takesMore, body: .run(run))
  }

  /// The same function, marked as one that draws.
  func drawing() -> Function {
    var copy = self
    copy.draws = true
    return copy
  }

  /// The same function, marked as one whose name a variable may have.
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

/// The unevaluated arguments of a call, each with its parameter.
struct BoundArguments {
  struct Entry {
    /// The parameter's name, or nil for one of any number of arguments.
    var parameter: String?
    var expression: Expression
    var isPositional: Bool
  }

  private(set) var entries: [Entry] = []

  /// The argument of the parameter, or nil where it is left out.
  subscript(parameter: String) -> Expression? { entries.first { $0.parameter == parameter }?.expression }

  var positional: [Expression] { entries.filter(\.isPositional).map(\.expression) }

  /// Assigns the arguments to the parameters of the function. An argument `None` leaves its parameter out.
  ///
  /// - Throws: A fault where a parameter is unknown, given twice or missing, or where there are too many arguments.
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
        // In `concatenate((A, B), 1)` the arrays are in brackets, and the axis follows.
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
  /// NumPy's names of the double type, which all numbers have here, and of the whole numbers that `randint` draws.
  private static let doubles: Set<String> = ["float", "float64", "double"]
  private static let wholes: Set<String> = ["int", "int64", "int32", "long", "intp"]

  /// Checks `dtype=`. Every array holds doubles, so only the name of that type is accepted. Another type would have no effect, so it is an error.
  private static func checkType(_ argument: CallArgument, _ function: Function) throws(Fault) {
    var name = argument.value.plainName
    if case .text(let text) = argument.value.kind { name = text }
    guard !argument.isNone, !(function.name == "randint" ? wholes : doubles).contains(name ?? "") else { return }
    throw Fault.dtype(function).located(argument.value.range)
  }
}

/// A call: its evaluated arguments, their ranges and the generator.
struct Call {
  let function: Function
  /// The arguments by the names of their parameters.
  var values: [String: Value]
  /// The positional arguments in order, for functions that take any number.
  var positional: [Value]
  var generator: MersenneTwister
  /// The ranges of the arguments in the source, by parameter.
  var ranges: [String: SourceRange] = [:]
  /// The shapes of arguments that `shape E` does not compute, by parameter.
  var shapes: [String: Shape] = [:]

  /// The shape of an argument, or nil for a scalar.
  ///
  /// - Throws: A `usage` fault where the argument is missing.
  func shape(_ name: String) throws(Fault) -> Shape? {
    if let shape = shapes[name] { return shape }
    return try value(name).shape
  }

  /// The value of an argument.
  ///
  /// - Throws: A `usage` fault where the argument is missing.
  func value(_ name: String) throws(Fault) -> Value {
    guard let value = values[name] else { throw .missingArgument(name, of: function) }
    return value
  }

  /// The argument as a matrix. A scalar becomes (1, 1).
  ///
  /// - Throws: A fault where the argument is missing or is text.
  func matrix(_ name: String) throws(Fault) -> Matrix {
    let value = try value(name)
    guard let matrix = value.asMatrix else { throw located(.notNumbers("\(function.name)(…)", value), name) }
    return matrix
  }

  /// Whether the argument is given and has two dimensions.
  func isMatrix(_ name: String) -> Bool { values[name]?.isMatrix ?? false }

  /// Whether all these arguments are truth values. A function that only moves or chooses entries then returns truth values too.
  func isTruth(_ names: String...) -> Bool { names.allSatisfy { values[$0]?.isBoolean ?? false } }

  /// The argument as a number, or nil where it is left out.
  ///
  /// - Throws: A `value` fault where it is no number.
  func number(_ name: String) throws(Fault) -> Double? {
    guard let value = values[name] else { return nil }
    guard let number = value.number else { throw located(.notNumber("\(name) of \(function.name)", value), name) }
    return number
  }

  /// The argument as a whole number, or nil where it is left out.
  ///
  /// - Throws: A `value` fault where it is no whole number or its size exceeds 10^9.
  func whole(_ name: String) throws(Fault) -> Int? {
    guard let number = try number(name) else { return nil }
    let range = -1_000_000_000...1_000_000_000
    guard let whole = Int(exactly: number), range.contains(whole) else { throw located(.notWhole("\(name) of \(function.name)", number, range), name) }
    return whole
  }

  /// Whether the argument is true, or a number other than 0. False where it is left out.
  ///
  /// - Throws: A `value` fault where it is neither.
  func flag(_ name: String) throws(Fault) -> Bool {
    guard let value = values[name] else { return false }
    guard let number = value.number else { throw located(.notNumber("\(name) of \(function.name)", value), name) }
    return number != 0
  }

  /// The axis 0 or 1, or nil for all entries. `axis=(0, 1)` also means all entries, and -2 and -1 mean 0 and 1.
  ///
  /// - Throws: A `value` fault for any other axis.
  func axis() throws(Fault) -> Int? {
    if let pair = values["axis"]?.asMatrix?.elements, pair.count == 2, Set(pair.map { $0 < 0 ? $0 + 2 : $0 }) == [0, 1] { return nil }
    guard let number = try number("axis") else { return nil }
    switch number {
    case 0, -2: return 0
    case 1, -1: return 1
    default: throw located(.axis(number), "axis")
    }
  }

  /// The same fault, placed at the argument of the parameter if the call has it.
  func located(_ fault: Fault, _ parameter: String) -> Fault { ranges[parameter].map(fault.located) ?? fault }
}

/// All functions, in the groups of their files.
enum Functions {
  static let all: [Function] = elementwise + reductions + linear + making + drawing + python
  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The function with this name, or nil.
  static func named(_ name: String) -> Function? { byName[name] }

  /// The functions that are in NumPy's `linalg`.
  static let ofLinalg = ["norm"]

  /// The functions of Python that NumPy does not have.
  static let ofPython = ["float", "int", "len", "str"]

  /// The functions that NumPy's arrays have as methods.
  static let ofArrays = [
    "all", "any", "argmax", "argmin", "clip", "copy", "cumsum", "dot", "max", "mean", "min", "reshape", "round", "squeeze", "std", "sum", "transpose", "var",
  ]

  /// The largest number of entries of a matrix in an expression. It is 2^28, which takes 2 GiB, but at most a quarter of the machine's memory.
  static let maximumEntries: Int = {
    let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return memory > 0 ? min(1 << 28, memory / 4 / 8) : 1 << 28
  }()

  /// The largest length of a text in an expression, in bytes.
  static let maximumText = 1 << 24

  /// Checks that a result is not too large, before it is made. Each side is limited too, because an empty matrix can have many rows.
  ///
  /// - Throws: A `limit` fault where it is too large.
  static func checkSize(_ rows: Int, _ columns: Int) throws(Fault) {
    guard let count = Shape(rows, columns).count, max(count, rows, columns) <= maximumEntries else { throw .tooLarge(Shape(rows, columns), maximumEntries) }
  }

  /// The shape that all these shapes stretch to. There must be at least one.
  ///
  /// - Throws: A fault where they do not fit each other or the shape is too large.
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

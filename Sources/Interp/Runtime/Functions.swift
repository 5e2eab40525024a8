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
    /// The size is in the arguments: zeros, randn, reshape …
    case made(@Sendable ([Double], Shape?) -> Shape?)
  }

  let name: String
  /// The parameters' names in order; those with a `?` may be left out.
  let parameters: [String]
  let summary: String
  let shape: ShapeRule
  let run: @Sendable (inout Call) throws(Fault) -> Value
}

/// One call: its arguments by the names of the parameters, the generator and the place of each.
struct Call {
  let function: Function
  var values: [String: Value]
  /// Positional arguments in order, where a function takes any number.
  var positional: [Value]
  var generator: MersenneTwister

  func value(_ name: String) throws(Fault) -> Value {
    guard let value = values[name] else { throw .missingArgument(name, of: function) }
    return value
  }

  func matrix(_ name: String) throws(Fault) -> Matrix {
    let value = try value(name)
    guard let matrix = value.asMatrix else { throw .notNumbers("\(function.name)(…)", value) }
    return matrix
  }

  func isMatrix(_ name: String) -> Bool { values[name]?.isMatrix ?? false }

  func number(_ name: String) throws(Fault) -> Double? {
    guard let value = values[name] else { return nil }
    guard let number = value.number else { throw .notNumber("\(name) of \(function.name)", value) }
    return number
  }

  func flag(_ name: String) throws(Fault) -> Bool {
    guard let value = values[name] else { return false }
    guard let number = value.number else { throw .notNumber("\(name) of \(function.name)", value) }
    return number != 0
  }

  /// 0, 1 or nil for all.
  func axis() throws(Fault) -> Int? {
    guard let number = try number("axis") else { return nil }
    switch number {
    case 0, -2: return 0
    case 1, -1: return 1
    default: throw .axis(number)
    }
  }
}

/// Every function by name, in the groups of the files that hold them.
enum Functions {
  static let all: [Function] = elementwise + reductions + linear + making
  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func named(_ name: String) -> Function? { byName[name] }

  /// The largest matrix that an expression makes: 2^28 entries are 2 GiB.
  static let maximumEntries = 1 << 28
}

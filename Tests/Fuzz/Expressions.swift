import Interp

/// A guess of the state of the session that is being written. After a statement that fails the guess is wrong for a while. Then more statements fail.
struct Model: Sendable {
  /// The units of layers 0 … L; nil before `init`.
  var sizes: [Int]?
  var features = 2
  var outputs = 1
  var examples = 400
  /// The matrices among the variables, with their sizes. The other variables are in `scalars`.
  var matrices: [String: Size] = [:]
  var scalars: Set<String> = []
  var hasPass = false
  var hasGradients = false
  var steps = 0
  var branches: [String] = ["main"]
  var files: [String] = []
  var shown = 0
  var breakpoints = 0
  var names = 0

  struct Size: Hashable, Sendable {
    var rows: Int
    var columns: Int
  }

  /// A new name that begins with `base`.
  mutating func fresh(_ base: String) -> String {
    names += 1
    return base + String(names)
  }

  /// The quantities that have a value, with their sizes.
  var quantities: [(name: String, size: Size)] {
    var list = [("X", Size(rows: features, columns: examples)), ("Y", Size(rows: outputs, columns: examples))]
    guard let sizes else { return list }
    for layer in 1..<sizes.count {
      let (units, before) = (sizes[layer], sizes[layer - 1])
      list += [("W\(layer)", Size(rows: units, columns: before)), ("b\(layer)", Size(rows: units, columns: 1))]
      let pass = Size(rows: units, columns: examples)
      if hasPass { list += [("Z\(layer)", pass), ("A\(layer)", pass)] }
      if hasGradients {
        list += [("dZ\(layer)", pass), ("dA\(layer)", pass), ("dW\(layer)", Size(rows: units, columns: before)), ("db\(layer)", Size(rows: units, columns: 1))]
      }
    }
    return list
  }
}

/// Writes expressions of limited size whose shapes fit, and notes the functions that they use.
struct ExpressionWriter: Sendable {
  var random: Random
  var model = Model()
  /// The functions, options and commands of the present statement.
  var uses: Set<String> = []

  /// The most entries of a matrix.
  static let most = 900

  // MARK: Numbers

  mutating func literal() -> String {
    switch random.below(12) {
    case 0: "0"
    case 1: "1"
    case 2: "-1"
    case 3: "0.5"
    case 4: "-2.5"
    case 5: "1e-3"
    case 6: random.pick(["1e300", "1e-300", "5e-324", "1e16", "-0.0", "0.1", "12345678", "1.7976931348623157e308"])
    case 7: random.pick(["pi", "e", "inf", "nan", "True", "False"])
    default: String(random.below(10))
    }
  }

  mutating func scalar(_ depth: Int = 2) -> String {
    if depth == 0 || random.percent(30) {
      var names = ["m", "alpha"] + model.scalars.sorted()
      if model.sizes != nil { names += ["L", "t", "n0", "n1"] }
      if model.hasPass { names += ["J", "cost"] }
      return random.percent(45) ? random.pick(names) : literal()
    }
    switch random.below(8) {
    case 0, 1: return "(\(scalar(depth - 1)) \(random.pick(["+", "-", "*", "/", "**", "%", "//"])) \(scalar(depth - 1)))"
    case 2:
      let (text, size) = value(depth - 1)
      guard size.rows > 0, size.columns > 0 else { return literal() }
      return "(\(text))[\(random.within(1...size.rows)),\(random.within(1...size.columns))]"
    case 3: return call(random.pick(ofRule(.reduction)), value(depth - 1).text)
    case 4: return call(random.pick(simple(.elementwise)), scalar(depth - 1))
    case 5: return "-\(scalar(depth - 1))"
    case 6: return "(\(value(depth - 1).text)).shape[\(random.below(2))]"
    default: return "norm(\(value(depth - 1).text))"
    }
  }

  mutating func condition(_ depth: Int = 2) -> String {
    switch random.below(depth == 0 ? 2 : 6) {
    case 0: return random.pick(["True", "False", "1 < 2", "m > 3", "alpha == 0.1"])
    case 1: return "\(scalar(0)) \(comparison()) \(scalar(0))"
    case 2: return "\(scalar(depth - 1)) \(comparison()) \(scalar(depth - 1))"
    case 3: return "not (\(condition(depth - 1)))"
    case 4: return "(\(condition(depth - 1))) \(random.pick(["and", "or"])) (\(condition(depth - 1)))"
    default:
      let (text, size) = value(depth - 1)
      return "\(random.pick(["all", "any"]))(\(text) \(comparison()) \(matrix(size, depth - 1)))"
    }
  }

  private mutating func comparison() -> String { random.pick(["<", "<=", ">", ">=", "==", "!="]) }

  // MARK: Matrices

  /// A small size. Two times out of three it is the size of a quantity of the session.
  mutating func size() -> Model.Size {
    let known = model.quantities.map(\.size).filter { $0.rows * $0.columns <= Self.most }
    if !known.isEmpty, random.percent(66) { return random.pick(known) }
    return Model.Size(rows: random.within(random.percent(4) ? 0...1 : 1...4), columns: random.within(random.percent(4) ? 0...1 : 1...5))
  }

  mutating func value(_ depth: Int = 2) -> (text: String, size: Model.Size) {
    let size = size()
    return (matrix(size, depth), size)
  }

  mutating func matrix(_ size: Model.Size, _ depth: Int = 2) -> String {
    guard depth > 0, !random.percent(25) else { return leaf(size) }
    let (rows, columns) = (size.rows, size.columns)
    switch random.below(12) {
    case 0, 1: return "(\(matrix(size, depth - 1)) \(random.pick(["+", "-", "*", "/", "**", "%", "//"])) \(matrix(stretching(size), depth - 1)))"
    case 2: return "(\(matrix(size, depth - 1)) \(random.pick(["+", "*", "/", "**"])) \(scalar(depth - 1)))"
    case 3: return call(random.pick(simple(.elementwise)), matrix(size, depth - 1))
    case 4: return "(\(matrix(Model.Size(rows: columns, columns: rows), depth - 1)))\(random.pick([".T", "ᵀ"]))"
    case 5:
      let inner = random.within(1...4)
      return
        "(\(matrix(Model.Size(rows: rows, columns: inner), depth - 1)) \(random.pick(["@", "⋅"])) \(matrix(Model.Size(rows: inner, columns: columns), depth - 1)))"
    case 6 where columns == 1 && rows > 0:
      return "\(name(random.pick(ofRule(.reduction))))(\(matrix(Model.Size(rows: rows, columns: random.within(1...5)), depth - 1)), axis=1, keepdims=True)"
    case 7 where rows == 1 && columns > 0:
      return "\(name(random.pick(ofRule(.reduction))))(\(matrix(Model.Size(rows: random.within(1...4), columns: columns), depth - 1)), axis=0)"
    case 8: return "\(random.pick(Vocabulary.activations))\(random.percent(30) ? "'" : "")(\(matrix(size, depth - 1)))"
    case 9 where rows > 0 && columns > 0:
      let whole = Model.Size(rows: rows + random.below(2), columns: columns + random.below(2))
      return "(\(matrix(whole, depth - 1)))[1:\(rows), 1:\(columns)]"
    case 10: return "-\(matrix(size, depth - 1))"
    case 11: return "reshape(\(matrix(Model.Size(rows: columns, columns: rows), depth - 1)), \(rows), \(columns))"
    default: return leaf(size)
    }
  }

  private mutating func leaf(_ size: Model.Size) -> String {
    let names = model.quantities.filter { $0.size == size }.map(\.name) + model.matrices.filter { $0.value == size }.map(\.key).sorted()
    if !names.isEmpty, random.percent(80) { return spelled(random.pick(names)) }
    if (1...6).contains(size.rows * size.columns), random.percent(60) {
      let rows = (0..<size.rows).map { _ in (0..<size.columns).map { _ in literal() }.joined(separator: ", ") }
      return "[" + rows.joined(separator: "; ") + "]"
    }
    let maker = random.pick(ofRule(.sized))
    return "\(name(maker))(\(random.percent(50) ? "\(size.rows), \(size.columns)" : "(\(size.rows), \(size.columns))"))"
  }

  /// The name of a quantity, sometimes in the form `W[1]`.
  mutating func spelled(_ name: String) -> String {
    guard random.percent(20), let digit = name.last, digit.isNumber else { return name }
    let base = name.dropLast()
    return model.matrices[String(base)] == nil && ["W", "b", "Z", "A", "dW", "db", "dZ", "dA"].contains(String(base)) ? "\(base)[\(digit)]" : name
  }

  /// A size that broadcasts to this one.
  private mutating func stretching(_ size: Model.Size) -> Model.Size {
    switch random.below(5) {
    case 0: Model.Size(rows: size.rows, columns: 1)
    case 1: Model.Size(rows: 1, columns: size.columns)
    default: size
    }
  }

  // MARK: Functions

  private func ofRule(_ rule: Vocabulary.Function.Rule) -> [Vocabulary.Function] { Vocabulary.functions.filter { $0.rule == rule } }

  /// The functions that need exactly one argument.
  private func simple(_ rule: Vocabulary.Function.Rule) -> [Vocabulary.Function] {
    ofRule(rule).filter { $0.parameters.filter { !$0.hasSuffix("?") }.count == 1 }
  }

  private mutating func name(_ function: Vocabulary.Function) -> String {
    uses.insert("fn:" + function.name)
    return random.percent(15) ? "np.\(function.name)" : function.name
  }

  private mutating func call(_ function: Vocabulary.Function, _ argument: String) -> String { "\(name(function))(\(argument))" }

  /// A call of a function, with arguments that suit the names of its parameters. A call that is not plausible has one thing wrong.
  mutating func call(_ function: Vocabulary.Function, parameter wanted: String? = nil, isPlausible: Bool) -> String {
    if isPlausible, let call = special(function, wanted) { return call }
    let size = size()
    var arguments: [String] = []
    var isNamed = false
    for parameter in function.parameters {
      let isOptional = parameter.hasSuffix("?")
      let plain = isOptional ? String(parameter.dropLast()) : parameter
      if isOptional, plain != wanted, random.percent(60) {
        isNamed = true
        continue
      }
      var text = argument(plain, of: function, size, isFirst: arguments.isEmpty)
      if isNamed || function.byNameOnly.contains(plain) || isOptional && random.percent(30) {
        isNamed = true
        text = "\(plain)=\(text)"
      }
      if isOptional { uses.insert("fn:\(function.name).\(plain)") }
      arguments.append(text)
    }
    if !isPlausible {
      switch random.below(6) {
      case 0: arguments.append(weird())
      case 1: arguments.append("\(random.pick(["foo", "axis", "keepdims", "a"]))=\(weird())")
      case 2 where !arguments.isEmpty: arguments.removeLast()
      case 3: arguments = []
      default:
        guard !arguments.isEmpty else { break }
        let place = wanted.flatMap { wanted in arguments.firstIndex { $0.hasPrefix(wanted + "=") } } ?? random.below(arguments.count)
        let named = arguments[place].firstIndex(of: "=").map { arguments[place][...$0] } ?? ""
        arguments[place] = (named.dropLast().allSatisfy { $0.isLetter || $0 == "_" } ? named : "") + weird()
      }
    }
    return "\(name(function))(\(arguments.joined(separator: ", ")))"
  }

  /// Calls of functions whose arguments must fit together.
  private mutating func special(_ function: Vocabulary.Function, _ wanted: String?) -> String? {
    switch (function.name, wanted) {
    case ("choice", "p"):
      uses.insert("fn:choice.p")
      let (from, p) = random.pick([("[1, 2, 3]", "[0.2, 0.3, 0.5]"), ("4", "[0.25, 0, 0.5, 0.25]"), ("2", "ones(1, 2) / 2")])
      return "\(name(function))(\(from), \(random.pick(["", "2, ", "(2, 2), "]))p=\(p))"
    case ("shuffle", _):
      return "\(name(function))(\(random.pick(["X", "Y"] + model.matrices.keys.sorted())))"
    default: return nil
    }
  }

  private mutating func argument(_ parameter: String, of function: Vocabulary.Function, _ size: Model.Size, isFirst: Bool) -> String {
    switch parameter {
    case "axis": return random.pick(["0", "1", "-1", "None", "(0, 1)"])
    case "keepdims", "endpoint", "equal_nan", "replace": return random.pick(["True", "False", "1"])
    case "ddof": return random.pick(["0", "1", "0.5"])
    case "ord": return random.pick(["1", "2", "inf", "-inf", "'fro'", "'nuc'", "0", "-1"])
    case "order": return random.pick(["'C'", "'F'"])
    case "decimals", "k": return String(random.within(-2...3))
    case "rtol", "atol", "tol": return random.pick(["1e-8", "0", "0.1"])
    case "shape", "size": return random.percent(50) ? "(\(random.within(1...3)), \(random.within(1...4)))" : String(random.within(1...5))
    case "rows" where function.name == "reshape": return "-1"
    case "N", "M", "num", "n", "rows", "columns", "high": return String(random.within(1...5))
    case "low": return "0"
    case "start": return random.pick(["0", "-1", "4"])
    case "stop": return random.pick(["3", "5", "0.5"])
    case "step": return random.pick(["0.5", "1", "-1"])
    case "a_min", "min": return "-1"
    case "a_max", "max": return "1"
    case "dtype": return random.pick(["float", "np.float64", "'float64'", "'d'"] + (function.name == "randint" ? ["int", "np.int64"] : []))
    case "condition": return "\(matrix(size, 1)) > 0"
    default: break
    }
    switch function.rule {
    case .product: return isFirst ? matrix(size, 1) : matrix(Model.Size(rows: size.columns, columns: random.within(1...3)), 1)
    case .joined: return "(\(matrix(size, 1)), \(matrix(size, 1)))"
    case .outer: return matrix(Model.Size(rows: 1, columns: random.within(1...6)), 1)
    default: return random.percent(15) ? scalar(1) : matrix(size, 1)
    }
  }

  /// A text that seldom fits its place. None of these numbers makes much work where it is accepted.
  mutating func weird() -> String {
    random.pick([
      "-1", "0", "0.5", "1e300", "1e13", "-1e300", "inf", "nan", "-0.0", "5e-324", "99999999999999999999", "\"text\"", "'x'", "\"\"", "True", "[]",
      "zeros(0, 3)",
      "zeros(3, 0)", "[1, 2; 3, 4]", "[1; 2]", "nosuch", "W9", "dZ7", "(1", "1)", "X[0]", "X[1:]", "X[9999]", "None", "randn(2, 2)", "1:3", "é", "𝛼", "a b",
      "%", "*",
      "…", "X", "Y", "W1", "ans", "$1", "()", "{", "}", "\\", "[1, 2", "[1, [2, 3]]", "sum", "sum()", "sigmoid", "g1", "g1'", "x(3)", "a[1]2", "w[1]2", "1e",
      "1.2.3",
      "--1", "not 1", "1 < 2 < 3", "1 if 2 else 3", "lambda x: x", "for", "train", "np.pi", "ŷ", "W[1]X", "W1(2)", "A[0]", "A[1](1)", "Infinity",
      "[True, False]", "m == m",
    ])
  }
}

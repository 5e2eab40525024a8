import Net

/// Writes calls: of the functions of the language, of activations and derivatives, and of an array with the number of an example.
extension PythonWriter {
  mutating func example(_ base: Expression, _ which: Expression) throws(Fault) -> String {
    try write(base, atLeast: .postfix) + "[:, \(try part(.single(which)))]"
  }

  mutating func call(_ callee: Expression, _ arguments: [CallArgument]) throws(Fault) -> String {
    if let activation = try activation(callee, isDerivative: false) {
      guard arguments.count == 1 else { throw Fault.notInPython("this call").located(callee.range) }
      return "\(activation)(\(try text(arguments[0].value)))"
    }
    guard let name = callee.plainName else { return try example(callee, arguments[0].value) }
    if name == "L", arguments.count == 2, let network = session.state.network {
      need(network.loss.name + "_of_A")
      return "np.sum(\(network.loss.name)_of_A(None, \(try text(arguments[0].value)), \(try text(arguments[1].value))), axis=0)[np.newaxis]"
    }
    if isVariable(name) || meaning(name) != nil || Functions.named(name) == nil {
      guard arguments.count == 1 else { throw Fault.notInPython("\(name)(…)").located(callee.range) }
      return try example(callee, arguments[0].value)
    }
    return try function(name, arguments, callee.range)
  }

  /// The function of Python for `g1`, `sigmoid` and their derivatives; nil for other callees.
  private mutating func activation(_ callee: Expression, isDerivative: Bool) throws(Fault) -> String? {
    func ofLayer(_ layer: String) -> String { isDerivative ? "slope[g[\(layer)]]" : "g[\(layer)]" }
    switch callee.kind {
    case .derivative(let inner): return isDerivative ? nil : try activation(inner, isDerivative: true)
    case .name(let name):
      if isVariable(name) { return nil }
      if let known = Activations.named(name) {
        need(known.name)
        return isDerivative ? "\(known.name)_slope" : known.name
      }
      if case .activation(let layer)? = Names.alias(name, session.nameContext) { return ofLayer("\(layer)") }
      return nil
    case .index(let base, let items):
      guard base.plainName == "g", !isVariable("g"), items.count == 1, case .single(let item) = items[0] else { return nil }
      return ofLayer(try whole(item))
    default: return nil
    }
  }

  private static let elementwise: Set<String> = [
    "exp", "log", "log1p", "log2", "log10", "sqrt", "abs", "square", "sin", "cos", "tan", "sign", "isnan", "isfinite", "maximum", "minimum", "power", "add",
    "subtract", "multiply", "divide", "where", "allclose", "array_equal",
  ]
  private static let reductions: Set<String> = ["sum", "mean", "std", "var", "max", "min", "any", "all"]

  mutating func function(_ name: String, _ arguments: [CallArgument], _ range: SourceRange) throws(Fault) -> String {
    guard let known = Functions.named(name) else { throw Fault.notInPython("\(name)(…)").located(range) }
    func unknown(_ what: String? = nil) -> Fault { Fault.notInPython(what ?? "\(name)(…) with these arguments").located(range) }
    let bound = try BoundArguments(arguments, of: known)
    switch name {
    case _ where Self.elementwise.contains(name):
      var parts: [String] = []
      for argument in arguments {
        let keepsTruth = ["where", "allclose", "array_equal", "isnan", "isfinite"].contains(name)
        parts.append((argument.keyword.map { "\($0)=" } ?? "") + (keepsTruth ? try text(argument.value) : try number(argument.value, .condition)))
      }
      if name == "power" { return "np.float_power(\(parts.joined(separator: ", ")))" }
      if name == "square" { return "np.float_power(\(parts.joined(separator: ", ")), 2)" }
      return "np.\(name)(\(parts.joined(separator: ", ")))"
    case "dot": return "np.dot(\(try number(bound["a"]!, .condition)), \(try number(bound["b"]!, .condition)))"
    case "max" where bound["b"] != nil, "min" where bound["b"] != nil:
      return "np.\(name)imum(\(try number(bound["a"]!, .condition)), \(try number(bound["b"]!, .condition)))"
    case _ where Self.reductions.contains(name):
      guard bound.entries.allSatisfy({ ["a", "axis", "keepdims"].contains($0.parameter) }) else { throw unknown() }
      return try reduced(name, bound, unknown())
    case "argmax", "argmin":
      guard bound["keepdims"] == nil else { throw unknown() }
      return try reduced(name, bound, unknown()) + " + 1"
    case "norm":
      guard bound.entries.count == 1 else { throw unknown() }
      return "np.sqrt(np.sum(np.square(\(try text(bound["a"]!)))))"
    case "transpose": return "np.transpose(\(try text(bound["a"]!)))"
    case "outer": return "np.outer(\(try number(bound["a"]!, .condition)), \(try number(bound["b"]!, .condition)))"
    case "zeros", "ones": return "np.\(name)(\(try shape(arguments, unknown()).tuple))"
    case "randn", "rand":
      if arguments.isEmpty { return "np.random.\(name)()" }
      return "np.random.\(name)(\(try shape(arguments, unknown()).list))"
    case "permutation":
      guard arguments.count == 1, !isList(arguments[0].value) else { throw unknown() }
      return "(np.random.permutation(\(try whole(arguments[0].value)))[np.newaxis] + 1)"
    case "linspace":
      guard arguments.count == 3, arguments.allSatisfy({ $0.keyword == nil }) else { throw unknown() }
      return "np.linspace(\(try text(arguments[0].value)), \(try text(arguments[1].value)), \(try whole(arguments[2].value)))[np.newaxis]"
    case "concatenate":
      var parts = bound.positional
      let axis = bound["axis"].flatMap(Self.literal) ?? 0
      if bound["axis"] == nil, parts.count > 1, let last = parts.last, Self.literal(last) != nil { throw unknown() }
      parts.removeAll { $0.range == bound["axis"]?.range }
      var texts: [String] = []
      for part in parts { texts.append(try text(part)) }
      return "np.concatenate((\(texts.joined(separator: ", "))), axis=\(PythonText.short(axis)))"
    case "arange":
      var parts: [String] = []
      for argument in arguments where argument.keyword == nil { parts.append(try text(argument.value)) }
      guard parts.count == arguments.count else { throw unknown() }
      return "np.arange(\(parts.joined(separator: ", ")), dtype=float)[np.newaxis]"
    case "reshape":
      guard case .matrix(let rows)? = arguments.dropFirst().first?.value.kind, arguments.count == 2, rows.count == 1 else {
        guard arguments.dropFirst().allSatisfy({ $0.keyword == nil }), arguments.count == 3 else { throw unknown() }
        return "np.reshape(\(try text(arguments[0].value)), (\(try whole(arguments[1].value)), \(try whole(arguments[2].value))))"
      }
      guard rows[0].count == 2 else { throw unknown() }
      return "np.reshape(\(try text(arguments[0].value)), (\(try whole(rows[0][0])), \(try whole(rows[0][1]))))"
    case "array":
      guard arguments.count == 1 else { throw unknown() }
      return try text(arguments[0].value)
    case "eye":
      guard arguments.count <= 2, arguments.allSatisfy({ $0.keyword == nil }) else { throw unknown() }
      var sizes: [String] = []
      for argument in arguments { sizes.append(try whole(argument.value)) }
      return "np.eye(\(sizes.joined(separator: ", ")))"
    case "clip":
      // NumPy has min= and max= only from version 2.1 on.
      guard let least = bound["a_min"], let most = bound["a_max"], bound.entries.count == 3 else { throw unknown() }
      return "np.clip(\(try real(bound["a"]!)), \(try number(least, .condition)), \(try number(most, .condition)))"
    case "round":
      let decimals = try bound["decimals"].map { (places) throws(Fault) in ", \(try whole(places))" }
      return "np.round(\(try real(bound["a"]!))\(decimals ?? ""))"
    case "cumsum": return try reduced(name, bound, unknown(), keepsShape: true)
    case "float", "int":
      guard arguments.count == 1 else { throw unknown() }
      return "\(name)(np.squeeze(\(try text(arguments[0].value))))"
    default: throw unknown("\(name)(…)")
    }
  }

  /// An array, or a number with a fraction. NumPy keeps the whole numbers of Python, which wrap around above 2^63.
  private mutating func real(_ expression: Expression) throws(Fault) -> String {
    isNumber(expression) ? "float(\(try text(expression)))" : try number(expression, .condition)
  }

  /// A reduction. One along an axis without `keepdims` is a row in the language.
  /// - Parameter keepsShape: whether the function gives an array of the same shape along an axis, and a row of all entries without one.
  private mutating func reduced(_ name: String, _ bound: BoundArguments, _ fault: Fault, keepsShape: Bool = false) throws(Fault) -> String {
    // The largest of truth values is a truth value in NumPy.
    let entries = ["max", "min"].contains(name) ? try number(bound["a"]!, .condition) : try self.text(bound["a"]!)
    var text = "np.\(name)(\(entries)"
    guard let axis = bound["axis"] else {
      guard bound["keepdims"] == nil else { throw fault }
      return text + (keepsShape ? ")[np.newaxis]" : ")")
    }
    // A number has no axis in NumPy.
    guard let number = Self.literal(axis), [-2, -1, 0, 1].contains(number), !isNumber(bound["a"]!) else { throw fault }
    text += ", axis=\(PythonText.short(number))"
    if keepsShape { return text + ")" }
    guard let keeps = bound["keepdims"] else { return text + ")[np.newaxis]" }
    switch keeps.plainName?.lowercased() {
    case "true": return text + ", keepdims=True)"
    case "false": return text + ")[np.newaxis]"
    default: throw fault
    }
  }

  /// The shape that the arguments of zeros, ones, randn or rand give. One number is the length of a row.
  private mutating func shape(_ arguments: [CallArgument], _ fault: Fault) throws(Fault) -> (list: String, tuple: String) {
    var sizes = arguments.map(\.value)
    guard arguments.allSatisfy({ $0.keyword == nil }) else { throw fault }
    if sizes.count == 1, case .matrix(let rows) = sizes[0].kind, rows.count == 1 { sizes = rows[0] }
    guard sizes.count == 1 || sizes.count == 2 else { throw fault }
    var parts = sizes.count == 1 ? ["1"] : []
    for size in sizes { parts.append(try whole(size)) }
    let list = parts.joined(separator: ", ")
    return (list, "(\(list))")
  }
}

import Net

/// What a name means, by the rules of the language: reserved names first, then variables, then the aliases of the notes.
enum Names {
  /// A quantity, seen as it is or transposed (`w` of a network of one unit is W1ᵀ).
  struct Reference: Equatable {
    var quantity: Quantity
    var isTransposed = false
  }

  enum Meaning: Equatable {
    case quantity(Reference)
    /// `g1`: the activation of a layer, as a function.
    case activation(layer: Int)
    case constant(Value)
    /// A spelling whose meaning needs a network: `Yhat`, `n_y`, `n_h`.
    case needsNetwork
    /// `n_h` where the network has no single hidden layer.
    case needsTwoLayers
  }

  /// The network as far as names depend on it.
  struct Context {
    var depth: Int?
    /// One layer of one unit: `w`, `b`, `z`, `a` need no layer number.
    var isSingleUnit = false
  }

  /// The meaning of a name that nothing can hide; nil for any other name.
  static func reserved(_ name: String, _ context: Context) -> Meaning? {
    if let fixed = fixed[name] {
      switch fixed {
      case .quantity(let quantity): return .quantity(Reference(quantity: quantity))
      case .prediction: return context.depth.map { .quantity(Reference(quantity: Quantity(.A, $0))) } ?? .needsNetwork
      case .outputs: return context.depth.map { .quantity(Reference(quantity: Quantity(.n, $0))) } ?? .needsNetwork
      case .hiddenUnits:
        guard let depth = context.depth else { return .needsNetwork }
        return depth == 2 ? .quantity(Reference(quantity: Quantity(.n, 1))) : .needsTwoLayers
      }
    }
    guard let (base, layer) = split(name), let kind = capitals[base] else { return nil }
    if layer == 0, kind != .A, kind != .n { return nil }
    return .quantity(Reference(quantity: Quantity(kind, layer)))
  }

  /// What a reserved name without a layer means.
  private enum Fixed {
    case quantity(Quantity)
    case prediction, outputs, hiddenUnits
  }

  private static let fixed: [String: Fixed] = {
    var fixed: [String: Fixed] = [
      "X": .quantity(Quantity(.X)), "A0": .quantity(Quantity(.X)), "Y": .quantity(Quantity(.Y)), "J": .quantity(Quantity(.J)), "cost": .quantity(Quantity(.J)),
      "m": .quantity(Quantity(.m)), "L": .quantity(Quantity(.L)), "t": .quantity(Quantity(.t)), "alpha": .quantity(Quantity(.alpha)),
      "α": .quantity(Quantity(.alpha)), "n_x": .quantity(Quantity(.n, 0)), "nx": .quantity(Quantity(.n, 0)), "nₓ": .quantity(Quantity(.n, 0)),
      "n_y": .outputs, "n_h": .hiddenUnits,
    ]
    for name in predictions { fixed[name] = .prediction }
    return fixed
  }()

  /// Spellings of the last layer's activation.
  static let predictions: Set<String> = ["Yhat", "Y_hat", "ŷ", "Ŷ", "y_hat"]

  /// The constants by the names that help and completion show; some have other spellings too.
  static let constants: [String: Value] = [
    "pi": .scalar(.pi), "e": .scalar(2.718281828459045), "inf": .scalar(.infinity), "nan": .scalar(.nan), "True": .boolean(true), "False": .boolean(false),
  ]

  /// Lower-case spellings without brackets, and constants: a variable of the same name hides them.
  static func alias(_ name: String, _ context: Context) -> Meaning? {
    switch name {
    case "x": return .quantity(Reference(quantity: Quantity(.X)))
    case "y": return .quantity(Reference(quantity: Quantity(.Y)))
    case "Inf", "infty": return .constant(.scalar(.infinity))
    case "NaN": return .constant(.scalar(.nan))
    case "true": return .constant(.boolean(true))
    case "false": return .constant(.boolean(false))
    default: if let value = constants[name] { return .constant(value) }
    }
    if context.isSingleUnit {
      switch name {
      case "w": return .quantity(Reference(quantity: Quantity(.W, 1), isTransposed: true))
      case "dw": return .quantity(Reference(quantity: Quantity(.dW, 1), isTransposed: true))
      case "g": return .activation(layer: 1)
      case "b", "z", "a", "db", "dz", "da": return .quantity(Reference(quantity: Quantity(small[name]!, 1)))
      default: break
      }
    }
    guard let (base, layer) = split(name), layer > 0 || base == "a" else { return nil }
    if base == "g" { return .activation(layer: layer) }
    return small[base].map { .quantity(Reference(quantity: Quantity($0, layer))) }
  }

  /// The kind of `W[…]`, `a[…]`, `dz[…]`; nil for names that take no layer. `g[…]` is asked for apart.
  static func layered(_ base: String) -> Quantity.Kind? { capitals[base] ?? small[base] }

  /// Small spellings of the notes: digits after their bracket name a unit, and in a network of one unit they need no layer.
  static let unitBases: Set<String> = ["w", "b", "z", "a", "dw", "db", "dz", "da"]

  /// Those of them that are computed.
  static let computedUnitBases = unitBases.subtracting(["w", "b"])

  /// Bases whose round bracket behind a layer names an example: `a[1](3)`.
  static let exampleBases: Set<String> = ["z", "a", "Z", "A", "dZ", "dA", "dz", "da"]

  /// Whether a round bracket behind the name may mean an example: `x(3)`, `A1(3)`, `ŷ(3)`.
  static func mayHaveExamples(_ name: String) -> Bool {
    ["x", "y", "X", "Y", "z", "a"].contains(name) || predictions.contains(name) || split(name).map { exampleBases.contains($0.base) } ?? false
  }

  /// The base and the number of a name: `W12` is `W` and 12. nil where the name has no base or no number, or where the digits begin with a needless 0.
  static func split(_ name: String) -> (base: String, layer: Int)? {
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    let bytes = name.utf8
    guard let start = bytes.firstIndex(where: isDigit), start > bytes.startIndex else { return nil }
    let digits = bytes[start...]
    guard digits.allSatisfy(isDigit), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    // No network is as deep as a million layers. The name is reserved all the same.
    let layer = digits.reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 1_000_000) }
    return (String(name[..<start]), layer)
  }

  private static let capitals: [String: Quantity.Kind] = [
    "W": .W, "b": .b, "Z": .Z, "A": .A, "dA": .dA, "dZ": .dZ, "dW": .dW, "db": .db, "n": .n,
  ]

  private static let small: [String: Quantity.Kind] = [
    "w": .W, "b": .b, "z": .Z, "a": .A, "da": .dA, "dz": .dZ, "dw": .dW, "db": .db,
  ]
}

extension Quantity {
  /// A name that `shape E NAME=…` can suppose: m, n0, n1 …, n_x, n_h, n_y.
  static func isDimensionName(_ name: String) -> Bool {
    if ["m", "n_x", "nx", "nₓ", "n_h", "n_y"].contains(name) { return true }
    return Names.split(name)?.base == "n"
  }
}

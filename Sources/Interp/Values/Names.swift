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

  /// Names that nothing can hide.
  static func reserved(_ name: String, _ context: Context) -> Meaning? {
    switch name {
    case "X", "A0": return .quantity(Reference(quantity: Quantity(.X)))
    case "Y": return .quantity(Reference(quantity: Quantity(.Y)))
    case "J", "cost": return .quantity(Reference(quantity: Quantity(.J)))
    case "m": return .quantity(Reference(quantity: Quantity(.m)))
    case "L": return .quantity(Reference(quantity: Quantity(.L)))
    case "t": return .quantity(Reference(quantity: Quantity(.t)))
    case "alpha", "α": return .quantity(Reference(quantity: Quantity(.alpha)))
    case "n_x", "nx", "nₓ": return .quantity(Reference(quantity: Quantity(.n, 0)))
    case _ where predictions.contains(name):
      guard let depth = context.depth else { return .needsNetwork }
      return .quantity(Reference(quantity: Quantity(.A, depth)))
    case "n_y":
      guard let depth = context.depth else { return .needsNetwork }
      return .quantity(Reference(quantity: Quantity(.n, depth)))
    case "n_h":
      guard let depth = context.depth else { return .needsNetwork }
      return depth == 2 ? .quantity(Reference(quantity: Quantity(.n, 1))) : .needsTwoLayers
    default: break
    }
    guard let (base, layer) = split(name), let kind = capitals[base] else { return nil }
    if layer == 0, kind != .A, kind != .n { return nil }
    return .quantity(Reference(quantity: Quantity(kind, layer)))
  }

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

  /// `W12` is `W` and 12; nil where there is no base or the digits begin with a needless 0.
  static func split(_ name: String) -> (base: String, layer: Int)? {
    let base = name.prefix { !Alphabet.isDigit($0) }
    let digits = name[base.endIndex...]
    guard !base.isEmpty, !digits.isEmpty, digits.allSatisfy({ Alphabet.isDigit($0) && $0.unicodeScalars.count == 1 }), digits.count == 1 || digits.first != "0"
    else { return nil }
    // No network is as deep as that: the name is reserved all the same.
    return (String(base), min(Int(digits) ?? .max, 1_000_000))
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

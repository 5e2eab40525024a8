import Net

/// The meanings of names. A reserved name comes first, then a variable, then an alias of the notes.
enum Names {
  /// A quantity, perhaps transposed. In a network of one unit, `w` is W1ᵀ.
  struct Reference: Equatable {
    var quantity: Quantity
    var isTransposed = false
  }

  /// The meaning of a name.
  enum Meaning: Equatable {
    case quantity(Reference)
    /// The activation of a layer, as in `g1`.
    case activation(layer: Int)
    case constant(Value)
    /// A name whose meaning depends on a network, while there is none: `Yhat`, `n_y`, `n_h`.
    case needsNetwork
    /// `n_h` in a network that does not have exactly two layers.
    case needsTwoLayers
  }

  /// The facts about the network that names depend on.
  struct Context {
    /// The number of layers, or nil without a network.
    var depth: Int?
    /// Whether the network is one layer with one unit. `w`, `b`, `z`, `a` then need no layer number.
    var isSingleUnit = false
    /// The optimizer, whose settings can be read by their names.
    var optimizer = Optimizer.sgd
  }

  /// The meaning of a name that no variable can hide, or nil for other names.
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

  /// The meaning of a reserved name that has no number.
  private enum Fixed {
    case quantity(Quantity)
    case prediction, outputs, hiddenUnits
  }

  private static let fixed: [String: Fixed] = {
    var fixed: [String: Fixed] = [
      "X": .quantity(Quantity(.X)), "A0": .quantity(Quantity(.X)), "Y": .quantity(Quantity(.Y)), "J": .quantity(Quantity(.J)), "cost": .quantity(Quantity(.J)),
      "m": .quantity(Quantity(.m)), "L": .quantity(Quantity(.L)), "t": .quantity(Quantity(.t)), "alpha": .quantity(Quantity(.alpha)),
      "α": .quantity(Quantity(.alpha)), "lambda": .quantity(Quantity(.lambda)), "λ": .quantity(Quantity(.lambda)), "lambd": .quantity(Quantity(.lambda)),
      "keep_prob": .quantity(Quantity(.keepProb)), "k_opt": .quantity(Quantity(.optimizerSteps)),
      "n_x": .quantity(Quantity(.n, 0)), "nx": .quantity(Quantity(.n, 0)), "nₓ": .quantity(Quantity(.n, 0)),
      "n_y": .outputs, "n_h": .hiddenUnits,
    ]
    for name in predictions { fixed[name] = .prediction }
    return fixed
  }()

  /// The spellings of the last layer's activation.
  static let predictions: Set<String> = ["Yhat", "Y_hat", "ŷ", "Ŷ", "y_hat"]

  /// The constants under the names that help and completion show. `alias` knows further spellings.
  static let constants: [String: Value] = [
    "pi": .scalar(.pi), "e": .scalar(2.718281828459045), "inf": .scalar(.infinity), "nan": .scalar(.nan), "True": .boolean(true), "False": .boolean(false),
  ]

  /// The meaning of a constant or a lower-case spelling without brackets, or nil for other names. A variable with the same name hides it.
  static func alias(_ name: String, _ context: Context) -> Meaning? {
    switch name {
    case "x": return .quantity(Reference(quantity: Quantity(.X)))
    case "y": return .quantity(Reference(quantity: Quantity(.Y)))
    case "Inf", "infty": return .constant(.scalar(.infinity))
    case "NaN": return .constant(.scalar(.nan))
    case "true": return .constant(.boolean(true))
    case "false": return .constant(.boolean(false))
    case "batch": return .quantity(Reference(quantity: Quantity(.batch)))
    default: if let value = constants[name] { return .constant(value) }
    }
    if let setting = context.optimizer.settings.first(where: { $0.name == name }) { return .constant(.scalar(setting.value)) }
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
    if base == "D" { return .quantity(Reference(quantity: Quantity(.D, layer))) }
    return small[base].map { .quantity(Reference(quantity: Quantity($0, layer))) }
  }

  /// Whether a name is that of a quantity of layers, but with the number 0, as in `W0` and `keep0`. No variable may have it, because it would be taken for
  /// the quantity of a layer. `b0` and `db0` are free.
  static func namesNoLayer(_ name: String) -> Bool {
    guard let (base, layer) = split(name), layer == 0, let kind = capitals[base] else { return false }
    return ![.A, .n, .b, .db].contains(kind)
  }

  /// The kind of a quantity written with a layer in brackets, as in `W[…]`, `a[…]`, `dz[…]`. Nil for names that take no layer, and for `g`.
  static func layered(_ base: String) -> Quantity.Kind? { capitals[base] ?? small[base] ?? (base == "D" ? .D : nil) }

  /// The lower-case spellings of the notes. Digits after their bracket number a unit. In a network of one unit they need no layer.
  static let unitBases: Set<String> = ["w", "b", "z", "a", "dw", "db", "dz", "da"]

  /// The lower-case spellings of computed quantities.
  static let computedUnitBases = unitBases.subtracting(["w", "b"])

  /// The bases after whose layer a round bracket means an example, as in `a[1](3)`.
  static let exampleBases: Set<String> = ["z", "a", "Z", "A", "dZ", "dA", "dz", "da"]

  /// Whether a round bracket after the name can mean an example: `x(3)`, `A1(3)`, `ŷ(3)`.
  static func mayHaveExamples(_ name: String) -> Bool {
    ["x", "y", "X", "Y", "z", "a"].contains(name) || predictions.contains(name) || split(name).map { exampleBases.contains($0.base) } ?? false
  }

  /// The two parts of a name with a layer, such as `W` and 12 for `W12`. Nil where a part is missing or the digits begin with a needless 0.
  static func split(_ name: String) -> (base: String, layer: Int)? {
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    let bytes = name.utf8
    guard let start = bytes.firstIndex(where: isDigit), start > bytes.startIndex else { return nil }
    let digits = bytes[start...]
    guard digits.allSatisfy(isDigit), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    // No network is that deep. A larger number stays a reserved name and counts as layer 1,000,000.
    let layer = digits.reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 1_000_000) }
    return (String(name[..<start]), layer)
  }

  private static let capitals: [String: Quantity.Kind] = [
    "W": .W, "b": .b, "Z": .Z, "A": .A, "dA": .dA, "dZ": .dZ, "dW": .dW, "db": .db, "n": .n, "vdW": .vdW, "vdb": .vdb, "sdW": .sdW,
    "sdb": .sdb, "keep": .keep,
  ]

  private static let small: [String: Quantity.Kind] = [
    "w": .W, "b": .b, "z": .Z, "a": .A, "da": .dA, "dz": .dZ, "dw": .dW, "db": .db,
  ]
}

extension Quantity {
  /// Whether `shape E NAME=…` can set the name: m, n0, n1 …, n_x, n_h, n_y.
  static func isDimensionName(_ name: String) -> Bool {
    if ["m", "n_x", "nx", "nₓ", "n_h", "n_y"].contains(name) { return true }
    return Names.split(name)?.base == "n"
  }
}

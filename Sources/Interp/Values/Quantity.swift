import Net

/// A quantity of the notes with its name, symbolic shape, formula and source. `Session+Quantities.swift` reads and assigns its value. `show`, `shape`,
/// claims, completion and help all use this type.
struct Quantity: Hashable, Sendable {
  /// The symbol of a quantity, without its layer.
  enum Kind: String, CaseIterable, Sendable {
    case X, Y, W, b, Z, A, dA, dZ, dW, db, J, m, L, n, alpha, lambda, t
  }

  /// The command or pass that gives a quantity its value.
  enum Source: Sendable {
    case data, parameters, forward, backward, setting
  }

  let kind: Kind
  /// The layer, 1 … L, or 0 for quantities without a layer. For n, layer 0 is the input.
  let layer: Int

  /// The quantity of this kind. A0 becomes X.
  init(_ kind: Kind, _ layer: Int = 0) {
    // A0 and X are the same quantity, so they get the same name.
    self.kind = kind == .A && layer == 0 ? .X : kind
    self.layer = layer
  }

  /// Whether quantities of this kind belong to a layer.
  static func hasLayer(_ kind: Kind) -> Bool {
    switch kind {
    case .W, .b, .Z, .A, .dA, .dZ, .dW, .db, .n: true
    default: false
    }
  }

  /// The name as a user types it, such as `dW1`.
  var name: String { Self.hasLayer(kind) ? kind.rawValue + String(layer) : kind.rawValue }

  /// The command or pass that gives the quantity its value.
  var source: Source {
    switch kind {
    case .X, .Y, .m: .data
    case .W, .b: .parameters
    case .Z, .A, .J: .forward
    case .dA, .dZ, .dW, .db: .backward
    case .L, .n, .alpha, .lambda, .t: .setting
    }
  }

  /// Whether `Q = E` assigns the quantity. For all other quantities, `Q = E` is a claim.
  var isAssignable: Bool {
    switch kind {
    case .X, .Y, .W, .b, .alpha, .lambda: true
    default: false
    }
  }

  var isScalar: Bool { symbolicShape == nil }

  /// The names of the rows and columns, or nil for a scalar.
  var symbolicShape: (Dimension, Dimension)? {
    switch kind {
    case .X: (.units(0), .examples)
    case .Y: (.outputUnits, .examples)
    case .W, .dW: (.units(layer), .units(layer - 1))
    case .b, .db: (.units(layer), .one)
    case .Z, .A, .dA, .dZ: (.units(layer), .examples)
    case .J, .m, .L, .n, .alpha, .lambda, .t: nil
    }
  }

  /// The description of how the quantity is computed, in the notes' form.
  ///
  /// - Parameters:
  ///   - isOutput: Whether the layer is the last one.
  ///   - fits: Whether the loss and the output activation together give dZ = A - Y.
  ///   - activation: The name of the layer's activation.
  ///   - isPenalized: Whether λ is not 0, so that J and dW have a term of the L2 penalty.
  func formula(isOutput: Bool, fits: Bool, activation: String, isPenalized: Bool) -> String {
    if let equation = equation(isOutput: isOutput, fits: fits, activation: activation, isPenalized: isPenalized) {
      return kind == .A ? "\(equation), \(activation)" : equation
    }
    switch kind {
    case .X, .Y: return "data, an example a column"
    case .W, .b: return "parameter"
    case .dA: return "derivative of each example's loss by A\(layer)"
    case .dZ: return "softmax' of Z\(layer) applied to dA\(layer)"
    case .m: return "number of examples"
    case .L: return "number of layers"
    case .n: return layer == 0 ? "input features" : "units of layer \(layer)"
    case .alpha: return "learning rate"
    case .lambda: return "weight of the L2 penalty"
    case .t: return "steps since init"
    case .Z, .A, .dW, .db, .J: return "mean of the m losses" + (isPenalized ? " + lambda/(2*m) * the squares of all weights" : "")
    }
  }

  /// The right side of the quantity's equation, as a user can type it. Nil for quantities that are given or have no such equation. The parameters are those
  /// of `formula`.
  func equation(isOutput: Bool, fits: Bool, activation: String, isPenalized: Bool) -> String? {
    let l = layer
    let before = l == 1 ? "X" : "A\(l - 1)"
    switch kind {
    case .Z: return "W\(l) @ \(before) + b\(l)"
    case .A: return "g\(l)(Z\(l))"
    case .dA: return isOutput ? nil : "W\(l + 1).T @ dZ\(l + 1)"
    case .dZ:
      if isOutput { return fits ? "A\(l) - Y" : activation == "softmax" ? nil : "dA\(l) * g\(l)'(Z\(l))" }
      return "(W\(l + 1).T @ dZ\(l + 1)) * g\(l)'(Z\(l))"
    case .dW: return "1/m * dZ\(l) @ \(before).T" + (isPenalized ? " + lambda/m * W\(l)" : "")
    case .db: return "1/m * sum(dZ\(l), axis=1, keepdims=True)"
    case .X, .Y, .W, .b, .J, .m, .L, .n, .alpha, .lambda, .t: return nil
    }
  }

  /// The quantities of a network with `depth` layers, in the order of a step. With `depth` 0 these are X and Y only.
  static func all(depth: Int) -> [Quantity] {
    var list = [Quantity(.X), Quantity(.Y)]
    guard depth > 0 else { return list }
    for layer in 1...depth { list += [Quantity(.W, layer), Quantity(.b, layer)] }
    for layer in 1...depth { list += [Quantity(.Z, layer), Quantity(.A, layer)] }
    list.append(Quantity(.J))
    for layer in (1...depth).reversed() {
      list += [Quantity(.dA, layer), Quantity(.dZ, layer), Quantity(.dW, layer), Quantity(.db, layer)]
    }
    return list
  }
}

/// A dimension of a shape in the notes.
enum Dimension: Hashable, Sendable {
  case units(Int)
  case outputUnits
  case examples
  case one

  /// The name `n1`, `m` or `1`. The units of the output layer are `nL` where the depth is not known.
  func name(depth: Int?) -> String {
    switch self {
    case .units(let layer): "n\(layer)"
    case .outputUnits: depth.map { "n\($0)" } ?? "nL"
    case .examples: "m"
    case .one: "1"
    }
  }
}

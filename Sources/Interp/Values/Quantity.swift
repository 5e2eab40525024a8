import Net

/// A quantity of the notes: its name, shape by name, formula, and which part of a step makes it. Reading and assigning
/// stand in `Session+Quantities.swift`; `show`, `shape`, claims, completion and help all start here.
struct Quantity: Hashable, Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case X, Y, W, b, Z, A, dA, dZ, dW, db, J, m, L, n, alpha, t
  }

  /// Which command gives the quantity its value.
  enum Source: Sendable {
    case data, parameters, forward, backward, setting
  }

  let kind: Kind
  /// The layer, 1 … L, for quantities that have one; n counts from 0.
  let layer: Int

  init(_ kind: Kind, _ layer: Int = 0) {
    // A0 is X: one quantity, one name.
    self.kind = kind == .A && layer == 0 ? .X : kind
    self.layer = layer
  }

  static func hasLayer(_ kind: Kind) -> Bool {
    switch kind {
    case .W, .b, .Z, .A, .dA, .dZ, .dW, .db, .n: true
    default: false
    }
  }

  var name: String { Self.hasLayer(kind) ? kind.rawValue + String(layer) : kind.rawValue }

  var source: Source {
    switch kind {
    case .X, .Y, .m: .data
    case .W, .b: .parameters
    case .Z, .A, .J: .forward
    case .dA, .dZ, .dW, .db: .backward
    case .L, .n, .alpha, .t: .setting
    }
  }

  /// Data, parameters and alpha are assigned; everything else is computed, and `Q = E` is a claim about it.
  var isAssignable: Bool {
    switch kind {
    case .X, .Y, .W, .b, .alpha: true
    default: false
    }
  }

  var isScalar: Bool { symbolicShape == nil }

  /// Rows and columns by name; nil for a scalar. `depth` names the output layer for Y.
  var symbolicShape: (Dimension, Dimension)? {
    switch kind {
    case .X: (.units(0), .examples)
    case .Y: (.outputUnits, .examples)
    case .W, .dW: (.units(layer), .units(layer - 1))
    case .b, .db: (.units(layer), .one)
    case .Z, .A, .dA, .dZ: (.units(layer), .examples)
    case .J, .m, .L, .n, .alpha, .t: nil
    }
  }

  /// How the quantity follows, in the notes' form. `isOutput` for the last layer, `fits` where loss and output cancel to A - Y.
  func formula(isOutput: Bool, fits: Bool, activation: String) -> String {
    if let equation = equation(isOutput: isOutput, fits: fits, activation: activation) {
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
    case .t: return "steps since init"
    case .Z, .A, .dW, .db, .J: return "mean of the m losses"
    }
  }

  /// The right side of the quantity's equation, as it can be typed; nil for what is given or has none.
  func equation(isOutput: Bool, fits: Bool, activation: String) -> String? {
    let l = layer
    let before = l == 1 ? "X" : "A\(l - 1)"
    switch kind {
    case .Z: return "W\(l) @ \(before) + b\(l)"
    case .A: return "g\(l)(Z\(l))"
    case .dA: return isOutput ? nil : "W\(l + 1).T @ dZ\(l + 1)"
    case .dZ:
      if isOutput { return fits ? "A\(l) - Y" : activation == "softmax" ? nil : "dA\(l) * g\(l)'(Z\(l))" }
      return "(W\(l + 1).T @ dZ\(l + 1)) * g\(l)'(Z\(l))"
    case .dW: return "1/m * dZ\(l) @ \(before).T"
    case .db: return "1/m * sum(dZ\(l), axis=1, keepdims=True)"
    case .X, .Y, .W, .b, .J, .m, .L, .n, .alpha, .t: return nil
    }
  }

  /// The quantities of a network of `depth` layers in the order of a step.
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

/// A dimension by its name in the notes.
enum Dimension: Hashable, Sendable {
  case units(Int)
  case outputUnits
  case examples
  case one

  /// `n1`, `m`, `1`; the output layer by its number where the depth is known.
  func name(depth: Int?) -> String {
    switch self {
    case .units(let layer): "n\(layer)"
    case .outputUnits: depth.map { "n\($0)" } ?? "nL"
    case .examples: "m"
    case .one: "1"
    }
  }
}

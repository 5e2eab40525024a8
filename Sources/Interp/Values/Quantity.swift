import Net

/// A quantity of the notes with its name, symbolic shape, formula and source. `Session+Quantities.swift` reads and assigns its value. `show`, `shape`,
/// claims, completion and help all use this type.
struct Quantity: Hashable, Sendable {
  /// The symbol of a quantity, without its layer.
  enum Kind: String, CaseIterable, Sendable {
    case X, Y, W, b, Z, A, D, dA, dZ, dW, db, vdW, vdb, sdW, sdb, J, m, L, n, alpha, lambda, keep, t, batch
    case keepProb = "keep_prob"
    case optimizerSteps = "k_opt"
  }

  /// The command or pass that gives a quantity its value.
  enum Source: Sendable {
    case data, parameters, averages, forward, backward, setting
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
    case .W, .b, .Z, .A, .D, .dA, .dZ, .dW, .db, .vdW, .vdb, .sdW, .sdb, .n, .keep: true
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
    case .vdW, .vdb, .sdW, .sdb: .averages
    case .Z, .A, .D, .J: .forward
    case .dA, .dZ, .dW, .db: .backward
    case .batch, .L, .n, .alpha, .lambda, .keep, .keepProb, .optimizerSteps, .t: .setting
    }
  }

  /// Whether `Q = E` assigns the quantity. For all other quantities, `Q = E` is a claim.
  var isAssignable: Bool {
    switch kind {
    case .X, .Y, .W, .b, .vdW, .vdb, .sdW, .sdb, .alpha, .lambda, .keep, .keepProb, .optimizerSteps: true
    default: false
    }
  }

  var isScalar: Bool { symbolicShape == nil }

  /// The names of the rows and columns, or nil for a scalar.
  var symbolicShape: (Dimension, Dimension)? {
    switch kind {
    case .X: (.units(0), .examples)
    case .Y: (.outputUnits, .examples)
    case .W, .dW, .vdW, .sdW: (.units(layer), .units(layer - 1))
    case .b, .db, .vdb, .sdb: (.units(layer), .one)
    case .Z, .A, .D, .dA, .dZ: (.units(layer), .examples)
    case .batch: (.one, .examples)
    case .J, .m, .L, .n, .alpha, .lambda, .keep, .keepProb, .optimizerSteps, .t: nil
    }
  }

  /// Whether it is an average of the optimizer, and which: v of the gradients or s of their squares.
  var average: (kind: AverageKind, isBias: Bool)? {
    switch kind {
    case .vdW: (.gradients, false)
    case .vdb: (.gradients, true)
    case .sdW: (.squares, false)
    case .sdb: (.squares, true)
    default: nil
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

  /// The quantities of a network in the order of a step, with the masks of dropout and the averages that its optimizer keeps. Without a network these are X
  /// and Y only.
  static func all(of network: Network?) -> [Quantity] {
    guard let network else { return all(depth: 0) }
    var list: [Quantity] = []
    for quantity in all(depth: network.depth) {
      list.append(quantity)
      if quantity.kind == .Z, network.keep(quantity.layer) < 1 { list.append(Quantity(.D, quantity.layer)) }
    }
    for layer in 1...network.depth {
      if network.optimizer.keepsV { list += [Quantity(.vdW, layer), Quantity(.vdb, layer)] }
      if network.optimizer.keepsS { list += [Quantity(.sdW, layer), Quantity(.sdb, layer)] }
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

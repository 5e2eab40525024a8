/// Dropout and the optimizer as entries of a network's file. A network without dropout that uses plain gradient descent has none of them.
///
/// `keep`, (L), is the share of the units that dropout keeps in each layer. `optimizer` is the name and `optimizer_settings` the numbers of the optimizer: for
/// momentum β and whether it is classic and Nesterov's (0 or 1), for rmsprop β and ε, for adam β1, β2 and ε. `k_opt` is its count of steps, and vdW1, vdb1,
/// sdW1, sdb1 … are its averages, each with the shape of its parameter.
extension Network {
  private static let averageNames: [(name: String, kind: AverageKind, isBias: Bool)] = [
    ("vdW", .gradients, false), ("vdb", .gradients, true), ("sdW", .squares, false), ("sdb", .squares, true),
  ]

  static func isTrainingEntry(_ name: String) -> Bool {
    ["keep", "optimizer", "optimizer_settings", "k_opt"].contains(name)
      || averageNames.contains { name.hasPrefix($0.name) && Int(name.dropFirst($0.name.count)) != nil }
  }

  var trainingEntries: [(name: String, array: NPYArray)] {
    var entries: [(name: String, array: NPYArray)] = []
    if dropsUnits { entries.append(("keep", NPYArray(Matrix(row: keeps)))) }
    if optimizer != .sgd {
      entries += [("optimizer", NPYArray([optimizer.name], isSingle: true)), ("optimizer_settings", NPYArray(Matrix(row: optimizer.storedSettings)))]
    }
    if averages.steps > 0 { entries.append(("k_opt", NPYArray(Double(averages.steps)))) }
    for layer in 1...depth {
      for (name, kind, isBias) in Self.averageNames where kind == .gradients ? averages.hasV : averages.hasS {
        entries.append(("\(name)\(layer)", NPYArray(average(kind, layer: layer, isBias: isBias))))
      }
    }
    return entries
  }

  /// Takes the entries of a file.
  /// - Throws: `DataError.badModel` where they do not fit the network.
  mutating func takeTraining(_ arrays: [String: NPYArray]) throws(DataError) {
    if let keep = arrays["keep"] {
      guard let shares = keep.numbers, shares.count == depth, shares.allSatisfy({ $0 > 0 && $0 <= 1 }), shares[depth - 1] == 1 else {
        throw .badModel(reason: "keep is not a share for each layer")
      }
      for layer in 1..<max(depth, 1) { setKeep(shares[layer - 1], layer: layer) }
    }
    if let name = arrays["optimizer"]?.texts?.first {
      guard let optimizer = Optimizer(name, stored: arrays["optimizer_settings"]?.numbers ?? []) else {
        throw .badModel(reason: "the optimizer \(name) or one of its settings is not known")
      }
      use(optimizer)
    }
    if let count = arrays["k_opt"] {
      guard let value = count.numbers?.first, let steps = Int(exactly: value), steps >= 0 else { throw .badModel(reason: "k_opt is out of range") }
      setOptimizerSteps(steps)
    }
    for layer in 1...depth {
      for (name, kind, isBias) in Self.averageNames {
        guard let array = arrays["\(name)\(layer)"] else { continue }
        let shape = isBias ? layers[layer - 1].b.shape : layers[layer - 1].W.shape
        guard let value = array.matrix, value.shape == shape else { throw .badModel(reason: "\(name)\(layer) is not \(shape)") }
        setAverage(kind, layer: layer, isBias: isBias, to: value)
      }
    }
  }
}

extension Optimizer {
  /// The settings as numbers of a file.
  fileprivate var storedSettings: [Double] {
    switch self {
    case .sgd: []
    case .momentum(let beta, let isClassic, let isNesterov): [beta, isClassic ? 1 : 0, isNesterov ? 1 : 0]
    case .rmsprop(let beta, let epsilon): [beta, epsilon]
    case .adam(let beta1, let beta2, let epsilon): [beta1, beta2, epsilon]
    }
  }

  /// The optimizer with these settings; nil where the name is not known, or a number is missing or out of range.
  fileprivate init?(_ name: String, stored: [Double]) {
    let betas = 0..<1.0
    switch (name, stored.count) {
    case ("sgd", 0): self = .sgd
    case ("momentum", 3) where betas.contains(stored[0]): self = .momentum(beta: stored[0], isClassic: stored[1] == 1, isNesterov: stored[2] == 1)
    case ("rmsprop", 2) where betas.contains(stored[0]) && stored[1] > 0: self = .rmsprop(beta: stored[0], epsilon: stored[1])
    case ("adam", 3) where betas.contains(stored[0]) && betas.contains(stored[1]) && stored[2] > 0:
      self = .adam(beta1: stored[0], beta2: stored[1], epsilon: stored[2])
    default: return nil
    }
  }
}

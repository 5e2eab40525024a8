/// Finds units of a hidden layer that no step can ever make different.
///
/// They have equal rows of W_l and b_l, so equal a; and equal columns of W_{l+1}, so equal dA and dZ. Hence their gradients are equal too. Equal
/// means equal in every bit, as zeros and constants are. Their frozen entries are also at the same places. Otherwise a step could move one unit and
/// not the other. The averages of the optimizer are equal too.
///
/// Dropout drops such units for different examples. So where a layer drops units, masks are drawn, and the units count only where their gradients are
/// equal under them too.
struct SymmetryCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.symmetricUnits]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .hiddenLayer]

  /// A copy of the session's generator, which draws the masks.
  let generator: MersenneTwister

  func findings(_ scene: Scene) -> [Finding] { scene.network.hiddenLayers.flatMap { findings(scene, layer: $0) } }

  private func findings(_ scene: Scene, layer: Int) -> [Finding] {
    let (part, next) = (scene.network.layers[layer - 1], scene.network.layers[layer].W.transposed())
    var groups: [[Double]: [Int]] = [:]
    let held = frozenPattern(scene.network, layer: layer)
    let averages = averages(scene.network, layer: layer)
    for unit in 0..<part.units {
      groups[part.W.row(unit) + part.b.row(unit) + next.row(unit) + held[unit] + averages.flatMap { $0.row(unit) }, default: []].append(unit)
    }
    let masked = scene.network.keep(layer) < 1 ? maskedPass(scene) : nil
    if scene.network.keep(layer) < 1, masked == nil { return [] }
    return groups.values.filter { $0.count > 1 && (masked == nil || staysEqual($0, layer, masked!)) }.sorted { $0[0] < $1[0] }.map { group in
      let difference = scene.Y == nil ? nil : largestDifference(scene.pass.dW(layer), group)
      return Finding(.symmetricUnits, layer: layer, units: group.map { $0 + 1 }, .symmetric(gradientDifference: difference))
    }
  }

  /// The averages that the optimizer of the network uses, with a row for each unit of a layer.
  private func averages(_ network: Network, layer: Int) -> [Matrix] {
    let kinds: [AverageKind] = (network.optimizer.keepsV ? [.gradients] : []) + (network.optimizer.keepsS ? [.squares] : [])
    return kinds.flatMap { kind in
      [
        network.average(kind, layer: layer, isBias: false), network.average(kind, layer: layer, isBias: true),
        network.average(kind, layer: layer + 1, isBias: false).transposed(),
      ]
    }
  }

  /// A pass with masks; nil without targets.
  private func maskedPass(_ scene: Scene) -> Pass? {
    guard let Y = scene.Y else { return nil }
    let pass = Pass()
    var generator = generator
    pass.drawMasks(of: scene.network, examples: scene.X.columns, &generator)
    pass.descend(scene.network, Inputs(X: scene.X), Y: Y, isMasked: true)
    return pass
  }

  /// Whether units have equal gradients in a pass with masks.
  private func staysEqual(_ units: [Int], _ layer: Int, _ pass: Pass) -> Bool {
    let (into, bias, out) = (pass.dW(layer), pass.db(layer), pass.dW(layer + 1).transposed())
    return units.dropFirst().allSatisfy { unit in [into, bias, out].allSatisfy { $0.row(unit) == $0.row(units[0]) } }
  }

  /// For each unit, the places of its frozen weights: those into the unit and those that read it. The lists are empty where nothing is frozen.
  private func frozenPattern(_ network: Network, layer: Int) -> [[Double]] {
    let units = network.units(layer)
    var pattern = [[Double]](repeating: [], count: units)
    guard !network.frozen.isEmpty else { return pattern }
    let inputs = network.units(layer - 1)
    for place in network.frozen.W(layer) { pattern[place / inputs].append(Double(place % inputs)) }
    for unit in network.frozen.b(layer) { pattern[unit].append(-1) }
    for place in network.frozen.W(layer + 1) { pattern[place % units].append(Double(inputs + place / units)) }
    return pattern
  }

  /// The largest difference between the first of the rows and the others.
  private func largestDifference(_ matrix: Matrix, _ rows: [Int]) -> Double {
    let first = matrix.row(rows[0])
    return rows.dropFirst().reduce(0) { worst, row in zip(first, matrix.row(row)).reduce(worst) { max($0, abs($1.0 - $1.1)) } }
  }
}

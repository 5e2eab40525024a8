/// Finds units of a hidden layer that no step can ever make different.
///
/// They have equal rows of W_l and b_l, so equal a; and equal columns of W_{l+1}, so equal dA and dZ. Hence their gradients are equal too. Equal
/// means equal in every bit, as zeros and constants are. Their frozen entries are also at the same places. Otherwise a step could move one unit and
/// not the other.
struct SymmetryCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.symmetricUnits]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .hiddenLayer]

  func findings(_ scene: Scene) -> [Finding] { scene.network.hiddenLayers.flatMap { findings(scene, layer: $0) } }

  private func findings(_ scene: Scene, layer: Int) -> [Finding] {
    let (part, next) = (scene.network.layers[layer - 1], scene.network.layers[layer].W.transposed())
    var groups: [[Double]: [Int]] = [:]
    let held = frozenPattern(scene.network, layer: layer)
    for unit in 0..<part.units { groups[part.W.row(unit) + part.b.row(unit) + next.row(unit) + held[unit], default: []].append(unit) }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.map { group in
      let difference = scene.Y == nil ? nil : largestDifference(scene.pass.dW(layer), group)
      return Finding(.symmetricUnits, layer: layer, units: group.map { $0 + 1 }, .symmetric(gradientDifference: difference))
    }
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

/// Finds sigmoid and tanh units whose slope g'(z) is nearly 0 for most examples.
///
/// The output's slope counts only where dZ contains it, so not where the loss fits the output. There only the examples with an error above 1/2 count.
struct SaturationCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.saturatedUnits]
  let needs: [Diagnosis.Need] = [.finiteNumbers]

  func findings(_ scene: Scene) -> [Finding] {
    (1...scene.network.depth).compactMap { layer in
      let shares = Self.shares(scene, layer: layer)
      let limit = layer == scene.network.depth ? DiagnosisThresholds.saturatedAnswers : DiagnosisThresholds.saturatedShare
      let units = shares.indices.filter { shares[$0] >= limit }
      guard !units.isEmpty else { return nil }
      let Z = scene.pass.Z(layer)
      let sizes = units.map { unit in Reduction.mean.value(Z.row(unit).map { abs($0) }, lost: 0) }
      return Finding(.saturatedUnits, layer: layer, units: units.map { $0 + 1 }, .saturated(shares: units.map { shares[$0] }, sizes: sizes))
    }
  }

  /// For each unit, the share of the examples with |g'(z)| below the limit; empty where the layer is not checked.
  static func shares(_ scene: Scene, layer: Int) -> [Double] {
    let activation = scene.network.layers[layer - 1].activation
    guard activation.isFlatFarOff else { return [] }
    let isOutput = layer == scene.network.depth
    if isOutput, scene.network.lossFitsOutput || scene.Y == nil { return [] }
    let Z = scene.pass.Z(layer)
    let slopes = activation.derivative(at: Z)
    return (0..<Z.rows).map { row in
      let flat = (0..<Z.columns).count { column in
        guard abs(slopes[row, column]) < DiagnosisThresholds.saturatedSlope else { return false }
        return !isOutput || abs(scene.pass.A(layer)[row, column] - scene.Y![row, column]) > 0.5
      }
      return Double(flat) / Double(Z.columns)
    }
  }
}

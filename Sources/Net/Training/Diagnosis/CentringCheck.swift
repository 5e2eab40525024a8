/// Finds hidden layers whose units have a large mean of a, compared with its deviation over the examples.
///
/// The finding is about the first layer with this in most of its units. It also names the later ones. Units that never change and saturated units are
/// left to other checks.
struct CentringCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.uncentredActivations]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .hiddenLayer]

  func findings(_ scene: Scene) -> [Finding] {
    let found: [Finding] = scene.network.hiddenLayers.compactMap { layer in
      let A = scene.pass.A(layer)
      let means = A.reduced(.mean, axis: 1).elements
      let deviations = A.reduced(.standardDeviation, axis: 1).elements
      let shares = SaturationCheck.shares(scene, layer: layer)
      let units = means.indices.filter {
        // A deviation as small as the rounding error of the mean counts as 0.
        deviations[$0] > 1e-12 * abs(means[$0]) && abs(means[$0]) > DiagnosisThresholds.uncentredRatio * deviations[$0]
          && (shares.isEmpty || shares[$0] < DiagnosisThresholds.saturatedShare)
      }
      guard Double(units.count) > DiagnosisThresholds.uncentredUnits * Double(A.rows) else { return nil }
      return Finding(
        .uncentredActivations, layer: layer, units: units.map { $0 + 1 },
        .uncentred(means: units.map { means[$0] }, deviations: units.map { deviations[$0] }, later: []))
    }
    guard let first = found.first, case .uncentred(let means, let deviations, _) = first.evidence else { return [] }
    let later = found.dropFirst().compactMap(\.layer)
    return [Finding(.uncentredActivations, layer: first.layer, units: first.units, .uncentred(means: means, deviations: deviations, later: later))]
  }
}

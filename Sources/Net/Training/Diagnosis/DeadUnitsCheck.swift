/// Finds relu units with z <= 0 for every example. Their a and g' are 0, so their dW and db are 0 and a step does not move them.
struct DeadUnitsCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.deadUnits]
  let needs: [Diagnosis.Need] = [.finiteNumbers]

  func findings(_ scene: Scene) -> [Finding] {
    (1...scene.network.depth).compactMap { layer in
      guard scene.network.layers[layer - 1].activation.isOffBelowZero else { return nil }
      let largest = scene.pass.Z(layer).reduced(.maximum, axis: 1).elements
      let units = largest.indices.filter { largest[$0] <= 0 }
      guard !units.isEmpty else { return nil }
      return Finding(.deadUnits, layer: layer, units: units.map { $0 + 1 }, .dead(largestZ: units.map { largest[$0] }))
    }
  }
}

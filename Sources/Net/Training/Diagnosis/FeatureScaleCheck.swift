/// Finds features whose deviations over the examples differ by far. Constant features are left out, because they have no scale.
struct FeatureScaleCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.featureScale]
  let needs: [Diagnosis.Need] = [.finiteNumbers]

  func findings(_ scene: Scene) -> [Finding] {
    let deviations = scene.X.reduced(.standardDeviation, axis: 1).elements
    let moving = deviations.indices.filter { deviations[$0] > 0 }
    guard let largest = moving.max(by: { deviations[$0] < deviations[$1] }), let smallest = moving.min(by: { deviations[$0] < deviations[$1] }),
      deviations[largest] > DiagnosisThresholds.featureScaleRatio * deviations[smallest]
    else { return [] }
    return [Finding(.featureScale, units: [largest + 1, smallest + 1], .featureScale(deviations: deviations))]
  }
}

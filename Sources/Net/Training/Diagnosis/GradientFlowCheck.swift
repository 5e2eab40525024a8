/// Errors that shrink or grow on their way from the output to the first layer. dZ is compared and not dW: with small weights the a that dW takes
/// besides are small in the late layers as dZ is in the early ones, and every dW is as small as the next.
struct GradientFlowCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.vanishingGradients, .explodingGradients]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .fittingTargets, .hiddenLayer]

  func findings(_ scene: Scene) -> [Finding] {
    let flow = GradientFlow(scene)
    let last = scene.network.depth - 1
    // An error of exactly 0 comes from dead units or from weights of 0, not from a product of many factors.
    let hidden = (0..<last).filter { flow.errors[$0] > 0 && flow.errors[last] > 0 }
    var findings: [Finding] = []
    if let layer = hidden.first(where: {
      flow.errors[$0] < DiagnosisThresholds.vanishedError * flow.errors[last] && flow.updateRatios[$0] < DiagnosisThresholds.vanishedUpdate
    }) {
      findings.append(Finding(.vanishingGradients, layer: layer + 1, .gradients(flow)))
    }
    if let layer = hidden.first(where: { flow.errors[$0] > DiagnosisThresholds.explodedError * flow.errors[last] }) {
      findings.append(Finding(.explodingGradients, layer: layer + 1, .gradients(flow)))
    }
    return findings
  }
}

extension GradientFlow {
  /// Of a scene with gradients.
  init(_ scene: Scene) {
    let layers = 1...scene.network.depth
    errors = layers.map { layer in
      let dZ = scene.pass.dZ(layer)
      return Reduction.norm.value(dZ.elements, lost: 0) / Double(dZ.elements.count).squareRoot()
    }
    // Of all of dW, frozen or not: a layer that is merely frozen has not lost its gradient.
    updateRatios = layers.map { layer in
      let (W, dW) = (scene.network.layers[layer - 1].W, scene.pass.dW(layer))
      return abs(scene.alpha) * Reduction.norm.value(dW.elements, lost: 0) / Reduction.norm.value(W.elements, lost: 0)
    }
  }
}

/// Finds errors that shrink or grow on their way from the output to the first layer.
///
/// It compares dZ, not dW. dW also depends on a. With small weights, a is small in the late layers and dZ is small in the early layers. So every dW
/// is about equally small.
struct GradientFlowCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.vanishingGradients, .explodingGradients]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .fittingTargets, .hiddenLayer]

  func findings(_ scene: Scene) -> [Finding] {
    let flow = GradientFlow(scene)
    let last = scene.network.depth - 1
    // An error of exactly 0 comes from dead units or from weights of 0. It is not a product of many factors.
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
  /// The values for a scene with gradients.
  init(_ scene: Scene) {
    let layers = 1...scene.network.depth
    errors = layers.map { layer in
      let dZ = scene.pass.dZ(layer)
      return Reduction.norm.value(dZ.elements, lost: 0) / Double(dZ.elements.count).squareRoot()
    }
    // All of dW counts, with frozen entries. A layer that is only frozen has not lost its gradient.
    guard scene.network.optimizer.keepsAverages || scene.network.lambda != 0, let Y = scene.Y else {
      updateRatios = layers.map { layer in
        let (W, dW) = (scene.network.layers[layer - 1].W, scene.pass.dW(layer))
        return abs(scene.alpha) * Reduction.norm.value(dW.elements, lost: 0) / Reduction.norm.value(W.elements, lost: 0)
      }
      return
    }
    // The step is made. The penalty is left out of it: it changes the weights also where no error arrives.
    var moved = scene.network
    (moved.lambda, moved.frozen) = (0, FrozenEntries())
    let pass = Pass()
    pass.descend(moved, Inputs(X: scene.X), Y: Y)
    moved.update(with: pass, alpha: scene.alpha)
    updateRatios = layers.map { layer in
      let (W, after) = (scene.network.layers[layer - 1].W.elements, moved.layers[layer - 1].W.elements)
      return Reduction.norm.value(zip(W, after).map { $1 - $0 }, lost: 0) / Reduction.norm.value(W, lost: 0)
    }
  }
}

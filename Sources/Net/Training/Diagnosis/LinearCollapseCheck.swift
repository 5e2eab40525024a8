/// Finds networks whose hidden layers are all linear.
///
/// Then z_L = W_L (… (W_1 x + b_1) …) + b_L = W' x + b', which one layer can compute.
struct LinearCollapseCheck: DiagnosisCheck {
  let kinds: [Finding.Kind] = [.linearCollapse]
  let needs: [Diagnosis.Need] = [.finiteNumbers, .hiddenLayer]

  func findings(_ scene: Scene) -> [Finding] {
    let layers = scene.network.layers
    guard layers.dropLast().allSatisfy({ $0.activation.isLinear }) else { return [] }
    var (W, b) = (layers[0].W, layers[0].b)
    for layer in layers.dropFirst() {
      W = layer.W.multiplied(by: W)
      b = Matrix.broadcast(layer.W.multiplied(by: b), layer.b, +)!
    }
    return [Finding(.linearCollapse, .collapse(W: W, b: b))]
  }
}

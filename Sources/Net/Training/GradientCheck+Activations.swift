extension GradientCheck {
  /// g(z + d) - g(z) for layer `layer`, where d is `change`. All digits of a small d are kept.
  func activationChange(_ layer: Int, _ z: Matrix, _ a: Matrix, _ change: Matrix) -> Matrix {
    network.layers[layer - 1].activation.change(from: z, a: a, by: change)
  }
}

import Net

extension Session {
  /// The network and the alpha with which the present gradients make a step. Straight after `step` or `train`, these are the weights before that step, its
  /// frozen entries and its alpha. Otherwise they are the weights of the gradients, the present frozen entries and the alpha that is set.
  func gradientMaker(_ network: Network) -> (network: Network, alpha: Double) {
    // These are the weights that the gradients were computed from, even if the user changed the weights since.
    var origin = workspace.origin ?? network
    guard isStraightAfterStep, let update = state.update else {
      origin.frozen = network.frozen
      return (origin.with(network.optimizer, network.averages), state.alpha)
    }
    origin.frozen = update.frozen
    return (origin, update.alpha)
  }

  /// The step that the present gradients make, or have made: the network before and after it.
  func stepOfGradients(_ network: Network) -> (before: Network, after: Network, alpha: Double) {
    let maker = gradientMaker(network)
    var after = maker.network
    after.update(with: workspace, alpha: maker.alpha)
    return (maker.network, after, maker.alpha)
  }

  /// dW and db of the step before the present gradients, layer by layer. A new pass computes them on the same data from the parameters that the timeline
  /// keeps. Nil at the first step, where the timeline dropped that step, and where the data changed after the gradients were computed.
  func gradientsOfStepBefore() throws(Fault) -> [(dW: Matrix, db: Matrix)]? {
    guard let stamp = state.backwardStamp, let previous = try steps.parametersOfStep(before: stamp.step, self), let Y,
      workspace.originDraw.isPlain, !previous.dropsUnits, stamp.versions.inputs == state.versions.inputs, stamp.versions.targets == state.versions.targets,
      previous.inputs == X.rows, Y.shape == Shape(previous.outputs, X.columns)
    else { return nil }
    let pass = Pass()
    pass.forward(previous, X: X, Y: Y)
    pass.backward(previous, X: X, Y: Y)
    return (1...previous.depth).map { (pass.dW($0), pass.db($0)) }
  }
}

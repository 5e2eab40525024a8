import Net

extension Session {
  /// What the gradients that are there make a step of: the weights before it, with what it leaves frozen, and its alpha. Straight after `step` or
  /// `train` those of the step made, else the alpha that is set.
  func gradientMaker(_ network: Network) -> (network: Network, alpha: Double) {
    // The weights that the gradients were made from, also where those were changed by hand since.
    var origin = workspace.origin ?? network
    guard isStraightAfterStep, let update = state.update else {
      origin.frozen = network.frozen
      return (origin, state.alpha)
    }
    origin.frozen = update.frozen
    return (origin, update.alpha)
  }

  /// dW and db of one step before those that are there, layer by layer, on the same data: a pass made again from the parameters of the timeline. nil at
  /// the first step, where that step was given up, and where the data changed since the gradients were made.
  func gradientsOfStepBefore() throws(Fault) -> [(dW: Matrix, db: Matrix)]? {
    guard let stamp = state.backwardStamp, let previous = try steps.parametersOfStep(before: stamp.step, self), let Y,
      stamp.versions.inputs == state.versions.inputs, stamp.versions.targets == state.versions.targets,
      previous.inputs == X.rows, Y.shape == Shape(previous.outputs, X.columns)
    else { return nil }
    let pass = Pass()
    pass.forward(previous, X: X, Y: Y)
    pass.backward(previous, X: X, Y: Y)
    return (1...previous.depth).map { (pass.dW($0), pass.db($0)) }
  }
}

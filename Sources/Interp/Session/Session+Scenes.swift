import Net

extension Session {
  /// A scene, and how it is headed where it is not of the parameters that are there.
  struct Told {
    var scene: Scene
    var heading: String?
  }

  /// Whether parameters and data are those that the last `step` or `train` left, and no pass was asked for since.
  var isStraightAfterStep: Bool {
    guard let update = state.update, let backward = state.backwardStamp, backward.versions == update.versions else { return false }
    return state.versions == update.versions.after(1)
  }

  /// The pass that explanations of a quantity speak of: that of the present parameters; straight after `step` or `train`, for a gradient,
  /// Z or A, the one that made the step. Throws where the quantity is missing or stale.
  /// - Parameters:
  ///   - withGradients: whether the scene's pass must hold the gradients also where the quantity needs none.
  ///   - isPresent: whether it is the pass of the present parameters in any case, as claims have it.
  func scene(of quantity: Quantity, withGradients: Bool = false, isPresent: Bool = false) throws(Fault) -> Told {
    let network = try self.network()
    try check(quantity, in: network)
    let isOfPass = quantity.source == .backward || quantity.kind == .Z || quantity.kind == .A
    if isOfPass || quantity.source == .parameters, !isPresent, isStraightAfterStep, let update = state.update, var origin = workspace.origin, let Y {
      // What was frozen when the step was made, not when the gradients were, and not now.
      origin.frozen = update.frozen
      let told = Scene(
        network: origin, X: X, Y: Y, pass: passOfStep(origin, Y), alpha: update.alpha, previous: try steps.parametersOfStep(before: state.steps - 1, self),
        updated: network
      )
      return Told(scene: told, heading: isOfPass ? "step \(state.steps), before its update" : nil)
    }
    if quantity.source == .forward || quantity.source == .backward { try requireCurrent(quantity) }
    if quantity.kind == .J, workspace.cost == nil { throw .noCost() }
    return Told(scene: try presentScene(network, withGradients: withGradients, keepsTargets: quantity.kind == .Y))
  }

  /// The workspace where it still holds the step's pass, else the pass made again: the same bits.
  private func passOfStep(_ origin: Network, _ Y: Matrix) -> Pass {
    if state.forwardStamp?.versions == state.backwardStamp?.versions { return workspace }
    let pass = Pass()
    pass.forward(origin, X: X, Y: Y)
    pass.backward(origin, X: X, Y: Y)
    return pass
  }

  /// The workspace where it speaks of the present parameters and data, else passes made on a copy, as far as X and Y allow them.
  private func presentScene(_ network: Network, withGradients: Bool, keepsTargets: Bool) throws(Fault) -> Scene {
    let fits = Y?.shape == Shape(network.outputs, X.columns)
    let hasForward = freshness(Quantity(.A, network.depth)) == .current
    let hasGradients = freshness(Quantity(.dW, 1)) == .current
    var pass = workspace
    if X.rows == network.inputs, !hasForward || withGradients && fits && !hasGradients {
      pass = hasForward ? workspace.copy() : Pass()
      if !hasForward { pass.forward(network, X: X, Y: Y) }
      if fits, let Y { pass.backward(network, X: X, Y: Y) }
    }
    let previous = hasGradients ? try steps.parametersOfStep(before: state.steps, self) : nil
    return Scene(network: network, X: X, Y: fits || keepsTargets ? Y : nil, pass: pass, alpha: state.alpha, previous: previous)
  }

  /// A session in which the scene's pass is the present one, so that an expression reads what the scene speaks of; itself where it is.
  func entering(_ told: Told) -> Session {
    guard told.heading != nil else { return self }
    let copy = Session(copying: self)
    copy.state.network = told.scene.network
    copy.workspace.restore(told.scene.pass)
    copy.state.ledger.didForward(step: copy.state.steps, isAsked: false)
    copy.state.ledger.didBackward(step: copy.state.steps, isAsked: false)
    return copy
  }
}

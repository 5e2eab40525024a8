import Net

extension Session {
  /// A scene with its heading. The heading is nil for a scene of the present parameters.
  struct Told {
    var scene: Scene
    var heading: String?
  }

  /// Whether parameters and data are as the last `step` or `train` left them, and the user asked for no pass since.
  var isStraightAfterStep: Bool {
    guard let update = state.update, let backward = state.backwardStamp, backward.versions == update.versions else { return false }
    return state.versions == update.versions.after(1)
  }

  /// The scene that explanations of a quantity describe. It normally has the present parameters. Straight after `step` or `train`, gradients, Z, A and
  /// parameters get the scene of that step.
  ///
  /// - Parameters:
  ///   - withGradients: Whether the pass must contain gradients even if the quantity does not need them.
  ///   - isPresent: Whether the scene must have the present parameters in any case. Claims need this.
  /// - Throws: A fault where the quantity is missing or stale.
  func scene(of quantity: Quantity, withGradients: Bool = false, isPresent: Bool = false) throws(Fault) -> Told {
    let network = try self.network()
    try check(quantity, in: network)
    let isOfPass = quantity.source == .backward || quantity.kind == .Z || quantity.kind == .A
    // An average that something else changed since, or that the step did not use, is explained as it is now.
    let isOfStep = quantity.source == .averages ? state.ledger.hasAveragesOfUpdate && state.update?.plan?.plan.optimizer == nil : true
    if isOfPass || quantity.source == .parameters || quantity.source == .averages, isOfStep, !isPresent, isStraightAfterStep, let update = state.update,
      var origin = workspace.origin, let Y
    {
      // The frozen entries are those at the time of the step, which can differ from the present ones.
      origin.frozen = update.frozen
      // The step before had another batch or other masks, so its pass is no old value of this one.
      let previous = update.draw.isPlain ? try steps.parametersOfStep(before: state.steps - 1, self) : nil
      let told = Scene(
        network: origin, X: X, Y: Y, pass: passOfStep(origin, Y, update.draw), alpha: update.alpha, previous: previous, updated: network, draw: update.draw,
        plan: update.plan)
      return Told(scene: told, heading: isOfPass ? "step \(state.steps), before its update\(Self.text(of: update.draw))" : nil)
    }
    if quantity.source == .forward || quantity.source == .backward { try requireCurrent(quantity) }
    if quantity.kind == .J, workspace.cost == nil { throw .noCost() }
    return Told(scene: try presentScene(network, withGradients: withGradients, keepsTargets: quantity.kind == .Y))
  }

  /// The pass that made the step. The workspace is used if it still contains that pass. Otherwise the pass is computed again with the same bits.
  private func passOfStep(_ origin: Network, _ Y: Matrix, _ draw: StepDraw) -> Pass {
    if state.forwardStamp?.versions == state.backwardStamp?.versions, workspace.draw == draw { return workspace }
    let pass = Pass()
    pass.make(origin, X: X, Y: Y, draw)
    return pass
  }

  /// What a step did besides a pass over all examples: `, on its batch of 64 examples`.
  private static func text(of draw: StepDraw) -> String {
    (draw.batch.map { ", on its batch of \($0.count) example\($0.count == 1 ? "" : "s")" } ?? "")
      + (draw.clip.map { ", with gradients clipped to the norm \(NumberFormat.shortest($0))" } ?? "")
  }

  /// The scene of the present parameters and data. The workspace is used if it is current. Otherwise new passes are computed, as far as X and Y allow it.
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
    let previous = hasGradients && !network.dropsUnits ? try steps.parametersOfStep(before: state.steps, self) : nil
    return Scene(
      network: network, X: X, Y: fits || keepsTargets ? Y : nil, pass: pass, alpha: state.alpha, previous: previous,
      draw: StepDraw(masks: pass.draw.masks))
  }

  /// A session whose data is the batch of a quantity, for its shape. It is this session where the quantity belongs to all examples.
  func onBatch(of quantity: Quantity) -> Session {
    guard batchSize(of: quantity) != nil, let batch = workspace.originDraw.batch, batch.allSatisfy({ $0 < X.columns }) else { return self }
    let copy = Session(copying: self)
    copy.state.ledger.forgetPasses()
    copy.state.data.replaceX(X.selectingColumns(batch), isPart: true)
    if let Y, Y.columns == X.columns { copy.state.data.replaceY(Y.selectingColumns(batch), isPart: true) }
    return copy
  }

  /// A session whose data is the batch of a scene, for explanations of whole quantities.
  func onBatch(_ told: Told) -> Session {
    let copy = Session(copying: self)
    copy.state.network = told.scene.network
    copy.state.data.replaceX(told.scene.X, isPart: true)
    if let Y = told.scene.Y { copy.state.data.replaceY(Y, isPart: true) }
    copy.workspace.restore(told.scene.pass)
    copy.state.ledger.didForward(step: copy.state.steps, isAsked: false)
    copy.state.ledger.didBackward(step: copy.state.steps, isAsked: false)
    return copy
  }

  /// A session in which the scene's pass is the present one, with the parameters, averages and learning rate of the step. Expressions that are evaluated in
  /// it read the scene's values. For a scene of the present parameters it is this session.
  ///
  /// - Parameter quantity: What the expressions are compared with. The equation of W and b reads the averages after the step, as the step itself does. Every other
  ///   equation reads those before it.
  func entering(_ told: Told, for quantity: Quantity? = nil) -> Session {
    guard told.heading != nil || told.scene.updated != nil else { return self }
    let copy = Session(copying: self)
    var network = told.scene.network
    if quantity?.source == .parameters, network.optimizer.keepsAverages {
      network.update(with: told.scene.pass, alpha: told.scene.alpha)
      network = told.scene.network.with(network.optimizer, network.averages)
    }
    copy.state.network = network
    copy.state.alpha = told.scene.alpha
    copy.workspace.restore(told.scene.pass)
    copy.state.ledger.didForward(step: copy.state.steps, isAsked: false)
    copy.state.ledger.didBackward(step: copy.state.steps, isAsked: false)
    return copy
  }
}

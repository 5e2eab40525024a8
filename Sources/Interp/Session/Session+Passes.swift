import Net

/// The passes over the data, and the step that follows them.
extension Session {
  /// Runs the forward pass over X. All checks come before the computation. A J that is not finite gives a warning.
  ///
  /// - Throws: A fault where there is no network, X does not fit it or the pass is too large. An `interrupted` fault after Ctrl-C.
  func forward() throws(Fault) {
    let network = try network()
    try checkInputs(network)
    if network.dropsUnits {
      if state.data.part != .train { warn(Warning(kind: .note, message: Warning.dropsOnOtherPart(state.data.part.rawValue))) }
      var generator = state.generator
      try passing(network) { (pass, interrupt) in
        pass.drawMasks(of: network, examples: X.columns, &generator)
        pass.forward(network, X: X, Y: Y, isMasked: true, until: interrupt)
      }
      state.generator = generator
    } else {
      try passing(network) { $0.forward(network, X: X, Y: Y, until: $1) }
    }
    state.ledger.didForward(step: state.steps)
    warnOfCost()
  }

  /// A session in which Z, A and J belong to the present parameters. The gradients are those that were computed last.
  ///
  /// The result is the live session where its J is current, or where no forward pass is possible. Otherwise it is a copy with a new forward pass.
  func present() -> Session {
    guard let network = state.network, freshness(Quantity(.J)) != .current, (try? checkInputs(network)) != nil else { return self }
    let copy = Session(copying: self)
    copy.workspace.restore(workspace)
    copy.passForward()
    return copy
  }

  /// A forward pass that nobody asked for, over all examples with all units.
  func passForward() {
    workspace.forward(state.network!, X: X, Y: Y)
    state.ledger.didForward(step: state.steps, isAsked: false)
  }

  /// Warns where J of the last pass is not finite. It notes once that J is below 0, which only targets outside of 0 to 1 can make.
  func warnOfCost() {
    guard let cost = workspace.cost else { return }
    if !cost.isFinite { warn(Warning(kind: .notFinite, message: Fault.notFiniteCost())) }
    if cost < 0, cost.isFinite, isFirst("negative-cost") { warn(Warning(kind: .note, message: Warning.negativeCost(state.network?.loss.name ?? ""))) }
  }

  /// Runs the backward pass.
  ///
  /// - Throws: A fault where the forward pass is missing or stale, or where Y is missing or does not fit. An `interrupted` fault after Ctrl-C.
  func backward() throws(Fault) {
    guard let network = state.network else { throw .noNetwork() }
    switch freshness(Quantity(.A, network.depth)) {
    case .missing: throw .needsForward("backward", nil)
    case .stale: throw .needsForward("backward", whatMayChange)
    case .current: break
    }
    guard let Y else { throw .noTargets() }
    let output = Shape(network.outputs, X.columns)
    guard Y.shape == output else { throw .targetShape(Y: Y.shape, wanted: output, sizes: network.sizes) }
    if network.dropsUnits, workspace.draw.masks == nil { throw .needsMaskedForward() }
    // If Y changed after the forward pass, J is stale. The gradients would then mix two passes.
    guard freshness(Quantity(.J)) == .current else { throw .needsForward("backward", whatMayChange) }
    try passing(network) { $0.backward(network, X: X, Y: Y, until: $1) }
    state.ledger.didBackward(step: state.steps)
  }

  /// Makes one step with the gradients of the workspace. They must exist.
  func takeStep(alpha: Double) {
    state.update(with: workspace, alpha: alpha)
  }

  /// Runs the forward and the backward pass in one pass over the data. Z, A and dZ are those of an older pass until `completePass` is called.
  func passForStep(_ Y: Matrix) { state.passForStep(workspace, Y) }

  /// Computes Z, A and dZ of the last `passForStep`.
  func completePass(_ Y: Matrix) { workspace.complete(X: X, Y: Y) }

  /// Checks that X fits the network and that a pass over X fits in memory.
  ///
  /// - Throws: A `shape` fault or a `limit` fault where it does not.
  func checkInputs(_ network: Network) throws(Fault) {
    guard X.rows == network.inputs else { throw .inputShape(network: network.sizes, X: X.shape, isLoaded: state.start == nil) }
    try checkPass(network, examples: X.columns)
  }

  /// Checks that a pass over this number of examples fits in memory.
  ///
  /// - Throws: A `limit` fault where it has more than `mostNumbers` entries.
  func checkPass(_ network: Network, examples: Int) throws(Fault) {
    let units = network.unitCount
    guard let entries = Shape(units, examples).count, entries <= Self.mostNumbers else {
      throw .passTooLarge(units.multipliedReportingOverflow(by: examples).partialValue, Self.mostNumbers)
    }
  }

  /// The largest number of parameters in a network, and of entries in one pass. 2^28 doubles take 2 GiB.
  static let mostNumbers = 1 << 28
}

extension Session {
  /// Makes the weights of the network larger and smaller in turn, by four units of the last of their 53 binary digits.
  func changeLastDigits() {
    guard var network = state.network else { return }
    for layer in network.layers.indices {
      for entry in network.layers[layer].W.elements.indices { network.layers[layer].W.elements[entry] *= 1 + (entry % 2 == 0 ? 4 : -4) * Double.ulpOfOne }
    }
    state.network = network
  }
}

extension Session.State {
  // One function on the state: each access to the state of a session is checked, and a step of a small network is short.
  fileprivate mutating func passForStep(_ pass: Pass, _ Y: Matrix) {
    pass.computeGradients(network!, X: data.X, Y: Y)
    ledger.didForward(step: steps)
    ledger.didBackward(step: steps)
  }

  fileprivate mutating func update(with pass: Pass, alpha: Double) {
    network!.update(with: pass, alpha: alpha)
    ledger.didStep(alpha: alpha, setAlpha: self.alpha, frozen: network!.frozen, draw: pass.originDraw)
    steps += 1
  }
}

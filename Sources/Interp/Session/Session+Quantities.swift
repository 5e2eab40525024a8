import Net

/// Whether a quantity still speaks of the network and data that are there.
enum Freshness: Equatable {
  case current
  /// Computed before the parameters or the data changed; the step it belongs to.
  case stale(step: Int)
  case missing
}

extension Session {
  /// A quantity's value as last computed. Throws where there is none.
  func read(_ quantity: Quantity) throws(Fault) -> Value {
    switch quantity.kind {
    case .X: return .matrix(X)
    case .Y:
      guard let Y else { throw .noTargets() }
      return .matrix(Y)
    case .m: return .scalar(Double(X.columns))
    case .alpha: return .scalar(state.alpha)
    case .n where quantity.layer == 0: return .scalar(Double(state.network?.inputs ?? X.rows))
    default: break
    }
    let network = try self.network()
    try check(quantity, in: network)
    let layer = quantity.layer
    switch quantity.kind {
    case .L: return .scalar(Double(network.depth))
    case .t: return .scalar(Double(state.steps))
    case .n: return .scalar(Double(network.units(layer)))
    case .W: return .matrix(network.layers[layer - 1].W)
    case .b: return .matrix(network.layers[layer - 1].b)
    default: break
    }
    if freshness(quantity) == .missing { throw .notComputed(quantity) }
    switch quantity.kind {
    case .Z: return .matrix(workspace.Z(layer))
    case .A: return .matrix(workspace.A(layer))
    case .dA: return .matrix(workspace.dA(layer))
    case .dZ: return .matrix(workspace.dZ(layer))
    case .dW: return .matrix(workspace.dW(layer))
    case .db: return .matrix(workspace.db(layer))
    default:
      guard let cost = workspace.cost else { throw .noCost() }
      return .scalar(cost)
    }
  }

  /// The network; a fault that names `init` where there is none.
  func network() throws(Fault) -> Network {
    guard let network = state.network else { throw .noNetwork() }
    return network
  }

  func check(_ quantity: Quantity, in network: Network) throws(Fault) {
    if Quantity.hasLayer(quantity.kind), quantity.layer > network.depth { throw .noSuchLayer(quantity, depth: network.depth) }
  }

  func freshness(_ quantity: Quantity) -> Freshness {
    let stamp: Stamp?
    switch quantity.source {
    case .forward: stamp = state.forwardStamp
    case .backward: stamp = state.backwardStamp
    default: return .current
    }
    guard let stamp, state.network != nil else { return .missing }
    let now = state.versions
    let readsTargets = quantity.kind == .J || quantity.source == .backward
    if stamp.versions.parameters == now.parameters, stamp.versions.inputs == now.inputs, !readsTargets || stamp.versions.targets == now.targets {
      return .current
    }
    return .stale(step: state.steps > stamp.step ? stamp.step + 1 : stamp.step)
  }

  /// Throws where the quantity is stale or missing.
  func requireCurrent(_ quantity: Quantity) throws(Fault) {
    switch freshness(quantity) {
    case .current: return
    case .missing: throw .notComputed(quantity)
    case .stale(let step): throw .stale(quantity, step: step, now: state.steps)
    }
  }

  // MARK: Assigning

  /// Gives data, a parameter or alpha a new value.
  func assign(_ quantity: Quantity, _ value: Value) throws(Fault) {
    switch quantity.kind {
    case .alpha:
      guard let number = value.number else { throw .alphaNotNumber(value) }
      guard number.isFinite else { throw .alphaNotFinite(number) }
      state.alpha = number
    case .X, .Y:
      guard let matrix = value.asMatrix else { throw .notNumbers(quantity.name, value) }
      guard matrix.rows > 0, matrix.columns > 0 else { throw .emptyData(quantity.name, matrix.shape) }
      willEdit()
      if quantity.kind == .X {
        state.data.replaceX(matrix)
        state.ledger.didEditInputs()
      } else {
        state.data.replaceY(matrix)
        state.ledger.didEditTargets()
      }
    default:
      try check(quantity, in: network())
      guard var matrix = value.asMatrix else { throw .notNumbers(quantity.name, value) }
      let wanted = try shape(of: quantity)
      if matrix.shape != wanted, !value.isMatrix, wanted == Shape(1, 1) { matrix = Matrix(wanted, repeating: matrix.elements[0]) }
      guard matrix.shape == wanted else { throw .parameterShape(quantity, wanted: wanted, got: value) }
      willEdit()
      if quantity.kind == .W {
        state.network!.layers[quantity.layer - 1].W = matrix
      } else {
        state.network!.layers[quantity.layer - 1].b = matrix
      }
      state.ledger.didEditParameters()
    }
  }

  // MARK: Shapes

  /// The shape that a quantity has in the live network, computed or not.
  func shape(of quantity: Quantity) throws(Fault) -> Shape {
    if quantity.kind == .Y {
      if let Y { return Y.shape }
      throw .noTargets()
    }
    if quantity.kind == .X { return X.shape }
    let network = try self.network()
    try check(quantity, in: network)
    guard let (rows, columns) = quantity.symbolicShape else { return Shape(1, 1) }
    return Shape(size(rows, network), size(columns, network))
  }

  func size(_ dimension: Dimension, _ network: Network) -> Int {
    switch dimension {
    case .units(let layer): network.units(layer)
    case .outputUnits: network.outputs
    case .examples: X.columns
    case .one: 1
    }
  }
}

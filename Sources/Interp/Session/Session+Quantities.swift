import Net

/// Whether the value of a quantity belongs to the present network and data.
enum Freshness: Equatable {
  case current
  /// The parameters or the data changed after the computation. `step` is the step that the value belongs to.
  case stale(step: Int)
  case missing
}

extension Session {
  /// The value of a quantity as it was last computed. It may be stale.
  ///
  /// - Throws: A fault where there is no value or the network has no such layer.
  func read(_ quantity: Quantity) throws(Fault) -> Value {
    switch quantity.kind {
    case .X: return .matrix(X)
    case .Y:
      guard let Y else { throw .noTargets() }
      return .matrix(Y)
    case .m: return .scalar(Double(X.columns))
    case .alpha: return .scalar(state.alpha)
    case .lambda: return .scalar(state.lambda)
    case .keepProb: return .scalar(try commonKeep())
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
    case .keep: return .scalar(network.keep(layer))
    case .optimizerSteps: return .scalar(Double(network.averages.steps))
    case .batch:
      guard let batch = workspace.originDraw.batch else { throw .noBatch() }
      return .matrix(Matrix(row: batch.map { Double($0 + 1) }))
    case .D where workspace.D(layer) == nil: throw .noMask(layer, keep: network.keep(layer))
    default: break
    }
    if let (kind, isBias) = quantity.average { return .matrix(network.average(kind, layer: layer, isBias: isBias)) }
    if freshness(quantity) == .missing { throw .notComputed(quantity) }
    switch quantity.kind {
    case .Z: return .matrix(workspace.Z(layer))
    case .A: return .matrix(workspace.A(layer))
    case .D: return .matrix(workspace.D(layer)!)
    case .dA: return .matrix(workspace.dA(layer))
    case .dZ: return .matrix(workspace.dZ(layer))
    case .dW: return .matrix(workspace.dW(layer))
    case .db: return .matrix(workspace.db(layer))
    default:
      guard let cost = workspace.cost else { throw .noCost() }
      return .scalar(cost)
    }
  }

  /// The network.
  ///
  /// - Throws: A `stale` fault with the hint `init` where there is none.
  func network() throws(Fault) -> Network {
    guard let network = state.network else { throw .noNetwork() }
    return network
  }

  /// Checks that the network has the quantity's layer.
  ///
  /// - Throws: An `unknown-name` fault where it does not.
  func check(_ quantity: Quantity, in network: Network) throws(Fault) {
    if Quantity.hasLayer(quantity.kind), quantity.layer > network.depth { throw .noSuchLayer(quantity, depth: network.depth) }
  }

  /// Whether the quantity's value is current, stale or missing. Quantities that no pass computes are always current.
  func freshness(_ quantity: Quantity) -> Freshness {
    let stamp: Stamp?
    switch quantity.source {
    // A pass that keeps all units has no masks, so D is that of the gradients.
    case .forward: stamp = quantity.kind == .D && workspace.draw.masks == nil ? state.backwardStamp : state.forwardStamp
    case .backward: stamp = state.backwardStamp
    default: return .current
    }
    // Without a network there is no stamp.
    guard let stamp else { return .missing }
    let now = state.versions
    let readsTargets = quantity.kind == .J || quantity.source == .backward
    if stamp.versions.parameters == now.parameters, stamp.versions.inputs == now.inputs, !readsTargets || stamp.versions.targets == now.targets {
      return .current
    }
    return .stale(step: state.steps > stamp.step ? stamp.step + 1 : stamp.step)
  }

  /// Checks that the quantity is current.
  ///
  /// - Throws: A `stale` fault where it is stale or missing.
  func requireCurrent(_ quantity: Quantity) throws(Fault) {
    switch freshness(quantity) {
    case .current: return
    case .missing: throw .notComputed(quantity)
    case .stale(let step):
      var fault = Fault.stale(quantity, step: step, now: state.steps, whatMayChange)
      // forward and backward would give the gradients of all examples.
      if quantity.source == .backward, isStraightAfterStep, workspace.originDraw.batch != nil { fault.hint = Fault.matchOfBatch(quantity.name) }
      throw fault
    }
  }

  /// What a pass depends on, for errors about stale values.
  var whatMayChange: String {
    return (["W", "b"] + state.ledger.changedSettings).joined(separator: ", ") + " or the data"
  }

  // MARK: Assigning

  /// Gives X, Y, a parameter, alpha or lambda a new value. Passes that depend on it become stale.
  ///
  /// - Parameter isPart: Whether an index chose the entries, so that the others stay. X and Y then stay on their scales.
  /// - Throws: A `value` fault for text, an alpha that is no finite number, or a lambda that is negative or no finite number. A `shape` fault where the shape
  ///   does not fit or is empty.
  func assign(_ quantity: Quantity, _ value: Value, isPart: Bool = false) throws(Fault) {
    switch quantity.kind {
    case .alpha:
      guard let number = value.number else { throw .alphaNotNumber(value) }
      guard number.isFinite else { throw .alphaNotFinite(number) }
      state.alpha = number
    case .lambda:
      guard let number = value.number, number >= 0, number.isFinite else { throw .lambda(value) }
      if number == state.lambda { return }
      willEdit()
      state.lambda = number
      state.ledger.didEditPenalty()
    case .X, .Y:
      guard let matrix = value.asMatrix else { throw .notNumbers(quantity.name, value) }
      guard matrix.rows > 0, matrix.columns > 0 else { throw .emptyData(quantity.name, matrix.shape) }
      willEdit()
      if quantity.kind == .X {
        if !isPart, preprocessing.scaling != nil { warn(Warning(kind: .note, message: Warning.scaleIsGone("X"))) }
        let classNames = state.loaded?.classNames
        state.data.replaceX(matrix, isPart: isPart)
        if !isPart {
          state.loaded = nil
          // The rows are others, but the outputs of the network mean the same.
          if let classNames, let network = state.network { adopt(classNames: classNames, of: network) }
        }
        state.ledger.didEditInputs()
      } else {
        if !isPart, preprocessing.targetScaling != nil { warn(Warning(kind: .note, message: Warning.scaleIsGone("Y"))) }
        state.data.replaceY(matrix, isPart: isPart)
        // The new Y and the outputs have the same units, whatever these are.
        if !isPart { state.loaded?.targetScaling = nil }
        state.ledger.didEditTargets()
      }
    case .keep: try setKeep(value, layer: quantity.layer)
    case .keepProb: try setKeep(value, layer: nil)
    case .optimizerSteps:
      _ = try network()
      guard let number = value.number, let steps = Int(exactly: number), steps >= 0 else { throw .optimizerSteps(value) }
      changeOptimizer { $0.setOptimizerSteps(steps) }
    default:
      try check(quantity, in: network())
      guard var matrix = value.asMatrix else { throw .notNumbers(quantity.name, value) }
      let wanted = try shape(of: quantity)
      if matrix.shape != wanted, !value.isMatrix, wanted == Shape(1, 1) { matrix = Matrix(wanted, repeating: matrix.elements[0]) }
      guard matrix.shape == wanted else { throw .parameterShape(quantity, wanted: wanted, got: value) }
      if let (kind, isBias) = quantity.average {
        return changeOptimizer { $0.setAverage(kind, layer: quantity.layer, isBias: isBias, to: matrix) }
      }
      willEdit()
      if quantity.kind == .W {
        state.network!.layers[quantity.layer - 1].W = matrix
      } else {
        state.network!.layers[quantity.layer - 1].b = matrix
      }
      state.ledger.didEditParameters()
    }
  }

  /// Changes the optimizer of the network or its averages. The passes stay current. A step that was made keeps the optimizer and the averages that made it.
  func changeOptimizer(_ change: (inout Network) -> Void) {
    change(&state.network!)
    state.ledger.didEditOptimizer()
    if !isStraightAfterStep { workspace.takeOptimizer(of: state.network!) }
  }

  // MARK: Shapes

  /// The shape of a quantity in the live network, whether it is computed or not. Scalars have shape (1, 1).
  ///
  /// - Throws: A fault where Y or the network is missing, or the network has no such layer.
  func shape(of quantity: Quantity) throws(Fault) -> Shape {
    if quantity.kind == .Y {
      if let Y { return Y.shape }
      throw .noTargets()
    }
    if quantity.kind == .X { return X.shape }
    let network = try self.network()
    try check(quantity, in: network)
    guard let (rows, columns) = quantity.symbolicShape else { return Shape(1, 1) }
    return Shape(size(rows, network), columns == .examples ? batchSize(of: quantity) ?? X.columns : size(columns, network))
  }

  /// The number of examples of a quantity that belongs to a batch; nil where it belongs to all examples.
  func batchSize(of quantity: Quantity) -> Int? {
    let isOfGradients = quantity.source == .backward || quantity.kind == .batch || quantity.kind == .D && workspace.draw.masks == nil
    return isOfGradients ? workspace.originDraw.batch.map(\.count).flatMap { $0 == X.columns ? nil : $0 } : nil
  }

  /// The size of a dimension in the network, with the examples of X.
  func size(_ dimension: Dimension, _ network: Network) -> Int {
    switch dimension {
    case .units(let layer): network.units(layer)
    case .outputUnits: network.outputs
    case .examples: X.columns
    case .one: 1
    }
  }
}

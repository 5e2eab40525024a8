/// One step that is computed again in plain matrix arithmetic, with no, one or two mistakes.
///
/// A quantity is computed when it is read, and then kept. A quantity that no mistake reaches comes from the scene.
final class MistakenStep {
  /// How the equations after a wrong A are written.
  enum Manner: Sendable {
    /// dZ of the output is A - Y where the loss fits. Other layers take g' from Z.
    case standard
    /// g' is computed from A, for example 1 - A**2 for tanh.
    case slopesByA
    /// dZ of the output also uses the chain rule: dA * g'(Z).
    case chainRule
  }

  let scene: Scene
  private let manner: Manner
  private let mistakes: [PlacedMistake]
  /// For each mistake, the quantities that follow from its equations.
  private let reached: [Set<StepQuantity>]
  /// The step without mistakes; nil where this step has no mistakes.
  private let right: MistakenStep?
  /// Two steps with one of the mistakes each. A quantity that only one mistake reaches comes from its step.
  private let alone: [MistakenStep]
  private var known: [StepQuantity: Matrix?] = [:]

  /// The step of the right step.
  init(_ scene: Scene) { (self.scene, mistakes, reached, right, alone, manner) = (scene, [], [], nil, [], .standard) }

  /// The step of a step with mistakes.
  /// - Parameters:
  ///   - reached: for each mistake, the quantities that follow from its equations.
  ///   - alone: for each mistake, the step with only this mistake. The list is empty where it must not be used.
  init(_ right: MistakenStep, _ mistakes: [PlacedMistake], reached: [Set<StepQuantity>], alone: [MistakenStep] = [], manner: Manner = .standard) {
    (scene, self.mistakes, self.reached, self.right, self.alone, self.manner) = (right.scene, mistakes, reached, right, alone, manner)
  }

  /// The pass of the step before; nil where that step was not kept. It is made when it is first needed.
  var earlier: Earlier? {
    if let right { return right.earlier }
    return madeEarlier
  }
  private lazy var madeEarlier = Earlier(scene)

  /// The gradients of the parameters after the step, on the same examples; nil where no step was made.
  var later: Pass? {
    if let right { return right.later }
    return madeLater
  }
  private lazy var madeLater: Pass? = {
    guard let updated = scene.updated, let Y = scene.Y else { return nil }
    let pass = Pass()
    let inputs = Inputs(X: scene.X, of: scene.examples)
    pass.forward(updated, inputs, Y: Y, isMasked: false, until: .current)
    pass.backward(updated, inputs, Y: Y, until: .current)
    return pass
  }()

  /// The quantity in this step; nil where a mistake does not apply or where the quantity cannot be computed.
  func value(_ quantity: StepQuantity) -> Matrix? {
    if let value = known[quantity] { return value }
    let value = source(quantity)
    known[quantity] = .some(value)
    return value
  }

  private func source(_ quantity: StepQuantity) -> Matrix? {
    guard let right else { return held(quantity) }
    let reaching = reached.indices.filter { reached[$0].contains(quantity) }
    if reaching.isEmpty { return right.value(quantity) }
    if reaching.count == 1, alone.count == mistakes.count { return alone[reaching[0]].value(quantity) }
    return made(quantity)
  }

  /// The quantity that the scene has.
  private func held(_ quantity: StepQuantity) -> Matrix? {
    let layer = quantity.layer
    switch quantity.kind {
    case .Z: return scene.pass.Z(layer)
    case .A: return scene.pass.A(layer)
    case .J: return scene.pass.cost.map { Matrix(row: [$0]) }
    case _ where scene.Y == nil: return nil
    case .dA: return scene.pass.dA(layer)
    case .dZ: return scene.pass.dZ(layer)
    case .dW: return scene.pass.dW(layer)
    case .db: return scene.pass.db(layer)
    case .vdW, .vdb, .sdW, .sdb: return made(quantity)
    case .W: return scene.updated?.layers[layer - 1].W ?? made(quantity)
    case .b: return scene.updated?.layers[layer - 1].b ?? made(quantity)
    }
  }

  // MARK: The equations

  private func made(_ quantity: StepQuantity) -> Matrix? {
    guard var result = equation(quantity) else { return nil }
    for mistake in mistakes {
      guard let change = mistake.change(quantity, .result) else { continue }
      guard let changed = change.make(MistakeSite(step: self, layer: quantity.layer, value: result)) else { return nil }
      result = changed
    }
    guard let penalized = penalized(result, quantity) else { return nil }
    return keepingFrozen(clipped(penalized, quantity), quantity)
  }

  /// J and dW with their terms of the L2 penalty. A mistake in the loss or in the product does not reach these terms.
  private func penalized(_ result: Matrix, _ quantity: StepQuantity) -> Matrix? {
    let (lambda, m) = (scene.network.lambda, Double(scene.examples))
    guard lambda != 0, [.J, .dW, .db].contains(quantity.kind) else { return result }
    let term = operand(quantity, .penalty) {
      switch quantity.kind {
      case .J: Matrix(row: [scene.network.penalty(examples: scene.examples)])
      case .dW: scene.network.layers[quantity.layer - 1].W.scaled(lambda / m)
      default: Matrix(row: [0])
      }
    }
    return term.flatMap { Matrix.plus(result, $0) }
  }

  /// dW and db with the factor by which clipping made all gradients smaller. It is the factor of the right gradients, whatever the mistake is.
  private func clipped(_ result: Matrix, _ quantity: StepQuantity) -> Matrix {
    guard scene.pass.clipFactor != 1, quantity.kind == .dW || quantity.kind == .db else { return result }
    return result.scaled(scene.pass.clipFactor)
  }

  /// A parameter or an average after the step. Its frozen entries keep their values before the step, whatever the mistake is.
  private func keepingFrozen(_ after: Matrix, _ quantity: StepQuantity) -> Matrix {
    guard let before = before(quantity), after.shape == before.shape else { return after }
    let places = quantity.isOfBias ? scene.network.frozen.b(quantity.layer) : scene.network.frozen.W(quantity.layer)
    var kept = after
    for place in places { kept.elements[place] = before.elements[place] }
    return kept
  }

  /// A parameter or an average before the step; nil for a quantity that each pass computes.
  private func before(_ quantity: StepQuantity) -> Matrix? {
    let (layer, isOfBias, network) = (quantity.layer, quantity.isOfBias, scene.network)
    switch quantity.kind {
    case .W: return network.layers[layer - 1].W
    case .b: return network.layers[layer - 1].b
    case .vdW, .vdb: return network.average(.gradients, layer: layer, isBias: isOfBias)
    case .sdW, .sdb: return network.average(.squares, layer: layer, isBias: isOfBias)
    case .Z, .A, .J, .dA, .dZ, .dW, .db: return nil
    }
  }

  private func equation(_ quantity: StepQuantity) -> Matrix? {
    let layer = quantity.layer
    switch quantity.kind {
    case .Z: return linear(quantity)
    case .A:
      return masked(combination(quantity, [value(StepQuantity(.Z, layer))]) { scene.network.layers[layer - 1].activation.value(of: $0[0]) }, quantity)
    case .J: return cost(quantity)
    case .dA: return layer == scene.network.depth ? outputGradient(quantity) : masked(carriedBack(quantity), quantity)
    case .dZ:
      guard layer == scene.network.depth, scene.network.lossFitsOutput else { return throughActivation(quantity) }
      return isByChainRule(quantity) ? isOfTwoForms(quantity) ? nil : throughActivation(quantity) : outputError(quantity)
    case .dW:
      let error = operand(quantity, .error) { value(StepQuantity(.dZ, layer)) }
      let input = operand(quantity, .input) { layer == 1 ? scene.X : value(StepQuantity(.A, layer - 1)) }
      return combination(quantity, [error, input]) { Matrix.checkedProduct($0[0], $0[1], transposedRight: true)?.scaled(1 / Double(scene.X.columns)) }
    case .db:
      let error = operand(quantity, .error) { value(StepQuantity(.dZ, layer)) }
      return combination(quantity, [error]) { $0[0].reduced(.sum, axis: 1).scaled(1 / Double(scene.X.columns)) }
    case .vdW, .vdb, .sdW, .sdb: return average(quantity)
    case .W, .b:
      let gradient = operand(quantity, .gradient) { Direction(MistakeSite(step: self, layer: layer), isBias: quantity.isOfBias).right }
      // As in NumPy, a gradient with another shape is broadcast.
      return combination(quantity, [before(quantity), gradient]) { [alpha = scene.alpha] in Matrix.broadcast($0[0], $0[1]) { $0 - alpha * $1 } }
    }
  }

  /// v or s after the step.
  private func average(_ quantity: StepQuantity) -> Matrix? {
    let isOfSquares = quantity.kind == .sdW || quantity.kind == .sdb
    guard let factors = isOfSquares ? scene.network.optimizer.factorsOfS : scene.network.optimizer.factorsOfV else { return before(quantity) }
    let gradient = operand(quantity, .gradient) { value(StepQuantity(quantity.isOfBias ? .db : .dW, quantity.layer)) }
    return combination(quantity, [before(quantity), gradient]) { parts in
      Matrix.broadcast(parts[0], parts[1]) { factors.old * $0 + factors.new * (isOfSquares ? $1 * $1 : $1) }
    }
  }

  /// A or dA of a layer that drops units: its entries times D / keep. Other layers stay as they are.
  private func masked(_ result: Matrix?, _ quantity: StepQuantity) -> Matrix? {
    guard let result, let (mask, keep) = scene.mask(quantity.layer) else { return result }
    return operand(quantity, .mask) { mask.map { $0 / keep } }.flatMap { Matrix.times(result, $0) }
  }

  /// Z_l = W_l @ A_{l-1} + b_l.
  private func linear(_ quantity: StepQuantity) -> Matrix? {
    let layer = quantity.layer
    let weights = operand(quantity, .weights) { scene.network.layers[layer - 1].W }
    let input = operand(quantity, .input) { layer == 1 ? scene.X : value(StepQuantity(.A, layer - 1)) }
    let bias = operand(quantity, .bias) { scene.network.layers[layer - 1].b }
    return combination(quantity, [weights, input, bias]) { parts in
      Matrix.checkedProduct(parts[0], parts[1]).flatMap { Matrix.broadcast($0, parts[2], +) }
    }
  }

  /// Whether dZ of the output is written as dA * g'(Z), although A - Y would do. That is so where a mistake is in dA or in g'.
  private func isByChainRule(_ quantity: StepQuantity) -> Bool {
    manner == .chainRule
      || mistakes.contains { !$0.changes(of: StepQuantity(.dA, quantity.layer)).isEmpty || $0.change(quantity, .operand(.slope)) != nil }
  }

  /// Whether another mistake changes A - Y. That form is not used then, so the two mistakes cannot occur together.
  private func isOfTwoForms(_ quantity: StepQuantity) -> Bool {
    mistakes.contains { mistake in
      mistake.changes(of: StepQuantity(.dA, quantity.layer)).isEmpty
        && mistake.changes(of: quantity).contains { [.combination, .operand(.output), .operand(.target)].contains($0.part) }
    }
  }

  /// Whether a mistake changes the A of the output that this equation reads. Then A must not be replaced by a formula in Z.
  private func usesOwnOutput(_ quantity: StepQuantity) -> Bool {
    let output = StepQuantity(.A, scene.network.depth)
    return mistakes.contains { $0.change(quantity, .operand(.output)) != nil || !$0.changes(of: output).isEmpty }
  }

  /// J from A and Y. It is computed from Z where no mistake changes A.
  private func cost(_ quantity: StepQuantity) -> Matrix? {
    let depth = scene.network.depth
    let output = StepQuantity(.A, depth)
    let usesOwn = usesOwnOutput(quantity)
    let a = operand(quantity, .output) { value(output) }
    let y = operand(quantity, .target) { scene.Y }
    return combination(quantity, [a, y]) { parts in
      guard parts[0].shape == parts[1].shape else { return nil }
      if !usesOwn, let z = value(StepQuantity(.Z, depth)), z.shape == parts[1].shape {
        return Matrix(row: [scene.network.loss.cost(OutputPass(z: z, a: parts[0], y: parts[1], activation: scene.network.output))])
      }
      return scene.network.loss.lossPerExample(a: parts[0], y: parts[1]).reduced(.mean, axis: nil)
    }
  }

  /// dA_L: the derivative of each example's loss by A.
  private func outputGradient(_ quantity: StepQuantity) -> Matrix? {
    let a = operand(quantity, .output) { value(StepQuantity(.A, quantity.layer)) }
    let y = operand(quantity, .target) { scene.Y }
    let usesOwn = usesOwnOutput(quantity)
    return combination(quantity, [a, y, value(StepQuantity(.Z, quantity.layer))]) { parts in
      guard parts[0].shape == parts[1].shape, parts[2].shape == parts[1].shape else { return nil }
      if usesOwn { return scene.network.loss.gradientByA(parts[0], parts[1]) }
      return scene.network.loss.outputGradient(OutputPass(z: parts[2], a: parts[0], y: parts[1], activation: scene.network.output))
    }
  }

  /// dA_l = W_{l+1}ᵀ @ dZ_{l+1}.
  private func carriedBack(_ quantity: StepQuantity) -> Matrix? {
    let weights = operand(quantity, .weights) { scene.network.layers[quantity.layer].W }
    let error = operand(quantity, .error) { value(StepQuantity(.dZ, quantity.layer + 1)) }
    return combination(quantity, [weights, error]) { Matrix.checkedProduct($0[0], transposedLeft: true, $0[1]) }
  }

  /// dZ_L = A_L - Y.
  private func outputError(_ quantity: StepQuantity) -> Matrix? {
    let a = operand(quantity, .output) { value(StepQuantity(.A, quantity.layer)) }
    let y = operand(quantity, .target) { scene.Y }
    return combination(quantity, [a, y]) { $0[0].shape == $0[1].shape ? Matrix.broadcast($0[0], $0[1], -) : nil }
  }

  /// dZ_l = dA_l * g_l'(Z_l). For softmax it is the Jacobian applied to dA: a · (dA - Σ dA a).
  private func throughActivation(_ quantity: StepQuantity) -> Matrix? {
    let layer = quantity.layer
    let activation = scene.network.layers[layer - 1].activation
    let gradient = operand(quantity, .gradient) { value(StepQuantity(.dA, layer)) }
    let hasOwnSlope = mistakes.contains { $0.change(quantity, .operand(.slope)) != nil }
    if !activation.isElementwise, !hasOwnSlope {
      return combination(quantity, [gradient, value(StepQuantity(.A, layer))]) { parts in
        Matrix.throughSoftmax(parts[0], parts[1])
      }
    }
    let slope = operand(quantity, .slope) {
      if manner == .slopesByA, scene.mask(layer) == nil, let a = value(StepQuantity(.A, layer)) { return activation.derivative(byValue: a) }
      return value(StepQuantity(.Z, layer)).map { activation.derivative(at: $0) }
    }
    return combination(quantity, [gradient, slope]) { Matrix.broadcast($0[0], $0[1], *) }
  }

  // MARK: Changes by mistakes

  private func operand(_ quantity: StepQuantity, _ role: Mistake.Operand, _ right: () -> Matrix?) -> Matrix? {
    for mistake in mistakes {
      if let change = mistake.change(quantity, .operand(role)) { return change.make(MistakeSite(step: self, layer: quantity.layer)) }
    }
    return right()
  }

  private func combination(_ quantity: StepQuantity, _ operands: [Matrix?], _ right: ([Matrix]) -> Matrix?) -> Matrix? {
    var parts: [Matrix] = []
    for operand in operands {
      guard let operand else { return nil }
      parts.append(operand)
    }
    for mistake in mistakes {
      if let change = mistake.change(quantity, .combination) { return change.make(MistakeSite(step: self, layer: quantity.layer, operands: parts)) }
    }
    return right(parts)
  }
}

/// The pass of the step before a scene, on the same data.
struct Earlier {
  let pass: Pass

  init?(_ scene: Scene) {
    guard let network = scene.previous, let Y = scene.Y else { return nil }
    pass = Pass()
    pass.forward(network, X: scene.X, Y: Y)
    pass.backward(network, X: scene.X, Y: Y)
  }
}

extension Matrix {
  /// The product of two matrices; nil where the inner dimensions differ.
  static func checkedProduct(_ a: Matrix, transposedLeft: Bool = false, _ b: Matrix, transposedRight: Bool = false) -> Matrix? {
    guard (transposedLeft ? a.rows : a.columns) == (transposedRight ? b.columns : b.rows) else { return nil }
    return Matrix.product(a, transposed: transposedLeft, b, transposed: transposedRight)
  }

  /// dZ of a softmax layer: a · (dA - Σ dA a); nil where the shapes differ.
  static func throughSoftmax(_ gradient: Matrix, _ a: Matrix) -> Matrix? {
    guard gradient.shape == a.shape, let weighted = broadcast(gradient, a, *) else { return nil }
    return broadcast(gradient, weighted.reduced(.sum, axis: 0), -).flatMap { broadcast($0, a, *) }
  }

  func scaled(_ factor: Double) -> Matrix { map { $0 * factor } }
}

extension LossFunction {
  /// dA from the loss's formula in A and Y; nil where the shapes differ.
  func gradientByA(_ a: Matrix, _ y: Matrix) -> Matrix? {
    guard a.shape == y.shape else { return nil }
    return Matrix.broadcast(a, y, derivative)
  }
}

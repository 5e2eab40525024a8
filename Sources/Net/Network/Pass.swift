/// The workspace for one network and one data set: the results of the last forward pass and the last gradients.
///
/// Storage is allocated when sizes change, never in a step. A value that somebody reads is copied once for each pass. Layers count from 1. dA is computed when it is read. Therefore the W, Z and A that the
/// gradients came from are kept through later steps.
public final class Pass {
  /// The matrices of a pass. Layer l is at index l-1.
  struct Quantities {
    var Zs: [PassBuffer] = []
    var As: [PassBuffer] = []
    var dZs: [PassBuffer] = []
    var dWs: [PassBuffer] = []
    var dbs: [PassBuffer] = []
    /// The masks of dropout, in the layers that drop units; nil in the others. The list is empty where no layer dropped any.
    var Ds: [PassBuffer?] = []
  }
  private var quantities = Quantities()
  /// J of the last pass, with the L2 penalty; nil where Y was missing or did not fit.
  public private(set) var cost: Double?
  /// The mean loss of the last pass: J without the L2 penalty. Nil where Y was missing or did not fit.
  public private(set) var meanLoss: Double?
  private let sweep: Sweep
  /// What the present Z and A were made of, besides the network and the data.
  public private(set) var draw = StepDraw()
  /// The generator before it drew the masks.
  private var maskGenerator: MersenneTwister?

  /// The values that the gradients were computed from.
  private struct GradientSource {
    var network: Network?
    var plan: StepPlan?
    /// Z and A of the output layer. They are filled when the next forward pass begins.
    var z = PassBuffer(Shape(0, 0))
    var a = PassBuffer(Shape(0, 0))
    var targets = Matrix(rows: 0, columns: 0)
    /// What the gradients were made of, besides the network and the data, and the masks that they used.
    var draw = StepDraw()
    var Ds: [PassBuffer?] = []
  }
  private var source = GradientSource()
  /// Whether the gradients belong to the present Z and A.
  private var gradientsArePresent = false

  /// An empty workspace. `kernels` computes its passes.
  public init(kernels: Kernels = .chosen) { sweep = Sweep(kernels: kernels) }

  /// A workspace with the same values. The two share storage until one of them is written.
  public func copy() -> Pass {
    let other = Pass(kernels: sweep.kernels)
    other.restore(self)
    return other
  }

  /// Takes all values of another workspace.
  public func restore(_ other: Pass) {
    (quantities, cost, meanLoss) = (other.quantities, other.cost, other.meanLoss)
    (source, gradientsArePresent) = (other.source, other.gradientsArePresent)
    (draw, maskGenerator, clipFactor) = (other.draw, other.maskGenerator, other.clipFactor)
  }

  /// Z_l, (n_l, m), of the last forward pass. Traps where there was none.
  public func Z(_ layer: Int) -> Matrix { quantities.Zs[layer - 1].matrix }
  /// A_l, (n_l, m), of the last forward pass. Traps where there was none.
  public func A(_ layer: Int) -> Matrix { quantities.As[layer - 1].matrix }
  /// dZ_l, (n_l, m), of the last backward pass: the derivative of each example's loss by Z_l (no 1/m). Traps where there was none.
  public func dZ(_ layer: Int) -> Matrix { quantities.dZs[layer - 1].matrix }
  /// dW_l, (n_l, n_{l-1}), the derivative of J by W_l. Traps where there are no gradients.
  public func dW(_ layer: Int) -> Matrix { quantities.dWs[layer - 1].matrix }
  /// db_l, (n_l, 1), the derivative of J by b_l. Traps where there are no gradients.
  public func db(_ layer: Int) -> Matrix { quantities.dbs[layer - 1].matrix }

  /// D_l, the mask of dropout: 1 where a unit is kept for an example, else 0. It is that of the present Z and A, or that of the gradients where the present
  /// pass keeps all units. It is nil where neither had a mask in this layer.
  public func D(_ layer: Int) -> Matrix? { mask(layer, in: draw.masks != nil ? quantities.Ds : source.Ds) }

  private func mask(_ layer: Int, in masks: [PassBuffer?]) -> Matrix? { masks.isEmpty ? nil : masks[layer - 1]?.matrix }

  /// dA_l, the derivative of each example's loss by A_l (no 1/m), with the shape of A_l.
  ///
  /// For a hidden layer it is W_{l+1}ᵀ dZ_{l+1}, and with dropout W_{l+1}ᵀ dZ_{l+1} * D_l / keep_l, the derivative by g(Z_l). For the output it comes from the loss. It is empty, (0, 0), before the first backward pass.
  public func dA(_ layer: Int) -> Matrix {
    if layer < quantities.dZs.count, let network = source.network {
      let dA = sweep.dA(W: network.layers[layer].W, dZ: quantities.dZs[layer], plan: source.plan!, layer: layer)
      guard let mask = mask(layer, in: source.Ds) else { return dA }
      return Matrix.broadcast(dA, mask) { [keep = network.keep(layer)] in $0 * $1 / keep } ?? dA
    }
    guard let network = source.network else { return Matrix(rows: 0, columns: 0) }
    let last = quantities.Zs.count - 1
    let (z, a) = gradientsArePresent ? (quantities.Zs[last], quantities.As[last]) : (source.z, source.a)
    return sweep.kernels.outputGradient(network.loss.kernel, network.output.kernel, z: z.matrix, a: a.matrix, y: source.targets)
  }

  /// Makes one step of gradient descent on `network`. Frozen entries stay. Traps where the gradients have other shapes.
  func update(_ network: inout Network, alpha: Double) {
    precondition(
      quantities.dWs.count == network.depth && quantities.dWs.indices.allSatisfy { quantities.dWs[$0].shape == network.layers[$0].W.shape },
      "gradients must fit")
    if network.optimizer.keepsAverages { network.makeAverages(v: network.optimizer.keepsV, s: network.optimizer.keepsS) }
    if network.frozen.isEmpty { return sweep.update(&network, with: quantities, alpha: alpha) }
    kept.removeAll(keepingCapacity: true)
    network.keepFrozen(in: &kept)
    sweep.update(&network, with: quantities, alpha: alpha)
    network.putFrozenBack(from: kept)
  }

  /// The values of frozen entries during an update. The array is kept so that a step allocates nothing.
  private var kept: [Double] = []

  /// The network with the parameters that the gradients were computed from, and with the averages before the step that they make; nil before `backward`.
  public var origin: Network? { source.network }

  /// What the gradients were made of, besides `origin` and the data.
  public var originDraw: StepDraw { source.draw }

  /// Takes the optimizer and the averages of a network, because they were changed after the gradients were computed.
  public func takeOptimizer(of network: Network) {
    if source.network != nil { (source.network!.optimizer, source.network!.averages) = (network.optimizer, network.averages) }
  }

  /// Forgets where the gradients came from, because a new network replaces the old one.
  public func forget() {
    source = GradientSource()
    gradientsArePresent = false
  }

  /// Whether a forward or backward pass over this number of examples takes about 50 ms or more. Then a user may want to stop it.
  public static func isLong(_ network: Network, examples: Int) -> Bool {
    var entries = 0
    // For each unit, g costs about as much as 16 multiplications.
    for index in network.layers.indices { entries += network.layers[index].W.elements.count + 16 * network.layers[index].W.rows }
    // Z and A are also written. A write to new memory costs about 8 multiplications for each number.
    entries += 2 * 8 * network.unitCount
    return Shape(entries, examples).count.map { $0 >= 1 << 29 } ?? true
  }

  /// The interrupt that a pass obeys; nil for a short pass, which always runs to its end.
  private static func listens(_ network: Network, _ inputs: Inputs, _ interrupt: Interrupt?) -> Interrupt? {
    interrupt != nil && isLong(network, examples: inputs.count) ? interrupt : nil
  }

  // MARK: Dropout

  /// Draws the masks of the next pass: for each layer that drops units, `rand(n_l, m) < keep_l`, layer by layer and in row order.
  public func drawMasks(of network: Network, examples: Int, _ generator: inout MersenneTwister) {
    guard network.dropsUnits else { return }
    maskGenerator = generator
    if quantities.Ds.count != network.depth { quantities.Ds = Array(repeating: nil, count: network.depth) }
    for layer in 1...network.depth {
      let keep = network.keep(layer)
      guard keep < 1 else {
        quantities.Ds[layer - 1] = nil
        continue
      }
      let shape = Shape(network.units(layer), examples)
      var mask = quantities.Ds[layer - 1]
      quantities.Ds[layer - 1] = nil
      if mask?.shape == shape { mask!.prepare() } else { mask = PassBuffer(shape) }
      mask!.fill { $0 = generator.uniform() < keep ? 1 : 0 }
      quantities.Ds[layer - 1] = mask
    }
  }

  /// Notes that the present pass and its gradients are those of a step.
  func note(_ draw: StepDraw) { (self.draw, source.draw) = (draw, draw) }

  /// The factor by which `clip` made the last gradients smaller; 1 where it did not.
  public private(set) var clipFactor = 1.0

  /// Multiplies all gradients by min(1, limit / norm), where the norm is that of all dW and db together: the root of the sum of all squares.
  ///
  /// Gradients whose squares overflow are clipped too. Where an entry is NaN or infinite, no factor helps, and all gradients stay as they are.
  public func clip(to limit: Double) {
    var squares = 0.0
    for index in quantities.dWs.indices { squares += quantities.dWs[index].squares() + quantities.dbs[index].squares() }
    var factor = limit / squares.squareRoot()
    if !squares.isFinite {
      var largest = 0.0
      for index in quantities.dWs.indices { largest = max(largest, quantities.dWs[index].largest, quantities.dbs[index].largest) }
      guard largest.isFinite else { return }
      var shares = 0.0
      for index in quantities.dWs.indices { shares += quantities.dWs[index].squares(over: largest) + quantities.dbs[index].squares(over: largest) }
      factor = limit / largest / shares.squareRoot()
    }
    if factor >= 1 { return }
    clipFactor = factor
    for index in quantities.dWs.indices {
      quantities.dWs[index].scale(by: factor)
      quantities.dbs[index].scale(by: factor)
    }
  }

  // MARK: Forward

  /// Computes Z_l = W_l @ A_{l-1} + b_l and A_l = g_l(Z_l) for l = 1 … L, and J where Y has the output's shape.
  ///
  /// X is (n0, m). Traps where X has another number of rows, and where the masks do not fit.
  /// - Parameters:
  ///   - isMasked: whether the hidden layers drop units by the masks that were drawn last: A_l = g_l(Z_l) * D_l / keep_l.
  ///   - interrupt: ends a long pass early. Then no value in the workspace may be used.
  public func forward(_ network: Network, X: Matrix, Y: Matrix?, isMasked: Bool = false, until interrupt: Interrupt? = .current) {
    forward(network, Inputs(X: X), Y: Y, isMasked: isMasked, until: interrupt)
  }

  /// The same for all examples or for a batch, whose m of the L2 penalty is that of all examples.
  func forward(_ network: Network, _ inputs: Inputs, Y: Matrix?, isMasked: Bool, until interrupt: Interrupt?) {
    precondition(inputs.X.rows == network.inputs, "X must have n0 rows")
    prepareForward(network, examples: inputs.count)
    // A plain pass after a plain pass changes nothing here.
    if isMasked || !draw.isPlain { draw = StepDraw(masks: isMasked ? maskGenerator : nil) }
    let isComplete = Y?.shape == Shape(network.outputs, inputs.count)
    let loss = sweep.forward(
      network, inputs, Y: isComplete ? Y : nil, into: quantities, isMasked: isMasked, until: Self.listens(network, inputs, interrupt))
    keep(loss, of: network, inputs.all)
  }

  /// Keeps the mean loss, and J with the L2 penalty.
  private func keep(_ loss: Double?, of network: Network, _ examples: Int) {
    meanLoss = loss
    cost = loss
    if let loss, network.lambda != 0 { cost = loss + network.penalty(examples: examples) }
  }

  private func prepareForward(_ network: Network, examples: Int) {
    if gradientsArePresent, let last = quantities.Zs.indices.last {
      // Z and A that the gradients came from must stay readable. Their storage is swapped with the spare storage.
      swap(&quantities.Zs[last], &source.z)
      swap(&quantities.As[last], &source.a)
      gradientsArePresent = false
    }
    quantities.Zs.prepare(network.depth) { Shape(network.layers[$0].units, examples) }
    quantities.As.prepare(network.depth) { Shape(network.layers[$0].units, examples) }
  }

  // MARK: Backward

  /// Computes the gradients of the last forward pass.
  ///
  /// dZ_L = A_L - Y where the loss fits the output, else dZ_L = dA_L * g_L'(Z_L). For a softmax output without its loss, the Jacobian takes the place
  /// of g_L'. dW_l = 1/m dZ_l @ A_{l-1}ᵀ + λ/m W_l, db_l = 1/m Σ dZ_l, dA_l = W_{l+1}ᵀ dZ_{l+1}, dZ_l = dA_l * g_l'(Z_l). Traps before `forward`.
  ///
  /// Where the forward pass was masked, dA_l = (W_{l+1}ᵀ dZ_{l+1}) * D_l / keep_l, and g' is that of Z.
  /// - Parameter interrupt: ends a long pass early. Then no value in the workspace may be used.
  public func backward(_ network: Network, X: Matrix, Y: Matrix, until interrupt: Interrupt? = .current) {
    backward(network, Inputs(X: X), Y: Y, until: interrupt)
  }

  /// The same for all examples or for a batch, whose m of the L2 penalty is that of all examples.
  func backward(_ network: Network, _ inputs: Inputs, Y: Matrix, until interrupt: Interrupt?) {
    let last = network.depth - 1
    precondition(
      quantities.Zs.count == network.depth && quantities.As[last].shape == Y.shape && inputs.X.rows == network.inputs && inputs.count == Y.columns
        && quantities.Zs.indices.allSatisfy { quantities.Zs[$0].shape.rows == network.units($0 + 1) }, "forward comes first, with an X and a Y that fit")
    let Zs = quantities.Zs
    quantities.dZs.prepare(Zs.count) { Zs[$0].shape }
    prepareGradients(network)
    sweep.backward(
      network, inputs, Y: Y, into: quantities, isMasked: draw.masks != nil, until: Self.listens(network, inputs, interrupt))
    keepSource(network, Y: Y)
  }

  private func prepareGradients(_ network: Network) {
    clipFactor = 1
    quantities.dWs.prepare(network.depth) { network.layers[$0].W.shape }
    quantities.dbs.prepare(network.depth) { network.layers[$0].b.shape }
  }

  private func keepSource(_ network: Network, Y: Matrix) {
    let last = network.depth - 1
    if source.z.shape != quantities.Zs[last].shape { (source.z, source.a) = (PassBuffer(quantities.Zs[last].shape), PassBuffer(quantities.Zs[last].shape)) }
    if source.plan?.serves(network, examples: Y.columns) != true {
      source.plan = sweep.makePlan(network, examples: Y.columns)
    }
    keepParameters(network)
    source.targets = Y
    if !draw.isPlain || !source.draw.isPlain { (source.draw, source.Ds) = (draw, draw.masks == nil ? [] : quantities.Ds) }
    gradientsArePresent = true
  }

  /// Keeps a copy of the parameters, because a step changes them in place.
  private func keepParameters(_ network: Network) {
    if source.network?.sizes(are: network) == true { source.network!.take(network) } else { source.network = network.copy() }
  }

  // MARK: Both

  /// Computes J, dW and db in one pass over the data. It writes no Z, A and dZ: these are of an older pass afterwards. J, dW and db have the same
  /// bits as after `forward` and `backward`. Traps where X or Y does not fit.
  /// - Parameter isMasked: whether the hidden layers drop units by the masks that were drawn last.
  func descend(_ network: Network, _ inputs: Inputs, Y: Matrix, isMasked: Bool = false) {
    precondition(inputs.X.rows == network.inputs && Y.shape == Shape(network.outputs, inputs.count), "X and Y must fit the network")
    prepareGradients(network)
    keep(sweep.descend(network, inputs, Y: Y, into: quantities, isMasked: isMasked), of: network, inputs.all)
  }

  /// Computes J, dW and db of the network with all units, in one pass over the data. `complete` computes Z, A and dZ later. Traps where X or Y does not fit.
  public func computeGradients(_ network: Network, X: Matrix, Y: Matrix) {
    descend(network, Inputs(X: X), Y: Y)
    keepParameters(network)
    if !source.draw.isPlain { (source.draw, source.Ds) = (StepDraw(), []) }
  }

  /// Computes Z, A and dZ of the network of the last `computeGradients`. J, dW and db stay the same in every bit.
  public func complete(X: Matrix, Y: Matrix) {
    guard let network = source.network else { return }
    forward(network, X: X, Y: Y, until: nil)
    backward(network, X: X, Y: Y, until: nil)
  }
}

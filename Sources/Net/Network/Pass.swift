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
  }
  private var quantities = Quantities()
  /// J of the last pass, with the L2 penalty; nil where Y was missing or did not fit.
  public private(set) var cost: Double?
  /// The mean loss of the last pass: J without the L2 penalty. Nil where Y was missing or did not fit.
  public private(set) var meanLoss: Double?
  private let sweep: Sweep

  /// The values that the gradients were computed from.
  private struct GradientSource {
    var network: Network?
    var plan: StepPlan?
    /// Z and A of the output layer. They are filled when the next forward pass begins.
    var z = PassBuffer(Shape(0, 0))
    var a = PassBuffer(Shape(0, 0))
    var targets = Matrix(rows: 0, columns: 0)
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

  /// dA_l, the derivative of each example's loss by A_l (no 1/m), with the shape of A_l.
  ///
  /// For a hidden layer it is W_{l+1}ᵀ dZ_{l+1}. For the output it comes from the loss. It is empty, (0, 0), before the first backward pass.
  public func dA(_ layer: Int) -> Matrix {
    if layer < quantities.dZs.count, let network = source.network {
      return sweep.dA(W: network.layers[layer].W, dZ: quantities.dZs[layer], plan: source.plan!, layer: layer)
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
    kept.removeAll(keepingCapacity: true)
    network.keepFrozen(in: &kept)
    sweep.update(&network, with: quantities, alpha: alpha)
    network.putFrozenBack(from: kept)
  }

  /// The values of frozen entries during an update. The array is kept so that a step allocates nothing.
  private var kept: [Double] = []

  /// The network with the parameters that the gradients were computed from; nil before `backward`.
  public var origin: Network? { source.network }

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
  private static func listens(_ network: Network, _ X: Matrix, _ interrupt: Interrupt?) -> Interrupt? {
    interrupt != nil && isLong(network, examples: X.columns) ? interrupt : nil
  }

  // MARK: Forward

  /// Computes Z_l = W_l @ A_{l-1} + b_l and A_l = g_l(Z_l) for l = 1 … L, and J where Y has the output's shape.
  ///
  /// X is (n0, m). Traps where X has another number of rows.
  /// - Parameter interrupt: ends a long pass early. Then no value in the workspace may be used.
  public func forward(_ network: Network, X: Matrix, Y: Matrix?, until interrupt: Interrupt? = .current) {
    precondition(X.rows == network.inputs, "X must have n0 rows")
    prepareForward(network, examples: X.columns)
    let isComplete = Y?.shape == Shape(network.outputs, X.columns)
    keep(sweep.forward(network, X: X, Y: isComplete ? Y : nil, into: quantities, until: Self.listens(network, X, interrupt)), of: network, X.columns)
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
  /// - Parameter interrupt: ends a long pass early. Then no value in the workspace may be used.
  public func backward(_ network: Network, X: Matrix, Y: Matrix, until interrupt: Interrupt? = .current) {
    let last = network.depth - 1
    precondition(
      quantities.Zs.count == network.depth && quantities.As[last].shape == Y.shape && X.shape == Shape(network.inputs, Y.columns)
        && quantities.Zs.indices.allSatisfy { quantities.Zs[$0].shape.rows == network.units($0 + 1) }, "forward comes first, with an X and a Y that fit")
    let Zs = quantities.Zs
    quantities.dZs.prepare(Zs.count) { Zs[$0].shape }
    prepareGradients(network)
    sweep.backward(network, X: X, Y: Y, into: quantities, until: Self.listens(network, X, interrupt))
    keepSource(network, Y: Y)
  }

  private func prepareGradients(_ network: Network) {
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
    gradientsArePresent = true
  }

  /// Keeps a copy of the parameters, because a step changes them in place.
  private func keepParameters(_ network: Network) {
    if source.network?.sizes(are: network) == true { source.network!.take(network) } else { source.network = network.copy() }
  }

  // MARK: Both

  /// Computes J, dW and db in one pass over the data. It writes no Z, A and dZ: these are of an older pass afterwards. J, dW and db have the same
  /// bits as after `forward` and `backward`. Traps where X or Y does not fit.
  func descend(_ network: Network, X: Matrix, Y: Matrix) {
    precondition(X.rows == network.inputs && Y.shape == Shape(network.outputs, X.columns), "X and Y must fit the network")
    prepareGradients(network)
    keep(sweep.descend(network, X: X, Y: Y, into: quantities), of: network, X.columns)
  }

  /// Computes J, dW and db of the network in one pass over the data. `complete` computes Z, A and dZ later. Traps where X or Y does not fit.
  public func computeGradients(_ network: Network, X: Matrix, Y: Matrix) {
    descend(network, X: X, Y: Y)
    keepParameters(network)
  }

  /// Computes Z, A and dZ of the network of the last `computeGradients`. J, dW and db stay the same in every bit.
  public func complete(X: Matrix, Y: Matrix) {
    guard let network = source.network else { return }
    forward(network, X: X, Y: Y, until: nil)
    backward(network, X: X, Y: Y, until: nil)
  }
}

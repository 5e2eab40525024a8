/// The workspace of one network on one data set: the last forward pass and the last gradients.
///
/// Storage is made when sizes change, never in a step. Layers count from 1. dA is worked out when it is read, from the pass that made
/// the gradients: that pass's W, and its output Z and A, are kept through later steps.
public final class Pass {
  /// The matrices of a pass, by layer.
  struct Quantities {
    var Zs: [Matrix] = []
    var As: [Matrix] = []
    var dZs: [Matrix] = []
    var dWs: [Matrix] = []
    var dbs: [Matrix] = []
  }
  private var quantities = Quantities()
  /// J of the last pass; nil where there was no Y that fits.
  public private(set) var cost: Double?
  private let sweep: Sweep

  /// What the gradients were made from.
  private struct GradientSource {
    var network: Network?
    var plan: StepPlan?
    /// Output Z and A, once a later forward pass has begun.
    var z = Matrix(rows: 0, columns: 0)
    var a = Matrix(rows: 0, columns: 0)
    var targets = Matrix(rows: 0, columns: 0)
  }
  private var source = GradientSource()
  /// True while the gradients speak of the present Z and A.
  private var gradientsArePresent = false

  public init(kernels: Kernels = .chosen) { sweep = Sweep(kernels: kernels) }

  /// A workspace with the same values: storage is shared until one of the two is written.
  public func copy() -> Pass {
    let other = Pass(kernels: sweep.kernels)
    other.restore(self)
    return other
  }

  /// Takes the values of another.
  public func restore(_ other: Pass) {
    (quantities, cost) = (other.quantities, other.cost)
    (source, gradientsArePresent) = (other.source, other.gradientsArePresent)
  }

  public func Z(_ layer: Int) -> Matrix { quantities.Zs[layer - 1] }
  public func A(_ layer: Int) -> Matrix { quantities.As[layer - 1] }
  public func dZ(_ layer: Int) -> Matrix { quantities.dZs[layer - 1] }
  public func dW(_ layer: Int) -> Matrix { quantities.dWs[layer - 1] }
  public func db(_ layer: Int) -> Matrix { quantities.dbs[layer - 1] }

  /// dA_l = W_{l+1}ᵀ dZ_{l+1}; for the output each example's loss derived by A.
  public func dA(_ layer: Int) -> Matrix {
    if layer < quantities.dZs.count { return sweep.dA(W: source.network!.layers[layer].W, dZ: quantities.dZs[layer], plan: source.plan!, layer: layer) }
    guard let network = source.network else { return Matrix(rows: 0, columns: 0) }
    let last = quantities.Zs.count - 1
    let (z, a) = gradientsArePresent ? (quantities.Zs[last], quantities.As[last]) : (source.z, source.a)
    return sweep.kernels.outputGradient(network.loss.kernel, network.output.kernel, z: z, a: a, y: source.targets)
  }

  func update(_ network: inout Network, alpha: Double) {
    precondition(
      quantities.dWs.count == network.depth && quantities.dWs.indices.allSatisfy { quantities.dWs[$0].shape == network.layers[$0].W.shape },
      "gradients must fit")
    kept.removeAll(keepingCapacity: true)
    network.keepFrozen(in: &kept)
    sweep.update(&network, with: quantities, alpha: alpha)
    network.putFrozenBack(from: kept)
  }

  /// Values of frozen entries during an update; kept so that a step allocates nothing.
  private var kept: [Double] = []

  /// With the parameters that the gradients were made from; nil before `backward`.
  public var origin: Network? { source.network }

  /// A new network: what is kept speaks of another one.
  public func forget() {
    source = GradientSource()
    gradientsArePresent = false
  }

  /// Whether one direction over so many examples takes long enough that somebody may want to stop it: some 50 ms.
  public static func isLong(_ network: Network, examples: Int) -> Bool {
    var entries = 0
    // Of each unit g costs about as much as 16 multiplications.
    for index in network.layers.indices { entries += network.layers[index].W.elements.count + 16 * network.layers[index].W.rows }
    // And Z and A are written: new memory costs some 8 multiplications a number.
    entries += 2 * 8 * network.unitCount
    return Shape(entries, examples).count.map { $0 >= 1 << 29 } ?? true
  }

  /// A short pass is made whole.
  private static func listens(_ network: Network, _ X: Matrix, _ interrupt: Interrupt?) -> Interrupt? {
    interrupt != nil && isLong(network, examples: X.columns) ? interrupt : nil
  }

  // MARK: Forward

  /// Z_l = W_l @ A_{l-1} + b_l, A_l = g_l(Z_l) for l = 1 … L, and J where Y has the output's shape. Traps where X does not fit.
  /// - Parameter interrupt: what ends a long pass early; then nothing that it holds may be used.
  public func forward(_ network: Network, X: Matrix, Y: Matrix?, until interrupt: Interrupt? = .current) {
    precondition(X.rows == network.inputs, "X must have n0 rows")
    prepareForward(network, examples: X.columns)
    let isComplete = Y?.shape == Shape(network.outputs, X.columns)
    cost = sweep.forward(network, X: X, Y: isComplete ? Y : nil, into: &quantities, until: Self.listens(network, X, interrupt))
  }

  private func prepareForward(_ network: Network, examples: Int) {
    if gradientsArePresent, let last = quantities.Zs.indices.last {
      // What the gradients were made from stays readable: its buffers are swapped with the spare ones.
      swap(&quantities.Zs[last], &source.z)
      swap(&quantities.As[last], &source.a)
      gradientsArePresent = false
    }
    if quantities.Zs.count == network.depth, quantities.Zs.indices.allSatisfy({ quantities.Zs[$0].shape == Shape(network.layers[$0].units, examples) }) {
      return
    }
    let shapes = network.layers.map { Shape($0.units, examples) }
    quantities.Zs.resize(to: shapes)
    quantities.As.resize(to: shapes)
  }

  // MARK: Backward

  /// The gradients of the last forward pass: dZ_L = A_L - Y where the loss fits the output, else dA_L through g_L';
  /// dW_l = 1/m dZ_l @ A_{l-1}ᵀ, db_l = 1/m Σ dZ_l, dA_l = W_{l+1}ᵀ dZ_{l+1}, dZ_l = dA_l * g_l'(Z_l). Traps before `forward`.
  /// - Parameter interrupt: what ends a long pass early; then nothing that it holds may be used.
  public func backward(_ network: Network, X: Matrix, Y: Matrix, until interrupt: Interrupt? = .current) {
    let last = network.depth - 1
    precondition(
      quantities.Zs.count == network.depth && quantities.As[last].shape == Y.shape && X.shape == Shape(network.inputs, Y.columns)
        && quantities.Zs.indices.allSatisfy { quantities.Zs[$0].rows == network.units($0 + 1) }, "forward comes first, with an X and a Y that fit")
    if quantities.dZs.count != quantities.Zs.count || !quantities.Zs.indices.allSatisfy({ quantities.dZs[$0].shape == quantities.Zs[$0].shape }) {
      quantities.dZs.resize(to: quantities.Zs.map(\.shape))
    }
    prepareGradients(network)
    sweep.backward(network, X: X, Y: Y, into: &quantities, until: Self.listens(network, X, interrupt))
    keepSource(network, Y: Y)
  }

  private func prepareGradients(_ network: Network) {
    if quantities.dWs.count == network.depth, quantities.dWs.indices.allSatisfy({ quantities.dWs[$0].shape == network.layers[$0].W.shape }) { return }
    quantities.dWs.resize(to: network.layers.map { $0.W.shape })
    quantities.dbs.resize(to: network.layers.map { $0.b.shape })
  }

  private func keepSource(_ network: Network, Y: Matrix) {
    let last = network.depth - 1
    if source.z.shape != quantities.Zs[last].shape { (source.z, source.a) = (Matrix(quantities.Zs[last].shape), Matrix(quantities.Zs[last].shape)) }
    if source.plan?.serves(network, examples: Y.columns) != true {
      source.plan = sweep.makePlan(network, examples: Y.columns)
    }
    keepParameters(network)
    source.targets = Y
    gradientsArePresent = true
  }

  /// Copies the parameters: a step will change them in place.
  private func keepParameters(_ network: Network) {
    if source.network?.sizes(are: network) == true { source.network!.take(network) } else { source.network = network.copy() }
  }

  // MARK: Both

  /// Computes J, dW and db in one pass over the data. It writes no Z, A and dZ: these are of an older pass afterwards. J, dW and db have the same
  /// bits as after `forward` and `backward`. Traps where X or Y does not fit.
  func descend(_ network: Network, X: Matrix, Y: Matrix) {
    precondition(X.rows == network.inputs && Y.shape == Shape(network.outputs, X.columns), "X and Y must fit the network")
    prepareGradients(network)
    cost = sweep.descend(network, X: X, Y: Y, into: &quantities)
  }

  /// One step of gradient descent: J, dW and db of the network, then the update by alpha. `complete` computes Z, A and dZ of that step later.
  /// Traps where X or Y does not fit.
  public func step(_ network: inout Network, X: Matrix, Y: Matrix, alpha: Double) {
    descend(network, X: X, Y: Y)
    keepParameters(network)
    update(&network, alpha: alpha)
  }

  /// Computes Z, A and dZ of the last `step`, from the parameters that it started from. J, dW and db stay the same in every bit.
  public func complete(X: Matrix, Y: Matrix) {
    guard let network = source.network else { return }
    forward(network, X: X, Y: Y, until: nil)
    backward(network, X: X, Y: Y, until: nil)
  }
}

extension [Matrix] {
  /// Matrices of these shapes; those that fit already are kept.
  fileprivate mutating func resize(to shapes: [Shape]) {
    self = shapes.enumerated().map { index, shape in
      index < count && self[index].shape == shape ? self[index] : Matrix(shape)
    }
  }
}

/// The workspace of one network on one data set: the last forward pass and the last gradients.
///
/// Storage is made when sizes change, never in a step. Layers count from 1. dA of the output is worked out when it is read,
/// from the pass that made the gradients: that pass's output Z and A are kept through a later forward pass.
public final class Pass {
  private var Zs: [Matrix] = []
  private var As: [Matrix] = []
  private var dZs: [Matrix] = []
  /// dA of the hidden layers; the output's is worked out.
  private var dAs: [Matrix] = []
  private var dWs: [Matrix] = []
  private var dbs: [Matrix] = []
  /// J of the last forward pass; nil where there was no Y that fits.
  public private(set) var cost: Double?
  private var scratch: [Double] = []

  /// Output Z and A of the pass that made the gradients, once a later forward pass has begun.
  private var gradientOutput = (z: Matrix(rows: 0, columns: 0), a: Matrix(rows: 0, columns: 0))
  /// True while the gradients speak of the present Z and A.
  private var gradientsArePresent = false
  private var gradientTargets = Matrix(rows: 0, columns: 0)
  private var gradientLoss: (any LossFunction)?
  private var gradientActivation: (any ActivationFunction)?

  public init() {}

  /// A workspace with the same values: storage is shared until one of the two is written.
  public func copy() -> Pass {
    let other = Pass()
    other.restore(self)
    return other
  }

  /// Takes the values of another.
  public func restore(_ other: Pass) {
    (Zs, As, dZs, dAs, dWs, dbs, cost) = (other.Zs, other.As, other.dZs, other.dAs, other.dWs, other.dbs, other.cost)
    (gradientOutput, gradientsArePresent, gradientTargets) = (other.gradientOutput, other.gradientsArePresent, other.gradientTargets)
    (gradientLoss, gradientActivation) = (other.gradientLoss, other.gradientActivation)
  }

  public func Z(_ layer: Int) -> Matrix { Zs[layer - 1] }
  public func A(_ layer: Int) -> Matrix { As[layer - 1] }
  public func dZ(_ layer: Int) -> Matrix { dZs[layer - 1] }
  public func dW(_ layer: Int) -> Matrix { dWs[layer - 1] }
  public func db(_ layer: Int) -> Matrix { dbs[layer - 1] }

  /// dA_l = W_{l+1}ᵀ dZ_{l+1}; for the output each example's loss derived by A.
  public func dA(_ layer: Int) -> Matrix {
    if layer < dZs.count { return dAs[layer - 1] }
    guard let loss = gradientLoss, let activation = gradientActivation else { return Matrix(rows: 0, columns: 0) }
    let last = Zs.count - 1
    let (z, a) = gradientsArePresent ? (Zs[last], As[last]) : gradientOutput
    return loss.outputGradient(OutputPass(z: z, a: a, y: gradientTargets, activation: activation))
  }

  func withGradients(layer: Int, _ body: (Matrix, Matrix) -> Void) { body(dWs[layer - 1], dbs[layer - 1]) }

  // MARK: Forward

  /// Z_l = W_l @ A_{l-1} + b_l, A_l = g_l(Z_l) for l = 1 … L, and J where Y has the output's shape. Traps where X does not fit.
  public func forward(_ network: Network, X: Matrix, Y: Matrix?) {
    precondition(X.rows == network.layers[0].W.columns, "X must have n0 rows")
    prepareForward(network, examples: X.columns)
    for index in network.layers.indices {
      if index == 0 {
        GEMM.multiply(network.layers[0].W, X, into: &Zs[0])
      } else {
        GEMM.multiply(network.layers[index].W, As[index - 1], into: &Zs[index])
      }
      RowKernels.addColumn(network.layers[index].b, to: &Zs[index])
      network.layers[index].activation.activate(Zs[index], into: &As[index])
    }
    let last = network.depth - 1
    cost = nil
    if let Y, Y.shape == As[last].shape {
      cost = network.loss.cost(OutputPass(z: Zs[last], a: As[last], y: Y, activation: network.output), scratch: &scratch)
    }
  }

  private func prepareForward(_ network: Network, examples: Int) {
    if gradientsArePresent, let last = Zs.indices.last {
      // What the gradients were made from stays readable: its buffers are swapped with the spare ones.
      swap(&Zs[last], &gradientOutput.z)
      swap(&As[last], &gradientOutput.a)
      gradientsArePresent = false
    }
    if Zs.count == network.depth, Zs.indices.allSatisfy({ Zs[$0].shape == Shape(network.layers[$0].units, examples) }) { return }
    let shapes = network.layers.map { Shape($0.units, examples) }
    Zs.resize(to: shapes)
    As.resize(to: shapes)
    scratch = [Double](repeating: 0, count: As[As.count - 1].elements.count)
  }

  // MARK: Backward

  /// The gradients of the last forward pass: dZ_L = A_L - Y where the loss fits the output, else dA_L through g_L';
  /// dW_l = 1/m dZ_l @ A_{l-1}ᵀ, db_l = 1/m Σ dZ_l, dA_l = W_{l+1}ᵀ dZ_{l+1}, dZ_l = dA_l * g_l'(Z_l). Traps before `forward`.
  public func backward(_ network: Network, X: Matrix, Y: Matrix) {
    let last = network.depth - 1
    precondition(Zs.count == network.depth && As[last].shape == Y.shape, "forward comes first, with a Y of the output's shape")
    prepareBackward(network)
    if network.lossFitsOutput {
      RowKernels.combine(As[last].elements, Y.elements, into: &dZs[last].elements) { $0 - $1 }
    } else {
      dZs[last] = network.loss.outputGradient(OutputPass(z: Zs[last], a: As[last], y: Y, activation: network.output))
      network.output.multiplyByDerivative(&dZs[last], z: Zs[last], a: As[last])
    }
    let share = 1 / Double(X.columns)
    for index in network.layers.indices.reversed() {
      if index < last {
        GEMM.multiply(network.layers[index + 1].W, dZs[index + 1], transposeA: true, into: &dAs[index])
        RowKernels.combine(dAs[index].elements, dAs[index].elements, into: &dZs[index].elements) { value, _ in value }
        network.layers[index].activation.multiplyByDerivative(&dZs[index], z: Zs[index], a: As[index])
      }
      if index == 0 {
        GEMM.multiply(dZs[0], X, transposeB: true, scale: share, into: &dWs[0])
      } else {
        GEMM.multiply(dZs[index], As[index - 1], transposeB: true, scale: share, into: &dWs[index])
      }
      RowKernels.sumRows(dZs[index], scale: share, into: &dbs[index])
    }
    gradientsArePresent = true
    gradientTargets = Y
    gradientLoss = network.loss
    gradientActivation = network.output
  }

  private func prepareBackward(_ network: Network) {
    let same =
      dZs.count == Zs.count && dWs.count == Zs.count
      && Zs.indices.allSatisfy {
        dZs[$0].shape == Zs[$0].shape && dWs[$0].shape == network.layers[$0].W.shape
      }
    let last = Zs.count - 1
    if gradientOutput.z.shape != Zs[last].shape { gradientOutput = (Matrix(Zs[last].shape), Matrix(Zs[last].shape)) }
    if same { return }
    let shapes = Zs.map(\.shape)
    dZs.resize(to: shapes)
    dAs.resize(to: Array(shapes.dropLast()))
    dWs.resize(to: network.layers.map { $0.W.shape })
    dbs.resize(to: network.layers.map { $0.b.shape })
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

import Testing

@testable import Net

/// A network in the middle of a training. Short names give its quantities, so that wrong lines read like NumPy.
struct MistakeScenario: CustomTestStringConvertible, @unchecked Sendable {
  let testDescription: String
  let scene: Scene
  /// The pass of the step before.
  let old: Pass

  /// With `isSoft` the targets lie between 0 and 1. `lambda` is the weight of the L2 penalty.
  init(_ problem: Problem, alpha: Double = 0.3, isSoft: Bool = false, lambda: Double = 0) {
    testDescription = problem.testDescription + (isSoft ? " soft" : "") + (lambda > 0 ? " penalised" : "")
    var (before, X, hard) = problem.make()
    before.lambda = lambda
    let Y = isSoft ? hard.map { 0.1 + 0.7 * $0 } : hard
    old = Pass()
    old.forward(before, X: X, Y: Y)
    old.backward(before, X: X, Y: Y)
    var network = before
    network.update(with: old, alpha: alpha)
    let pass = Pass()
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
    var updated = network
    updated.update(with: pass, alpha: alpha)
    scene = Scene(network: network, X: X, Y: Y, pass: pass, alpha: alpha, previous: before, updated: updated)
  }

  static let all: [MistakeScenario] =
    [
      Problem(sizes: [2, 4, 1], m: 9, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()),
      Problem(sizes: [3, 4, 5, 3], m: 8, hidden: ReLU(), output: Softmax(), loss: Categorical()),
      Problem(sizes: [3, 3, 3, 3, 2], m: 7, hidden: LeakyReLU(slope: 0.1), output: Linear(), loss: MeanSquaredError()),
      Problem(sizes: [2, 3, 2], m: 6, hidden: Sigmoid(), output: Tanh(), loss: MeanSquaredError()),
      Problem(sizes: [3, 3], m: 5, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()),
      Problem(sizes: [3, 4, 3, 2], m: 6, hidden: Sigmoid(), output: Sigmoid(), loss: CrossEntropy()),
      Problem(sizes: [3, 3, 3, 3], m: 3, hidden: Tanh(), output: Softmax(), loss: MeanSquaredError()),
      Problem(sizes: [3, 4, 2], m: 6, hidden: LeakyReLU(slope: 0.2), output: Tanh(), loss: MeanSquaredError()),
      Problem(sizes: [4, 4, 4, 2], m: 5, hidden: Tanh(), output: Softmax(), loss: Categorical()),
    ].map { MistakeScenario($0) } + [
      MistakeScenario(Problem(sizes: [2, 3, 1], m: 6, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()), isSoft: true),
      MistakeScenario(Problem(sizes: [3, 2], m: 6, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()), isSoft: true),
      MistakeScenario(Problem(sizes: [3, 4, 3, 2], m: 5, hidden: ReLU(), output: Sigmoid(), loss: CrossEntropy()), isSoft: true),
    ]

  /// A network with an L2 penalty. The wrong lines of `MistakeLines` do not write the penalty.
  static let penalized = MistakeScenario(Problem(sizes: [2, 4, 1], m: 9, hidden: Tanh(), output: Sigmoid(), loss: CrossEntropy()), lambda: 0.7)

  var L: Int { scene.network.depth }
  var m: Double { Double(scene.X.columns) }
  var X: Matrix { scene.X }
  var Y: Matrix { scene.Y! }
  var alpha: Double { scene.alpha }
  var loss: String { scene.network.loss.name }
  var fits: Bool { scene.network.lossFitsOutput }
  func n(_ l: Int) -> Double { Double(scene.network.units(l)) }
  func g(_ l: Int) -> any ActivationFunction { scene.network.layers[l - 1].activation }
  /// Whether layer l has this activation.
  func uses(_ name: String, _ l: Int) -> Bool { g(l).name == name }
  func W(_ l: Int) -> Matrix { scene.network.layers[l - 1].W }
  func b(_ l: Int) -> Matrix { scene.network.layers[l - 1].b }
  func Z(_ l: Int) -> Matrix { l == 0 ? X : scene.pass.Z(l) }
  func A(_ l: Int) -> Matrix { l == 0 ? X : scene.pass.A(l) }
  func dA(_ l: Int) -> Matrix { scene.pass.dA(l) }
  func dZ(_ l: Int) -> Matrix { scene.pass.dZ(l) }
  func dW(_ l: Int) -> Matrix { scene.pass.dW(l) }
  func db(_ l: Int) -> Matrix { scene.pass.db(l) }
  func slope(_ l: Int) -> Matrix { g(l).derivative(at: Z(l)) }
  /// Whether dZ of this layer goes through g' entry by entry.
  func hasSlope(_ l: Int) -> Bool { (l < L || !fits) && g(l).isElementwise }

  func right(_ quantity: StepQuantity) -> Matrix { MistakenStep(scene).value(quantity)! }
}

infix operator ⋅ : MultiplicationPrecedence

extension Matrix {
  static func ⋅ (a: Matrix, b: Matrix) -> Matrix { Matrix.product(a, b) }
  static func * (a: Matrix, b: Matrix) -> Matrix { broadcast(a, b) { $0 * $1 }! }
  static func + (a: Matrix, b: Matrix) -> Matrix { broadcast(a, b) { $0 + $1 }! }
  static func - (a: Matrix, b: Matrix) -> Matrix { broadcast(a, b) { $0 - $1 }! }
  static func * (a: Double, b: Matrix) -> Matrix { b.map { a * $0 } }
  static func - (a: Double, b: Matrix) -> Matrix { b.map { a - $0 } }
  var T: Matrix { transposed() }
  var squared: Matrix { map { $0 * $0 } }
  func sum(_ axis: Int?) -> Matrix { reduced(.sum, axis: axis) }
}

/// The output layer of one pass, as a loss needs it.
public struct OutputPass {
  public let z: Matrix
  public let a: Matrix
  public let y: Matrix
  public let activation: any ActivationFunction

  /// Traps where z, a and y are not of one shape.
  public init(z: Matrix, a: Matrix, y: Matrix, activation: any ActivationFunction) {
    precondition(z.shape == a.shape && z.shape == y.shape, "z, a and y must have one shape")
    self.z = z
    self.a = a
    self.y = y
    self.activation = activation
  }

  var examples: Int { a.columns }
}

/// A loss L of one example; the cost J is its mean over the m examples. One type a file; `Losses.all` lists them.
public protocol LossFunction: Sendable {
  /// As typed after `loss=`.
  var name: String { get }
  /// The loss of one example, in the notes' form.
  var formula: String { get }
  /// The name of the activation under which loss and output cancel to dZ = A - Y.
  var partner: String { get }
  /// Whether it takes the logarithm of a: then a must be a probability.
  var takesLogarithms: Bool { get }
  /// dA of one example's entry, as it is written by a and y.
  func derivative(_ a: Double, _ y: Double) -> Double
  /// L(a + d) - L(a) of one entry, without subtracting two numbers that are nearly the same.
  func difference(_ a: Double, _ y: Double, _ d: Double) -> Double
  /// L at z + up less L at z + down under the partner, of each example, as exactly; nil where the output's own change serves.
  func difference(z: Matrix, y: Matrix, up: Matrix, down: Matrix) -> [Double]?
  /// What computes it: the losses of a block summed, from Z where loss and output fit, and dA.
  var kernel: LossKernel { get }
  /// The loss of each example from A alone, a row (1, m): `L(A2, Y)` as the notes write it.
  func lossPerExample(a: Matrix, y: Matrix) -> Matrix
}

extension LossFunction {
  /// Whether loss and output cancel to dZ = A - Y.
  public func isPartner(of activation: any ActivationFunction) -> Bool { activation.name == partner }

  public var takesLogarithms: Bool { true }
  public func difference(z: Matrix, y: Matrix, up: Matrix, down: Matrix) -> [Double]? { nil }

  /// J, finite and exact where the output saturates: computed from Z where loss and output fit.
  public func cost(_ output: OutputPass) -> Double {
    let g = output.activation.kernel
    return Kernels.chosen.losses(kernel, g, z: g.isOfSwift ? output.a : output.z, y: output.y) / Double(output.examples)
  }

  /// dA of the output: each example's loss derived by A (no 1/m). Exact where the output saturates.
  public func outputGradient(_ output: OutputPass) -> Matrix {
    Kernels.chosen.outputGradient(kernel, output.activation.kernel, z: output.z, a: output.a, y: output.y)
  }
}

/// The one list of losses.
public enum Losses {
  public static let all: [any LossFunction] = [CrossEntropy(), Categorical(), MeanSquaredError()]

  /// Hyphens may stand for underscores.
  public static func named(_ name: String) -> (any LossFunction)? {
    let plain = String(name.map { $0 == "-" ? "_" : $0 })
    return all.first { $0.name == plain }
  }

  /// The loss that an output layer asks for when none is given.
  public static func matching(_ activation: any ActivationFunction) -> any LossFunction {
    all.first { $0.isPartner(of: activation) } ?? MeanSquaredError()
  }
}

/// The output layer of one pass: the inputs of a loss.
public struct OutputPass {
  /// Z of the output layer, (nL, m).
  public let z: Matrix
  /// A of the output layer, (nL, m).
  public let a: Matrix
  /// The targets, (nL, m).
  public let y: Matrix
  public let activation: any ActivationFunction

  /// Traps where z, a and y have different shapes.
  public init(z: Matrix, a: Matrix, y: Matrix, activation: any ActivationFunction) {
    precondition(z.shape == a.shape && z.shape == y.shape, "z, a and y must have one shape")
    self.z = z
    self.a = a
    self.y = y
    self.activation = activation
  }

  var examples: Int { a.columns }
}

/// A loss L of one example. The cost J is its mean over the m examples.
///
/// Each loss is a type in a file. `Losses.all` lists all losses.
public protocol LossFunction: Sendable {
  /// The name as it is typed after `loss=`.
  var name: String { get }
  /// The loss of one example, in the notes' form.
  var formula: String { get }
  /// The name of the output activation for which dZ simplifies to A - Y.
  var partner: String { get }
  /// Whether the loss takes the logarithm of a. Then a must be a probability.
  var takesLogarithms: Bool { get }
  /// The derivative of the loss by one entry a, from the formula in a and y.
  func derivative(_ a: Double, _ y: Double) -> Double
  /// L(a + d) - L(a) for one entry. Two nearly equal numbers are never subtracted.
  func difference(_ a: Double, _ y: Double, _ d: Double) -> Double
  /// L at z + up minus L at z + down for each example, with the partner as output. z, y, up and down are (nL, m).
  ///
  /// Two nearly equal numbers are never subtracted. The result is nil where the change of the output's activation is exact enough.
  func difference(z: Matrix, y: Matrix, up: Matrix, down: Matrix) -> [Double]?
  /// The kernel that computes the loss of a block and dA. It computes from Z where loss and output fit.
  var kernel: LossKernel { get }
  /// The loss of each example, computed from A alone, as a row (1, m). The notes write it as `L(A2, Y)`.
  func lossPerExample(a: Matrix, y: Matrix) -> Matrix
}

extension LossFunction {
  /// Whether dZ simplifies to A - Y for this output activation.
  public func isPartner(of activation: any ActivationFunction) -> Bool { activation.name == partner }

  public var takesLogarithms: Bool { true }
  public func difference(z: Matrix, y: Matrix, up: Matrix, down: Matrix) -> [Double]? { nil }

  /// J, the mean loss. It is computed from Z where loss and output fit, so it is finite and exact even where the output saturates.
  public func cost(_ output: OutputPass) -> Double {
    let g = output.activation.kernel
    return Kernels.chosen.losses(kernel, g, z: g.isOfSwift ? output.a : output.z, y: output.y) / Double(output.examples)
  }

  /// dA of the output: the derivative of each example's loss by A (no 1/m). It is exact where the output saturates, if loss and output fit.
  public func outputGradient(_ output: OutputPass) -> Matrix {
    Kernels.chosen.outputGradient(kernel, output.activation.kernel, z: output.z, a: output.a, y: output.y)
  }
}

/// The list of all losses.
public enum Losses {
  /// All losses in the order of `help`.
  public static let all: [any LossFunction] = [CrossEntropy(), Categorical(), MeanSquaredError()]

  /// The loss with this name; nil where there is none. A hyphen counts as an underscore.
  public static func named(_ name: String) -> (any LossFunction)? {
    let plain = String(name.map { $0 == "-" ? "_" : $0 })
    return all.first { $0.name == plain }
  }

  /// The loss that belongs to an output activation: its partner, else `mse`.
  public static func matching(_ activation: any ActivationFunction) -> any LossFunction {
    all.first { $0.isPartner(of: activation) } ?? MeanSquaredError()
  }
}

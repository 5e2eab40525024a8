/// An activation g of the notes: its value, its derivative and their formulas. One type a file; `Activations.all` lists them.
public protocol ActivationFunction: Sendable {
  /// As typed after a layer's size: `tanh`.
  var name: String { get }
  /// g(z) in the notes' form.
  var formula: String { get }
  /// g'(z), by a where that is shorter.
  var derivativeFormula: String { get }
  /// What computes it: g over a block, and dZ from dA.
  var kernel: ActivationKernel { get }
  /// g'(z) of any shape, entry by entry; softmax, whose entries depend on a whole column, has its own.
  func derivative(at z: Matrix) -> Matrix
}

extension ActivationFunction {
  /// g(z) of any shape.
  public func value(of z: Matrix) -> Matrix { Kernels.chosen.activated(kernel, z) }

  public func derivative(at z: Matrix) -> Matrix { Kernels.chosen.derivative(kernel, z: z, a: value(of: z)) }

  /// Whether an entry of a depends on that entry of z alone: all but softmax.
  public var isElementwise: Bool { name != "softmax" }
}

/// The one list of activations: the parser, help, completion and the gradient tests walk it.
public enum Activations {
  public static let all: [any ActivationFunction] = [Sigmoid(), Tanh(), ReLU(), LeakyReLU(slope: 0.01), Linear(), Softmax()]

  public static func named(_ name: String) -> (any ActivationFunction)? { all.first { $0.name == name } }
}

/// An activation g of the notes: its value, its derivative and their formulas. One type a file; `Activations.all` lists them.
public protocol ActivationFunction: Sendable {
  /// As typed after a layer's size: `tanh`.
  var name: String { get }
  /// g(z) in the notes' form.
  var formula: String { get }
  /// g'(z), by a where that is shorter.
  var derivativeFormula: String { get }
  /// a = g(z); both of one shape.
  func activate(_ z: Matrix, into a: inout Matrix)
  /// gradient *= g'(z), where a = g(z): what turns dA into dZ. Nothing is allocated.
  func multiplyByDerivative(_ gradient: inout Matrix, z: Matrix, a: Matrix)
  /// g'(z) of any shape, entry by entry; softmax, whose entries depend on a whole column, has its own.
  func derivative(at z: Matrix) -> Matrix
}

extension ActivationFunction {
  /// g(z) of any shape.
  public func value(of z: Matrix) -> Matrix {
    var a = z
    activate(z, into: &a)
    return a
  }

  public func derivative(at z: Matrix) -> Matrix {
    var gradient = Matrix(z.shape, repeating: 1)
    multiplyByDerivative(&gradient, z: z, a: value(of: z))
    return gradient
  }

  /// Whether an entry of a depends on that entry of z alone: all but softmax.
  public var isElementwise: Bool { name != "softmax" }
}

/// The one list of activations: the parser, help, completion and the gradient tests walk it.
public enum Activations {
  public static let all: [any ActivationFunction] = [Sigmoid(), Tanh(), ReLU(), LeakyReLU(slope: 0.01), Linear(), Softmax()]

  public static func named(_ name: String) -> (any ActivationFunction)? { all.first { $0.name == name } }
}

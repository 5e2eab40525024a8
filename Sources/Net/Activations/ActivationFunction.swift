/// An activation g of the notes: its value, its derivative and their formulas. One type a file; `Activations.all` lists them.
public protocol ActivationFunction: Sendable {
  /// As typed after a layer's size: `tanh`.
  var name: String { get }
  /// g(z) in the notes' form.
  var formula: String { get }
  /// g'(z), by a where that is shorter.
  var derivativeFormula: String { get }
  /// What computes it: g over a block, and dZ from dA. An `EntrywiseActivation` needs none of its own.
  var kernel: ActivationKernel { get }
  /// g(z) of any shape.
  func value(of z: Matrix) -> Matrix
  /// g'(z) of any shape, entry by entry; softmax, whose entries depend on a whole column, has its own.
  func derivative(at z: Matrix) -> Matrix
  /// g'(z) written by a alone, entry by entry; nil where a does not tell it.
  func derivative(byValue a: Matrix) -> Matrix?
  /// g(z + d) - g(z), without subtracting two numbers that are nearly the same where g has such a form: a small d keeps all its digits.
  func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix
  /// Where the values lie, the ends included.
  var range: ClosedRange<Double> { get }
  /// Whether an entry of a depends on that entry of z alone.
  var isElementwise: Bool { get }
  /// Whether the slope is the same everywhere: layers of such a g are one layer.
  var isLinear: Bool { get }
  /// Whether the slope goes to 0 on both sides, so that a large |z| lets no error through.
  var isFlatFarOff: Bool { get }
  /// Whether the slope is exactly 0 for all z <= 0, so that a unit may be dead.
  var isOffBelowZero: Bool { get }
  /// The slope left of 0 where it can be set; nil where there is none.
  var slopeLeft: Double? { get }
  /// The same g with another slope left of 0.
  func withSlopeLeft(_ slope: Double) -> any ActivationFunction
}

extension ActivationFunction {
  public func value(of z: Matrix) -> Matrix { Kernels.chosen.activated(kernel, z) }

  public func derivative(at z: Matrix) -> Matrix { Kernels.chosen.derivative(kernel, z: z, a: value(of: z)) }

  public func derivative(byValue a: Matrix) -> Matrix? { nil }

  public func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix {
    var moved = z
    for index in moved.elements.indices { moved.elements[index] += d.elements[index] }
    moved = value(of: moved)
    for index in moved.elements.indices { moved.elements[index] -= a.elements[index] }
    return moved
  }

  public var range: ClosedRange<Double> { -.infinity ... .infinity }
  public var isElementwise: Bool { true }
  public var isLinear: Bool { false }
  public var isFlatFarOff: Bool { false }
  public var isOffBelowZero: Bool { false }
  public var slopeLeft: Double? { nil }
  public func withSlopeLeft(_ slope: Double) -> any ActivationFunction { self }

  /// Whether the values are from 0 to 1, as a probability is.
  public var isProbability: Bool { range == 0...1 }
}

/// What relu and its leaky form share: a bend at 0.
protocol Rectifier: ActivationFunction {
  /// g'(z) for z <= 0.
  var slopeBelow: Double { get }
}

extension Rectifier {
  public func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix {
    var result = d
    for index in d.elements.indices {
      let (before, after) = (z.elements[index], z.elements[index] + d.elements[index])
      if before > 0, after > 0 { continue }
      result.elements[index] =
        before <= 0 && after <= 0
        ? slopeBelow * d.elements[index] : (after > 0 ? after : slopeBelow * after) - (before > 0 ? before : slopeBelow * before)
    }
    return result
  }
}

/// The one list of activations: the parser, help, completion and the gradient tests walk it.
public enum Activations {
  static let builtIn: [any ActivationFunction] = [Sigmoid(), Tanh(), ReLU(), LeakyReLU(slope: 0.01), Linear(), Softmax()]

  /// More of them for what a task runs: a test adds its own, and no other task sees it.
  @TaskLocal public static var added: [any ActivationFunction] = []

  public static var all: [any ActivationFunction] {
    let added = added
    return added.isEmpty ? builtIn : builtIn + added
  }

  public static func named(_ name: String) -> (any ActivationFunction)? { all.first { $0.name == name } }
}

/// An activation g of the notes: its value, its derivative and their formulas.
///
/// Each activation is a type in a file with its name. `Activations.all` lists all activations.
public protocol ActivationFunction: Sendable {
  /// The name as it is typed after a layer's size, for example `tanh`.
  var name: String { get }
  /// g(z) in the notes' form.
  var formula: String { get }
  /// g'(z) in the notes' form, written with a where that is shorter.
  var derivativeFormula: String { get }
  /// The kernel that computes g over a block, and dZ from dA. An `EntrywiseActivation` needs no C kernel.
  var kernel: ActivationKernel { get }
  /// g(z), with the shape of z. Softmax works on each column; the others work on each entry.
  func value(of z: Matrix) -> Matrix
  /// g'(z) for each entry of z; the result has the shape of z.
  ///
  /// For softmax this is the diagonal of the Jacobian, because each of its values depends on a whole column.
  func derivative(at z: Matrix) -> Matrix
  /// g'(z) for each entry, computed from a = g(z) alone; nil where a does not determine it.
  func derivative(byValue a: Matrix) -> Matrix?
  /// g(z + d) - g(z) for each entry; z, a = g(z) and d have one shape.
  ///
  /// Where g has a suitable form, two nearly equal numbers are never subtracted. Then even a small d keeps all its digits.
  func change(from z: Matrix, a: Matrix, by d: Matrix) -> Matrix
  /// The interval of the values of g, with both ends.
  var range: ClosedRange<Double> { get }
  /// Whether an entry of a depends only on the same entry of z.
  var isElementwise: Bool { get }
  /// Whether g has the same slope everywhere. Several layers of such a g compute no more than one layer.
  var isLinear: Bool { get }
  /// Whether the slope goes to 0 on both sides, so that no error passes back where |z| is large.
  var isFlatFarOff: Bool { get }
  /// Whether the slope is exactly 0 for all z <= 0, so that a unit can be dead.
  var isOffBelowZero: Bool { get }
  /// The slope for z <= 0 where the user can set it; nil for the other activations.
  var slopeLeft: Double? { get }
  /// The same g with another slope for z <= 0. An activation without such a slope returns itself.
  func withSlopeLeft(_ slope: Double) -> any ActivationFunction
}

extension ActivationFunction {
  /// g(z), with the shape of z. Softmax works on each column; the others work on each entry.
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

  /// Whether the values lie between 0 and 1, so that they can be probabilities.
  public var isProbability: Bool { range == 0...1 }
}

/// An activation with a bend at 0 and a straight line on both sides: relu and leaky_relu.
protocol Rectifier: ActivationFunction {
  /// g'(z) for z <= 0.
  var slopeBelow: Double { get }
}

extension Rectifier {
  /// g(z + d) - g(z): the slope times d where z and z + d are on the same side of 0, else a difference of two values.
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

/// The list of all activations. The parser, `help`, completion and the gradient tests read it.
public enum Activations {
  /// The activations of the project. leaky_relu has the slope 0.01 here.
  static let builtIn: [any ActivationFunction] = [Sigmoid(), Tanh(), ReLU(), LeakyReLU(slope: 0.01), Linear(), Softmax()]

  /// Activations that a test adds. Only the task that adds them sees them.
  @TaskLocal package static var added: [any ActivationFunction] = []

  /// All activations in the order of `help`.
  public static var all: [any ActivationFunction] {
    let added = added
    return added.isEmpty ? builtIn : builtIn + added
  }

  /// The activation with this name; nil where there is none.
  public static func named(_ name: String) -> (any ActivationFunction)? { all.first { $0.name == name } }
}

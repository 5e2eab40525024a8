/// Layer l of a network: A_l = g(W_l @ A_{l-1} + b_l).
public struct Layer: Sendable {
  /// The weights, (n_l, n_{l-1}).
  public var W: Matrix
  /// The biases, (n_l, 1).
  public var b: Matrix
  public var activation: any ActivationFunction
  /// The share of units that dropout keeps, 0 < keep <= 1. A network sets it.
  var keep = 1.0

  /// Traps where b is not (rows of W, 1).
  public init(W: Matrix, b: Matrix, activation: any ActivationFunction) {
    precondition(b.shape == Shape(W.rows, 1), "b must be (n_l, 1)")
    self.W = W
    self.b = b
    self.activation = activation
  }

  /// n_l, the number of units.
  public var units: Int { W.rows }
}

/// A layer as it is typed after `init`: the number of units and the activation, for example `4:tanh`.
public struct LayerSpecification: Sendable {
  /// The number of units.
  public var units: Int
  public var activation: any ActivationFunction

  public init(units: Int, activation: any ActivationFunction) {
    self.units = units
    self.activation = activation
  }
}

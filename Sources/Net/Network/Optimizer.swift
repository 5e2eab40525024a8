import func Glibc.pow

/// The rule by which a step changes the parameters. g is the gradient dW or db, v the average of gradients, s the average of their squares.
public enum Optimizer: Equatable, Sendable {
  /// Gradient descent: W = W - α g. It has no averages.
  case sgd
  /// Momentum. The course's form is v = β v + (1 - β) g, W = W - α v. The classic form, PyTorch's, is v = β v + g.
  ///
  /// With Nesterov's look ahead, W = W - α (β v + (1 - β) g), and α (g + β v) in the classic form.
  case momentum(beta: Double, isClassic: Bool, isNesterov: Bool)
  /// RMSProp: s = β s + (1 - β) g², W = W - α g / (√s + ε).
  case rmsprop(beta: Double, epsilon: Double)
  /// Adam: v = β1 v + (1 - β1) g, s = β2 s + (1 - β2) g², W = W - α v̂ / (√ŝ + ε) with v̂ = v / (1 - β1^k) and ŝ = s / (1 - β2^k).
  case adam(beta1: Double, beta2: Double, epsilon: Double)

  /// The optimizers with the settings that they have unless other ones are given, in the order of `help`.
  public static let all: [Optimizer] = [
    .sgd, .momentum(beta: 0.9, isClassic: false, isNesterov: false), .rmsprop(beta: 0.9, epsilon: 1e-8), .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
  ]

  /// The optimizer with this name and its usual settings; nil where there is none.
  public static func named(_ name: String) -> Optimizer? { all.first { $0.name == name } }

  /// The name as it is typed after `optimizer`.
  public var name: String {
    switch self {
    case .sgd: "sgd"
    case .momentum: "momentum"
    case .rmsprop: "rmsprop"
    case .adam: "adam"
    }
  }

  /// Whether it keeps v, the average of the gradients.
  public var keepsV: Bool {
    switch self {
    case .momentum, .adam: true
    case .sgd, .rmsprop: false
    }
  }

  /// Whether it keeps s, the average of the squares of the gradients.
  public var keepsS: Bool {
    switch self {
    case .rmsprop, .adam: true
    case .sgd, .momentum: false
    }
  }

  /// Whether it keeps averages.
  public var keepsAverages: Bool { self != .sgd }

  /// The factors β and 1 - β (1 in the classic form) of v; nil where it keeps no v.
  public var factorsOfV: (old: Double, new: Double)? {
    switch self {
    case .momentum(let beta, let isClassic, _): (beta, isClassic ? 1 : 1 - beta)
    case .adam(let beta1, _, _): (beta1, 1 - beta1)
    case .sgd, .rmsprop: nil
    }
  }

  /// The factors β and 1 - β of s; nil where it keeps no s.
  public var factorsOfS: (old: Double, new: Double)? {
    switch self {
    case .rmsprop(let beta, _), .adam(_, let beta, _): (beta, 1 - beta)
    case .sgd, .momentum: nil
    }
  }

  /// ε, which is added to the root; nil where there is no root.
  public var epsilon: Double? {
    switch self {
    case .rmsprop(_, let epsilon), .adam(_, _, let epsilon): epsilon
    case .sgd, .momentum: nil
    }
  }

  /// 1 - β1^k, by which Adam divides v at its step number k. It is 1 for the others.
  public func correctionOfV(_ k: Int) -> Double { if case .adam(let beta1, _, _) = self { 1 - pow(beta1, Double(k)) } else { 1 } }

  /// 1 - β2^k, by which Adam divides s at its step number k. It is 1 for the others.
  public func correctionOfS(_ k: Int) -> Double { if case .adam(_, let beta2, _) = self { 1 - pow(beta2, Double(k)) } else { 1 } }
}

/// The averages of an optimizer and the number of its steps. A new network has none, and then all averages are 0.
public struct Averages: Equatable, Sendable {
  /// The averages for W and b of one layer, with their shapes. v or s is empty, (0, 0), where all of its entries are 0 in every layer.
  struct Layer: Equatable, Sendable {
    var vW = Matrix(rows: 0, columns: 0)
    var vb = Matrix(rows: 0, columns: 0)
    var sW = Matrix(rows: 0, columns: 0)
    var sb = Matrix(rows: 0, columns: 0)

    static var parts: [WritableKeyPath<Layer, Matrix>] { [\.vW, \.vb, \.sW, \.sb] }
  }

  /// The number of steps that optimizers with averages have made.
  public internal(set) var steps = 0
  /// Layers 1 … L at indices 0 … L-1. The list is empty where all averages are 0.
  var layers: [Layer] = []

  /// No averages and no steps.
  public init() {}

  /// Whether v is there. Otherwise all its entries are 0.
  var hasV: Bool { !(layers.first?.vW.elements.isEmpty ?? true) }
  /// Whether s is there. Otherwise all its entries are 0.
  var hasS: Bool { !(layers.first?.sW.elements.isEmpty ?? true) }

  /// The number of doubles that it holds.
  public var count: Int { layers.reduce(0) { sum, layer in Layer.parts.reduce(sum) { $0 + layer[keyPath: $1].elements.count } } }

  func hasShapes(of other: Averages) -> Bool {
    layers.count == other.layers.count
      && zip(layers, other.layers).allSatisfy { one, two in Layer.parts.allSatisfy { one[keyPath: $0].shape == two[keyPath: $0].shape } }
  }
}

/// Which of the two averages.
public enum AverageKind: Sendable {
  /// v, the average of the gradients.
  case gradients
  /// s, the average of their squares.
  case squares

  fileprivate func path(isBias: Bool) -> WritableKeyPath<Averages.Layer, Matrix> {
    switch self {
    case .gradients: isBias ? \.vb : \.vW
    case .squares: isBias ? \.sb : \.sW
    }
  }
}

extension Network {
  /// v or s for W_l, or for b_l where `isBias` is true. It has the shape of the parameter, and it is 0 before the first step.
  public func average(_ kind: AverageKind, layer: Int, isBias: Bool) -> Matrix {
    let shape = isBias ? layers[layer - 1].b.shape : layers[layer - 1].W.shape
    guard !averages.layers.isEmpty else { return Matrix(shape) }
    let value = averages.layers[layer - 1][keyPath: kind.path(isBias: isBias)]
    return value.elements.isEmpty ? Matrix(shape) : value
  }

  /// Gives v or s of a parameter other values. Traps where the shape is not that of the parameter.
  public mutating func setAverage(_ kind: AverageKind, layer: Int, isBias: Bool, to value: Matrix) {
    precondition(value.shape == (isBias ? layers[layer - 1].b.shape : layers[layer - 1].W.shape), "an average has the shape of its parameter")
    makeAverages(v: kind == .gradients, s: kind == .squares)
    averages.layers[layer - 1][keyPath: kind.path(isBias: isBias)] = value
  }

  /// Sets k, the number of steps of the optimizer. It must be 0 or more.
  public mutating func setOptimizerSteps(_ steps: Int) {
    precondition(steps >= 0, "a count of steps")
    averages.steps = steps
  }

  /// Takes another optimizer, with all averages and k at 0.
  public mutating func use(_ optimizer: Optimizer) { (self.optimizer, averages) = (optimizer, Averages()) }

  /// The network with another optimizer and other averages.
  public func with(_ optimizer: Optimizer, _ averages: Averages) -> Network {
    var copy = self
    (copy.optimizer, copy.averages) = (optimizer, averages)
    return copy
  }

  /// Makes v or s, with the value 0, where it does not exist yet.
  mutating func makeAverages(v: Bool, s: Bool) {
    let (makesV, makesS) = (v && !averages.hasV, s && !averages.hasS)
    guard makesV || makesS else { return }
    if averages.layers.isEmpty { averages.layers = Array(repeating: Averages.Layer(), count: depth) }
    for index in layers.indices {
      if makesV { (averages.layers[index].vW, averages.layers[index].vb) = (Matrix(layers[index].W.shape), Matrix(layers[index].b.shape)) }
      if makesS { (averages.layers[index].sW, averages.layers[index].sb) = (Matrix(layers[index].W.shape), Matrix(layers[index].b.shape)) }
    }
  }

  /// The number of doubles that steps change: the parameters, and the averages.
  public var stateCount: Int { parameterCount + averages.count }
}

extension Optimizer {
  /// One entry of a parameter, with its averages.
  public struct Entry: Equatable, Sendable {
    public var parameter: Double
    public var v: Double
    public var s: Double

    public init(parameter: Double, v: Double, s: Double) { (self.parameter, self.v, self.s) = (parameter, v, s) }
  }

  /// One entry after step number `k`, counted from 1, in plain arithmetic. A step of the kernels may differ in the last bits.
  public func stepping(_ entry: Entry, gradient g: Double, alpha: Double, k: Int) -> Entry {
    var new = entry
    if let (old, share) = factorsOfV { new.v = old * entry.v + share * g }
    if let (old, share) = factorsOfS { new.s = old * entry.s + share * g * g }
    switch self {
    case .sgd: new.parameter -= alpha * g
    case .momentum(let beta, let isClassic, let isNesterov):
      let ahead = isClassic ? g + beta * new.v : beta * new.v + (1 - beta) * g
      new.parameter -= alpha * (isNesterov ? ahead : new.v)
    case .rmsprop(_, let epsilon): new.parameter -= alpha * g / (new.s.squareRoot() + epsilon)
    case .adam(_, _, let epsilon):
      new.parameter -= alpha * (new.v / correctionOfV(k)) / ((new.s / correctionOfS(k)).squareRoot() + epsilon)
    }
    return new
  }
}

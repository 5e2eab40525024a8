/// How the weights of a new network are drawn. W1, W2, … are drawn in order, each in row order. Biases are always 0.
public enum Initializer: String, CaseIterable, Sendable {
  /// Normal draws, randn · 0.01.
  case small
  /// Every weight is 0, and nothing is drawn.
  case zeros
  /// Normal draws, randn · sqrt(2 / n_{l-1}), by He and others (2015).
  case he
  /// Normal draws, randn · sqrt(1 / n_{l-1}), after Glorot and Bengio (2010).
  case xavier
  /// Uniform draws, (2 rand - 1) / sqrt(n_{l-1}).
  case uniform

  /// The formula of a weight, as `init` prints it.
  public var formula: String {
    switch self {
    case .small: "randn * 0.01"
    case .zeros: "0"
    case .he: "randn * sqrt(2 / n_before)"
    case .xavier: "randn * sqrt(1 / n_before)"
    case .uniform: "(2 * rand - 1) / sqrt(n_before)"
    }
  }

  /// The initializer that keeps the size of Z from layer to layer: he where all hidden layers are relu or leaky_relu, otherwise xavier.
  /// - Parameter hidden: the names of the activations of the hidden layers.
  public static func fitting(_ hidden: [String]) -> Initializer {
    !hidden.isEmpty && hidden.allSatisfy { $0 == "relu" || $0 == "leaky_relu" } ? .he : .xavier
  }

  /// The weights W of a layer, with `shape` = (n_l, n_{l-1}).
  /// - Parameter scale: replaces the 0.01 of `.small` and multiplies the weights of the others; nil changes nothing.
  public func weights(_ shape: Shape, scale: Double?, generator: inout MersenneTwister) -> Matrix {
    let before = Double(shape.columns)
    switch self {
    case .small:
      let factor = scale ?? 0.01
      return generator.normalMatrix(shape).map { $0 * factor }
    case .zeros: return Matrix(shape)
    case .he: return generator.normalMatrix(shape).map { $0 * (2 / before).squareRoot() * (scale ?? 1) }
    case .xavier: return generator.normalMatrix(shape).map { $0 * (1 / before).squareRoot() * (scale ?? 1) }
    case .uniform: return generator.uniformMatrix(shape).map { (2 * $0 - 1) / before.squareRoot() * (scale ?? 1) }
    }
  }
}

/// How the weights of a new network are drawn; biases are 0 always. W1, W2, … in order, each in row order.
public enum Initializer: String, CaseIterable, Sendable {
  /// randn · 0.01
  case small
  case zeros
  /// randn · sqrt(2 / n_{l-1})
  case he
  /// randn · sqrt(1 / n_{l-1})
  case xavier
  /// (2 rand - 1) / sqrt(n_{l-1})
  case uniform

  public var formula: String {
    switch self {
    case .small: "randn * 0.01"
    case .zeros: "0"
    case .he: "randn * sqrt(2 / n_before)"
    case .xavier: "randn * sqrt(1 / n_before)"
    case .uniform: "(2 * rand - 1) / sqrt(n_before)"
    }
  }

  /// W of `shape` = (n_l, n_{l-1}). `scale` replaces the 0.01 of `small` and multiplies the others.
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

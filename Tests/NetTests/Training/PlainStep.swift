import Foundation

@testable import Net

/// A step in plain arithmetic, independent of the catalogue. It takes the wrong arrays as given and computes all others from them.
struct PlainStep {
  let scenario: MistakeScenario
  /// The wrong arrays, by quantity.
  let wrong: [StepQuantity: Matrix]
  /// g' by A and dZ of the output by the chain rule; else g' by Z and A - Y where that holds.
  var manner = MistakenStep.Manner.standard
  private var network: Network { scenario.scene.network }
  private var L: Int { scenario.L }

  init(_ scenario: MistakeScenario, _ wrong: [StepQuantity: Matrix], _ manner: MistakenStep.Manner = .standard) {
    (self.scenario, self.wrong, self.manner) = (scenario, wrong, manner)
  }

  /// The array of a quantity; nil where shapes do not fit.
  func value(_ quantity: StepQuantity) -> Matrix? {
    if let value = wrong[quantity] { return value }
    let l = quantity.layer
    func read(_ kind: StepQuantity.Kind, _ layer: Int) -> Matrix? { layer == 0 ? scenario.X : value(StepQuantity(kind, layer)) }
    switch quantity.kind {
    case .Z:
      guard let input = read(.A, l - 1), input.rows == network.units(l - 1) else { return nil }
      return Matrix.broadcast(scenario.W(l) ⋅ input, scenario.b(l), +)
    case .A: return read(.Z, l).map { network.layers[l - 1].activation.value(of: $0) }
    case .J: return read(.A, L).flatMap { loss($0) }
    case .dA:
      if l == L { return read(.A, L).flatMap { lossGradient($0) } }
      guard let after = read(.dZ, l + 1), after.rows == network.units(l + 1) else { return nil }
      return scenario.W(l + 1).T ⋅ after
    case .dZ:
      let isWrongBefore = wrong[StepQuantity(.dA, l)] != nil
      if l == L, scenario.fits, manner != .chainRule, !isWrongBefore {
        return read(.A, l).flatMap { $0.shape == scenario.Y.shape ? $0 - scenario.Y : nil }
      }
      guard let gradient = read(.dA, l), let z = read(.Z, l), let a = read(.A, l), gradient.shape == a.shape || gradient.columns == a.columns else {
        return nil
      }
      if !network.layers[l - 1].activation.isElementwise {
        return Matrix.broadcast(gradient, (gradient * a).sum(0), -).map { $0 * a }
      }
      return Matrix.broadcast(gradient, slope(l, z, a), *)
    case .dW:
      guard let error = read(.dZ, l), let input = read(.A, l - 1), error.columns == input.columns else { return nil }
      return (1 / scenario.m) * (error ⋅ input.T)
    case .db: return read(.dZ, l).map { (1 / scenario.m) * $0.sum(1) }
    // The scenarios make steps of gradient descent, which has no averages.
    case .vdW, .vdb, .sdW, .sdb: return nil
    case .W: return read(.dW, l).flatMap { Matrix.broadcast(scenario.W(l), scenario.alpha * $0, -) }
    case .b: return read(.db, l).flatMap { Matrix.broadcast(scenario.b(l), scenario.alpha * $0, -) }
    }
  }

  private func slope(_ l: Int, _ z: Matrix, _ a: Matrix) -> Matrix {
    let name = network.layers[l - 1].activation.name
    guard manner == .slopesByA else { return network.layers[l - 1].activation.derivative(at: z) }
    switch name {
    case "tanh": return 1 - a.squared
    case "sigmoid": return a * (1 - a)
    case "linear": return a.map { _ in 1 }
    default: return a.map { $0 > 0 ? 1 : name == "relu" ? 0 : (network.layers[l - 1].activation as! LeakyReLU).slope }
    }
  }

  private func loss(_ a: Matrix) -> Matrix? {
    let Y = scenario.Y
    guard a.shape == Y.shape else { return nil }
    let terms: Matrix? =
      switch scenario.loss {
      case "mse": Matrix.broadcast(a, Y) { 0.5 * ($0 - $1) * ($0 - $1) }
      case "categorical": Matrix.broadcast(a, Y) { $1 == 0 ? 0 : -$1 * log($0) }
      default: Matrix.broadcast(a, Y) { ($1 == 0 ? 0 : -$1 * log($0)) - ($1 == 1 ? 0 : (1 - $1) * log(1 - $0)) }
      }
    return (1 / scenario.m) * terms!.sum(nil)
  }

  private func lossGradient(_ a: Matrix) -> Matrix? {
    let Y = scenario.Y
    guard a.shape == Y.shape else { return nil }
    return switch scenario.loss {
    case "mse": a - Y
    case "categorical": Matrix.broadcast(a, Y) { -$1 / $0 }
    default: Matrix.broadcast(a, Y) { -$1 / $0 + (1 - $1) / (1 - $0) }
    }
  }
}

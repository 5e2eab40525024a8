extension Mistakes {
  /// Mistakes in the L2 penalty: λ/(2m) Σ ‖W_l‖² in J, and λ/m W_l in dW_l. They apply where λ is not 0.
  static let penalties: [Mistake] = ofPenalizedCost + ofPenalizedGradients

  private static let ofPenalizedCost: [Mistake] = [
    Mistake(
      "penalty-not-in-J", "the penalty left out of J", "J = mean of the losses", "J has the L2 penalty besides the mean loss: + lambda/(2*m) * Σ ‖W[l]‖².",
      penalty { _ in 0 }),
    Mistake(
      "penalty-no-half-in-J", "1/2 left out of the penalty", "J = … + lambda/m * Σ ‖W[l]‖²",
      "The penalty is lambda/(2*m) * Σ ‖W[l]‖², so that its derivative is lambda/m * W[l] without a 2.", penalty { 2 * $0.rightPenalty }),
    Mistake(
      "penalty-no-m-in-J", "1/m left out of the penalty", "J = … + lambda/2 * Σ ‖W[l]‖²",
      "The penalty is divided by the m examples as the losses are: lambda/(2*m).",
      penalty { Double($0.scene.examples) * $0.rightPenalty }),
    Mistake(
      "penalty-sign-in-J", "the penalty subtracted", "J = … - lambda/(2*m) * Σ ‖W[l]‖²", "The penalty makes large weights costly, so it is added.",
      penalty { -$0.rightPenalty }),
    Mistake(
      "penalty-norm-in-J", "the norm for its square in the penalty", "J = … + lambda/(2*m) * Σ norm(W[l])",
      "The penalty has the squares: sum(W[l]**2), which is norm(W[l])**2.",
      penalty { $0.share / 2 * $0.sumOverLayers { RowKernels.squares($0, from: 0).squareRoot() } }),
    Mistake(
      "penalty-sum-in-J", "the sum of the weights for the sum of their squares", "J = … + lambda/(2*m) * Σ sum(W[l])",
      "The penalty has the squares: sum(W[l]**2).", penalty { $0.share / 2 * $0.sumOverLayers { RowKernels.sum($0) } }),
    Mistake(
      "penalty-absolute-in-J", "absolute weights in the penalty", "J = … + lambda/(2*m) * Σ sum(abs(W[l]))",
      "That is L1. The L2 penalty has the squares: sum(W[l]**2).",
      penalty { $0.share / 2 * $0.sumOverLayers { $0.reduce(0) { $0 + abs($1) } } }),
    Mistake(
      "penalty-of-b-in-J", "b in the penalty of J too", "J = … + lambda/(2*m) * (Σ ‖W[l]‖² + Σ ‖b[l]‖²)",
      "Only the weights are penalised. b has one number for each unit, and may be large.",
      penalty { site in site.rightPenalty + site.share / 2 * site.network.layers.reduce(0) { $0 + RowKernels.squares($1.b.elements, from: 0) } }),
    Mistake(
      "penalty-last-layer-in-J", "the penalty of the last layer alone", "J = … + lambda/(2*m) * ‖W[L]‖²",
      "The penalty adds the squares of the weights of all layers.",
      penalty { $0.share / 2 * RowKernels.squares($0.network.layers[$0.depth - 1].W.elements, from: 0) }),
  ]

  private static let ofPenalizedGradients: [Mistake] = [
    Mistake(
      "penalty-not-in-dW", "the penalty left out of dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T", "dW[l] has the derivative of the penalty too: + lambda/m * W[l].",
      gradient { $0.map { _ in 0 } }),
    Mistake(
      "penalty-no-m-in-dW", "1/m left out of the penalty of dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T + lambda * W[l]",
      "The penalty of J is divided by m, and so its derivative is: lambda/m * W[l].", gradient(factor: { Double($0.scene.examples) })),
    Mistake(
      "penalty-half-in-dW", "lambda/(2m) in dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T + lambda/(2*m) * W[l]",
      "The derivative of W[l]**2 is 2 * W[l], which cancels the 1/2 of J: lambda/m * W[l].", gradient(factor: { _ in 0.5 })),
    Mistake(
      "penalty-double-in-dW", "a factor 2 in the penalty of dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T + 2*lambda/m * W[l]",
      "J has lambda/(2*m), so the 2 of the derivative is cancelled: lambda/m * W[l].", gradient(factor: { _ in 2 })),
    Mistake(
      "penalty-sign-in-dW", "the penalty subtracted in dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T - lambda/m * W[l]",
      "The penalty is added in J, and so its derivative is added. Then a step makes the weights smaller.", gradient(factor: { _ in -1 })),
    Mistake(
      "penalty-squares-in-dW", "the squares of the weights in dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T + lambda/m * W[l]**2",
      "The derivative of W[l]**2 / 2 is W[l]: lambda/m * W[l].", gradient { $0.map { $0 * $0 } }),
    Mistake(
      "penalty-signs-in-dW", "the signs of the weights in dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T + lambda/m * sign(W[l])",
      "That is the derivative of L1. The L2 penalty gives lambda/m * W[l].", gradient { $0.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }),
    Mistake(
      "penalty-in-mean-of-dW", "the penalty within the product's 1/m twice", "dW[l] = 1/m * (dZ[l] @ A[l-1].T + lambda/m * W[l])",
      "The penalty has one 1/m: 1/m * (dZ[l] @ A[l-1].T + lambda * W[l]).", gradient(factor: { 1 / $0.examples })),
    Mistake(
      "penalty-on-db", "the penalty on b", "db[l] = 1/m * sum(dZ[l], axis=1, keepdims=True) + lambda/m * b[l]",
      "J has no penalty of b, so db has none: 1/m * sum(dZ[l], axis=1, keepdims=True).",
      .operand(.db, .penalty) { site in site.network.layers[site.layer - 1].b.scaled(site.share) }),
  ]

  /// Another penalty of J.
  private static func penalty(_ value: @escaping @Sendable (MistakeSite) -> Double) -> Mistake.Change {
    .operand(.J, .penalty) { Matrix(row: [value($0)]) }
  }

  /// λ/m times another array made from W, in dW.
  private static func gradient(_ change: @escaping @Sendable (Matrix) -> Matrix) -> Mistake.Change {
    .operand(.dW, .penalty) { site in site.W(site.layer).map { change($0).scaled(site.share) } }
  }

  /// λ/m · W times a factor, in dW.
  private static func gradient(factor: @escaping @Sendable (MistakeSite) -> Double) -> Mistake.Change {
    .operand(.dW, .penalty) { site in site.W(site.layer)?.scaled(site.share * factor(site)) }
  }
}

extension MistakeSite {
  /// λ/m.
  fileprivate var share: Double { network.lambda / Double(scene.examples) }

  /// λ/(2m) Σ ‖W_l‖².
  fileprivate var rightPenalty: Double { network.penalty(examples: scene.examples) }

  fileprivate func sumOverLayers(_ term: ([Double]) -> Double) -> Double { network.layers.reduce(0) { $0 + term($1.W.elements) } }
}

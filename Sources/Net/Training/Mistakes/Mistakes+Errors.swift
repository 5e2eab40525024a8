extension Mistakes {
  /// Mistakes in dA of the output, the derivative of each example's loss by A.
  static let outputGradients: [Mistake] = [
    Mistake(
      "dA-sign", "the wrong sign of dA", "dA[l] = -dA[l]", "dA[L] is the derivative of the loss, so it is over 0 where A[L] is too large.",
      .factor(.dA) { $0.isOutput ? -1 : 1 }),
    Mistake(
      "dA-mean", "1/m in dA already", "dA[l] = 1/m * dA[l]", "dA belongs to each example; the 1/m comes with dW and db.",
      .factor(.dA) { $0.isOutput ? 1 / $0.examples : 1 }),
    Mistake(
      "dA-double", "a factor 2 in dA", "dA[l] = 2 * dA[l]", "The loss has a factor 1/2, so its derivative has no 2.", .factor(.dA) { $0.isOutput ? 2 : 1 }),
    Mistake(
      "dA-no-second-term", "the term of 1 - Y left out of dA", "dA[l] = -Y / A[l]", "Derive both terms of the loss: -Y / A[l] + (1 - Y) / (1 - A[l]).",
      .combination(.dA) { $0.isCrossEntropy ? Matrix.broadcast($0.operands[0], $0.operands[1]) { -$1 / $0 } : nil }),
    Mistake(
      "dA-no-first-term", "the term of Y left out of dA", "dA[l] = (1 - Y) / (1 - A[l])", "Derive both terms of the loss: -Y / A[l] + (1 - Y) / (1 - A[l]).",
      .combination(.dA) { $0.isCrossEntropy ? Matrix.broadcast($0.operands[0], $0.operands[1]) { (1 - $1) / (1 - $0) } : nil }),
    Mistake(
      "dA-term-sign", "a wrong sign before the second term of dA", "dA[l] = -Y / A[l] - (1 - Y) / (1 - A[l])",
      "The derivative of log(1 - A[l]) has one more minus: -Y / A[l] + (1 - Y) / (1 - A[l]).",
      .combination(.dA) { $0.isCrossEntropy ? Matrix.broadcast($0.operands[0], $0.operands[1]) { -$1 / $0 - (1 - $1) / (1 - $0) } : nil }),
    Mistake(
      "dA-swapped", "Y and A swapped in dA", "dA[l] = -A[l] / Y + …", "Y is divided by A[l]: -Y / A[l] + (1 - Y) / (1 - A[l]).",
      .combination(.dA) { $0.isCrossEntropy ? Matrix.broadcast($0.operands[0], $0.operands[1]) { -$0 / $1 + (1 - $0) / (1 - $1) } : nil }),
    Mistake(
      "dA-difference", "A - Y for dA", "dA[l] = A[l] - Y",
      "A[l] - Y is dZ[l], after loss and activation cancel. dA[l] does not have the activation's derivative yet.",
      .combination(.dA) { $0.isOutput ? Matrix.minus($0.operands[0], $0.operands[1]) : nil }),
  ]

  /// Mistakes in dA_l = W_{l+1}ᵀ @ dZ_{l+1}.
  static let carriedBack: [Mistake] = [
    Mistake(
      "dA-W-not-transposed", "the transpose of W left out of dA", "dA[l] = W[l+1] @ dZ[l+1]",
      "W[l+1].T @ dZ[l+1] goes back from the units of layer [l+1] to those of layer [l]. Without .T it fits only because W[l+1] is square.",
      .operand(.dA, .weights) { $0.W($0.layer + 1)?.transposed() }),
    Mistake(
      "dA-own-W", "the layer's own W in dA", "dA[l] = W[l].T @ dZ[l+1]", "dZ[l+1] goes back through the weights of layer [l+1]: W[l+1].T @ dZ[l+1].",
      .operand(.dA, .weights) { $0.isOutput ? nil : $0.W($0.layer) }),
    Mistake(
      "dA-W-updated", "W updated before the earlier layer's gradient", "dA[l] = W[l+1].T @ dZ[l+1] after the update of W[l+1]",
      "All gradients need the parameters of the forward pass. Update after the last gradient.",
      .operand(.dA, .weights, readsFurther: true) { site in
        // The step of the optimizer makes the new W. Where dW has another shape, the new W can have it too.
        site.read(.W, site.layer + 1).flatMap { $0.shape == site.W(site.layer + 1)?.shape ? $0 : nil }
      }),
    Mistake(
      "dA-reads-dW", "dW for W in dA", "dA[l] = dW[l+1].T @ dZ[l+1]", "The error goes back through the weights, not their gradients: W[l+1].T @ dZ[l+1].",
      .operand(.dA, .weights, readsFurther: true) { $0.read(.dW, $0.layer + 1) }),
    Mistake(
      "dA-of-dA", "dA for dZ of the layer after", "dA[l] = W[l+1].T @ dA[l+1]",
      "The error goes through the activation first, dZ[l+1] = dA[l+1] * g'(Z[l+1]), then W[l+1].T @ dZ[l+1].",
      .operand(.dA, .error, readsFurther: true) { $0.read(.dA, $0.layer + 1) }),
    Mistake(
      "dA-star", "* for @ in dA", "dA[l] = W[l+1].T * dZ[l+1]", "The sum over the units of layer [l+1] is the product W[l+1].T @ dZ[l+1].",
      .combination(.dA) { $0.isOutput ? nil : Matrix.times($0.operands[0].transposed(), $0.operands[1]) }),
    Mistake(
      "dA-no-W", "W left out of dA", "dA[l] = dZ[l+1]", "The error of layer [l+1] reaches unit i through its weights: W[l+1].T @ dZ[l+1].",
      .combination(.dA) { site in
        site.isOutput
          ? nil : Matrix.broadcast(Matrix(rows: site.network.units(site.layer), columns: site.operands[1].columns), site.operands[1]) { $1 }
      }),
  ]

  /// Mistakes in dZ_L = A_L - Y, and in dZ of any layer as a whole.
  static let outputErrors: [Mistake] = [
    Mistake(
      "dZ-swapped", "Y and A swapped in dZ", "dZ[l] = Y - A[l]", "dZ[l] = A[l] - Y: the update subtracts the gradient, so A moves towards Y.",
      .combination(.dZ) { $0.isFittingOutput ? Matrix.minus($0.operands[1], $0.operands[0]) : nil }),
    Mistake(
      "dZ-slope-too", "g' in dZ although it cancels", "dZ[l] = (A[l] - Y) * g[l]'(Z[l])", "With this loss g' cancels: dZ[l] = A[l] - Y.",
      .result(.dZ) { site in
        guard site.isFittingOutput, let z = site.Z(site.layer) else { return nil }
        return Matrix.times(site.value, site.activation.derivative(at: z))
      }),
    Mistake(
      "dZ-fit-taken", "A - Y although loss and activation do not cancel", "dZ[l] = A[l] - Y",
      "A - Y holds for sigmoid with cross_entropy, softmax with categorical and linear with mse. Here dZ[l] = dA[l] * g[l]'(Z[l]).",
      .combination(.dZ) { site in
        guard site.isOutput, !site.network.lossFitsOutput, let a = site.A(site.layer), let y = site.scene.Y, a.shape == y.shape else { return nil }
        return Matrix.minus(a, y)
      }),
    Mistake(
      "dZ-mean", "1/m in dZ already", "dZ[l] = 1/m * dZ[l]", "dZ belongs to each example; the 1/m comes once, with dW[l] and db[l].",
      .factor(.dZ) { 1 / $0.examples }),
    Mistake(
      "dZ-double", "a factor 2 in dZ", "dZ[l] = 2 * (A[l] - Y)", "dZ[l] = A[l] - Y; the 1/2 of the loss cancels the 2 of the square.",
      .factor(.dZ) { $0.isOutput ? 2 : 1 }),
    Mistake("dZ-half", "a factor 1/2 in dZ", "dZ[l] = 1/2 * (A[l] - Y)", "dZ[l] = A[l] - Y, without a factor.", .factor(.dZ) { $0.isOutput ? 0.5 : 1 }),
    Mistake(
      "dZ-of-Z", "Z for A in dZ of the output", "dZ[l] = Z[l] - Y", "The error is measured at the output A[l] = g[l](Z[l]): dZ[l] = A[l] - Y.",
      .operand(.dZ, .output) { $0.Z($0.layer) }),
    Mistake(
      "dZ-of-classes", "the rounded output in dZ", "dZ[l] = (A[l] > 0.5) - Y", "The error is measured at the probability, not at the class: dZ[l] = A[l] - Y.",
      .operand(.dZ, .output) { $0.A($0.layer)?.map { $0 > 0.5 ? 1 : 0 } }),
    Mistake(
      "dZ-no-target", "Y left out of dZ", "dZ[l] = A[l]", "dZ[l] = A[l] - Y.", .operand(.dZ, .target) { $0.scene.Y.map { Matrix($0.shape) } }),
    Mistake(
      "dZ-is-dA", "dA for dZ of the output", "dZ[l] = dA[l]", "dA[l] goes through the activation; with this loss dZ[l] = A[l] - Y.",
      .result(.dZ, readsFurther: true) { $0.isFittingOutput ? $0.read(.dA, $0.layer) : nil }),
    Mistake(
      "dZ-squared", "the squared error for dZ", "dZ[l] = (A[l] - Y)**2", "The derivative of the square is the difference: A[l] - Y.",
      .result(.dZ) { $0.isFittingOutput ? $0.value.map { $0 * $0 } : nil }),
    Mistake(
      "dZ-absolute", "the absolute difference for dZ", "dZ[l] = abs(A[l] - Y)", "The sign gives the direction: dZ[l] = A[l] - Y.",
      .result(.dZ) { $0.isFittingOutput ? $0.value.map { abs($0) } : nil }),
  ]
}

extension MistakeSite {
  /// Whether dZ of this layer is A - Y.
  var isFittingOutput: Bool { isOutput && network.lossFitsOutput }
  var isCrossEntropy: Bool { isOutput && network.loss.name == "cross_entropy" }
}

extension Mistakes {
  /// The classes have the opposite labels in every equation that reads Y.
  static let targets: [Mistake] = [
    Mistake(
      "targets-flipped", "1 - Y for Y", "1 - Y where Y belongs", "A[L] is the probability of Y = 1, so the labels 0 and 1 are exchanged here.",
      .operand(.J, .target) { flipped($0) }, .operand(.dA, .target) { $0.isOutput ? flipped($0) : nil },
      .operand(.dZ, .target) { $0.isOutput ? flipped($0) : nil })
  ]

  private static func flipped(_ site: MistakeSite) -> Matrix? {
    site.scene.Y.flatMap { Y in Y.elements.allSatisfy { $0 == 0 || $0 == 1 } ? Y.map { 1 - $0 } : nil }
  }
}

import func Glibc.exp

extension Mistakes {
  /// Mistakes in Z_l = W_l @ A_{l-1} + b_l.
  static let linear: [Mistake] = [
    Mistake(
      "Z-no-bias", "the bias left out of Z", "Z[l] = W[l] @ A[l-1]", "Without b every z is 0 where the input is 0. Write Z[l] = W[l] @ A[l-1] + b[l].",
      .operand(.Z, .bias) { $0.W($0.layer).map { Matrix(rows: $0.rows, columns: 1) } }),
    Mistake(
      "Z-bias-minus", "b subtracted instead of added", "Z[l] = W[l] @ A[l-1] - b[l]", "b is added: Z[l] = W[l] @ A[l-1] + b[l].",
      .operand(.Z, .bias) { $0.network.layers[$0.layer - 1].b.scaled(-1) }),
    Mistake(
      "Z-bias-twice", "b added twice", "Z[l] = W[l] @ A[l-1] + b[l] + b[l]", "b is added once: Z[l] = W[l] @ A[l-1] + b[l].",
      .operand(.Z, .bias) { $0.network.layers[$0.layer - 1].b.scaled(2) }),
    Mistake(
      "Z-bias-one", "the first unit's bias for all", "Z[l] = W[l] @ A[l-1] + b[l][0]",
      "Every unit has its own bias: b[l] is (n_l, 1) and is added as a column.",
      .operand(.Z, .bias) { site in site.network.layers[site.layer - 1].b.map { _ in site.network.layers[site.layer - 1].b[0, 0] } }),
    Mistake(
      "Z-W-transposed", "W transposed in Z", "Z[l] = W[l].T @ A[l-1] + b[l]",
      "A row of W[l] holds one unit's weights: Z[l] = W[l] @ A[l-1] + b[l]. The transpose fits only because W[l] is square.",
      .operand(.Z, .weights) { $0.W($0.layer)?.transposed() }),
    Mistake(
      "Z-star", "* for @ in Z", "Z[l] = W[l] * A[l-1] + b[l]", "* multiplies entry by entry; the sum over the inputs is the product W[l] @ A[l-1].",
      .combination(.Z) { site in
        let weights = site.scene.hasColumnWeights ? site.operands[0].transposed() : site.operands[0]
        return Matrix.times(weights, site.operands[1]).flatMap { Matrix.plus($0, site.operands[2]) }
      }),
    Mistake(
      "Z-reads-X", "X in place of A of the layer before, in Z", "Z[l] = W[l] @ X + b[l]", "Layer l reads the output of the layer before: W[l] @ A[l-1].",
      .operand(.Z, .input) { $0.layer > 1 ? $0.scene.X : nil }),
    Mistake(
      "Z-reads-Z", "Z in place of A of the layer before, in Z", "Z[l] = W[l] @ Z[l-1] + b[l]",
      "Layer l reads the activation A[l-1] = g(Z[l-1]), not the linear step: W[l] @ A[l-1].",
      .operand(.Z, .input) { $0.layer > 1 ? $0.Z($0.layer - 1) : nil }),
  ]

  /// Mistakes in A_l = g_l(Z_l) where another activation of the list is used.
  static func otherActivations(_ all: [any ActivationFunction]) -> [Mistake] {
    all.filter { $0.name != "linear" }.map { other in
      Mistake(
        "A-\(other.name)", "\(other.name) in place of the layer's activation", "A[l] = \(other.name)(Z[l])",
        "The network has another g[l]. This mistake is only in A[l]; dZ[l] has the layer's own derivative.",
        .combination(.A) { $0.activation.name == other.name ? nil : other.value(of: $0.operands[0]) })
    }
      + all.filter { $0.name != "softmax" && $0.name != "linear" }.map { other in
        Mistake(
          "A-\(other.name)-throughout", "\(other.name) in place of the layer's activation, forward and backward",
          "A[l] = \(other.name)(Z[l]), dZ[l] = dA[l] * \(other.name)'(Z[l])",
          "The network has another g[l]: A[l] = g[l](Z[l]), dZ[l] = dA[l] * g[l]'(Z[l]).",
          .combination(.A) { $0.activation.name == other.name ? nil : other.value(of: $0.operands[0]) },
          .slope { site, z, _ in site.activation.name == other.name ? nil : other.derivative(at: z) })
      }
  }

  /// Mistakes in A_l = g_l(Z_l) where the right activation is used in a wrong way.
  static let activations: [Mistake] = [
    Mistake(
      "A-left-out", "the activation left out", "A[l] = Z[l]", "A[l] = g[l](Z[l]). Without g all layers together are one linear layer.",
      .combination(.A) { $0.operands[0] }),
    Mistake(
      "A-left-out-throughout", "the activation left out, forward and backward", "A[l] = Z[l], dZ[l] = dA[l]",
      "A[l] = g[l](Z[l]) and dZ[l] = dA[l] * g[l]'(Z[l]).",
      .combination(.A) { $0.operands[0] }, .slope { _, z, _ in Matrix(z.shape, repeating: 1) }),
    Mistake(
      "A-twice", "the activation applied twice", "A[l] = g[l](g[l](Z[l]))", "A[l] = g[l](Z[l]), once.",
      .combination(.A) { site in site.activation.value(of: site.activation.value(of: site.operands[0])) }),
    Mistake(
      "A-twice-throughout", "the activation applied twice, forward and backward", "A[l] = g[l](g[l](Z[l])), dZ[l] by the chain rule through both",
      "A[l] = g[l](Z[l]), once. Some losses apply softmax or sigmoid themselves; they take Z[L], not A[L].",
      .combination(.A) { site in site.activation.value(of: site.activation.value(of: site.operands[0])) },
      .combination(.dZ) { throughTwice($0) }),
    Mistake(
      "A-derivative", "g' for g", "A[l] = g[l]'(Z[l])", "The activation itself is A[l] = g[l](Z[l]); its derivative belongs in dZ[l].",
      .combination(.A) { $0.activation.derivative(at: $0.operands[0]) }),
    Mistake(
      "A-sigmoid-sign", "the sigmoid without its minus sign", "A[l] = 1 / (1 + exp(Z[l]))",
      "sigmoid is 1 / (1 + exp(-Z[l])); without the minus it is 1 - sigmoid.",
      .combination(.A) { $0.activation.name == "sigmoid" ? Sigmoid().value(of: $0.operands[0].scaled(-1)) : nil }),
    Mistake(
      "A-tanh-half", "a factor 2 left out of tanh written by sigmoid", "A[l] = 2 * sigmoid(Z[l]) - 1", "tanh(z) = 2 sigmoid(2 z) - 1.",
      .combination(.A) { $0.activation.name == "tanh" ? Tanh().value(of: $0.operands[0].scaled(0.5)) : nil }),
    Mistake(
      "A-leaky-side", "the leaky slope on the wrong side", "A[l] = where(Z[l] > 0, slope * Z[l], Z[l])",
      "The slope is for z <= 0: where(Z[l] > 0, Z[l], slope * Z[l]).",
      .combination(.A) { site in site.activation.slopeLeft.map { slope in site.operands[0].map { $0 > 0 ? slope * $0 : $0 } } }),
    Mistake(
      "A-relu-side", "minimum for maximum in relu", "A[l] = minimum(0, Z[l])", "relu keeps values over 0: maximum(0, Z[l]).",
      .combination(.A) { $0.activation.name == "relu" ? $0.operands[0].map { $0 > 0 ? 0 : $0 } : nil }),
    Mistake(
      "A-softmax-axis", "softmax over the examples", "A[l] = exp(Z[l]) / sum(exp(Z[l]), axis=1, keepdims=True)",
      "Each example is a column whose outputs sum to 1, so the sum runs over axis=0.",
      .combination(.A) { $0.activation.name == "softmax" ? Softmax().value(of: $0.operands[0].transposed()).transposed() : nil }),
    Mistake(
      "A-softmax-all", "softmax over the whole array", "A[l] = exp(Z[l]) / sum(exp(Z[l]))", "Each column sums to 1: sum(exp(Z[l]), axis=0, keepdims=True).",
      .combination(.A) { site in
        guard site.activation.name == "softmax" else { return nil }
        let z = site.operands[0]
        return Matrix(z.shape, elements: Softmax().value(of: Matrix(column: z.elements)).elements)
      }),
    Mistake(
      "A-softmax-no-sum", "the sum left out of softmax", "A[l] = exp(Z[l])",
      "softmax divides by the column's sum: exp(Z[l]) / sum(exp(Z[l]), axis=0, keepdims=True).",
      .combination(.A) { $0.activation.name == "softmax" ? $0.operands[0].map { exp($0) } : nil }),
    Mistake(
      "A-rounded", "the predicted class for A", "A[L] = (A[L] > 0.5)", "The class comes from A[L], but cost and gradients need A[L] itself.",
      .result(.A) { $0.isOutput ? $0.value.map { $0 > 0.5 ? 1 : 0 } : nil }),
  ]

  /// dZ where the activation was applied twice, forward and backward.
  private static func throughTwice(_ site: MistakeSite) -> Matrix? {
    guard let z = site.Z(site.layer), let twice = site.A(site.layer) else { return nil }
    let once = site.activation.value(of: z)
    // Where dZ is A - Y, the equation has no dA. Then dA comes from the loss.
    guard let gradient = site.isFittingOutput ? site.scene.Y.flatMap({ site.network.loss.gradientByA(twice, $0) }) : site.operands.first else {
      return nil
    }
    if site.activation.isElementwise {
      return Matrix.times(gradient, site.activation.derivative(at: once)).flatMap { Matrix.times($0, site.activation.derivative(at: z)) }
    }
    return Matrix.throughSoftmax(gradient, twice).flatMap { Matrix.throughSoftmax($0, once) }
  }
}

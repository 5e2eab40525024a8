extension Mistakes {
  /// Mistakes in dW_l = 1/m dZ_l @ A_{l-1}ᵀ.
  static let weightGradients: [Mistake] =
    scaled(.dW, "dW", right: "1/m * dZ[l] @ A[l-1].T", bare: "dZ[l] @ A[l-1].T") + [
      Mistake(
        "dW-transposed", "the product of dW in the wrong order", "dW[l] = 1/m * A[l-1] @ dZ[l].T",
        "dW[l] has the shape of W[l]: 1/m * dZ[l] @ A[l-1].T. This is its transpose.",
        .result(.dW) { $0.value.transposed() }),
      Mistake(
        "dW-reads-X", "X in place of A of the layer before, in dW", "dW[l] = 1/m * dZ[l] @ X.T", "The input of layer [l] is A[l-1]: 1/m * dZ[l] @ A[l-1].T.",
        .operand(.dW, .input) { $0.layer > 1 ? $0.scene.X : nil }),
      Mistake(
        "dW-reads-Z", "Z for A in dW", "dW[l] = 1/m * dZ[l] @ Z[l-1].T", "The input of layer [l] is the activation A[l-1]: 1/m * dZ[l] @ A[l-1].T.",
        .operand(.dW, .input) { $0.layer > 1 ? $0.Z($0.layer - 1) : nil }),
      Mistake(
        "dW-reads-own-A", "the layer's own A in dW", "dW[l] = 1/m * dZ[l] @ A[l].T", "dW[l] needs the input of the layer: A[l-1].",
        .operand(.dW, .input) { $0.A($0.layer) }),
      Mistake(
        "dW-reads-dA", "dA for dZ in dW", "dW[l] = 1/m * dA[l] @ A[l-1].T",
        "The error goes through the activation first: dZ[l] = dA[l] * g[l]'(Z[l]), then dW[l] = 1/m * dZ[l] @ A[l-1].T.",
        .operand(.dW, .error, readsFurther: true) { $0.read(.dA, $0.layer) }),
      Mistake(
        "dW-not-transposed", "the transpose of A left out of dW", "dW[l] = 1/m * dZ[l] @ A[l-1]",
        "The product adds over the examples: 1/m * dZ[l] @ A[l-1].T. Without .T it fits only because there are as many examples as inputs.",
        .combination(.dW) { site in Matrix.checkedProduct(site.operands[0], site.operands[1])?.scaled(1 / site.examples) }),
      Mistake(
        "dW-star", "* for @ in dW", "dW[l] = 1/m * dZ[l] * A[l-1]", "The sum over the examples is the product dZ[l] @ A[l-1].T; * leaves an array (n, m).",
        .combination(.dW) { site in
          let product = Matrix.times(site.operands[0], site.operands[1])?.scaled(1 / site.examples)
          // With weights as a column, the user's array is the same. Here it is transposed, because arrays keep the shapes of layers.
          return site.scene.hasColumnWeights ? product?.transposed() : product
        }),
      Mistake(
        "dW-last-example", "the last example's gradient alone, over m", "dW[l] = 1/m * dZ[l][:, m] @ A[l-1][:, m].T",
        "A loop over the examples adds the gradients: dW += …, not dW = ….", .combination(.dW) { lastExample($0)?.scaled(1 / $0.examples) }),
      Mistake(
        "dW-last-example-whole", "the last example's gradient alone", "dW[l] = dZ[l][:, m] @ A[l-1][:, m].T",
        "dW[l] is the mean over all examples: 1/m * dZ[l] @ A[l-1].T.",
        .combination(.dW) { lastExample($0) }),
    ]

  /// dZ_l @ A_{l-1}ᵀ of the last example alone, without 1/m; nil where there are no examples.
  static func lastExample(_ site: MistakeSite) -> Matrix? {
    guard let error = site.operands[0].lastColumn, let input = site.operands[1].lastColumn else { return nil }
    return Matrix.checkedProduct(error, input, transposedRight: true)
  }

  /// Mistakes in db_l = 1/m Σ dZ_l over the examples.
  static let biasGradients: [Mistake] =
    scaled(.db, "db", right: "1/m * sum(dZ[l], axis=1, keepdims=True)", bare: "sum(dZ[l], axis=1, keepdims=True)") + [
      Mistake(
        "db-no-keepdims", "keepdims left out of db", "db[l] = 1/m * sum(dZ[l], axis=1)",
        "Without keepdims=True the sum is (n,), a row, and b minus a row becomes a square array. Write sum(dZ[l], axis=1, keepdims=True).",
        .result(.db) { $0.value.transposed() }),
      Mistake(
        "db-axis", "db summed over the wrong axis", "db[l] = 1/m * sum(dZ[l], axis=0, keepdims=True)",
        "The sum runs over the examples, axis=1, and leaves one number for each unit.",
        .combination(.db) { site in site.operands[0].reduced(.sum, axis: 0).scaled(1 / site.examples) }),
      Mistake(
        "db-axis-whole", "db summed over the wrong axis, without 1/m", "db[l] = sum(dZ[l], axis=0, keepdims=True)",
        "The sum runs over the examples, axis=1, and is divided by m: 1/m * sum(dZ[l], axis=1, keepdims=True).",
        .combination(.db) { $0.operands[0].reduced(.sum, axis: 0) }),
      Mistake(
        "db-axis-mean", "the mean over the wrong axis for db", "db[l] = mean(dZ[l], axis=0, keepdims=True)",
        "The mean runs over the examples: mean(dZ[l], axis=1, keepdims=True).",
        .combination(.db) { $0.operands[0].reduced(.mean, axis: 0) }),
      Mistake(
        "db-all", "db summed over all units", "db[l] = 1/m * sum(dZ[l])", "Every unit has its own bias: sum(dZ[l], axis=1, keepdims=True).",
        .combination(.db) { site in site.operands[0].reduced(.sum, axis: nil).scaled(1 / site.examples) }),
      Mistake(
        "db-all-whole", "db summed over all units, without 1/m", "db[l] = sum(dZ[l])",
        "Every unit has its own bias: 1/m * sum(dZ[l], axis=1, keepdims=True).",
        .combination(.db) { $0.operands[0].reduced(.sum, axis: nil) }),
      Mistake(
        "db-all-mean", "the mean over units and examples for db", "db[l] = mean(dZ[l])",
        "Every unit has its own bias: mean(dZ[l], axis=1, keepdims=True).",
        .combination(.db) { $0.operands[0].reduced(.mean, axis: nil) }),
      Mistake(
        "db-reads-dA", "dA for dZ in db", "db[l] = 1/m * sum(dA[l], axis=1, keepdims=True)",
        "The error goes through the activation first: dZ[l] = dA[l] * g[l]'(Z[l]).",
        .operand(.db, .error, readsFurther: true) { $0.read(.dA, $0.layer) }),
      Mistake(
        "db-last-example", "the last example's gradient alone in db, over m", "db[l] = 1/m * dZ[l][:, m]",
        "A loop over the examples adds the gradients: db += …, not db = ….",
        .combination(.db) { site in site.operands[0].lastColumn?.scaled(1 / site.examples) }),
      Mistake(
        "db-last-example-whole", "the last example's gradient alone in db", "db[l] = dZ[l][:, m]",
        "db[l] is the mean over all examples: 1/m * sum(dZ[l], axis=1, keepdims=True).",
        .combination(.db) { $0.operands[0].lastColumn }),
      Mistake(
        "db-not-summed", "the sum left out of db", "db[l] = 1/m * dZ[l]", "db[l] is (n, 1): 1/m * sum(dZ[l], axis=1, keepdims=True).",
        .combination(.db) { site in site.operands[0].scaled(1 / site.examples) }),
    ]

  /// Wrong factors in dW and db. `bare` is the right formula without 1/m.
  private static func scaled(_ kind: StepQuantity.Kind, _ name: String, right: String, bare: String) -> [Mistake] {
    [
      Mistake(
        "\(name)-sum-for-mean", "1/m left out of \(name)", "\(name)[l] = \(bare)",
        "J is the mean over the m examples, and so is its derivative: \(name)[l] = \(right). Without 1/m the step is m times as long.",
        .factor(kind) { $0.examples }),
      Mistake(
        "\(name)-mean-twice", "1/m used twice in \(name)", "\(name)[l] = 1/m * \(right)",
        "1/m is used once, in dW and db, and not in dZ: \(name)[l] = \(right).",
        .factor(kind) { 1 / $0.examples }),
      Mistake("\(name)-double", "a factor 2 in \(name)", "\(name)[l] = 2/m * …", "Without a factor: \(name)[l] = \(right).", .factor(kind) { _ in 2 }),
      Mistake("\(name)-half", "a factor 1/2 in \(name)", "\(name)[l] = 1/(2*m) * …", "Without a factor: \(name)[l] = \(right).", .factor(kind) { _ in 0.5 }),
      Mistake(
        "\(name)-sign", "the wrong sign of \(name)", "\(name)[l] = -1/m * …",
        "The gradient points uphill, and the update subtracts it: \(name)[l] = \(right).", .factor(kind) { _ in -1 }),
      Mistake(
        "\(name)-over-units", "the number of units for m in \(name)", "\(name)[l] = 1/n[l] * \(bare)",
        "m is the number of examples, the columns of dZ[l]: shape[1], not shape[0].",
        .factor(kind) { $0.examples / $0.units }),
      Mistake(
        "\(name)-over-inputs", "the number of inputs for m in \(name)", "\(name)[l] = 1/n[0] * \(bare)",
        "m is the number of examples, the columns of X: X.shape[1], not X.shape[0].",
        .factor(kind) { $0.examples / Double($0.network.inputs) }),
      Mistake(
        "\(name)-over-read", "the units of the layer before for m in \(name)", "\(name)[l] = 1/n[l-1] * \(bare)",
        "m is the number of examples, the columns of A[l-1]: shape[1], not shape[0].",
        .factor(kind) { $0.layer > 1 ? $0.examples / Double($0.network.units($0.layer - 1)) : 1 }),
      Mistake(
        "\(name)-alpha", "the learning rate in \(name) already", "\(name)[l] = α/m * …", "α belongs only in the update: \(name)[l] = \(right).",
        .factor(kind) { $0.scene.alpha }),
      Mistake(
        "\(name)-is-step", "the step for \(name)", "\(name)[l] = -α/m * …", "A factor -α belongs in the update, not in the gradient: \(name)[l] = \(right).",
        .factor(kind) { -$0.scene.alpha }),
      Mistake(
        "\(name)-less-one", "m - 1 for m in \(name)", "\(name)[l] = 1/(m - 1) * \(bare)", "The mean divides by m: \(name)[l] = \(right).",
        .factor(kind) { $0.examples / ($0.examples - 1) }),
    ]
  }
}

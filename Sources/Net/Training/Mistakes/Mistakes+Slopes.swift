extension Mistakes {
  /// Mistakes in the factor g_l'(Z_l) of dZ_l.
  static let slopes: [Mistake] = [
    Mistake(
      "slope-left-out", "g' left out", "dZ[l] = dA[l]", "The chain rule goes through the activation: dZ[l] = dA[l] * g[l]'(Z[l]).",
      .slope { _, z, _ in Matrix(z.shape, repeating: 1) }),
    Mistake(
      "slope-Z-for-A", "Z for A in g'", "g' = 1 - Z[l]**2 for tanh, Z[l] * (1 - Z[l]) for sigmoid",
      "g' is computed from A[l]: 1 - A[l]**2 for tanh and A[l] * (1 - A[l]) for sigmoid.",
      .slope { site, z, _ in site.isSigmoidal ? site.activation.derivative(byValue: z) : nil }),
    Mistake(
      "slope-A-for-Z", "A for Z in g'", "dZ[l] = dA[l] * g[l]'(A[l])",
      "g' is taken at the linear step: g[l]'(Z[l]). At A[l] the activation has been applied already.",
      .slope { site, _, a in site.activation.derivative(at: a) }),
    Mistake(
      "slope-is-value", "g for g'", "dZ[l] = dA[l] * A[l]", "dZ[l] needs the derivative: g[l]'(Z[l]).", .slope { _, _, a in a }),
    Mistake(
      "slope-no-square", "the square left out of g'", "g' = 1 - A[l]", "tanh' is 1 - A[l]**2; sigmoid' is A[l] * (1 - A[l]).",
      .slope { site, _, a in site.isSigmoidal ? a.map { 1 - $0 } : nil }),
    Mistake(
      "slope-plus", "plus for minus in g'", "g' = 1 + A[l]**2 for tanh, A[l] * (1 + A[l]) for sigmoid",
      "tanh' is 1 - A[l]**2; sigmoid' is A[l] * (1 - A[l]).",
      .slope { site, _, a in site.isSigmoidal ? site.activation.name == "tanh" ? a.map { 1 + $0 * $0 } : a.map { $0 * (1 + $0) } : nil }),
    Mistake(
      "slope-sign", "the terms of g' in the wrong order", "g' = A[l]**2 - 1 for tanh, A[l] * (A[l] - 1) for sigmoid",
      "tanh' is 1 - A[l]**2; sigmoid' is A[l] * (1 - A[l]): neither is under 0.",
      .slope { site, z, _ in site.isSigmoidal ? site.activation.derivative(at: z).map { -$0 } : nil }),
    Mistake(
      "slope-square-of-difference", "the square of 1 - A for g'", "g' = (1 - A[l])**2", "tanh' is 1 - A[l]**2: only A[l] is squared.",
      .slope { site, _, a in site.isSigmoidal ? a.map { (1 - $0) * (1 - $0) } : nil }),
    Mistake(
      "slope-only-square", "the 1 - left out of g'", "g' = A[l]**2", "tanh' is 1 - A[l]**2.",
      .slope { site, _, a in site.isSigmoidal ? a.map { $0 * $0 } : nil }),
    Mistake(
      "slope-twice", "g' applied twice", "dZ[l] = dA[l] * g[l]'(Z[l]) * g[l]'(Z[l])", "g' is used once: dZ[l] = dA[l] * g[l]'(Z[l]).",
      .slope { site, z, _ in site.activation.derivative(at: z).map { $0 * $0 } }),
    Mistake(
      "slope-times-Z", "Z as a factor beside g'", "dZ[l] = dA[l] * g[l]'(Z[l]) * Z[l]", "Z[l] stands only within g': dZ[l] = dA[l] * g[l]'(Z[l]).",
      .slope { site, z, _ in Matrix.times(site.activation.derivative(at: z), z) }),
    Mistake(
      "slope-is-Z", "Z for g'", "dZ[l] = dA[l] * Z[l]", "dZ[l] needs the derivative of the activation, at Z[l]: g[l]'(Z[l]).", .slope { _, z, _ in z }),
    Mistake(
      "slope-at", "@ for * before g' and within it", "dZ[l] = dA[l] @ (1 - A[l].T @ A[l]) for tanh, dA[l] @ (A[l].T @ (1 - A[l])) for sigmoid",
      "g' works entry by entry, and so does the square: dZ[l] = dA[l] * (1 - A[l]**2). With @ it fits because the inner products are (m, m).",
      .combination(.dZ) { site in
        guard site.isSigmoidal, !site.isFittingOutput, let gradient = site.operands.first, let a = site.A(site.layer),
          let across = Matrix.checkedProduct(gradient, a, transposedRight: true)
        else { return nil }
        // (dA @ A.T) @ A in place of dA @ (A.T @ A): the same, without an array (m, m).
        if site.activation.name == "sigmoid" { return Matrix.checkedProduct(across, a.map { 1 - $0 }) }
        return Matrix.checkedProduct(across, a).flatMap { Matrix.minus(gradient.reduced(.sum, axis: 1), $0) }
      }),
    Mistake(
      "slope-layer-after", "A of the layer after in g'", "g' by A[l+1]: 1 - A[l+1]**2 for tanh, A[l+1] * (1 - A[l+1]) for sigmoid",
      "g' needs the A of its own layer: 1 - A[l]**2, A[l] * (1 - A[l]).",
      .slope { site, z, _ in
        guard site.isSigmoidal, !site.isOutput, let after = site.A(site.layer + 1), after.rows == 1 || after.shape == z.shape else { return nil }
        return site.activation.derivative(byValue: after)
      }),
    Mistake(
      "slope-leaky-side", "the leaky slope on the wrong side of g'", "g' = where(Z[l] > 0, slope, 1)",
      "g' is 1 where z > 0, else the slope: where(Z[l] > 0, 1, slope).",
      .slope { site, z, _ in site.activation.slopeLeft.map { slope in z.map { $0 > 0 ? slope : 1 } } }),
    Mistake(
      "slope-relu-side", "relu's derivative on the wrong side", "g' = (Z[l] <= 0)", "relu' is 1 where Z[l] > 0, else 0.",
      .slope { site, z, _ in site.activation.name == "relu" ? z.map { $0 > 0 ? 0 : 1 } : nil }),
    Mistake(
      "slope-layer-before", "g' of the layer before", "dZ[l] = dA[l] * g[l]'(Z[l-1])", "g' is taken at the layer's own linear step: g[l]'(Z[l]).",
      .slope { site, z, _ in site.Z(site.layer - 1).flatMap { $0.shape == z.shape ? site.activation.derivative(at: $0) : nil } }),
    Mistake(
      "slope-softmax-diagonal", "the diagonal of softmax' alone", "dZ[l] = dA[l] * A[l] * (1 - A[l])",
      "An entry of a softmax depends on the whole column: dZ[l] = A[l] * (dA[l] - sum(dA[l] * A[l], axis=0)).",
      .slope { site, _, a in site.activation.name == "softmax" ? a.map { $0 * (1 - $0) } : nil }),
  ]

  /// Mistakes in dZ_l that use the derivative of another activation instead of g_l'(Z_l).
  static func otherSlopes(_ all: [any ActivationFunction]) -> [Mistake] {
    all.filter(\.isElementwise).filter { $0.name != "linear" }.flatMap { other in
      let own = Mistake(
        "slope-\(other.name)", "\(other.name)' for the layer's own derivative", "dZ[l] = dA[l] * \(other.name)'(Z[l])",
        "Layer l has another activation; use its derivative: g[l]'(Z[l]).",
        .slope { site, z, _ in site.activation.name == other.name ? nil : other.derivative(at: z) })
      guard other.derivative(byValue: Matrix(row: [0.5])) != nil else { return [own] }
      return [
        own,
        Mistake(
          "slope-\(other.name)-by-value", "\(other.name)' in its form by A, for the layer's own derivative", "dZ[l] = dA[l] * (\(writtenByValue(other)))",
          "This is the derivative of \(other.name), but layer [l] has another activation: g[l]'(Z[l]).",
          .slope { site, _, a in site.activation.name == other.name ? nil : other.derivative(byValue: a) }),
      ]
    }
  }

  private static func writtenByValue(_ activation: any ActivationFunction) -> String {
    switch activation.name {
    case "relu": "A[l] > 0"
    case "leaky_relu": "where(A[l] > 0, 1, slope)"
    default: activation.derivativeFormula.replacing(/\ba\b/, with: "A[l]")
    }
  }
}

extension MistakeSite {
  /// Whether the activation is sigmoid or tanh. Their g' is a formula in A alone.
  var isSigmoidal: Bool { activation.name == "sigmoid" || activation.name == "tanh" }
}

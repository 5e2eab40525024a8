extension Mistakes {
  /// Mistakes that use a quantity from the step before again.
  static let fromStepBefore: [Mistake] = [
    Mistake(
      "old-forward", "no new forward pass after the update", "Z, A of the step before in all gradients",
      "After W and b have changed, run forward first: gradients need the Z and A of the present parameters.",
      .result(.Z) { earlier($0)?.pass.Z($0.layer) }),
    Mistake(
      "old-A-in-dW", "an old A in dW", "dW[l] = 1/m * dZ[l] @ A[l-1].T with A[l-1] of the step before", "A[l-1] must come from the present forward pass.",
      .operand(.dW, .input) { site in site.layer > 1 ? earlier(site)?.pass.A(site.layer - 1) : nil }),
    Mistake(
      "old-A-in-dZ", "an old A in dZ", "dZ[l] = A[l] - Y with A[l] of the step before", "A[l] must come from the present forward pass.",
      .operand(.dZ, .output) { earlier($0)?.pass.A($0.layer) }),
    Mistake(
      "old-A-in-slope", "an old A in g'", "g' by A[l] of the step before", "Z[l] and A[l] must come from the present forward pass.",
      .slope { site, _, _ in earlier(site).map { site.activation.derivative(at: $0.pass.Z(site.layer)) } }),
    Mistake(
      "old-dZ", "an old dZ carried back", "dA[l] = W[l+1].T @ dZ[l+1] with dZ[l+1] of the step before", "dZ[l+1] must come from the present pass.",
      .operand(.dA, .error) { site in site.isOutput ? nil : earlier(site)?.pass.dZ(site.layer + 1) }),
    Mistake(
      "old-A-in-J", "the cost of the step before", "J with A[L] of the step before", "After the update run forward first, then compute J.",
      .result(.J) { site in earlier(site)?.pass.cost.map { Matrix(row: [$0]) } }),
    Mistake(
      "dW-accumulated", "dW of the step before added", "dW[l] = dW[l] + 1/m * dZ[l] @ A[l-1].T",
      "Every step begins from 0: dW[l] = 1/m * dZ[l] @ A[l-1].T, without the old dW[l].",
      .result(.dW) { site in
        earlier(site).flatMap { $0.pass.dW(site.layer).shape == site.value.shape ? Matrix.plus(site.value, $0.pass.dW(site.layer)) : nil }
      }),
    Mistake(
      "db-accumulated", "db of the step before added", "db[l] = db[l] + 1/m * sum(dZ[l], axis=1, keepdims=True)",
      "Every step begins from 0: db[l] = 1/m * sum(dZ[l], axis=1, keepdims=True), without the old db[l].",
      .result(.db) { site in
        earlier(site).flatMap { $0.pass.db(site.layer).shape == site.value.shape ? Matrix.plus(site.value, $0.pass.db(site.layer)) : nil }
      }),
    Mistake(
      "dW-not-renewed", "dW of the step before", "dW[l] of the step before", "Run backward again after every forward.",
      .result(.dW) { earlier($0)?.pass.dW($0.layer) }),
    Mistake(
      "db-not-renewed", "db of the step before", "db[l] of the step before", "Run backward again after every forward.",
      .result(.db) { earlier($0)?.pass.db($0.layer) }),
  ]

  private static func earlier(_ site: MistakeSite) -> Earlier? { site.step.earlier }

  /// Mistakes in the updates W_l = W_l - α dW_l and b_l = b_l - α db_l.
  static let updates: [Mistake] = updates(.W, "W") + updates(.b, "b")

  private static func updates(_ kind: StepQuantity.Kind, _ name: String) -> [Mistake] {
    /// The parameter plus the gradient times a factor, which depends on α.
    func moved(_ factor: @escaping @Sendable (Double) -> Double) -> Mistake.Change {
      .combination(kind) { site in
        Matrix.broadcast(site.operands[0], site.operands[1]) { [factor = factor(site.scene.alpha)] in $0 + factor * $1 }
      }
    }
    let right = "\(name)[l] = \(name)[l] - α * {step \(name)}"
    return [
      Mistake(
        "\(name)-uphill", "the update of \(name) with a plus", "\(name)[l] = \(name)[l] + α * {step \(name)}",
        "The gradient points uphill, so a step subtracts: \(right).", moved { $0 }),
      Mistake(
        "\(name)-no-alpha", "the learning rate left out", "\(name)[l] = \(name)[l] - {step \(name)}", "α is a factor of the step: \(right).",
        moved { _ in -1 }),
      Mistake(
        "\(name)-alpha-squared", "the learning rate applied twice", "\(name)[l] = \(name)[l] - α * α * {step \(name)}", "α is used once: \(right).",
        moved { -$0 * $0 }),
      Mistake(
        "\(name)-twice", "the update made twice", "\(name)[l] = \(name)[l] - 2 * α * {step \(name)}", "Make one update for each backward pass: \(right).",
        moved { -2 * $0 }),
      Mistake(
        "\(name)-not-updated", "the update left out", "\(name)[l] stays", "Every parameter is updated: \(right).", moved { _ in 0 }),
      Mistake(
        "\(name)-only-step", "the old value left out of the update", "\(name)[l] = -α * {step \(name)}", "The step is added to the old value: \(right).",
        .combination(kind) { site in site.operands[1].scaled(-site.scene.alpha) }),
      Mistake(
        "\(name)-is-gradient", "the {direction} for the parameter", "\(name)[l] = {step \(name)}", "\(right).", .combination(kind) { $0.operands[1] }),
      Mistake(
        "\(name)-by-alpha", "a division by the learning rate", "\(name)[l] = \(name)[l] - {step \(name)} / α", "α is a factor of the step: \(right).",
        moved { -1 / $0 }),
    ]
  }
}

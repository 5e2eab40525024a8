/// Mistakes with batches, with the decay of the learning rate and with clipping. They apply after a `train` that uses them.
extension Mistakes {
  static let batches: [Mistake] = [
    Mistake(
      "batch-mean-over-m", "the mean over all m for that of the batch", "dW[l] = 1/m * dZ[l] @ A[l-1].T with m of all examples",
      "The sum runs over the examples of the batch, so it is divided by their number: size(batch).",
      .factor(.dW) { $0.shareOfBatch }, .factor(.db) { $0.shareOfBatch }),
    Mistake(
      "batch-Y-not-shuffled", "X shuffled, but not Y", "X[:, permutation] with Y in its old order",
      "An example and its target keep together: shuffle X and Y by the same permutation.",
      targets: { site in site.inOrder.map { site.scene.all.Y.map($0) } ?? nil }),
    Mistake(
      "batch-X-not-shuffled", "Y shuffled, but not X", "Y[:, permutation] with X in its old order",
      "An example and its target keep together: shuffle X and Y by the same permutation.",
      inputs: { site in site.inOrder.map { $0(site.scene.all.X) } }),
    Mistake(
      "batch-not-shuffled", "the batch cut without shuffling", "X[:, batch] in the order of the columns",
      "Each time through the data draws a permutation, and the batches are cut from the shuffled columns.",
      changes: inputChanges { site in site.inOrder.map { $0(site.scene.all.X) } }
        + targetChanges { site in site.inOrder.map { site.scene.all.Y.map($0) } ?? nil }),
    Mistake(
      "batch-penalty-by-batch", "the penalty divided by the size of the batch", "dW[l] = … + lambda/size(batch) * W[l]",
      "The penalty is that of the whole cost, so it has m of all examples: lambda/m * W[l].",
      .operand(.dW, .penalty) { site in
        guard site.scene.batch != nil else { return nil }
        return site.W(site.layer)?.scaled(site.network.lambda / site.examples)
      }),
    Mistake(
      "batch-last-left-out", "the last, smaller batch left out", "no step on the examples that are left over",
      "The examples that do not fill a batch make a smaller one, and it gets a step too.",
      changes: [StepQuantity.Kind.W, .b].map { kind in
        .result(kind) { site in
          guard let plan = site.scene.plan, let size = plan.plan.batch, let batch = site.scene.batch, batch.count < size else { return nil }
          return kind == .W ? site.network.layers[site.layer - 1].W : site.network.layers[site.layer - 1].b
        }
      }),
    rate("decay-by-steps", "the decay by steps in place of epochs", "alpha / (1 + R * step)", "e counts the completed times through the data, not the steps.") {
      plan, done, m in
      plan.decay == 0 || plan.batch == nil ? nil : plan.alpha / (1 + plan.decay * Double(done))
    },
    rate("decay-left-out", "the decay left out", "{P}[l] = {P}[l] - α * {step} with the first α", "With decay=R the rate falls: alpha / (1 + R * e).") {
      plan, done, m in
      plan.decay == 0 ? nil : plan.alpha
    },
    rate(
      "decay-early", "the decay one time through the data too early", "alpha / (1 + R * (e + 1))",
      "e counts the completed times through the data, so it is 0 in the first."
    ) {
      plan, done, m in plan.decay == 0 ? nil : plan.alpha / (1 + plan.decay * Double(done / plan.stepsPerEpoch(m) / plan.interval + 1))
    },
    rate("decay-without-interval", "interval left out of the decay", "alpha / (1 + R * e)", "With interval=K the decay takes floor(e / K) in place of e.") {
      plan, done, m in
      plan.decay == 0 || plan.interval == 1 ? nil : plan.alpha / (1 + plan.decay * Double(done / plan.stepsPerEpoch(m)))
    },
    rate(
      "decay-compounded", "the decay applied to the rate that had already fallen", "alpha = alpha / (1 + R * e), again and again",
      "The decay divides the first alpha each time, not the last one."
    ) {
      plan, done, m in
      if plan.decay == 0 { return nil }
      return (0...done / plan.stepsPerEpoch(m) / plan.interval).reduce(plan.alpha) { $0 / (1 + plan.decay * Double($1)) }
    },
    Mistake(
      "clip-left-out", "the clipping left out", "dW[l], db[l] with their full length", "With clip=C all gradients are multiplied by min(1, C / norm).",
      changes: [StepQuantity.Kind.dW, .db].map { kind in .factor(kind) { 1 / $0.scene.pass.clipFactor } }),
    Mistake(
      "clip-by-array", "each array clipped by its own norm", "dW[l] * min(1, C / norm(dW[l]))",
      "The norm is that of all dW and db together, and one factor serves all.",
      changes: [StepQuantity.Kind.dW, .db].map { kind in
        .result(kind) { site in
          // The factor of the right clipping is applied afterwards, so it is taken out here.
          guard let clip = site.scene.clip else { return nil }
          return site.value.scaled(min(1, clip / site.value.reduced(.norm, axis: nil).elements[0]) / site.scene.pass.clipFactor)
        }
      }),
    Mistake(
      "clip-by-entry", "each entry clipped", "maximum(minimum(dW[l], C), -C)", "The norm of all gradients together is limited, so that their direction stays.",
      changes: [StepQuantity.Kind.dW, .db].map { kind in
        .result(kind) { site in
          guard let clip = site.scene.clip else { return nil }
          return site.value.map { max(min($0, clip), -clip) / site.scene.pass.clipFactor }
        }
      }),
  ]

  /// A mistake in the learning rate of a step: W = W - rate · direction. `make` gets the plan, the number of steps that were made before, and m.
  private static func rate(
    _ id: String, _ title: String, _ formula: String, _ explanation: String, _ make: @escaping @Sendable (TrainingPlan, Int, Int) -> Double?
  ) -> Mistake {
    Mistake(
      id, title, formula, explanation,
      changes: [StepQuantity.Kind.W, .b].map { kind in
        .combination(kind) { site in
          guard let place = site.scene.plan, let rate = make(place.plan, place.done, site.scene.examples) else { return nil }
          return Matrix.broadcast(site.operands[0], site.operands[1]) { $0 - rate * $1 }
        }
      })
  }

  fileprivate static func inputChanges(_ make: @escaping @Sendable (MistakeSite) -> Matrix?) -> [Mistake.Change] {
    // Only layer 1 reads X. The other layers read what they should.
    [StepQuantity.Kind.Z, .dW].map { kind in .operand(kind, .input) { $0.layer == 1 ? make($0) : $0.A($0.layer - 1) } }
  }

  fileprivate static func targetChanges(_ make: @escaping @Sendable (MistakeSite) -> Matrix?) -> [Mistake.Change] {
    [StepQuantity.Kind.dA, .dZ].map { kind in
      var change = Mistake.Change.operand(kind, .target, make)
      change.isOfOutput = true
      return change
    }
  }
}

extension Mistake {
  /// A mistake in the inputs of a batch.
  fileprivate init(_ id: String, _ title: String, _ formula: String, _ explanation: String, inputs: @escaping @Sendable (MistakeSite) -> Matrix?) {
    self.init(id, title, formula, explanation, changes: Mistakes.inputChanges(inputs))
  }

  /// A mistake in the targets of a batch.
  fileprivate init(_ id: String, _ title: String, _ formula: String, _ explanation: String, targets: @escaping @Sendable (MistakeSite) -> Matrix?) {
    self.init(id, title, formula, explanation, changes: Mistakes.targetChanges(targets))
  }
}

extension MistakeSite {
  /// The share of the batch in all examples; 1 without a batch.
  fileprivate var shareOfBatch: Double { scene.batch.map { Double($0.count) / Double(scene.examples) } ?? 1 }

  /// Takes the columns that the batch would have without shuffling; nil where nothing is shuffled.
  fileprivate var inOrder: ((Matrix) -> Matrix)? {
    guard let place = scene.plan, let size = place.plan.batch, place.plan.shuffles, let batch = scene.batch else { return nil }
    let first = place.done % place.plan.stepsPerEpoch(scene.examples) * size
    return { $0.selectingColumns(Array(first..<first + batch.count)) }
  }
}

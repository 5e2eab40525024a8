import Glibc

/// Steps on a copy. They show how J changes.
struct Descent {
  /// J over all examples with all units, before the steps and after each step. No step follows a J that is not finite.
  private(set) var costs: [Double] = []
  /// The same without the L2 penalty.
  private(set) var losses: [Double] = []
  /// The first step that raised J, counted from 1, and the network before it; nil where J never rose.
  private(set) var rise: (step: Int, network: Network)?

  /// Makes steps with the optimizer and the averages of the network.
  /// - Parameters:
  ///   - plan: the learning rate, the batches and the clipping. Where it has batches, `generator` draws them.
  ///   - generator: draws the masks where a layer drops units.
  ///   - steps: the number of steps; nil for that of the data.
  init(
    _ network: Network, _ data: TrialData, _ plan: TrainingPlan, generator: MersenneTwister, steps: Int? = nil, pass: Pass, isStopped: () -> Bool
  ) {
    let count = steps ?? data.steps
    var current = network
    var before = network
    var sequence = StepSequence(plan, X: data.X, Y: data.Y, generator: generator)
    let usesAll = plan.usesAll(network)
    for step in 0...count {
      if usesAll { pass.descend(current, Inputs(X: data.X), Y: data.Y) } else { pass.forward(current, X: data.X, Y: data.Y, until: nil) }
      let cost = pass.cost ?? .nan
      if rise == nil, let last = costs.last, !(cost <= last) { rise = (step, before) }
      costs.append(cost)
      losses.append(pass.meanLoss ?? .nan)
      guard cost.isFinite, step < count, !isStopped() else { break }
      before = current
      if !usesAll {
        sequence.prepare(current, pass)
        sequence.descend(current, pass)
      } else if let clip = plan.clip {
        pass.clip(to: clip)
      }
      sequence.update(&current, pass)
    }
  }

  var start: Double { costs[0] }
  var end: Double { costs[costs.count - 1] }
  /// The amount by which J fell. It is -inf where the last J is not finite.
  var fall: Double { end.isFinite ? start - end : -.infinity }

  /// The mean of J over the last fifth of the steps. Steps that draw batches or masks make J go up and down. It is infinite where a J is not finite.
  var settledCost: Double { Self.settled(costs) }
  /// The same of the mean loss, without the L2 penalty.
  var settledLoss: Double { Self.settled(losses) }

  private static func settled(_ values: [Double]) -> Double {
    let last = values.suffix(max(1, values.count / 5))
    let mean = last.reduce(0, +) / Double(last.count)
    return mean.isFinite ? mean : .infinity
  }

  /// Whether J ends no lower than it began, or fell at first and then grows at each of the last steps.
  var hasFailed: Bool {
    if !(end < start) { return true }
    let last = costs.suffix(DiagnosisThresholds.reboundSteps + 1)
    return zip(last, last.dropFirst()).allSatisfy { $0 < $1 } && end > DiagnosisThresholds.reboundRatio * (costs.min() ?? end)
  }

  /// Whether J has not fallen by more than rounding.
  var hasNotFallen: Bool { !(fall > DiagnosisThresholds.leastFall * abs(start)) }
}

/// The examples and the number of steps for a trial. Where all examples or all steps are too much work, there are fewer.
struct TrialData {
  let X: Matrix
  let Y: Matrix
  let steps: Int
  /// The share of the examples that are in the trial. λ times this share gives the penalty that J has over all examples.
  let share: Double
  /// The multiplications of one step.
  private let work: Int

  init(_ network: Network, X: Matrix, Y: Matrix) {
    let perExample = 3 * network.parameterCount
    let most = max(DiagnosisThresholds.leastTrialExamples, DiagnosisThresholds.workOfStep / perExample)
    if X.columns > most {
      let chosen = (0..<most).map { $0 * X.columns / most }
      (self.X, self.Y) = (X.selectingColumns(chosen), Y.selectingColumns(chosen))
    } else {
      (self.X, self.Y) = (X, Y)
    }
    share = Double(self.X.columns) / Double(max(X.columns, 1))
    work = max(1, perExample * self.X.columns)
    steps = min(DiagnosisThresholds.trialSteps, max(DiagnosisThresholds.leastTrialSteps, DiagnosisThresholds.workOfTrial / work))
  }

  /// A number of steps up to `most`, and fewer where a step is long.
  func steps(atMost most: Int) -> Int { min(most, max(DiagnosisThresholds.leastTrialSteps, DiagnosisThresholds.workOfTrial / work)) }
}

/// The slope and the curvature of J along the gradient g. g is 0 for frozen parameters, as in a step.
struct Curvature {
  /// ‖g‖ over all parameters.
  let gradientNorm: Double
  /// gᵀ H g / gᵀ g, where H is the Hessian of J; nil where g is 0 or not finite.
  ///
  /// It is computed with two passes as (∇J(θ + ε ĝ) - ∇J(θ)) · ĝ / ε, where ĝ = g / ‖g‖ and ε = 1e-5 · max(1, ‖θ‖).
  let value: Double?

  init(_ network: Network, _ data: TrialData, pass: Pass) {
    pass.descend(network, Inputs(X: data.X), Y: data.Y)
    let gradients = pass.freeGradients(network)
    let square = Self.product(gradients, gradients)
    gradientNorm = square.squareRoot()
    guard gradientNorm > 0, gradientNorm.isFinite else {
      value = nil
      return
    }
    let parameters = network.layers.flatMap { [$0.W, $0.b] }
    let epsilon = 1e-5 * max(1, Self.product(parameters, parameters).squareRoot())
    // The curvature is a property of J, so the optimizer of the network has no part in it.
    var moved = network.with(.sgd, Averages())
    moved.update(with: pass, alpha: -epsilon / gradientNorm)
    pass.descend(moved, Inputs(X: data.X), Y: data.Y)
    let slope = Self.product(pass.freeGradients(network), gradients) / gradientNorm
    value = (slope - gradientNorm) / epsilon
  }

  private static func product(_ a: [Matrix], _ b: [Matrix]) -> Double {
    zip(a, b).reduce(0) { sum, pair in zip(pair.0.elements, pair.1.elements).reduce(sum) { $0 + $1.0 * $1.1 } }
  }
}

extension Double {
  /// A positive number cut to its first decimal digit: 0.037 becomes 0.03. Other numbers stay as they are.
  ///
  /// A number that lies less than a millionth below the next digit becomes that digit, because an estimate is not more exact.
  var firstDigit: Double {
    let raised = self * (1 + 1e-6)
    guard raised > 0, raised.isFinite else { return self }
    let exponent = Int(log10(raised).rounded(.down))
    let digit = max(1, min(9, Int((raised / pow(10, Double(exponent))).rounded(.down))))
    return Double("\(digit)e\(exponent)") ?? self
  }
}

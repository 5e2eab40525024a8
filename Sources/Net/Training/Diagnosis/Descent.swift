import Glibc

/// Steps of gradient descent on a copy, to see what J does.
struct Descent {
  /// J before the steps and after each; what comes after a J that is not finite is not made.
  private(set) var costs: [Double] = []
  /// The first step, from 1, that raised J, and the network before it.
  private(set) var rise: (step: Int, network: Network)?

  init(_ network: Network, _ data: TrialData, alpha: Double, pass: Pass, isStopped: () -> Bool) {
    var current = network
    var before = network
    for step in 0...data.steps {
      pass.descend(current, X: data.X, Y: data.Y)
      let cost = pass.cost ?? .nan
      if rise == nil, let last = costs.last, !(cost <= last) { rise = (step, before) }
      costs.append(cost)
      guard cost.isFinite, step < data.steps, !isStopped() else { break }
      before = current
      current.update(with: pass, alpha: alpha)
    }
  }

  var start: Double { costs[0] }
  var end: Double { costs[costs.count - 1] }
  /// How far J came down; NaN and infinity are no fall.
  var fall: Double { end.isFinite ? start - end : -.infinity }

  /// J ends no lower than it began, or it fell and grows now, step after step.
  var hasFailed: Bool {
    if !(end < start) { return true }
    let last = costs.suffix(DiagnosisThresholds.reboundSteps + 1)
    return zip(last, last.dropFirst()).allSatisfy { $0 < $1 } && end > DiagnosisThresholds.reboundRatio * (costs.min() ?? end)
  }

  /// J is where it was, up to rounding.
  var hasNotFallen: Bool { !(fall > DiagnosisThresholds.leastFall * abs(start)) }
}

/// The examples that a trial is made on, and its number of steps: all and the most, unless that is much work.
struct TrialData {
  let X: Matrix
  let Y: Matrix
  let steps: Int

  init(_ network: Network, X: Matrix, Y: Matrix) {
    let work = 3 * network.parameterCount
    let most = max(DiagnosisThresholds.leastTrialExamples, DiagnosisThresholds.workOfStep / work)
    if X.columns > most {
      let chosen = (0..<most).map { $0 * X.columns / most }
      (self.X, self.Y) = (X.selectingColumns(chosen), Y.selectingColumns(chosen))
    } else {
      (self.X, self.Y) = (X, Y)
    }
    let affordable = DiagnosisThresholds.workOfTrial / (work * self.X.columns)
    steps = min(DiagnosisThresholds.trialSteps, max(DiagnosisThresholds.leastTrialSteps, affordable))
  }
}

/// J's slope and curvature along its gradient g, as a step takes it: 0 where a parameter is frozen.
struct Curvature {
  /// ‖g‖ over all parameters.
  let gradientNorm: Double
  /// gᵀ H g / gᵀ g = (∇J(θ + ε ĝ) - ∇J(θ)) · ĝ / ε with ĝ = g / ‖g‖, ε = 1e-5 · max(1, ‖θ‖); nil where g is 0. Two passes.
  let value: Double?

  init(_ network: Network, _ data: TrialData, pass: Pass) {
    pass.descend(network, X: data.X, Y: data.Y)
    let gradients = Self.gradients(pass, network)
    let square = Self.product(gradients, gradients)
    gradientNorm = square.squareRoot()
    guard gradientNorm > 0, gradientNorm.isFinite else {
      value = nil
      return
    }
    let parameters = network.layers.flatMap { [$0.W, $0.b] }
    let epsilon = 1e-5 * max(1, Self.product(parameters, parameters).squareRoot())
    var moved = network
    moved.update(with: pass, alpha: -epsilon / gradientNorm)
    pass.descend(moved, X: data.X, Y: data.Y)
    let slope = Self.product(Self.gradients(pass, network), gradients) / gradientNorm
    value = (slope - gradientNorm) / epsilon
  }

  private static func gradients(_ pass: Pass, _ network: Network) -> [Matrix] {
    (1...network.depth).flatMap { [network.taken(pass.dW($0), layer: $0, isBias: false), network.taken(pass.db($0), layer: $0, isBias: true)] }
  }

  private static func product(_ a: [Matrix], _ b: [Matrix]) -> Double {
    zip(a, b).reduce(0) { sum, pair in zip(pair.0.elements, pair.1.elements).reduce(sum) { $0 + $1.0 * $1.1 } }
  }
}

extension Double {
  /// Of a positive number the first decimal digit alone: 0.037 is 0.03. What lacks a millionth of the next digit is that one: an estimate is
  /// no more exact.
  var firstDigit: Double {
    let raised = self * (1 + 1e-6)
    guard raised > 0, raised.isFinite else { return self }
    let exponent = Int(log10(raised).rounded(.down))
    let digit = max(1, min(9, Int((raised / pow(10, Double(exponent))).rounded(.down))))
    return Double("\(digit)e\(exponent)") ?? self
  }
}

/// Mistakes in the averages of an optimizer and in its step. They apply where the step is one of momentum, RMSProp or Adam.
extension Mistakes {
  static let optimizers: [Mistake] = averages + directions

  private static let averages: [Mistake] = [
    Mistake(
      "v-betas-swapped", "beta and 1 - beta swapped in v", "vd{P}[l] = {share v}vd{P}[l] + {beta v} * d{P}[l]",
      "{beta v} belongs to the old average, and it is near 1: vd{P}[l] = {v}.",
      changes: both(.v) { site, old, g, factors in mixed(factors.new, old, factors.old, g) }),
    Mistake(
      "s-betas-swapped", "beta and 1 - beta swapped in s", "sd{P}[l] = (1 - {beta s}) * sd{P}[l] + {beta s} * d{P}[l]**2",
      "{beta s} belongs to the old average, and it is near 1: sd{P}[l] = {s}.",
      changes: both(.s) { site, old, g, factors in mixed(factors.new, old, factors.old, g.map { $0 * $0 }) }),
    Mistake(
      "v-no-share", "the factor 1 - beta left out of v", "vd{P}[l] = {beta v} * vd{P}[l] + d{P}[l]",
      "This is the classic form. The average here has both factors: vd{P}[l] = {v}.",
      changes: both(.v) { site, old, g, factors in factors.new == 1 ? nil : mixed(factors.old, old, 1, g) }),
    Mistake(
      "v-with-share", "a factor 1 - beta in the classic v", "vd{P}[l] = beta * vd{P}[l] + (1 - beta) * d{P}[l]",
      "The classic form adds the whole gradient: vd{P}[l] = {v}.",
      changes: both(.v) { site, old, g, factors in factors.new == 1 ? mixed(factors.old, old, 1 - factors.old, g) : nil }),
    Mistake(
      "s-no-share", "the factor 1 - beta left out of s", "sd{P}[l] = {beta s} * sd{P}[l] + d{P}[l]**2", "s is an average: sd{P}[l] = {s}.",
      changes: both(.s) { site, old, g, factors in mixed(factors.old, old, 1, g.map { $0 * $0 }) }),
    Mistake(
      "v-restarted", "the old average left out of v", "vd{P}[l] = {share v}d{P}[l]", "v remembers earlier gradients: vd{P}[l] = {v}.",
      changes: both(.v) { site, old, g, factors in mixed(0, old, factors.new, g) }),
    Mistake(
      "s-restarted", "the old average left out of s", "sd{P}[l] = (1 - {beta s}) * d{P}[l]**2", "s remembers earlier gradients: sd{P}[l] = {s}.",
      changes: both(.s) { site, old, g, factors in mixed(0, old, factors.new, g.map { $0 * $0 }) }),
    Mistake(
      "v-is-gradient", "the new gradient alone as v", "vd{P}[l] = d{P}[l]", "v is an average and remembers earlier gradients: vd{P}[l] = {v}.",
      changes: both(.v) { site, old, g, factors in factors.new == 1 ? nil : mixed(0, old, 1, g) }),
    Mistake(
      "s-is-square", "the square of the new gradient alone as s", "sd{P}[l] = d{P}[l]**2", "s is an average and remembers earlier squares: sd{P}[l] = {s}.",
      changes: both(.s) { site, old, g, factors in mixed(0, old, 1, g.map { $0 * $0 }) }),
    Mistake(
      "v-not-updated", "the old v used", "vd{P}[l] stays", "Each step makes a new v before it changes {P}[l].",
      changes: both(.v) { site, old, g, factors in old }),
    Mistake(
      "v-of-squares", "the square of the gradient in v", "vd{P}[l] = {beta v} * vd{P}[l] + {share v}d{P}[l]**2",
      "v averages the gradients themselves, with their signs: vd{P}[l] = {v}.",
      changes: both(.v) { site, old, g, factors in mixed(factors.old, old, factors.new, g.map { $0 * $0 }) }),
    Mistake(
      "s-no-square", "the square left out of s", "sd{P}[l] = {beta s} * sd{P}[l] + (1 - {beta s}) * d{P}[l]", "s averages the squares: sd{P}[l] = {s}.",
      changes: both(.s) { site, old, g, factors in mixed(factors.old, old, factors.new, g) }),
    Mistake(
      "s-absolute", "absolute gradients in s", "sd{P}[l] = {beta s} * sd{P}[l] + (1 - {beta s}) * abs(d{P}[l])", "s averages the squares: sd{P}[l] = {s}.",
      changes: both(.s) { site, old, g, factors in mixed(factors.old, old, factors.new, g.map(abs)) }),
    Mistake(
      "betas-exchanged", "beta1 and beta2 exchanged", "vd{P}[l] = beta2 * vd{P}[l] + …, sd{P}[l] = beta1 * sd{P}[l] + …",
      "beta1 belongs to v, the average of gradients, and beta2 to s, the average of squares.",
      changes: both(.v) { site, old, g, factors in exchanged(site).map { mixed($0.s, old, 1 - $0.s, g) } ?? nil }
        + both(.s) { site, old, g, factors in exchanged(site).map { mixed($0.v, old, 1 - $0.v, g.map { $0 * $0 }) } ?? nil }),
    Mistake(
      "averages-after-update", "the averages made of the updated weights' gradients", "vdW[l], sdW[l] of dW[l] after the update of W[l]",
      "The averages take the gradient of the present step, before W[l] changes. Update them first, then W[l].",
      changes: [StepQuantity.Kind.vdW, .sdW, .vdb, .sdb].map { kind in .operand(kind, .gradient) { later($0, isBias: kind == .vdb || kind == .sdb) } }),
    Mistake(
      "sdb-of-dW", "dW in the average of b's squares", "sdb[l] = {beta s} * sdb[l] + (1 - {beta s}) * dW[l]**2",
      "The average for b[l] takes db[l]: sdb[l] = {s b}.", .operand(.sdb, .gradient) { $0.read(.dW, $0.layer) }),
    Mistake(
      "vdb-of-dW", "dW in the average for b", "vdb[l] = {beta v} * vdb[l] + {share v}dW[l]", "The average for b[l] takes db[l]: vdb[l] = {v b}.",
      .operand(.vdb, .gradient) { $0.read(.dW, $0.layer) }),
    Mistake(
      "sdW-of-db", "db in the average of W's squares", "sdW[l] = {beta s} * sdW[l] + (1 - {beta s}) * db[l]**2",
      "The average for W[l] takes dW[l]: sdW[l] = {s W}.", .operand(.sdW, .gradient) { $0.read(.db, $0.layer) }),
    Mistake(
      "vdW-of-db", "db in the average for W", "vdW[l] = {beta v} * vdW[l] + {share v}db[l]", "The average for W[l] takes dW[l]: vdW[l] = {v W}.",
      .operand(.vdW, .gradient) { $0.read(.db, $0.layer) }),
  ]

  private static let directions: [Mistake] = [
    direction(
      "no-correction", "the bias correction left out", "{P}[l] = {P}[l] - α * vd{P}[l] / (sqrt(sd{P}[l]) + epsilon)",
      "The averages began at 0. Divide them by 1 - beta1**k and 1 - beta2**k."
    ) { $0.isAdam ? $0.step(1, 1) : nil },
    direction(
      "no-correction-of-v", "the bias correction of v left out", "{P}[l] = {P}[l] - α * vd{P}[l] / (sqrt(sd{P}[l] / (1 - beta2**k)) + epsilon)",
      "v began at 0 too. Divide it by 1 - beta1**k."
    ) { $0.isAdam ? $0.step(1, $0.optimizer.correctionOfS($0.k)) : nil },
    direction(
      "no-correction-of-s", "the bias correction of s left out", "{P}[l] = {P}[l] - α * vd{P}[l] / (1 - beta1**k) / (sqrt(sd{P}[l]) + epsilon)",
      "s began at 0 too. Divide it by 1 - beta2**k."
    ) { $0.isAdam ? $0.step($0.optimizer.correctionOfV($0.k), 1) : nil },
    direction(
      "k-from-0", "k counted from 0 in the bias correction", "v̂ = vd{P}[l] / (1 - beta1**(k - 1))",
      "At the first step k is 1. With k = 0 the correction would be a division by 0.", explainsNotFinite: true
    ) { $0.isAdam ? $0.step($0.optimizer.correctionOfV($0.k - 1), $0.optimizer.correctionOfS($0.k - 1)) : nil },
    direction(
      "k-left-out", "the power k left out of the bias correction", "v̂ = vd{P}[l] / (1 - beta1)", "The correction has the number of the step: 1 - beta1**k."
    ) { $0.isAdam ? $0.step($0.optimizer.correctionOfV(1), $0.optimizer.correctionOfS(1)) : nil },
    direction(
      "wrong-beta-corrected", "the bias corrections with each other's beta", "v̂ = vd{P}[l] / (1 - beta2**k), ŝ = sd{P}[l] / (1 - beta1**k)",
      "v is corrected by its own beta1, and s by its own beta2."
    ) { $0.isAdam ? $0.step($0.optimizer.correctionOfS($0.k), $0.optimizer.correctionOfV($0.k)) : nil },
    direction(
      "beta1-for-both", "beta1 in both bias corrections", "ŝ = sd{P}[l] / (1 - beta1**k)", "s is corrected by its own beta2: sd{P}[l] / (1 - beta2**k)."
    ) { $0.isAdam ? $0.step($0.optimizer.correctionOfV($0.k), $0.optimizer.correctionOfV($0.k)) : nil },
    direction(
      "beta2-for-both", "beta2 in both bias corrections", "v̂ = vd{P}[l] / (1 - beta2**k)", "v is corrected by its own beta1: vd{P}[l] / (1 - beta1**k)."
    ) { $0.isAdam ? $0.step($0.optimizer.correctionOfS($0.k), $0.optimizer.correctionOfS($0.k)) : nil },
    direction(
      "no-root", "the root left out", "{P}[l] = {P}[l] - α * {dividend} / ({corrected s} + epsilon)", "The step divides by the root of s: {P}[l] - α * {step}."
    ) { $0.divided { s, epsilon in s + epsilon } },
    direction(
      "epsilon-in-root", "epsilon inside the root", "{P}[l] = {P}[l] - α * {dividend} / sqrt({corrected s} + epsilon)",
      "epsilon is added to the root: {P}[l] - α * {step}."
    ) { $0.divided { s, epsilon in (s + epsilon).squareRoot() } },
    direction("s-not-used", "s left out of the step", "{P}[l] = {P}[l] - α * {dividend}", "The step divides by the root of s: {P}[l] - α * {step}.") {
      $0.divided { _, _ in 1 }
    },
    direction(
      "v-alone", "the bias correction and s left out of the step", "{P}[l] = {P}[l] - α * vd{P}[l]",
      "This is the step of momentum. The step of adam corrects v and divides by the root of s: {P}[l] - α * {step}."
    ) { $0.isAdam ? $0.v : nil },
    direction(
      "v-not-used", "the gradient in place of its average", "{P}[l] = {P}[l] - α * d{P}[l]{divisor}",
      "The step takes the average of the gradients: {P}[l] - α * {step}."
    ) { $0.withGradient() },
    direction(
      "plain", "a step of plain gradient descent", "{P}[l] = {P}[l] - α * d{P}[l]", "The network's optimizer divides by the root of s: {P}[l] - α * {step}."
    ) { $0.optimizer.keepsS ? $0.gradient : nil },
    direction(
      "s-of-W-for-b", "the averages of W used for b", "b[l] = b[l] - α * {dividend b} / (sqrt({corrected s W}) + epsilon)",
      "b[l] has averages of its own: b[l] - α * {step b}."
    ) { $0.isBias ? $0.withAveragesOfW() : nil },
    direction(
      "nesterov-left-out", "the look ahead left out", "{P}[l] = {P}[l] - α * vd{P}[l]", "With nesterov=yes the step looks ahead: {P}[l] - α * {step}."
    ) { $0.isNesterov == true ? $0.v : nil },
    direction(
      "nesterov-added", "a look ahead that is not asked for", "{P}[l] = {P}[l] - α * ({look ahead})", "With nesterov=no the step is vd{P}[l] itself."
    ) { $0.isNesterov == false ? $0.lookAhead() : nil },
    Mistake(
      "penalty-beside-averages", "the penalty beside the averages", "W[l] = W[l] - α * ({step W} + lambda/m * W[l]) with averages of dW[l] without the penalty",
      "The penalty belongs to the gradient: dW[l] has it, and so the averages have it. What you wrote is decoupled weight decay.",
      changes: [.vdW, .sdW].map { kind in .operand(kind, .gradient) { $0.gradientWithoutPenalty } }
        + [
          .operand(.W, .gradient) { site in
            guard site.network.lambda != 0, let right = Direction(site).right, let W = site.W(site.layer) else { return nil }
            return Matrix.plus(right, W.scaled(site.network.lambda / Double(site.scene.examples)))
          }
        ]),
  ]

  // MARK: Changes

  private enum Average { case v, s }

  /// A change of an average, for W and for b. `factors` are those of the old average and of the new gradient.
  private static func both(
    _ average: Average, _ make: @escaping @Sendable (_ site: MistakeSite, _ old: Matrix, _ g: Matrix, _ factors: (old: Double, new: Double)) -> Matrix?
  ) -> [Mistake.Change] {
    (average == .v ? [StepQuantity.Kind.vdW, .vdb] : [.sdW, .sdb]).map { kind in
      .combination(kind) { site in
        let optimizer = site.network.optimizer
        guard let factors = average == .v ? optimizer.factorsOfV : optimizer.factorsOfS else { return nil }
        return make(site, site.operands[0], site.operands[1], factors)
      }
    }
  }

  private static func mixed(_ a: Double, _ one: Matrix, _ b: Double, _ other: Matrix) -> Matrix? { Matrix.broadcast(one, other) { a * $0 + b * $1 } }

  /// β1 and β2 of Adam; nil for the others.
  private static func exchanged(_ site: MistakeSite) -> (v: Double, s: Double)? {
    if case .adam(let beta1, let beta2, _) = site.network.optimizer { return (beta1, beta2) }
    return nil
  }

  /// A mistake in the direction of the step, for W and for b.
  private static func direction(
    _ id: String, _ title: String, _ formula: String, _ explanation: String, explainsNotFinite: Bool = false,
    _ make: @escaping @Sendable (Direction) -> Matrix?
  ) -> Mistake {
    let mistake = Mistake(
      "step-\(id)", title, formula, explanation,
      changes: [StepQuantity.Kind.W, .b].map { kind in
        .operand(kind, .gradient) { site in
          site.network.optimizer.keepsAverages ? make(Direction(site, isBias: kind == .b)) : nil
        }
      })
    return explainsNotFinite ? mistake.explainingNotFinite() : mistake
  }

  /// dW or db of the network after the update, on the same examples with all units.
  private static func later(_ site: MistakeSite, isBias: Bool) -> Matrix? {
    guard !site.network.dropsUnits, let pass = site.step.later else { return nil }
    return isBias ? pass.db(site.layer) : pass.dW(site.layer)
  }
}

/// The direction of a step, W = W - α · direction, made of the gradient and the averages after this step.
struct Direction {
  private let site: MistakeSite
  let isBias: Bool
  var optimizer: Optimizer { site.network.optimizer }
  /// The number of this step of the optimizer, from 1.
  var k: Int { site.network.averages.steps + 1 }

  init(_ site: MistakeSite, isBias: Bool = false) { (self.site, self.isBias) = (site, isBias) }

  var gradient: Matrix? { site.read(isBias ? .db : .dW, site.layer) }
  /// The averages after this step. They are empty, (1, 1), where the optimizer does not keep them.
  var v: Matrix? { optimizer.keepsV ? site.read(isBias ? .vdb : .vdW, site.layer) : Matrix(rows: 1, columns: 1) }
  private var s: Matrix? { optimizer.keepsS ? site.read(isBias ? .sdb : .sdW, site.layer) : Matrix(rows: 1, columns: 1) }

  var isAdam: Bool { if case .adam = optimizer { true } else { false } }
  /// Whether momentum looks ahead; nil for the others.
  var isNesterov: Bool? { if case .momentum(_, _, let isNesterov) = optimizer { isNesterov } else { nil } }

  /// The right direction.
  var right: Matrix? {
    switch optimizer {
    case .sgd: gradient
    case .momentum(_, _, let isNesterov): isNesterov ? lookAhead() : v
    case .rmsprop: divided { s, epsilon in s.squareRoot() + epsilon }
    case .adam: step(optimizer.correctionOfV(k), optimizer.correctionOfS(k))
    }
  }

  /// β v + (1 - β) g, or β v + g in the classic form.
  func lookAhead() -> Matrix? {
    guard let factors = optimizer.factorsOfV, let v, let gradient else { return nil }
    return Matrix.broadcast(v, gradient) { factors.old * $0 + factors.new * $1 }
  }

  /// Adam's direction with other corrections of the two averages.
  func step(_ first: Double, _ second: Double) -> Matrix? { divided(first, second) { s, epsilon in s.squareRoot() + epsilon } }

  /// The direction with another divisor, which is made of s and ε. It is nil where the optimizer does not divide.
  func divided(_ divisor: @escaping (Double, Double) -> Double) -> Matrix? { divided(optimizer.correctionOfV(k), optimizer.correctionOfS(k), divisor) }

  private func divided(_ first: Double, _ second: Double, _ divisor: (Double, Double) -> Double) -> Matrix? {
    guard let epsilon = optimizer.epsilon, let s, let dividend = isAdam ? v : gradient else { return nil }
    return Matrix.broadcast(dividend, s) { $0 / first / divisor($1 / second, epsilon) }
  }

  /// The direction with the gradient in place of its average.
  func withGradient() -> Matrix? {
    switch optimizer {
    case .momentum: return gradient
    case .adam:
      guard let gradient, let s, let epsilon = optimizer.epsilon else { return nil }
      let correction = optimizer.correctionOfS(k)
      return Matrix.broadcast(gradient, s) { $0 / (($1 / correction).squareRoot() + epsilon) }
    case .sgd, .rmsprop: return nil
    }
  }

  /// The direction of b with the averages of W. It has the shape of W.
  func withAveragesOfW() -> Matrix? {
    guard let epsilon = optimizer.epsilon, let s = site.read(.sdW, site.layer), let own = isAdam ? v : gradient else { return nil }
    let (first, second) = (optimizer.correctionOfV(k), optimizer.correctionOfS(k))
    return Matrix.broadcast(own, s) { $0 / first / (($1 / second).squareRoot() + epsilon) }
  }
}

extension MistakeSite {
  /// dW without the term of the L2 penalty; nil where there is no penalty.
  fileprivate var gradientWithoutPenalty: Matrix? {
    guard network.lambda != 0, let dW = read(.dW, layer), let W = W(layer) else { return nil }
    return Matrix.minus(dW, W.scaled(network.lambda / Double(scene.examples)))
  }
}

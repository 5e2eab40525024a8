import Net

/// The change of one entry of a parameter by the last step, with the averages of its optimizer.
struct ParameterUpdate: Sendable {
  /// The entry before the step.
  let before: Optimizer.Entry
  /// The entry after the step, in plain arithmetic; its parameter is that of the network.
  let after: Optimizer.Entry
  let optimizer: Optimizer
  let alpha: Double
  /// How alpha follows from that of `train`, as `0.1 / (1 + 0.5 · 4)`; nil where it is the same.
  let alphaArithmetic: String?
  let gradient: Double
  /// The number of this step of the optimizer, from 1.
  let k: Int
  let isFrozen: Bool

  /// The update of an entry of a parameter, or of one of its averages, by the step of a scene.
  /// - Parameter after: the parameter in the network after the step.
  init(_ entry: Entry, _ scene: Scene, after: Double) {
    let l = entry.quantity.layer
    let isBias = [.b, .vdb, .sdb].contains(entry.quantity.kind)
    let (row, column) = (entry.row, entry.column)
    let network = scene.network
    optimizer = network.optimizer
    alpha = scene.alpha
    alphaArithmetic = scene.plan?.alphaArithmetic(examples: scene.examples)
    gradient = isBias ? scene.pass.db(l)[row, column] : scene.pass.dW(l)[row, column]
    k = network.averages.steps + 1
    isFrozen = network.isFrozen(Entry(Quantity(isBias ? .b : .W, l), row, column))
    before = Optimizer.Entry(
      parameter: isBias ? network.layers[l - 1].b[row, column] : network.layers[l - 1].W[row, column],
      v: network.average(.gradients, layer: l, isBias: isBias)[row, column], s: network.average(.squares, layer: l, isBias: isBias)[row, column])
    var stepped = isFrozen ? before : optimizer.stepping(before, gradient: gradient, alpha: alpha, k: k)
    stepped.parameter = after
    self.after = stepped
  }

  /// The value after the step of the entry that is explained.
  func value(_ entry: Entry) -> Double {
    switch entry.quantity.average?.kind {
    case .gradients: after.v
    case .squares: after.s
    case nil: after.parameter
    }
  }

  /// The numbers by their names in JSON.
  var numbers: [(name: String, value: Double)] {
    var numbers = [("before", before.parameter), ("alpha", alpha), ("gradient", gradient)]
    if optimizer.keepsV { numbers += [("v_before", before.v), ("v", after.v)] }
    if optimizer.keepsS { numbers += [("s_before", before.s), ("s", after.s)] }
    if optimizer.keepsAverages { numbers.append(("k", Double(k))) }
    return numbers
  }

  /// The arithmetic of the update, or that of an average alone.
  func lines(_ entry: Entry, _ style: TextStyle) -> [String] {
    let isBias = [.b, .vdb, .sdb].contains(entry.quantity.kind)
    let l = entry.quantity.layer
    func name(_ kind: Quantity.Kind) -> String { Entry(Quantity(kind, l), entry.row, entry.column).name }
    func number(_ value: Double) -> String { EntryExplainer.number(value, style.digits) }
    let (parameter, g) = (name(isBias ? .b : .W), name(isBias ? .db : .dW))
    if isFrozen {
      return [
        "\(entry.name) = \(style.number(value(entry))): \(entry.quantity.average == nil ? "it" : parameter) is frozen, so the step did not change it; \(g) was \(number(gradient))"
      ]
    }
    let (v, s) = (name(isBias ? .vdb : .vdW), name(isBias ? .sdb : .sdW))
    let betas = optimizer.settings.filter { $0.name.hasPrefix("beta") }.map(\.name)
    var lines: [String] = []
    if let factors = optimizer.factorsOfV {
      let isSum = factors.new == 1 && factors.old != 0
      lines.append("\(v) after the step = \(betas[0]) · \(v) before it + \(isSum ? "" : "(1 - \(betas[0])) · ")\(g)")
      lines.append(
        "\(v) = \(number(factors.old)) · \(number(before.v)) + \(isSum ? "" : number(factors.new) + " · ")\(number(gradient)) = \(style.number(after.v))")
    }
    if entry.quantity.average?.kind == .gradients { return lines }
    if let factors = optimizer.factorsOfS {
      let beta = betas[betas.count - 1]
      let sLines = [
        "\(s) after the step = \(beta) · \(s) before it + (1 - \(beta)) · \(g)²",
        "\(s) = \(number(factors.old)) · \(number(before.s)) + \(number(factors.new)) · \(number(gradient))² = \(style.number(after.s))",
      ]
      if entry.quantity.average?.kind == .squares { return sLines }
      lines += sLines
    }
    let (w, a) = (number(before.parameter), number(alpha))
    let result = style.number(after.parameter)
    func step(_ names: String, _ numbers: String) -> [String] {
      (alphaArithmetic.map { ["alpha of this step = \($0) = \(a)"] } ?? []) + [
        "\(parameter) after the step = \(parameter) before it - alpha · \(names)", "\(parameter) = \(w) - \(a) · \(numbers) = \(result)",
      ]
    }
    switch optimizer {
    case .sgd: return lines + step(g, number(gradient))
    case .momentum(let beta, let isClassic, let isNesterov):
      if !isNesterov { return lines + step(v, number(after.v)) }
      return lines
        + (isClassic
          ? step("(\(g) + beta · \(v))", "(\(number(gradient)) + \(number(beta)) · \(number(after.v)))")
          : step(
            "(beta · \(v) + (1 - beta) · \(g))", "(\(number(beta)) · \(number(after.v)) + \(number(1 - beta)) · \(number(gradient)))"))
    case .rmsprop(_, let epsilon):
      return lines + step("\(g) / (√\(s) + epsilon)", "\(number(gradient)) / (√\(number(after.s)) + \(number(epsilon)))")
    case .adam(let beta1, let beta2, let epsilon):
      let (first, second) = (optimizer.correctionOfV(k), optimizer.correctionOfS(k))
      lines.append("v̂ = \(v) / (1 - beta1^\(k)) = \(number(after.v)) / (1 - \(number(beta1))^\(k)) = \(style.number(after.v / first))")
      lines.append("ŝ = \(s) / (1 - beta2^\(k)) = \(number(after.s)) / (1 - \(number(beta2))^\(k)) = \(style.number(after.s / second))")
      return lines + step("v̂ / (√ŝ + epsilon)", "\(number(after.v / first)) / (√\(number(after.s / second)) + \(number(epsilon)))")
    }
  }
}

extension PlannedStep {
  /// How the learning rate of the step follows from that of `train`, as `0.1 / (1 + 0.5 · 4)`. It is nil where the plan has no decay.
  func alphaArithmetic(examples: Int) -> String? {
    if plan.decay == 0 { return nil }
    return "\(NumberFormat.shortest(plan.alpha)) / (1 + \(NumberFormat.shortest(plan.decay)) · \(plan.decays(beforeStep: done, examples: examples)))"
  }
}

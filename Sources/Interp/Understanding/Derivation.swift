import Net

/// The chain rule of the backward pass, one equation after the other, with the numbers of one example and one unit.
struct Derivation {
  /// One equation of the chain rule.
  struct Step: Sendable {
    /// The entry for which numbers are printed.
    let entry: Entry
    /// The right sides, from the chain rule to the shortest form: `dA2 * g2'(Z2)`, … `A2 - Y`.
    let rules: [String]
    let shape: Shape
    /// The shape in names, such as `(n1, m)`.
    let names: String
    /// The reason for the equation, or the reason why a shorter form is not allowed; nil where none is needed.
    let note: String?
    let arithmetic: EntryExplanation
    /// dA and g' of the entry, whose product the entry is. It is nil where the arithmetic already is that product.
    var chain: [Double]?

    var symbol: String { entry.quantity.name }
    /// The right side for a table: the chain rule and the shortest form.
    var rule: String { rules.count > 1 ? "\(rules[0]) = \(rules[rules.count - 1])" : rules[0] }
  }

  let scene: Scene
  let explainer: EntryExplainer
  private var network: Network { scene.network }

  init(_ scene: Scene) {
    self.scene = scene
    explainer = EntryExplainer(scene)
  }

  /// The quantities from dA of the output to `target`, in the order of the backward pass. Without a target, all of them.
  func path(to target: Quantity?) -> [Quantity] {
    let layers = (target?.layer ?? 1)...network.depth
    var path: [Quantity] = []
    for layer in layers.reversed() {
      path.append(Quantity(.dA, layer))
      if target == path.last { break }
      path.append(Quantity(.dZ, layer))
      if target == nil { path += [Quantity(.dW, layer), Quantity(.db, layer)] }
    }
    if let target, target.kind == .dW || target.kind == .db { path.append(target) }
    return path
  }

  /// The equations on the path to a target, with numbers.
  /// - Parameters:
  ///   - target: a dA, dZ, dW or db; nil for the whole pass.
  ///   - example: the example, from 0.
  ///   - unit: the unit in the layer of the target, from 0. In the layers behind it, the first unit is used.
  ///   - input: the weight of the unit, from 0, where the target is a dW.
  func steps(to target: Quantity?, example: Int, unit: Int, input: Int = 0) -> [Step] {
    path(to: target).map { quantity in
      let row = quantity.layer == target?.layer ?? 1 ? unit : 0
      let isOfExample = quantity.kind == .dA || quantity.kind == .dZ
      let entry = Entry(quantity, row, isOfExample ? example : quantity == target ? input : 0)
      let (rules, note) = rules(of: quantity)
      let (rows, columns) = quantity.symbolicShape!
      let shape = isOfExample ? Shape(network.units(quantity.layer), scene.X.columns) : shapeOfParameter(quantity)
      let names = "(\(rows.name(depth: network.depth)), \(columns.name(depth: network.depth)))"
      var step = Step(entry: entry, rules: rules, shape: shape, names: names, note: note, arithmetic: explainer.explain(entry))
      if quantity.kind == .dZ, quantity.layer == network.depth, network.lossFitsOutput, network.output.isElementwise { step.chain = chain(entry) }
      return step
    }
  }

  private func chain(_ entry: Entry) -> [Double] {
    let z = Matrix(rows: 1, columns: 1, elements: [explainer.value(Entry(Quantity(.Z, network.depth), entry.row, entry.column))])
    return [explainer.value(Entry(Quantity(.dA, network.depth), entry.row, entry.column)), network.output.derivative(at: z).elements[0]]
  }

  private func shapeOfParameter(_ quantity: Quantity) -> Shape {
    let layer = network.layers[quantity.layer - 1]
    return quantity.kind == .dW ? layer.W.shape : layer.b.shape
  }

  // MARK: Rules

  private func rules(of quantity: Quantity) -> ([String], String?) {
    let l = quantity.layer
    let isOutput = l == network.depth
    switch quantity.kind {
    case .dA where isOutput: return ([QuantityExplainer.lossDerivative(network)], "this is the derivative of one example's L = \(network.loss.formula) by a")
    case .dA where network.keep(l) < 1:
      return (["(W\(l + 1).T @ dZ\(l + 1)) * D\(l) / keep\(l)"], "forward multiplied by D\(l) / keep\(l), so backward does too")
    case .dA: return (["W\(l + 1).T @ dZ\(l + 1)"], "each unit of layer \(l + 1) sends its dz back through its own weights")
    case .dZ: return isOutput ? outputRules(l) : (["dA\(l) * g\(l)'(Z\(l))", "dA\(l) * \(slope(l))"], nil)
    case .dW:
      let mean = "1/m * dZ\(l) @ \(l == 1 ? "X" : "A\(l - 1)").T"
      if network.lambda == 0 { return ([mean], "this is a derivative of J, so it is the mean over the examples") }
      return (["\(mean) + lambda/m * W\(l)"], "this is a derivative of J: the mean over the examples, and the derivative of the L2 penalty")
    default: return (["1/m * sum(dZ\(l), axis=1, keepdims=True)"], "this is a derivative of J, and every example adds b\(l)")
    }
  }

  private func slope(_ l: Int) -> String { QuantityExplainer.byName(network.layers[l - 1].activation, l) }

  /// The chain rule at the output, and the forms after terms cancel.
  private func outputRules(_ l: Int) -> ([String], String?) {
    let (g, loss) = (network.output, network.loss)
    let (a, by) = ("A\(l)", QuantityExplainer.lossDerivative(network))
    guard g.isElementwise else {
      let jacobian = "\(a) * (dA\(l) - sum(\(a) * dA\(l), axis=0))"
      guard network.lossFitsOutput else { return ([jacobian], shortFormIsNotAllowed(l)) }
      return ([jacobian, "\(a) * (-Y/\(a) + sum(Y, axis=0))", "-Y + \(a) * sum(Y, axis=0)", "\(a) - Y"], "each column of Y sums to 1")
    }
    let chain = ["dA\(l) * g\(l)'(Z\(l))", "(\(by)) * \(slope(l))"]
    guard network.lossFitsOutput else { return (chain, shortFormIsNotAllowed(l)) }
    switch loss.name {
    case "cross_entropy":
      return (chain + ["-Y * (1 - \(a)) + (1 - Y) * \(a)", "\(a) - Y"], "\(a) and 1 - \(a) cancel, one in each term; then Y * \(a) cancels too")
    default: return (chain + ["\(a) - Y"], "the slope is 1")
    }
  }

  private func shortFormIsNotAllowed(_ l: Int) -> String {
    let partner = Activations.all.first { network.loss.isPartner(of: $0) }?.name ?? ""
    return "A\(l) - Y is not allowed here: \(network.loss.name) cancels with \(partner) only, not with \(network.output.name)"
  }
}

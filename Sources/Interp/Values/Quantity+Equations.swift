import Net

/// What the equation of a quantity depends on besides its name.
struct EquationForm {
  /// Whether the layer is the last one.
  var isOutput = false
  /// Whether the loss and the output activation together give dZ = A - Y.
  var fits = true
  /// The name of the layer's activation; empty where it is not known.
  var activation = ""
  /// Whether λ is not 0, so that J and dW have a term of the L2 penalty.
  var isPenalized = false
  /// Whether the layer drops units.
  var drops = false
  var optimizer = Optimizer.sgd

  init() {}

  /// The form for a quantity of a network. Without a network, `depth` says which layer is the last one.
  init(_ quantity: Quantity, _ network: Network?, depth: Int? = nil) {
    isOutput = quantity.layer > 0 && quantity.layer == network?.depth ?? depth
    guard let network else { return }
    fits = network.lossFitsOutput
    isPenalized = network.lambda != 0
    optimizer = network.optimizer
    guard quantity.layer > 0, quantity.layer <= network.depth else { return }
    activation = network.layers[quantity.layer - 1].activation.name
    drops = network.keep(quantity.layer) < 1
  }
}

extension Quantity {
  /// The description of how the quantity is computed, in the notes' form.
  func formula(_ form: EquationForm) -> String {
    if let equation = equation(form) { return kind == .A ? "\(equation), \(form.activation)" : equation }
    switch kind {
    case .X, .Y: return "data, an example a column"
    case .W, .b: return "parameter"
    case .D: return "mask of dropout: rand(n\(layer), m) < keep\(layer)"
    case .dA: return "derivative of each example's loss by A\(layer)"
    case .dZ: return "softmax' of Z\(layer) applied to dA\(layer)"
    case .vdW, .vdb: return "average of the gradients, which \(form.optimizer.name) does not use"
    case .sdW, .sdb: return "average of the squares of the gradients, which \(form.optimizer.name) does not use"
    case .m: return "number of examples"
    case .L: return "number of layers"
    case .n: return layer == 0 ? "input features" : "units of layer \(layer)"
    case .alpha: return "learning rate"
    case .lambda: return "weight of the L2 penalty"
    case .keep: return "share of the units of layer \(layer) that dropout keeps"
    case .keepProb: return "share of the hidden units that dropout keeps"
    case .optimizerSteps: return "steps of the optimizer"
    case .t: return "steps since init"
    case .batch: return "examples of the present gradients"
    case .Z, .A, .dW, .db, .J: return "mean of the m losses" + (form.isPenalized ? " + lambda/(2*m) * the squares of all weights" : "")
    }
  }

  /// The right side of the quantity's equation, as a user can type it. Nil for quantities that are given or have no such equation.
  func equation(_ form: EquationForm) -> String? {
    let l = layer
    let before = l == 1 ? "X" : "A\(l - 1)"
    let dropped = form.drops ? " * D\(l) / keep\(l)" : ""
    switch kind {
    case .Z: return "W\(l) @ \(before) + b\(l)"
    case .A: return "g\(l)(Z\(l))\(dropped)"
    case .dA: return form.isOutput ? nil : form.drops ? "(W\(l + 1).T @ dZ\(l + 1))\(dropped)" : "W\(l + 1).T @ dZ\(l + 1)"
    case .dZ:
      if form.isOutput { return form.fits ? "A\(l) - Y" : form.activation == "softmax" ? nil : "dA\(l) * g\(l)'(Z\(l))" }
      return "(W\(l + 1).T @ dZ\(l + 1))\(dropped) * g\(l)'(Z\(l))"
    case .dW: return "1/m * dZ\(l) @ \(before).T" + (form.isPenalized ? " + lambda/m * W\(l)" : "")
    case .db: return "1/m * sum(dZ\(l), axis=1, keepdims=True)"
    case .vdW: return form.optimizer.formulaOfV("W\(l)")
    case .vdb: return form.optimizer.formulaOfV("b\(l)")
    case .sdW: return form.optimizer.formulaOfS("W\(l)")
    case .sdb: return form.optimizer.formulaOfS("b\(l)")
    case .X, .Y, .W, .b, .D, .J, .m, .L, .n, .alpha, .lambda, .keep, .keepProb, .optimizerSteps, .t, .batch: return nil
    }
  }
}

extension Optimizer {
  /// The settings by the names under which they are typed and read.
  var settings: [(name: String, value: Double)] {
    switch self {
    case .sgd: []
    case .momentum(let beta, _, _): [("beta", beta)]
    case .rmsprop(let beta, let epsilon): [("beta", beta), ("epsilon", epsilon)]
    case .adam(let beta1, let beta2, let epsilon): [("beta1", beta1), ("beta2", beta2), ("epsilon", epsilon)]
    }
  }

  /// The statement that chooses it: `optimizer momentum beta=0.9 form=classic`.
  var statement: String { (["optimizer", name] + options).joined(separator: " ") }

  /// The options that make it, as they are typed. The form and Nesterov's look ahead are there where they are not the usual ones.
  var options: [String] {
    var options = settings.map { "\($0.name)=\(NumberFormat.shortest($0.value))" }
    if case .momentum(_, let isClassic, let isNesterov) = self {
      if isClassic { options.append("form=classic") }
      if isNesterov { options.append("nesterov=yes") }
    }
    return options
  }
}

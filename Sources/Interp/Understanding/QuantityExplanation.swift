import Net

/// Why a quantity has its formula and its shape, as `explain Q` prints it.
struct QuantityExplanation: Sendable {
  let formula: String
  /// The lines of the explanation. Each line is one thought.
  let derivation: [String]
}

/// Explains whole quantities of a session's network.
struct QuantityExplainer {
  let session: Session
  let network: Network
  /// The names of a single unit, where the user typed them. Its weights are a column.
  let spelling: UnitSpelling?
  private let shapes: ShapeEvaluator

  init(_ session: Session, _ network: Network, _ spelling: UnitSpelling? = nil) {
    (self.session, self.network, self.spelling) = (session, network, spelling)
    shapes = ShapeEvaluator(session)
  }

  /// The explanation of a whole quantity.
  func explain(_ quantity: Quantity) -> QuantityExplanation {
    let isOutput = quantity.layer == network.depth
    let g = quantity.layer > 0 ? network.layers[quantity.layer - 1].activation : nil
    var formula = quantity.formula(EquationForm(quantity, network))
    let lines: [String]
    switch quantity.kind {
    case .Z: lines = linearStep(quantity.layer)
    case .A: lines = activation(quantity.layer, g!)
    case .J:
      formula = RightEquation.equations(of: quantity, network).first.map { "J = \($0)" } ?? formula
      lines = cost()
    case .dA:
      if isOutput { formula = lossDerivative }
      lines = dA(quantity.layer, isOutput)
    case .dZ: lines = dZ(quantity.layer, isOutput, g!)
    case .dW: lines = dW(quantity.layer)
    case .db: lines = db(quantity.layer)
    case .W: lines = weights(quantity.layer)
    case .b: lines = bias(quantity.layer)
    case .X, .Y: lines = data(quantity)
    case .alpha:
      formula = "W = \(network.optimizer.update("W")), b = \(network.optimizer.update("b"))"
      lines = update()
    case .lambda:
      formula = "J = … + lambda/(2*m) * (\(RightEquation.squares(network)))"
      lines = penalty()
    case .vdW, .vdb, .sdW, .sdb: lines = average(quantity)
    case .D: lines = mask(quantity.layer)
    case .keep, .keepProb: lines = dropout(quantity)
    case .batch: lines = ["It is a row with the numbers of the examples of the present gradients, from 1. X[:, batch] are their inputs."]
    case .optimizerSteps:
      lines = [
        "It is \(network.averages.steps). Each step of momentum, rmsprop or adam adds 1, a step of sgd does not. Another optimizer and init set it to 0.",
        "adam reads it: after few steps the averages are still near 0, because they began at 0, so it divides them by 1 - beta1**k_opt and 1 - beta2**k_opt.",
      ]
    case .m, .L, .n, .t: lines = count(quantity)
    }
    guard let spelling else { return QuantityExplanation(formula: formula, derivation: lines) }
    return QuantityExplanation(formula: spelling.text(formula), derivation: lines.map(spelling.names))
  }

  /// dL/dA of the output in the notation of the notes, such as `A2 - Y`.
  static func lossDerivative(_ network: Network) -> String {
    let a = "A\(network.depth)"
    switch network.loss.name {
    case "mse": return "\(a) - Y"
    case "cross_entropy": return "-Y/\(a) + (1 - Y)/(1 - \(a))"
    default: return "-Y/\(a)"
    }
  }

  private var lossDerivative: String { Self.lossDerivative(network) }

  // MARK: Forward

  private func linearStep(_ l: Int) -> [String] {
    let before = l == 1 ? "X" : "A\(l - 1)"
    let factors = (Factor("W\(l)", weightShape(.W, l)), Factor(before, shape(.A, l - 1)))
    return product(factors.0, factors.1, turns: spelling == nil ? .neither : .left, makes: Quantity(.Z, l))
      + [
        "b\(l) is \(shape(.b, l)): broadcasting adds its one column to each of the \(examples.both) columns, along axis 1.",
        "A column is one example, a row is one unit: Z\(l)[j,i] is the sum of unit j of layer \(l) for example i. Examples do not mix here.",
      ]
  }

  private func activation(_ l: Int, _ g: any ActivationFunction) -> [String] {
    let way =
      g.isElementwise
      ? "entry by entry, so the shape stays that of Z\(l): \(shape(.A, l))"
      : "over each column: an entry depends on all \(extent(l).both) of its example, and each column sums to 1; the shape stays that of Z\(l): \(shape(.A, l))"
    let use = l == network.depth ? "It is the prediction ŷ." : "It is the input of layer \(l + 1)."
    let keep = NumberFormat.shortest(network.keep(l))
    let dropout =
      network.keep(l) == 1
      ? []
      : [
        "Dropout multiplies it by the mask D\(l) and divides by keep\(l) = \(keep). So a unit that is kept counts 1/\(keep) times, and the mean over many masks stays."
      ]
    return ["g\(l) is \(g.name), \(g.formula), taken \(way).", use] + dropout + Self.function(g)
  }

  private func cost() -> [String] {
    [
      "L is \(network.loss.name), \(network.loss.formula). It is one number for each example.",
      "J is the mean of the \(examples.both) losses, so it has 1/m, and so has every derivative of J: dW and db have it. dZ and dA, which are "
        + "derivatives of one example's L, do not have it.",
      "J is a scalar: the sum over the units of layer \(network.depth) is inside L, the sum over the examples is outside.",
    ]
      + (network.lambda == 0
        ? []
        : [
          "The last term is the L2 penalty. It grows with the squares of the weights, so J is small only where the weights are small too. b has no penalty."
        ])
  }

  private func penalty() -> [String] {
    let lambda = NumberFormat.shortest(session.state.lambda)
    let size =
      network.lambda == 0 ? [] : ["With the present weights the penalty is \(NumberFormat.significant(network.penalty(examples: session.X.columns), 4))."]
    return [
      "lambda is \(lambda), a scalar. It says how much the L2 penalty counts in J beside the mean loss. At 0 there is no penalty.",
      "The derivative of the penalty by W is lambda/m * W, which dW has as a term. So each step also takes alpha * lambda/m of each weight away.",
      "m is the number of examples. The biases have no penalty.",
    ] + size
  }

  /// What the L2 penalty adds to dW.
  private func penalty(_ l: Int) -> [String] {
    if network.lambda == 0 { return [] }
    let (gradient, weight) = spelling == nil ? ("dW\(l)[j,k]", "W\(l)[j,k]") : ("dw[k,1]", "w[k,1]")
    return [
      "The term with lambda comes from the L2 penalty of J: \(weight)**2 * lambda/(2*m) has the derivative lambda/m * \(weight), so \(gradient) gets it. Its m is the number of all examples, also in a step on a batch."
    ]
  }

  // MARK: Backward

  private func dA(_ l: Int, _ isOutput: Bool) -> [String] {
    if isOutput {
      return [
        "It is the derivative of one example's loss \(network.loss.name), L = \(network.loss.formula), by that example's a. It works entry by entry, so the shape is that of "
          + "A\(l) and Y: \(shape(.dA, l)).", ofOneExample("dA\(l)"),
      ]
    }
    return product(Factor("W\(l + 1)", shape(.W, l + 1)), Factor("dZ\(l + 1)", shape(.dZ, l + 1)), turns: .left, makes: Quantity(.dA, l))
      + [
        "Why W\(l + 1).T: forward, unit j of layer \(l) reaches every unit k of layer \(l + 1) through W\(l + 1)[k,j], down column j. Backward, the errors of the units "
          + "k come back through the same weights, so the sum runs over k, along a row of W\(l + 1).T.", ofOneExample("dA\(l)"),
      ]
  }

  private func dZ(_ l: Int, _ isOutput: Bool, _ g: any ActivationFunction) -> [String] {
    let slope = g.isElementwise ? "g\(l)' = \(g.derivativeFormula)" : "the Jacobian of softmax"
    if isOutput {
      if network.lossFitsOutput {
        let chain =
          g.isElementwise
          ? "dA\(l) * g\(l)'(Z\(l)) = (\(lossDerivative)) * \(Self.byName(g, l)); this simplifies to A\(l) - Y"
          : "-Y/A\(l) through the Jacobian of softmax: each column of Y sums to 1, and A\(l) - Y is left"
        return [
          "By the chain rule it is \(chain).", "This holds because \(network.loss.name) and \(g.name) belong together; derive dZ\(l) shows it step by step.",
          "It works entry by entry, so the shape is that of A\(l) and Y: \(shape(.dZ, l)).", ofOneExample("dZ\(l)"),
        ]
      }
      return [
        "A\(l) - Y is not allowed here: \(network.loss.name) does not cancel with \(g.name). The chain rule stays as it is: dA\(l), then \(slope).",
        "It works \(g.isElementwise ? "entry by entry" : "over each column"), so the shape is that of A\(l): \(shape(.dZ, l)).", ofOneExample("dZ\(l)"),
      ]
    }
    return product(Factor("W\(l + 1)", shape(.W, l + 1)), Factor("dZ\(l + 1)", shape(.dZ, l + 1)), turns: .left, makes: Quantity(.dA, l))
      + [
        "Why W\(l + 1).T: the sum runs over the units of layer \(l + 1), which are the rows of W\(l + 1).",
        "Why * and not @: each z gives one a, so its derivative \(slope) multiplies one entry of dA\(l): two arrays of one shape, "
          + "\(shape(.dZ, l)), entry by entry.", ofOneExample("dZ\(l)"),
      ]
  }

  private func dW(_ l: Int) -> [String] {
    let before = l == 1 ? "X" : "A\(l - 1)"
    if spelling != nil {
      return product(Factor(before, shape(.A, l - 1)), Factor("dZ\(l)", shape(.dZ, l)), turns: .right, makes: Quantity(.dW, l)) + [
        "Why dz.T: w[k,1] changes z[1,i] of every example i, by X[k,i]. So its derivative adds X[k,i] · dz[1,i] over all i. dz is transposed, so that m is the "
          + "inner dimension on both sides.", ofTheCost("dw", "w"),
      ] + penalty(l)
    }
    return product(Factor("dZ\(l)", shape(.dZ, l)), Factor(before, shape(.A, l - 1)), turns: .right, makes: Quantity(.dW, l))
      + [
        "Why \(before).T: W\(l)[j,k] is used in Z\(l)[j,i] of every example i, where \(before)[k,i] multiplies it. So its derivative adds dZ\(l)[j,i] · \(before)[k,i] over all i. "
          + "\(before) is transposed, so that m is the inner dimension on both sides.", ofTheCost("dW\(l)", "W\(l)"),
      ] + penalty(l)
  }

  private func db(_ l: Int) -> [String] {
    [
      "b\(l) is \(shape(.b, l)); Z\(l) is \(shape(.Z, l)). In Z\(l) = \(spelling == nil ? "W\(l)" : "w.T") @ \(l == 1 ? "X" : "A\(l - 1)") + b\(l) broadcasting used b\(l) once for each of the "
        + "\(examples.both) columns, along axis 1.",
      "So b\(l) is used m times, and its derivative is a sum of m terms, along that same axis: axis=1, the examples.",
      "keepdims=True keeps a column, \(shape(.db, l)), the shape of b\(l). Without it NumPy gives one dimension, here a row, and b\(l) - alpha * db\(l) "
        + "would become a square.",
      "axis=0 would add the units of one example: it gives \(SymbolicShape(rows: .one, columns: examples)), which is not the shape of b\(l).",
      ofTheCost("db\(l)", "b\(l)"),
    ]
  }

  private func ofOneExample(_ name: String) -> String {
    "\(name)[j,i] is the derivative of L, the loss of example i alone, not of J, so it has no 1/m. The 1/m comes with the sum over the examples, in dW and db."
  }

  private func ofTheCost(_ gradient: String, _ parameter: String) -> String {
    "\(gradient) is the derivative of J by each entry of \(parameter). J is the mean over the \(examples.both) examples, and the 1/m comes from it."
  }

  // MARK: Given

  private func weights(_ l: Int) -> [String] {
    if spelling != nil {
      return [
        "It has a row for each of the \(extent(l - 1).both) inputs, and one column, that of the unit: \(weightShape(.W, l)).",
        "w[k,1] goes from input k to the unit. Its derivative is dw[k,1]; dw has the same shape.",
      ] + drawn(l, "W\(l)") + stepOf(Quantity(.W, l))
    }
    return [
      "It has a row for each of the \(extent(l).both) units of layer \(l), and a column for each of the \(extent(l - 1).both) inputs of the layer: \(shape(.W, l)).",
      "W\(l)[j,k] goes from \(l == 1 ? "input" : "unit") k to unit j. Its derivative is dW\(l)[j,k]; dW\(l) has the same shape.",
    ] + drawn(l, "W\(l)") + stepOf(Quantity(.W, l))
  }

  private func bias(_ l: Int) -> [String] {
    [
      "It has one number for each of the \(extent(l).both) units of layer \(l), the same for every example: \(shape(.b, l)).",
      "It may begin at 0, because the weights already make the units different.",
    ] + stepOf(Quantity(.b, l))
  }

  private func drawn(_ l: Int, _ name: String) -> [String] {
    guard session.state.steps == 0, let start = session.state.start, start.gives(network) else { return [] }
    let scale = start.scale.map { ", scale \(NumberFormat.shortest($0))" } ?? ""
    return ["init drew it as \(start.initializer.formula)\(scale), with seed \(start.seed): W1 first, and each matrix row by row."]
  }

  private func stepOf(_ parameter: Quantity) -> [String] {
    let name = parameter.name
    let frozen = network.frozenPart(parameter).map { " Steps do not change what is frozen: \($0.description)." } ?? ""
    return ["Each step: \(name) = \(network.optimizer.update(name)).\(frozen)"]
  }

  private func data(_ quantity: Quantity) -> [String] {
    let current = session.state.data.current
    if quantity.kind == .X {
      let names =
        current.featureNames.isEmpty
        ? "" : ": " + current.featureNames.prefix(12).joined(separator: ", ") + (current.featureNames.count > 12 ? " …" : "")
      return [
        "Each column is an example, each row is a feature\(names): \(shape(.X)).",
        "A row of W1 has as many entries as a column here, so W1 @ X fits without a transpose.",
      ]
    }
    return ["It holds what A\(network.depth) should be; each column is an example: \(shape(.Y)), the shape of A\(network.depth)."]
  }

  private func update() -> [String] {
    let isDescent = network.optimizer == .sgd
    let made = session.isStraightAfterStep ? session.state.update : nil
    var lines = [
      "alpha is \(NumberFormat.shortest(session.state.alpha)), a scalar. "
        + (isDescent ? "It scales dW and db, which have the shapes of W and b." : "It scales the step of \(network.optimizer.name).")
    ]
    if let made {
      let arithmetic = made.plan?.alphaArithmetic(examples: session.X.columns)
      if arithmetic != nil || made.alpha != session.state.alpha {
        lines.append("The last step used \(arithmetic.map { "\($0) = " } ?? "")\(NumberFormat.significant(made.alpha, 6)).")
      }
      if let optimizer = made.plan?.plan.optimizer {
        lines.append("train optimizer=\(optimizer.name) made the last step; the session's own is \(session.state.optimizer.name).")
      }
    }
    lines += [
      "Why the minus: dW points to where J grows. J changes by about "
        + (isDescent
          ? "-alpha · (the sum of all squares of dW and db)."
          : "the sum of gradient · update over all entries."
            + (network.optimizer.keepsV ? " It may even grow, because the average remembers earlier gradients." : ""))
    ]
    let frozen = network.frozen.count
    if frozen > 0 {
      lines.append(
        "\(frozen) of the \(network.parameterCount) parameters \(frozen == 1 ? "is frozen: steps do not change it, and its square does" : "are frozen: steps do not change them, and their squares do") not count."
      )
    }
    if session.freshness(Quantity(.dW, 1)) == .current || made?.draw.isPlain == true {
      let step = session.stepOfGradients(network)
      var sum = 0.0
      for (parameter, after) in zip(step.before.parameters, step.after.parameters) {
        let gradient = session.workspace.gradient(of: parameter)
        if isDescent {
          let taken = network.taken(gradient, layer: parameter.layer, isBias: parameter.isBias)
          sum -= step.alpha * taken.elements.reduce(0) { $0 + $1 * $1 }
        } else {
          for index in gradient.elements.indices { sum += gradient.elements[index] * (after.value.elements[index] - parameter.value.elements[index]) }
        }
      }
      let change = NumberFormat.significant(sum, 4)
      lines.append(
        "With the \(made == nil ? "present gradients" : "gradients of the last step") this is \(change), if the slope stays the same along the step.")
    }
    return lines
  }

  private func count(_ quantity: Quantity) -> [String] {
    switch quantity.kind {
    case .m: ["It is the number of columns of X and Y: \(session.X.columns)."]
    case .L:
      [
        "It is the number of layers without the input: \(network.depth). As a function, L(A\(network.depth), Y) is the loss of each example: explain \(network.loss.name)."
      ]
    case .n: ["It is the number of rows of \(quantity.layer == 0 ? "X" : "W\(quantity.layer)"): \(network.units(quantity.layer))."]
    default: ["It is the number of steps since init: \(session.state.steps)."]
    }
  }

  // MARK: Names and shapes

  /// The dimension m.
  var examples: Extent { shapes.extent(.examples) }
  /// The dimension of the units of a layer; of the inputs for layer 0.
  func extent(_ layer: Int) -> Extent { shapes.extent(.units(layer)) }
  /// The shape of W or dW. In the names of a single unit it is a column.
  private func weightShape(_ kind: Quantity.Kind, _ layer: Int) -> SymbolicShape {
    spelling == nil ? shape(kind, layer) : shape(kind, layer).transposed
  }
  /// The shape of a quantity in names and numbers.
  func shape(_ kind: Quantity.Kind, _ layer: Int = 0) -> SymbolicShape { shapes.shape(of: Quantity(kind, layer)) }

  /// g' with the names of a layer instead of a and z: `A2 * (1 - A2)`.
  static func byName(_ g: any ActivationFunction, _ l: Int) -> String {
    let letters = Array(g.derivativeFormula)
    let text = letters.indices.map { place -> String in
      let isAlone = (place == 0 || !letters[place - 1].isLetter) && (place + 1 == letters.count || !letters[place + 1].isLetter)
      if isAlone, letters[place] == "a" { return "A\(l)" }
      if isAlone, letters[place] == "z" { return "Z\(l)" }
      return String(letters[place])
    }.joined()
    return text.contains("where") || isSum(text) ? "(\(text))" : text
  }

  /// Whether the formula has a + or - between blanks outside all brackets.
  private static func isSum(_ formula: String) -> Bool {
    var depth = 0
    for word in formula.split(separator: " ") {
      if depth == 0, word == "+" || word == "-" { return true }
      depth += word.count { $0 == "(" } - word.count { $0 == ")" }
    }
    return false
  }
}

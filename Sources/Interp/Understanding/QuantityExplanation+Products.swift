import Net

extension QuantityExplainer {
  /// An operand of a product with its shape.
  struct Factor {
    let name: String
    let shape: SymbolicShape

    init(_ name: String, _ shape: SymbolicShape) { (self.name, self.shape) = (name, shape) }

    /// The transposed operand.
    var turned: Factor { Factor(name + ".T", shape.transposed) }
  }

  /// The operand that is transposed in a product.
  enum Turn { case neither, left, right }

  /// Lines that explain the shape of a product, in names and in numbers. They also say why the other products of the two arrays are wrong.
  /// - Parameters:
  ///   - x: the left operand, not transposed.
  ///   - y: the right operand, not transposed.
  ///   - turns: the operand that the right product transposes.
  ///   - quantity: the quantity that the product gives.
  func product(_ x: Factor, _ y: Factor, turns: Turn, makes quantity: Quantity) -> [String] {
    let (left, right) = (turns == .left ? x.turned : x, turns == .right ? y.turned : y)
    let result = SymbolicShape(rows: left.shape.rows, columns: right.shape.columns)
    var lines = ["\(left.name) @ \(right.name): \(Self.struckOut(left.shape, right.shape)) -> \(result.names); \(numbers(left.shape, right.shape, result))."]
    let candidates = [(x, y), (x, y.turned), (x.turned, y), (y, x), (right.turned, left.turned)]
    for (a, b) in candidates where a.name != left.name || b.name != right.name {
      // Each product is listed once, because (x @ y).T = y.T @ x.T.
      lines.append(
        "  \(a.name.plainTurn) @ \(b.name.plainTurn): " + verdict(a, b, isTurned: a.name == right.turned.name && b.name == left.turned.name, quantity))
    }
    lines.append("  \(left.name) * \(right.name): " + entryByEntry(left, right))
    return lines
  }

  private static func struckOut(_ a: SymbolicShape, _ b: SymbolicShape) -> String {
    "\(a.striking(columns: true)) @ \(b.striking(rows: true))"
  }

  private func numbers(_ a: SymbolicShape, _ b: SymbolicShape, _ result: SymbolicShape) -> String {
    func struck(_ extent: Extent) -> String { Strike.out(extent.number.map(String.init) ?? extent.text) }
    func plain(_ extent: Extent) -> String { extent.number.map(String.init) ?? extent.text }
    return "(\(plain(a.rows)), \(struck(a.columns))) @ (\(struck(b.rows)), \(plain(b.columns))) -> \(result.numbers); the sum runs over \(a.columns.counted)"
  }

  private func verdict(_ a: Factor, _ b: Factor, isTurned: Bool, _ quantity: Quantity) -> String {
    let (inner, other) = (a.shape.columns, b.shape.rows)
    let result = SymbolicShape(rows: a.shape.rows, columns: b.shape.columns)
    if isTurned { return "fits, but gives the transpose: \(result), not the shape of \(quantity.name)" }
    if inner.name == other.name { return "fits, but gives \(result), a sum over \(inner.counted), not the shape of \(quantity.name)" }
    if inner.number == other.number {
      return "fits only because \(inner.text) = \(other.both) here: it would add over two dimensions that are not the same"
    }
    return "does not fit: \(inner.both) and \(other.both) must be equal"
  }

  private func entryByEntry(_ a: Factor, _ b: Factor) -> String {
    guard let first = a.shape.shape, let second = b.shape.shape, let result = Shape.broadcast(first, second) else {
      return "does not fit: \(a.shape.names) and \(b.shape.names) differ"
    }
    return result == first && result == second
      ? "fits, but gives \(result) entry by entry, without a sum"
      : "fits by broadcasting to \(result), but it would stretch where it should add"
  }
}

extension String {
  /// The name without a double transpose: `X.T.T` is `X`.
  fileprivate var plainTurn: String { hasSuffix(".T.T") ? String(dropLast(4)) : self }
}

extension QuantityExplainer {
  /// Lines about an activation: its derivative, where it is flat, and the effect on gradients.
  static func function(_ g: any ActivationFunction) -> [String] {
    switch g.name {
    case "sigmoid":
      ["g' = a * (1 - a) is at most 0.25, at z = 0, and under 0.01 beyond |z| = 4.6. It needs only a, and the forward pass has computed a already."]
    case "tanh": ["g' = 1 - a**2 is at most 1, at z = 0, and under 0.01 beyond |z| = 3. It needs only a, and the forward pass has computed a already."]
    case "relu": ["g' = 1 where z > 0, else 0: it lets a gradient through or stops it. At z = 0 it is 0 here."]
    case "leaky_relu": ["g' = \(g.derivativeFormula): a unit whose z is below 0 for every example still learns."]
    case "linear": ["g' = 1. Such layers one after another are one layer, W = W2 W1."]
    case _ where g.isElementwise: ["g' = \(g.derivativeFormula)."]
    default:
      [
        "Its derivative is a Jacobian, da_i/dz_k = a_i (1 where i = k, else 0) - a_i a_k: dZ_i = a_i (dA_i - sum over k of a_k dA_k).",
        "softmax', entry by entry, is only its diagonal: \(g.derivativeFormula).",
      ]
    }
  }

  /// Lines about a loss: its meaning, and the output activation that fits it.
  static func loss(_ loss: any LossFunction) -> [String] {
    let partner = Activations.all.first { loss.isPartner(of: $0) }?.name ?? ""
    let meaning: String
    switch loss.name {
    case "cross_entropy":
      meaning =
        "y and 1 - y choose a term: where y = 1 it is -log a, where y = 0 it is -log(1 - a). It is 0 where a = y, and grows without bound as a nears the wrong answer."
    case "categorical": meaning = "For a one-hot y only one term is left: -log a of the true class."
    default: meaning = "The 1/2 cancels the 2 of the derivative: dL/da = a - y."
    }
    return [
      meaning, "Its output is \(partner): together they give dZ = A - Y. With another output dZ is dA * g'(Z).",
      "It is one number for each example, and J is the mean of these m numbers.",
    ]
  }
}

import Net

/// The equations of the notes that give a computed quantity or a part of it. Each can be typed as a statement.
struct RightEquation {
  let session: Session
  let quantity: Quantity
  /// The part of the quantity.
  let place: Place
  /// The left side of the equations.
  let name: String
  /// The names of a single unit, where the user typed them.
  let spelling: UnitSpelling?

  /// - Parameters:
  ///   - typed: the left side as the user typed it.
  ///   - isResolved: whether an expression chose the layer. The text could then mean another layer later, so the name of the quantity is used.
  init(_ session: Session, _ quantity: Quantity, _ place: Place, typed: String, isResolved: Bool = false, _ spelling: UnitSpelling?) {
    (self.session, self.quantity, self.place, self.spelling) = (session, quantity, place, spelling)
    name = isResolved && place.isWhole ? quantity.name : typed
  }

  /// The equations as statements, the simplest first. It is empty where no equation gives the quantity.
  var statements: [String] { rightSides.map { "\(name) = \($0)" } }

  /// The simplest statement, such as `dW1 = 1/m * dZ1 @ X.T`; nil where there is none.
  var plainest: String? { statements.first }

  private var rightSides: [String] {
    guard let network = session.state.network else { return [] }
    let shape = try? session.shape(of: quantity)
    func part(_ equation: String, _ place: Place, _ shape: Shape?) -> String {
      place.isWhole && !place.isTransposed ? equation : "(\(equation))\(Self.suffix(place, of: shape))"
    }
    let equations = Self.equations(of: quantity, network)
    let layered = equations.map { part($0, place, shape) }
    guard let spelling else { return layered }
    // w is W1ᵀ, so in the names of the unit the equation is already transposed. A variable may have such a name; then only the names of layers work.
    var turned = place
    if place.isTransposed { (turned.isTransposed, turned.rows, turned.columns) = (false, place.columns, place.rows) }
    return equations.map { part(spelling.text($0), turned, place.isTransposed ? shape?.transposed : shape) } + layered
  }

  /// The right sides for a whole quantity, in the names of layers. It is empty for quantities that no equation gives.
  static func equations(of quantity: Quantity, _ network: Network) -> [String] {
    let l = quantity.layer
    let A = "A\(network.depth)"
    if let equation = quantity.equation(EquationForm(quantity, network)) { return [equation] }
    switch quantity.kind {
    case .dA: return [QuantityExplainer.lossDerivative(network)]
    case .dZ: return ["\(A) * (dA\(l) - sum(dA\(l) * \(A), axis=0, keepdims=True))"]
    case .J:
      let penalty = network.lambda == 0 ? "" : " + lambda/(2*m) * (\(squares(network)))"
      return means(network).map { $0 + penalty }
    default: return []
    }
  }

  /// The sum of the squares of all weights: `sum(W1**2) + sum(W2**2)`.
  static func squares(_ network: Network) -> String { (1...network.depth).map { "sum(W\($0)**2)" }.joined(separator: " + ") }

  /// The ways to write the mean of the losses.
  private static func means(_ network: Network) -> [String] {
    let (A, Z) = ("A\(network.depth)", "Z\(network.depth)")
    let mean = "1/m * sum(L(\(A), Y))"
    // Where an output is rounded to 0 or 1, the loss can only be computed from Z.
    guard network.lossFitsOutput else { return [mean] }
    switch network.loss.name {
    case "cross_entropy": return [mean, "1/m * sum(maximum(\(Z), 0) - Y * \(Z) + log1p(exp(-abs(\(Z)))))"]
    case "categorical":
      let largest = "max(\(Z), axis=0, keepdims=True)"
      return [mean, "1/m * sum(sum(Y, axis=0) * (\(largest) + log(sum(exp(\(Z) - \(largest)), axis=0, keepdims=True))) - sum(Y * \(Z), axis=0))"]
    default: return [mean]
    }
  }

  /// The index that selects the part, such as `[2,3]`, `[2,:]`, `[:,[1, 4]]` or `[2,:].T`.
  private static func suffix(_ place: Place, of shape: Shape?) -> String {
    func index(_ places: [Int]?, _ count: Int?) -> String {
      guard let places, let first = places.first, let last = places.last else { return ":" }
      if let count, count > 1, places.elementsEqual(0..<count) { return ":" }
      if places.count == 1 { return String(first + 1) }
      if places.elementsEqual(first...max(first, last)) { return "\(first + 1):\(last + 1)" }
      return "[\(places.map { String($0 + 1) }.joined(separator: ", "))]"
    }
    let part = place.isWhole ? "" : "[\(index(place.rows, shape?.rows)),\(index(place.columns, shape?.columns))]"
    return part + (place.isTransposed && !place.isEntry ? ".T" : "")
  }

  /// The first statement that is true for the present network. It is nil where none is, for example where numbers are not finite.
  /// - Parameter held: the present value of the left side.
  func holding(_ held: Value, _ context: ParserContext) -> String? {
    for (statement, right) in zip(statements, rightSides) {
      guard let value = value(of: right, context) else { continue }
      let source = SourceText(name: "hint", text: right)
      if (try? Claim.check(name, nil, held, value.value, value.expression, source)) != nil { return statement }
    }
    return nil
  }

  private func value(of text: String, _ context: ParserContext) -> (value: Value, expression: Expression)? {
    let outer = (source: session.source, warnings: session.warnings)
    defer { (session.source, session.warnings) = outer }
    session.source = SourceText(name: "hint", text: text)
    var parser = Parser(session.source, context: context)
    guard let line = try? parser.nextLine(), line.count == 1, case .expression(let expression) = line[0].kind,
      let value = try? Evaluator(session).evaluate(expression)
    else { return nil }
    return (value, expression)
  }
}

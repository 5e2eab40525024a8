import Net

/// `shape` prints the shape of every quantity, or how the shape of an expression follows.
struct ShapeCommand: Command {
  let name = "shape"
  let group = CommandGroup.network
  let usage = "shape [E] [n1=5 m=1 …]"
  let summary = "show which shape a quantity or expression has, and why"
  let details = [
    "A bare shape lists every quantity with its shape and its formula.",
    "shape E prints a tree without computing E: each part with its shape, and the rule at each operator. Dimensions that fall away are struck out.",
    "You can suppose other sizes: shape dW2 n1=5 m=1. Names work before there is a network: shape W1 @ X.",
  ]
  let cautions = [
    "Two sizes can be equal by chance, and then a wrong formula fits too. shape says so and proposes sizes that would show the mistake."
  ]
  let otherWords = ["shapes", "dimension", "dimensions", "size"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1), takesSizes: true)
  let example = CommandExample(
    "init", "shape W1 @ X",
    output: [
      "W1 @ X: (4, 400) = (n1, m)", "│  (n1, \(Strike.out("n0"))) @ (\(Strike.out("n0")), m) -> (n1, m): n0 = 2 is summed over, so it is not in the result",
      "├─ W1: (4, 2) = (n1, n0)", "└─ X: (2, 400) = (n0, m)",
    ])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    // A size may be an expression that draws. The generator is put back afterwards.
    let generator = session.state.generator
    defer { session.state.generator = generator }
    var supposed: [String: Int] = [:]
    for option in call.options {
      guard case .expression(let expression) = option.value else { continue }
      if let depth = session.state.network?.depth, let (base, layer) = Names.split(option.name), base == "n", layer > depth {
        throw Fault.noSuchLayer(Quantity(.n, layer), depth: depth).located(option.range)
      }
      supposed[option.name] = try Evaluator(session).integer(expression, option.name, in: 1...1_000_000_000)
    }
    if let expression = Arguments(call, executor).expressions.first { return executor.emit(try event(expression, executor, supposed)) }
    executor.emit(table(session, ShapeEvaluator(session, supposed: supposed)))
  }

  private func event(_ expression: Expression, _ executor: Executor, _ supposed: [String: Int]) throws(Fault) -> ShapeEvent {
    let shapes = ShapeEvaluator(executor.session, supposed: supposed)
    var tree = try shapes.tree(expression, executor.source)
    var (subject, reader) = ((expression, executor.source), shapes)
    if let reference = try shapes.reference(expression), let equation = try equation(of: reference.quantity, executor) {
      // For a quantity alone the tree shows its equation. The tree is transposed where the name means the transpose.
      subject = equation
      // The gradients of a batch follow from its examples.
      reader = ShapeEvaluator(executor.session.onBatch(of: reference.quantity), supposed: supposed)
      let right: ShapeNode
      do {
        right = try reader.tree(equation.0, equation.1)
      } catch {
        // The user did not type the equation, so the fault points at the name that the user typed.
        var fault = error
        fault.range = nil
        throw fault.located(expression.range)
      }
      tree.rule = "\(tree.text) = " + (reference.isTransposed ? "(\(right.text)).T" : right.text)
      tree.parts = [right]
    }
    let text = tree.text
    guard let (found, failure) = reader.coincidences(in: tree, subject.0, subject.1) else { return ShapeEvent(tree: tree) }
    return ShapeEvent(tree: tree, coincidence: found, failure: failure?.message, proposal: "shape \(text) \(found.options)")
  }

  private func equation(of quantity: Quantity, _ executor: Executor) throws(Fault) -> (Expression, SourceText)? {
    let network = executor.session.state.network
    guard let text = quantity.equation(EquationForm(quantity, network, depth: ShapeEvaluator.depthOfTheNotes)) else { return nil }
    let source = SourceText(name: quantity.name, text: text)
    var parser = Parser(source, context: executor.session.parserContext())
    return (try parser.wholeExpression(), source)
  }

  private func table(_ session: Session, _ evaluator: ShapeEvaluator) -> ShapeTableEvent {
    let network = session.state.network
    let rows = Quantity.all(of: network).compactMap { quantity -> ShapeTableEvent.Row? in
      if quantity.kind == .Y, session.Y == nil { return nil }
      let formula =
        quantity.kind == .J
        ? "mean over the m examples, \(network?.loss.name ?? "")" + (network?.lambda ?? 0 == 0 ? "" : ", + lambda/(2*m) * the squares of all W")
        : quantity.formula(EquationForm(quantity, network))
      guard quantity.symbolicShape != nil else {
        return ShapeTableEvent.Row(name: quantity.name, shape: nil, names: "scalar", formula: formula)
      }
      let shape = evaluator.shape(of: quantity)
      return ShapeTableEvent.Row(
        name: quantity.name, shape: shape.shape ?? Shape(0, 0), names: shape.names, formula: formula, frozen: network?.frozenPart(quantity))
    }
    guard let network else { return ShapeTableEvent(rows: rows, note: "there is no network yet; type init to make one") }
    let found = Coincidences(among: (0...network.depth).map { evaluator.extent(.units($0)) } + [evaluator.extent(.examples)])
    return ShapeTableEvent(rows: rows, note: found.isEmpty ? nil : found.lines(proposal: "shape \(found.options)")[0])
  }
}

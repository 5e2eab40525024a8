import Net

/// `derive dW1` shows the chain rule with numbers. `derive` alone lists the whole backward pass, one equation on each line.
struct DeriveCommand: Command {
  let name = "derive"
  let group = CommandGroup.understanding
  let usage = "derive [dQ | dQ[i,j]] [example=1] [unit=1]"
  let summary = "show the chain rule step by step, in symbols and with numbers"
  let details = [
    "derive dW1 starts at dA of the output layer and goes to dW1. It puts in the numbers of one example.",
    "A bare derive lists the whole backward pass, one equation a line.",
    "It works for every activation and loss, and says where dZ = A - Y does not hold.",
    "unit= chooses the unit in the layer of dQ. In the layers after it derive takes unit 1.",
  ]
  let otherWords = ["chain rule", "derivation", "proof"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 0, atMost: 1),
    options: [
      .init("example", .expression, "the example whose numbers are used, 1 by default"),
      .init("unit", .expression, "the unit in the layer of dQ, 1 by default"),
    ])
  let example = CommandExample(
    "init seed=2; forward; backward", "derive",
    output: [
      "dA2 = -Y/A2 + (1 - Y)/(1 - A2)               (n2, m) = (1, 400)  of L", "dZ2 = dA2 * g2'(Z2) = A2 - Y                 (n2, m) = (1, 400)  of L",
      "dW2 = 1/m * dZ2 @ A1.T                       (n2, n1) = (1, 4)   of J", "db2 = 1/m * sum(dZ2, axis=1, keepdims=True)  (n2, 1) = (1, 1)    of J", "...",
      "...", "...", "...",
    ])
  let isAtomic = true
  let completes = CompletionKind.gradients

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    let network = try session.network()
    let target = try arguments.expressions.first.map { (expression) throws(Fault) in try self.target(expression, executor) }
    let wanted = target?.quantity ?? Quantity(.dW, 1)
    let told: Session.Told
    do { told = try session.scene(of: wanted) } catch { throw target.map { error.located($0.range) } ?? error }
    let isOfExample = wanted.kind == .dA || wanted.kind == .dZ
    let example = try arguments.integer(option: "example", in: 1...session.X.columns) ?? (isOfExample ? target?.column : nil) ?? 1
    let unit = try arguments.integer(option: "unit", in: 1...network.units(wanted.layer)) ?? target?.unit ?? 1
    let derivation = Derivation(told.scene)
    let steps = derivation.steps(
      to: target?.quantity, example: example - 1, unit: unit - 1, input: isOfExample ? 0 : (target?.column ?? 1) - 1)
    executor.emit(DeriveEvent(steps: steps, target: target?.quantity, example: example, heading: told.heading))
  }

  /// The gradient that the expression names, with the unit and the column of its entry: `dZ1[2,3]` has unit 2 and example 3.
  private func target(_ expression: Expression, _ executor: Executor) throws(Fault) -> (quantity: Quantity, unit: Int?, column: Int?, range: SourceRange) {
    let gradients: Set<Quantity.Kind> = [.dA, .dZ, .dW, .db]
    guard let place = try Evaluator(executor.session).place(expression), case .quantity(let quantity) = place.root,
      place.isWhole || place.isEntry, gradients.contains(quantity.kind)
    else { throw Fault.derivesGradients(executor.text(expression.range)).located(expression.range) }
    try executor.session.check(quantity, in: executor.session.network())
    return (quantity, place.rows.map { $0[0] + 1 }, place.columns.map { $0[0] + 1 }, expression.range)
  }
}

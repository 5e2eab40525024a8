import Net

/// `check` tests the gradients against central differences. `check dW1 = E` tests arrays of the user.
struct CheckCommand: Command {
  let name = "check"
  let group = CommandGroup.understanding
  let usage = "check [W1 | dQ = E | dQ FILE], …"
  let summary = "test the gradients: change each weight a little and measure J"
  let details = [
    "check changes each parameter w, a number in W or b, by h = 0.00001 up and down, and measures J both times. It compares "
      + "(J(w + h) - J(w - h)) / (2 * h) with the gradient of w. check W1 does this for W1 only. It works on a copy, so your network stays as it is.",
    "The relative error is norm(difference) / (norm(first) + norm(second)). The gradients hold if it is below 0.000001.",
    "You can also test matrices of your own: check dZ2 = my_dZ2, dW2 = my_dW2. A file may replace = my_dZ2, as in check dZ2 my.npy: .npy, .npz, "
      + "or a print as match reads it. check names the first wrong matrix, from the output back to the input, and your mistake if it is a known one.",
  ]
  let cautions = [
    "In check dZ1 = W2.T @ dZ2, this dZ2 is the network's own, not yours. To test with yours, write my_dZ2 in its place.",
    "A typed number holds if the right value rounds to it: 0.051 holds for 0.05123. One digit, as in 0.05, is too few to show that a value holds.",
    "relu has no derivative at 0. So check leaves out each entry whose change moves the input of a relu to 0 or past it, and counts them.",
  ]
  let otherWords = ["gradient check", "verify", "numerical", "relative error", "finite differences"]
  let syntax = CommandSyntax(arguments: .bindings(atLeast: 0, atMost: 100))
  let example = CommandExample(
    "init seed=2; forward; backward", "check dZ2 = A2 - Y, dZ1 = W2.T @ dZ2",
    output: [
      "dZ2 holds     relative error ...", "dZ1 is wrong  relative error ...", "look at dZ1 = ...", "this mistake gives your array: g' left out, in layer 1",
    ])
  let isAtomic = true
  let completes = CompletionKind.quantities

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    try session.checkInputs(network)
    guard let Y = session.Y else { throw .noTargets() }
    let output = Shape(network.outputs, session.X.columns)
    guard Y.shape == output else { throw .targetShape(Y: Y.shape, wanted: output, sizes: network.sizes) }
    // The right sides are evaluated before any long computation.
    var own: [OwnArray] = []
    var named: [Quantity] = []
    var spelling: UnitSpelling?
    for argument in call.arguments {
      switch argument.kind {
      case .binding(let target, let value): own.append(try self.own(target, value, executor))
      case .expression(let expression):
        named.append(try parameter(expression, executor))
        spelling = spelling ?? session.spelling(of: expression)
      default: break
      }
    }
    if let first = named.first, !own.isEmpty { throw .checksEither(first) }
    // The masks are those of the present pass. Where there is none, they are those that forward would draw now.
    let check = GradientCheck(network, X: session.X, Y: Y, masks: session.masksOfCheck)
    if let cost = check.pass.cost, !cost.isFinite { throw .costNotFinite(cost) }
    if !own.isEmpty { return executor.emit(try CheckedArrays(check, executor.session, executor.sink.progress).event(own)) }
    let all = (1...network.depth).flatMap { [Quantity(.dW, $0), Quantity(.db, $0)] }
    let chosen = named.isEmpty ? all : all.filter(named.contains)
    executor.emit(try CheckedParameters(check, executor.session, executor.sink.progress).event(chosen, spelling))
  }

  /// The gradient to check. `W1` and `dW1` name the same one.
  private func parameter(_ expression: Expression, _ executor: Executor) throws(Fault) -> Quantity {
    let quantity = try self.quantity(expression, executor)
    switch quantity.kind {
    case .W, .dW: return Quantity(.dW, quantity.layer)
    case .b, .db: return Quantity(.db, quantity.layer)
    default: throw Fault.checksParameters(quantity).located(expression.range)
    }
  }

  private func own(_ target: Expression, _ value: BoundValue, _ executor: Executor) throws(Fault) -> OwnArray {
    let place = try self.place(target, executor)
    guard case .quantity(let quantity) = place.root, quantity.isComputed, place.entries == nil else {
      throw Fault.checksComputed(executor.text(target.range)).located(target.range)
    }
    let wanted = place.shape(in: try executor.session.shape(of: quantity))
    // The check uses the present parameters. An operand of an earlier pass would make a right formula look wrong.
    let name = executor.text(target.range)
    let given = try GivenArray(try executor.session.given(value, for: quantity), value.range, quantity, typed: name, wanted)
    guard given.allows(wanted) else { throw Fault.ownShape(name, given.shapeText, wanted).located(value.range) }
    return OwnArray(quantity: quantity, place: place, given: given, spelling: executor.session.spelling(of: target, executor.text(value.range)))
  }

  private func quantity(_ expression: Expression, _ executor: Executor) throws(Fault) -> Quantity {
    let place = try self.place(expression, executor)
    guard case .quantity(let quantity) = place.root, place.isWhole else {
      throw Fault.checksComputed(executor.text(expression.range)).located(expression.range)
    }
    return quantity
  }

  private func place(_ expression: Expression, _ executor: Executor) throws(Fault) -> Place {
    guard let place = try Evaluator(executor.session).place(expression), case .quantity(let quantity) = place.root else {
      throw Fault.checksComputed(executor.text(expression.range)).located(expression.range)
    }
    try executor.session.check(quantity, in: executor.session.network())
    return place
  }
}

import Net

/// `match Q = E` and `match Q FILE` find the known mistake that gives a wrong result.
struct MatchCommand: Command {
  let name = "match"
  let group = CommandGroup.understanding
  let usage = "match Q = E | match Q FILE"
  let summary = "find the known mistake that gives your wrong result"
  let details = [
    "E is an expression, typed numbers, or a print in quotes: match dW1 = \"[[0.1 0.2] [0.3 0.4]]\". FILE is .npy, .npz, or a text file with a print.",
    "match reads the prints of \(PrintedForm.names). The digits count as they are written. Among several arrays with names, it takes that of the quantity.",
    "You can ask about a part: match dW1[2,1] = 0.5. Where no single mistake fits, match tries pairs.",
    "It takes W, b and the averages of the optimizer too: directly after init it looks at how they were drawn, and directly after step or train at how they were updated.",
  ]
  let cautions = [
    "A typed number matches every value that rounds to it: 0.05 matches 0.0512. More digits make it stricter.",
    "After step or train, match compares a gradient, Z or A with the numbers from before that step. An expression for W, b or an average reads the values from "
      + "before the step too: match W1 = W1 - alpha * dW1.",
  ]
  let otherWords = ["mistake", "mistakes", "wrong", "error", "bug"]
  let syntax = CommandSyntax(arguments: .bindings(atLeast: 1, atMost: 1))
  let example = CommandExample(
    "init seed=2; forward; backward", "match dZ2 = Y - A2",
    output: [
      "dZ2 is not right: the largest difference is ...", "Y and A swapped in dZ, in layer 2: dZ2 = Y - A2", "  dZ2 = A2 - Y: ...",
      "  with this mistake the largest difference is ...", "  other mistakes give the same array here: ...",
      "  in layer 2; the wrong sign of dA, in layer 2; ...",
    ])
  let isAtomic = true
  let completes = CompletionKind.quantities

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let argument = call.arguments[0]
    guard case .binding(let target, let value) = argument.kind else { throw Fault.matchNeedsValue(executor.text(argument.range)).located(argument.range) }
    let name = executor.text(target.range)
    guard let place = try Evaluator(session).place(target), case .quantity(let quantity) = place.root, let asked = StepQuantity(quantity) else {
      throw Fault.notMatched(name).located(target.range)
    }
    var told: Session.Told
    let spelling = session.spelling(of: target, executor.text(value.range))
    let start: Start?
    do {
      told = try session.scene(of: quantity, withGradients: true)
      told.scene.hasColumnWeights = spelling != nil
      start = try session.origin(of: quantity, told.scene, name)
    } catch {
      throw error.located(target.range)
    }
    let given = try executor.session.given(value, for: quantity, in: told)
    let right = try session.shape(of: quantity)
    let array = try GivenArray(given, value.range, quantity, typed: name, place.shape(in: right))
    let search = MistakeSearch(told.scene, start: start, part: place.part(of: right)) { session.interrupt.isRequested }
    var result = search.find(asked, array)
    if result.isStopped { throw .interrupted() }
    let telling = MistakeTelling(RightEquation(session, quantity, place, typed: name, spelling))
    result.matches = result.matches.map(telling.told)
    result.closest = result.closest.map(telling.told)
    executor.emit(
      MatchEvent(
        name: name, heading: told.heading, given: array.shapeText, right: place.shape(in: right).description, scale: array.scale,
        isFinite: array.entries.isFinite, result: result))
  }
}

extension Session {
  /// How `init` drew a parameter. nil for a computed quantity, and for a parameter that the last statement updated.
  /// Throws where no known draw and no known update gives the parameter.
  func origin(of quantity: Quantity, _ scene: Scene, _ name: String) throws(Fault) -> Start? {
    guard quantity.source == .parameters || quantity.source == .averages, scene.updated == nil else { return nil }
    if quantity.source == .averages { throw .noOriginOfAverage(name) }
    guard state.steps == 0, let start = state.start, let network = state.network, start.gives(network) else { throw .noOrigin(name) }
    return start
  }
}

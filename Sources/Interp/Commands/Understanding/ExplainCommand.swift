import Net

/// `explain Q` shows the formula and shape of a quantity. `explain Q[i,j]` computes one entry as arithmetic.
struct ExplainCommand: Command {
  let name = "explain"
  let group = CommandGroup.understanding
  let usage = "explain Q | explain Q[i,j] [terms=5] [depth=1]"
  let summary = "show why a matrix or number has its formula, shape and value"
  let details = [
    "Q is the name of a quantity (dW1), of an activation (g1, tanh) or of a loss (cross_entropy). explain Q shows its formula, and why the shapes "
      + "fit. For a product it also lists other products of the same matrices, and says why each of them is wrong.",
    "explain Q[i,j] shows how one entry is computed, with the numbers put into the formula. Of a long sum it shows the 5 largest terms; terms=8 "
      + "shows 8 of them, and terms=all shows every term.",
    "depth=2 also shows how the factors in these terms are computed. depth=all goes on until only X, Y, W and b are left.",
  ]
  let cautions = [
    "After step or train, explain shows Z, A and the gradients as the last step used them, with the weights before that step. Its first line says "
      + "so. For the new weights, run forward and backward first."
  ]
  let otherWords = ["why", "how", "term", "terms", "cancel"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 1),
    options: [
      .init("terms", .word, "how many terms of each sum are shown, or all"), .init("depth", .word, "how many levels of factors are shown, or all"),
    ])
  let example = CommandExample(
    "init 2 1 weights=zeros", "forward; backward", "explain A1[1,3]",
    output: [
      "A1[1,3] = g1(Z1[1,3])", "Z1[1,3] = Σ W1[1,k] · X[k,3] + b1[1,1]", "  input 1  W1[1,1] · X[1,3]  = 0 · ...", "  input 2  W1[1,2] · X[2,3]  = 0 · ...",
      "Z1[1,3] = 0 + 0 + 0 = 0", "A1[1,3] = 1 / (1 + exp(-0)) = 0.5",
    ])
  let isAtomic = true
  let completes = CompletionKind.quantities

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    let expression = arguments.expressions[0]
    let typed = executor.text(expression.range)
    let terms = try count("terms", arguments) ?? 5
    let depth = try count("depth", arguments) ?? 1
    if let function = try function(expression, session, typed) { return executor.emit(function) }
    guard let place = try Evaluator(session).place(expression), case .quantity(let quantity) = place.root else {
      throw Fault.notExplained(typed, session).located(expression.range)
    }
    let network = try session.network()
    if quantity.kind == .Y, session.Y == nil { throw Fault.noTargets().located(expression.range) }
    let told: Session.Told
    do { told = try session.scene(of: quantity) } catch { throw error.located(expression.range) }
    let spelling = session.spelling(of: expression)
    // Shapes and counts of a step on a batch are those of the batch.
    let reader = told.scene.batch == nil ? session : session.onBatch(told)
    // alpha is explained with the step that was made.
    let explained = quantity.kind == .alpha ? session.gradientMaker(network).network : network
    let whole = QuantityExplainer(reader, explained, spelling).explain(quantity)
    var event = ExplainEvent(
      name: typed, formula: whole.formula, isRightSide: quantity.isComputed && quantity.kind != .J,
      shape: quantity.isScalar ? nil : Place(root: place.root, isTransposed: place.isTransposed).shape(in: try reader.shape(of: quantity)),
      derivation: whole.derivation, heading: told.heading)
    if let entry = try entry(place, quantity, typed, expression.range) {
      // Z and A have all examples, but those of the step have its batch only.
      if let batch = told.scene.batch, quantity.kind != .J, entry.column >= (try reader.shape(of: quantity)).columns {
        throw Fault.notInBatch(typed, entry.column + 1, of: batch.count).located(expression.range)
      }
      let explainer = EntryExplainer(told.scene)
      let explanation = explainer.explain(entry)
      event.shape = nil
      var expansions: [EntryEvent.Expansion] = []
      var known: Set<Entry> = [entry]
      try expand(explanation, explainer, levels: depth - 1, shown: executor.sink.isJSON ? nil : terms, session, &known, &expansions)
      event.entry = EntryEvent(explanation: explanation, expansions: expansions, shown: terms, update: update(entry, told.scene), spelling: spelling)
    }
    executor.emit(event)
  }

  /// An option that takes a whole number from 1, or `all`. nil where it is not given.
  private func count(_ name: String, _ arguments: Arguments) throws(Fault) -> Int? {
    guard let (word, range) = try arguments.word(option: name) else { return nil }
    // The largest Int minus 1, so that a sum with it does not overflow.
    if word == "all" { return Int.max - 1 }
    guard let count = Int(word), count >= 1, count < Int.max else { throw Fault.setting(name, word, "a whole number from 1, or all").located(range) }
    return count
  }

  /// The one entry that a place names, or nil for a whole quantity. J is one number, so it is an entry too.
  private func entry(_ place: Place, _ quantity: Quantity, _ typed: String, _ range: SourceRange) throws(Fault) -> Entry? {
    if quantity.kind == .J { return Entry(quantity, 0) }
    if place.isWhole || quantity.isScalar { return nil }
    guard let rows = place.rows, let columns = place.columns, rows.count == 1, columns.count == 1 else {
      throw Fault.explainsOneEntry(typed, quantity).located(range)
    }
    return Entry(quantity, rows[0], columns[0])
  }

  /// The update of an entry by the step that was just made: `W1[2,1] = 0.5 - 1.2 · 0.01`.
  private func update(_ entry: Entry, _ scene: Scene) -> ParameterUpdate? {
    guard entry.quantity.source == .parameters || entry.quantity.source == .averages, let updated = scene.updated else { return nil }
    // An average is not changed by a step of an optimizer that does not keep it.
    if let average = entry.quantity.average, average.kind == .gradients ? !scene.network.optimizer.keepsV : !scene.network.optimizer.keepsS { return nil }
    let layer = updated.layers[entry.quantity.layer - 1]
    let isBias = entry.quantity.kind == .b || entry.quantity.average?.isBias == true
    return ParameterUpdate(entry, scene, after: isBias ? layer.b[entry.row, 0] : layer.W[entry.row, entry.column])
  }

  /// Explains the factors of the terms in turn, each factor once. `shown` limits the terms; nil takes all of them. A limit keeps the result in memory.
  private func expand(
    _ explanation: EntryExplanation, _ explainer: EntryExplainer, levels: Int, shown: Int?, _ session: Session, _ known: inout Set<Entry>,
    _ found: inout [EntryEvent.Expansion], level: Int = 1
  ) throws(Fault) {
    guard levels > 0 else { return }
    try session.checkInterrupt()
    var part = explanation
    if let shown { part.terms = explanation.largest(shown) }
    for entry in part.entries where entry.isComputed && known.insert(entry).inserted {
      let expansion = explainer.explain(entry)
      found.append(EntryEvent.Expansion(explanation: expansion, level: level))
      guard found.count <= Self.mostExpansions else { throw .tooManyTerms(Self.mostExpansions) }
      try expand(expansion, explainer, levels: levels - 1, shown: shown, session, &known, &found, level: level + 1)
    }
  }

  private static let mostExpansions = 20_000

  // MARK: Functions

  private func function(_ expression: Expression, _ session: Session, _ typed: String) throws(Fault) -> ExplainEvent? {
    if let name = expression.plainName, let loss = Losses.named(name), session.state.variables[name] == nil {
      return ExplainEvent(name: typed, formula: "L = \(loss.formula)", shape: nil, derivation: QuantityExplainer.loss(loss), heading: nil)
    }
    var inner = expression
    if case .derivative(let base) = inner.kind { inner = base }
    guard inner.spellsActivation(session.words), let (g, _) = try Evaluator(session).activation(inner) else { return nil }
    let way =
      g.isElementwise ? "It works entry by entry, so the shape of z stays." : "It works over each column, whose entries then sum to 1. The shape of z stays."
    return ExplainEvent(
      name: typed, formula: "\(g.name)(z) = \(g.formula)", shape: nil, derivation: [way] + QuantityExplainer.function(g), heading: nil)
  }
}

extension Fault {
  fileprivate static func notInBatch(_ entry: String, _ column: Int, of size: Int) -> Fault {
    Fault(
      .index, "\(entry) is explained as the last step used it, and its batch has \(size) example\(size == 1 ? "" : "s"), so there is no column \(column)",
      hint: "forward; explain \(entry) explains it for all examples")
  }
}

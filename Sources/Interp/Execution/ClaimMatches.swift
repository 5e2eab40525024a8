import Net

/// The search for the known mistakes behind a claim that fails.
struct ClaimMatches {
  let executor: Executor

  /// The fault with the known mistakes that give the right side, and with a hint that shows the right equation.
  ///
  /// Where the search takes too long, the hint proposes `match` for it. The fault is unchanged where no mistake gives the right side, or where the
  /// passes for the search are missing.
  /// - Parameters:
  ///   - held: the value of the left side.
  ///   - isResolved: whether an expression in the name chose the layer.
  ///   - claimed: the value of the right side.
  func explain(_ fault: Fault, _ target: Expression, _ quantity: Quantity, _ held: Value, isResolved: Bool, _ claimed: Value, _ side: Expression) -> Fault {
    guard executor.session.explainsClaims, fault.kind == .claim, let matrix = claimed.asMatrix, !matrix.elements.isEmpty, let asked = StepQuantity(quantity)
    else { return fault }
    let session = executor.session
    let command = "match \(executor.text(target.range)) = \(Fault.shortened(executor.text(side.range)))"
    do {
      guard let place = try Evaluator(session).place(target) else { return fault }
      var scene = try session.scene(of: quantity, isPresent: true).scene
      let spelling = session.spelling(of: target, executor.text(side.range))
      scene.hasColumnWeights = spelling != nil
      guard MistakeSearch.workOfSingles(scene) <= MistakeSearch.workOfClaims else { return fault.proposing(command) }
      let typed = side.tolerances(session.source).flatMap { $0.count == matrix.elements.count ? Matrix(matrix.shape, elements: $0) : nil }
      let search = MistakeSearch(scene, part: place.part(of: try session.shape(of: quantity))) { session.interrupt.isRequested }
      let result = search.find(asked, GivenArray(matrix, tolerances: typed), work: MistakeSearch.quick)
      guard !result.isStopped, !result.isByChance, !result.matches.isEmpty else { return fault }
      let right = RightEquation(session, quantity, place, typed: executor.text(target.range), isResolved: isResolved, spelling)
      let matches = result.matches.map { MistakeTelling(right).told($0) }
      return fault.naming(matches, command, right: right.holding(held, executor.session.parserContext()))
    } catch {
      return fault
    }
  }
}

/// Writes the matches of a search in the names that the user typed. If the array is only transposed, it adds the right equation.
struct MistakeTelling {
  let right: RightEquation

  init(_ right: RightEquation) { self.right = right }

  /// The match in the user's names.
  func told(_ match: MistakeSearchResult.Match) -> MistakeSearchResult.Match {
    var match = right.spelling?.told(match) ?? match
    guard match.mistakes.map(\.id) == ["transposed"], let equation = right.plainest else { return match }
    let shape = try? right.session.shape(of: right.quantity)
    let turned = shape.map { right.place.shape(in: $0) }
    let kind = turned.map { $0.columns == 1 ? "a column" : $0.rows == 1 ? "a row" : "\($0)" } ?? ""
    match.mistakes[0].title += "; \(right.name) is \(kind)"
    match.mistakes[0].formula = equation
    return match
  }
}

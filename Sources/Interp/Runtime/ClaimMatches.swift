import Net

/// The mistakes behind a claim that fails.
struct ClaimMatches {
  let executor: Executor

  /// The same fault, with the mistakes that give the right side; as it is where none is known, or the scene is not there.
  func explain(_ fault: Fault, _ target: Expression, _ quantity: Quantity, _ claimed: Value, _ side: Expression) -> Fault {
    guard fault.kind == .claim, let matrix = claimed.asMatrix, !matrix.elements.isEmpty, let asked = StepQuantity(quantity) else { return fault }
    let session = executor.session
    let command = "match \(executor.text(target.range)) = \(Fault.shortened(executor.text(side.range)))"
    do {
      guard let place = try Evaluator(session).place(target) else { return fault }
      let scene = try session.scene(of: quantity, isPresent: true).scene
      guard MistakeSearch.workOfSingles(scene) <= Self.mostWork else { return fault.proposing(command) }
      let typed = side.tolerances(session.source).flatMap { $0.count == matrix.elements.count ? Matrix(matrix.shape, elements: $0) : nil }
      let search = MistakeSearch(scene, part: place.part(of: try session.shape(of: quantity))) { session.interrupt.isRequested }
      let result = search.find(asked, GivenArray(matrix, tolerances: typed), work: MistakeSearch.quick)
      return result.isStopped || result.isByChance ? fault : fault.naming(result.matches, command)
    } catch {
      return fault
    }
  }

  /// In multiplications: a fifth of a second.
  static let mostWork = 5_000_000_000
}

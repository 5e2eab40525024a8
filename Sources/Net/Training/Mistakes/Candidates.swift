/// The mistakes that are possible on the way to a quantity, each in every layer where it makes a difference.
final class Candidates {
  /// One mistake in certain layers.
  struct Single {
    let placed: PlacedMistake
    /// The quantities that follow from its equations.
    let reached: Set<StepQuantity>
    /// Whether one of its changes reads a quantity that the right equation does not depend on.
    let readsFurther: Bool
    /// The number of equations from its own equation to the quantity asked for.
    let distance: Int
    /// The order of the matches. It is smaller where the mistake's equation is nearer to the quantity asked for.
    let rank: Int
    /// The index in the list of all mistakes.
    let index: Int
    /// Whether only an equation that reads further uses its result. Then it counts only in a pair with a mistake that reads further.
    let isBeside: Bool
    /// How the equations after the mistake are written. Only the standard manner is used in pairs.
    var manner = MistakenStep.Manner.standard
  }

  /// All mistakes that make a difference in their own equations.
  private var all: [Single] = []
  /// The mistakes that are tried alone.
  var singles: some Collection<Single> { all.lazy.filter { !$0.isBeside } }
  let right: MistakenStep
  private let scene: Scene
  private let quantity: StepQuantity
  private let graph: StepGraph
  private let upstream: [StepQuantity: Int]
  /// The quantities dW_{l+1} that dA_l reads only where W is updated too early. The right equations do not lead to them.
  private let beside: Set<StepQuantity>
  private var isMade = false
  /// The quantity with each single mistake, by index.
  private var values: [Int: Matrix?] = [:]
  private static let mostKeptEntries = 10_000
  /// The steps with one mistake each, by index. The pairs use them.
  private var alone: [Int: MistakenStep] = [:]

  init(_ scene: Scene, _ quantity: StepQuantity) {
    (self.scene, self.quantity, right) = (scene, quantity, MistakenStep(scene))
    graph = StepGraph(scene.network)
    let upstream = graph.upstream(of: quantity)
    self.upstream = upstream
    let depth = graph.depth
    beside = Set(upstream.keys.filter { $0.kind == .dA && $0.layer < depth }.map { StepQuantity(.dW, $0.layer + 1) }).subtracting(upstream.keys)
  }

  /// Finds the single mistakes. It returns false where the caller asked to stop.
  func make(until shouldStop: () -> Bool = { false }) -> Bool {
    if isMade { return true }
    all = []
    let downstream = graph.all.map { ($0, graph.upstream(of: $0)) }
    let isOfGradient = [.dA, .dZ, .dW, .db, .W, .b].contains(quantity.kind)
    /// Adds the other ways to write the equations after a wrong A.
    func others(_ one: Single) {
      guard isOfGradient, one.placed.mistake.changes.contains(where: { $0.kind == .A }),
        !one.placed.mistake.changes.contains(where: { $0.kind == .dZ })
      else { return }
      let fits = scene.network.lossFitsOutput
      for manner in [MistakenStep.Manner.slopesByA, .chainRule] {
        // A - Y contains no slope, so slopes by A need another layer. Only A - Y has the chain rule as a second form.
        guard one.placed.layers.contains(where: { ($0 == graph.depth && fits) == (manner == .chainRule) }) else { continue }
        var other = Single(
          placed: one.placed, reached: one.reached, readsFurther: one.readsFurther, distance: one.distance, rank: one.rank + 1, index: all.count,
          isBeside: false)
        other.manner = manner
        all.append(other)
      }
    }
    func layers(_ mistake: Mistake, of places: some Sequence<StepQuantity>) -> [Int] {
      Set(places.filter { place in mistake.changes.contains { $0.kind == place.kind } }.map(\.layer)).sorted()
    }
    for (order, mistake) in Mistakes.ofStep.enumerated() {
      let isFarther = mistake.changes.contains(where: \.readsFurther)
      func single(_ layers: [Int], isBeside: Bool = false) -> Single {
        let placed = PlacedMistake(
          mistake: mistake, layers: layers, depth: scene.network.depth, optimizer: scene.network.optimizer, parameter: quantity.isOfBias ? "b" : "W")
        let cells = placed.cells()
        // A wrong cost ranks after a mistake in the gradient itself.
        let distance = (cells.compactMap { upstream[$0] }.min() ?? graph.depth) + (mistake.isOfCost && quantity.kind != .J ? 1 : 0)
        // A change that reads further is less likely. It ranks as if its equation were two equations further away.
        let rank = (distance + (isFarther ? 2 : 0)) * 10_000 + order * 10 + layers.count
        let reached = Set(downstream.filter { entry in cells.contains { entry.1[$0] != nil } }.map(\.0))
        return Single(placed: placed, reached: reached, readsFurther: isFarther, distance: distance, rank: rank, index: all.count, isBeside: isBeside)
      }
      if mistake.isOfCost {
        if shouldStop() { return false }
        let isOfEveryLayer = mistake.changes.contains { $0.kind == .dW }
        let one = single(isOfEveryLayer ? Array(0...graph.depth) : [0, graph.depth])
        if differs(one) { all.append(one) }
        continue
      }
      var differing: [Int] = []
      for layer in layers(mistake, of: upstream.keys) {
        if shouldStop() { return false }
        let one = single([layer])
        guard differs(one) else { continue }
        differing.append(layer)
        all.append(one)
        others(one)
      }
      // Where dZ of the output is A - Y, "in every layer" has two meanings: all hidden layers, or also the output by the chain rule.
      let isInHidden = isSlope(mistake) && scene.network.lossFitsOutput && differing.last == graph.depth
      for every in isInHidden ? [differing.dropLast(), differing[...]] : [differing[...]] where every.count > 1 {
        let one = single(Array(every))
        all.append(one)
        others(one)
      }
      var besides: [Int] = []
      for layer in layers(mistake, of: beside) {
        let one = single([layer], isBeside: true)
        guard differs(one) else { continue }
        besides.append(layer)
        all.append(one)
      }
      if !besides.isEmpty, !differing.isEmpty { all.append(single(differing + besides, isBeside: true)) }
    }
    isMade = true
    return true
  }

  private func isAsked(_ place: StepQuantity) -> Bool { upstream[place] != nil || beside.contains(place) }

  private func step(_ single: Single) -> MistakenStep { MistakenStep(right, [single.placed], reached: [single.reached], manner: single.manner) }

  /// The quantity asked for, with one mistake; nil where it cannot be computed.
  func value(_ single: Single) -> Matrix? {
    if let value = values[single.index] { return value }
    let value = step(single).value(quantity)
    if value?.elements.count ?? 0 <= Self.mostKeptEntries { values[single.index] = .some(value) }
    return value
  }

  /// The quantity asked for, with two mistakes; nil where they exclude each other or where it cannot be computed.
  func value(_ one: Single, _ two: Single) -> Matrix? {
    guard !one.placed.excludes(two.placed) else { return nil }
    let isShared = !one.readsFurther && !two.readsFurther
    return MistakenStep(right, [one.placed, two.placed], reached: [one.reached, two.reached], alone: isShared ? [kept(one), kept(two)] : []).value(quantity)
  }

  private func kept(_ single: Single) -> MistakenStep {
    if let step = alone[single.index] { return step }
    let made = step(single)
    alone[single.index] = made
    return made
  }

  /// Whether the mistake changes at least one quantity of its equations. It is false where one of them cannot be computed.
  private func differs(_ single: Single) -> Bool {
    let step = step(single)
    var isOther = false
    for cell in single.placed.cells() where isAsked(cell) {
      guard let value = step.value(cell), let rightValue = right.value(cell) else { return false }
      if !GivenArray.isSame(value, rightValue) { isOther = true }
    }
    return isOther
  }

  /// All pairs of mistakes with different results.
  var pairs: some Sequence<(Single, Single)> {
    let distinct = distinct()
    return distinct.indices.lazy.flatMap { first in
      distinct[(first + 1)...].lazy.map { (distinct[first], $0) }.filter { one, two in
        (!one.isBeside || two.readsFurther) && (!two.isBeside || one.readsFurther)
      }
    }
  }

  private func isSlope(_ mistake: Mistake) -> Bool { mistake.changes.allSatisfy { $0.part == .operand(.slope) } }

  /// Whether the mistake is used in pairs.
  ///
  /// A mistake in another manner is not. For a gradient, a wrong cost gives the same as a mistake in dA, so it is not used. A slope of the output is
  /// not used where dZ is A - Y, because A - Y contains no slope.
  private func isForPairs(_ single: Single) -> Bool {
    guard single.manner == .standard, quantity.kind == .J || !single.placed.mistake.isOfCost else { return false }
    return !(isSlope(single.placed.mistake) && scene.network.lossFitsOutput && single.placed.layers.contains(graph.depth))
  }

  /// The mistakes for pairs. Of mistakes with the same results in the same equations, only the first is kept.
  private func distinct() -> [Single] {
    var result: [Single] = []
    var seen: [[StepQuantity]: [(Single, [Matrix])]] = [:]
    for single in all where isForPairs(single) {
      let cells = single.placed.cells().filter(isAsked)
      let step = kept(single)
      let values = cells.compactMap { step.value($0) }
      guard values.count == cells.count else { continue }
      if seen[cells, default: []].contains(where: { zip($0.1, values).allSatisfy(GivenArray.isSame) }) { continue }
      seen[cells, default: []].append((single, values))
      result.append(single)
    }
    return result
  }
}

extension GivenArray {
  /// Whether two arrays are equal up to rounding, 1e-10 of the largest entry. NaN equals NaN.
  static func isSame(_ one: Matrix, _ other: Matrix) -> Bool {
    guard one.shape == other.shape else { return false }
    let largest = one.largestFinite
    return one.elements.indices.allSatisfy {
      // Infinities are compared first, because their difference is NaN.
      one.elements[$0] == other.elements[$0] || abs(one.elements[$0] - other.elements[$0]) <= 1e-10 * largest
        || one.elements[$0].isNaN && other.elements[$0].isNaN
    }
  }
}

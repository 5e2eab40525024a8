/// The mistakes that can be made on the way to a quantity, each in every place where it makes a difference.
final class Candidates {
  struct Single {
    let placed: PlacedMistake
    /// What follows from its equations.
    let reached: Set<StepQuantity>
    let readsFurther: Bool
    /// Equations from its own to the quantity asked for.
    let distance: Int
    /// The nearer its equation to the quantity asked for, the smaller.
    let rank: Int
    /// Place among all of them.
    let index: Int
    /// Made where only an equation that reads further looks: it counts in a pair with such a one.
    let isBeside: Bool
    /// Another way of writing what follows from it; such a one is in no pair.
    var manner = Replay.Manner.standard
  }

  /// Those that make a difference where they are made.
  private var all: [Single] = []
  var singles: some Collection<Single> { all.lazy.filter { !$0.isBeside } }
  let right: Replay
  private let scene: Scene
  private let quantity: StepQuantity
  private let graph: StepGraph
  private let upstream: [StepQuantity: Int]
  /// dW_{l+1}, which dA_l reads where W is updated too early, as far as the right equations do not lead there.
  private let beside: Set<StepQuantity>
  private var isMade = false
  /// What each single one gives.
  private var values: [Int: Matrix?] = [:]
  private static let mostKeptEntries = 10_000
  /// Steps with one mistake, for pairs.
  private var alone: [Int: Replay] = [:]

  init(_ scene: Scene, _ quantity: StepQuantity) {
    (self.scene, self.quantity, right) = (scene, quantity, Replay(scene))
    graph = StepGraph(scene.network)
    let upstream = graph.upstream(of: quantity)
    self.upstream = upstream
    let depth = graph.depth
    beside = Set(upstream.keys.filter { $0.kind == .dA && $0.layer < depth }.map { StepQuantity(.dW, $0.layer + 1) }).subtracting(upstream.keys)
  }

  /// Finds the singles; false where the caller asked to stop.
  func make(until shouldStop: () -> Bool = { false }) -> Bool {
    if isMade { return true }
    all = []
    let downstream = graph.all.map { ($0, graph.upstream(of: $0)) }
    let isOfGradient = [.dA, .dZ, .dW, .db, .W, .b].contains(quantity.kind)
    /// The other ways of writing what follows from a wrong A.
    func others(_ one: Single) {
      guard isOfGradient, one.placed.mistake.changes.contains(where: { $0.kind == .A }),
        !one.placed.mistake.changes.contains(where: { $0.kind == .dZ })
      else { return }
      let fits = scene.network.lossFitsOutput
      for manner in [Replay.Manner.slopesByA, .chainRule] {
        // A - Y holds no slope, and only there are two ways.
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
        let placed = PlacedMistake(mistake: mistake, layers: layers, depth: scene.network.depth)
        let cells = placed.cells()
        // A wrong cost stands behind a slip in the gradient itself.
        let distance = (cells.compactMap { upstream[$0] }.min() ?? graph.depth) + (mistake.isOfCost && quantity.kind != .J ? 1 : 0)
        // What a reader of the right equation would not think of stands behind a slip in the equation before.
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
      // Where dZ of the output is A - Y there are two ways of making it throughout: in the hidden layers, and by the chain rule in the output too.
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

  private func replay(_ single: Single) -> Replay { Replay(right, [single.placed], reached: [single.reached], manner: single.manner) }

  /// The quantity with one mistake.
  func value(_ single: Single) -> Matrix? {
    if let value = values[single.index] { return value }
    let value = replay(single).value(quantity)
    if value?.elements.count ?? 0 <= Self.mostKeptEntries { values[single.index] = .some(value) }
    return value
  }

  /// The quantity with two; nil where they exclude each other.
  func value(_ one: Single, _ two: Single) -> Matrix? {
    guard !one.placed.excludes(two.placed) else { return nil }
    let isShared = !one.readsFurther && !two.readsFurther
    return Replay(right, [one.placed, two.placed], reached: [one.reached, two.reached], alone: isShared ? [kept(one), kept(two)] : []).value(quantity)
  }

  private func kept(_ single: Single) -> Replay {
    if let replay = alone[single.index] { return replay }
    let made = replay(single)
    alone[single.index] = made
    return made
  }

  /// Whether its equations give another array than the right ones, all of them that can be computed.
  private func differs(_ single: Single) -> Bool {
    let replay = replay(single)
    var isOther = false
    for cell in single.placed.cells() where isAsked(cell) {
      guard let value = replay.value(cell), let rightValue = right.value(cell) else { return false }
      if !GivenArray.isSame(value, rightValue) { isOther = true }
    }
    return isOther
  }

  /// Every two of those that differ from each other.
  var pairs: some Sequence<(Single, Single)> {
    let distinct = distinct()
    return distinct.indices.lazy.flatMap { first in
      distinct[(first + 1)...].lazy.map { (distinct[first], $0) }.filter { one, two in
        (!one.isBeside || two.readsFurther) && (!two.isBeside || one.readsFurther)
      }
    }
  }

  private func isSlope(_ mistake: Mistake) -> Bool { mistake.changes.allSatisfy { $0.part == .operand(.slope) } }

  /// Whether it is tried beside another: what is written in the usual manner. Of a gradient a wrong cost makes what a slip in dA makes, and a slope
  /// of the output is there only where dZ is not written as A - Y.
  private func isForPairs(_ single: Single) -> Bool {
    guard single.manner == .standard, quantity.kind == .J || !single.placed.mistake.isOfCost else { return false }
    return !(isSlope(single.placed.mistake) && scene.network.lossFitsOutput && single.placed.layers.contains(graph.depth))
  }

  /// Of those that make the same of the same equations only the first.
  private func distinct() -> [Single] {
    var result: [Single] = []
    var seen: [[StepQuantity]: [(Single, [Matrix])]] = [:]
    for single in all where isForPairs(single) {
      let cells = single.placed.cells().filter(isAsked)
      let replay = kept(single)
      let values = cells.compactMap { replay.value($0) }
      guard values.count == cells.count else { continue }
      if seen[cells, default: []].contains(where: { zip($0.1, values).allSatisfy(GivenArray.isSame) }) { continue }
      seen[cells, default: []].append((single, values))
      result.append(single)
    }
    return result
  }
}

extension GivenArray {
  /// Equal but for rounding.
  static func isSame(_ one: Matrix, _ other: Matrix) -> Bool {
    guard one.shape == other.shape else { return false }
    let largest = one.elements.reduce(0.0) { max($0, abs($1)) }
    return one.elements.indices.allSatisfy {
      abs(one.elements[$0] - other.elements[$0]) <= 1e-10 * largest || one.elements[$0].isNaN && other.elements[$0].isNaN
    }
  }
}

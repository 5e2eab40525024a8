/// The mistakes that can be made on the way to a quantity, each in every place where it makes a difference.
final class Candidates {
  struct Single {
    let placed: PlacedMistake
    /// What follows from its equations.
    let reached: Set<StepQuantity>
    let readsFurther: Bool
    /// The nearer its equation to the quantity asked for, the smaller.
    let rank: Int
    /// Place among the singles.
    let index: Int
  }

  private(set) var singles: [Single] = []
  private let right: Replay
  private let upstream: [StepQuantity: Int]
  private var alone: [Int: Replay] = [:]

  init(_ scene: Scene, _ quantity: StepQuantity, _ right: Replay) {
    self.right = right
    let graph = StepGraph(scene.network)
    upstream = graph.upstream(of: quantity)
    let downstream = graph.all.map { ($0, graph.upstream(of: $0)) }
    for (order, mistake) in Mistakes.ofStep.enumerated() {
      let layers = Set(mistake.changes.flatMap { change in upstream.keys.filter { $0.kind == change.kind }.map(\.layer) }).sorted()
      var differing: [Int] = []
      func add(_ layers: [Int], counting: Bool) {
        let placed = PlacedMistake(mistake: mistake, layers: layers, depth: scene.network.depth)
        let cells = placed.cells()
        let reached = Set(downstream.filter { entry in cells.contains { entry.1[$0] != nil } }.map(\.0))
        let nearest = cells.compactMap { upstream[$0] }.min() ?? 0
        let single = Single(
          placed: placed, reached: reached, readsFurther: mistake.changes.contains(where: \.readsFurther), rank: nearest * 10_000 + order * 10 + layers.count,
          index: singles.count)
        if counting {
          guard differs(single) else { return }
          differing.append(layers[0])
        }
        singles.append(single)
      }
      for layer in layers { add([layer], counting: true) }
      if differing.count > 1 { add(differing, counting: false) }
    }
  }

  /// The step with one mistake.
  func replay(_ single: Single) -> Replay { Replay(right, [single.placed], reached: [single.reached]) }

  /// The step with two; nil where they exclude each other.
  func replay(_ one: Single, _ two: Single) -> Replay? {
    guard !one.placed.excludes(two.placed) else { return nil }
    let isShared = !one.readsFurther && !two.readsFurther
    return Replay(right, [one.placed, two.placed], reached: [one.reached, two.reached], alone: isShared ? [kept(one), kept(two)] : [])
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
    for cell in single.placed.cells() where upstream[cell] != nil {
      guard let value = replay.value(cell), let rightValue = right.value(cell) else { return false }
      if !GivenArray.isSame(value, rightValue) { isOther = true }
    }
    return isOther
  }

  /// For pairs: of those that make the same of the same equations only the first.
  func distinct() -> [Single] {
    var result: [Single] = []
    var seen: [[StepQuantity]: [(Single, [Matrix])]] = [:]
    for single in singles {
      let cells = single.placed.cells().filter { upstream[$0] != nil }
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

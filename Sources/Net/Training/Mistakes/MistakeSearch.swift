/// What was found for an array that somebody got.
public struct MistakeSearchResult: Sendable {
  /// One mistake or two that give the array.
  public struct Match: Equatable, Sendable {
    public var mistakes: [NamedMistake]
    public let maximumDifference: Double
    /// Matches of one number give the same array in this network.
    public var group = 0
  }

  /// Whether pairs of mistakes were tried.
  public enum Pairs: Sendable {
    case notNeeded
    case tried
    /// So few digits are given that some pair would fit by chance.
    case tooFewDigits
    /// The network or the data is too large for it.
    case tooMuchWork
  }

  /// The array is right.
  public var isEqual = false
  /// Difference to the right array; nil where the shapes differ.
  public var distance: Double?
  /// Best first.
  public var matches: [Match] = []
  /// The mistake that comes nearest where none fits, of the array's shape.
  public var closest: Match?
  public var pairs = Pairs.notNeeded
  /// So few digits are given that a single mistake may fit by chance.
  public var isByChance = false
  /// The caller asked to stop; the rest is not to be used.
  public var isStopped = false
}

/// Finds which known mistake makes an array out of a quantity.
public struct MistakeSearch {
  /// How much work is worth doing for pairs, in multiplications: the explicit search, and one beside a failed claim.
  public static let (patient, quick) = (30_000_000_000, 600_000_000)
  /// Doubles kept for pairs, a third of them.
  private static let mostKept = 8 << 20
  /// Digits that an array must carry beyond those that number the pairs, lest one fit by chance.
  private static let spareDigits = 3.0

  private let scene: Scene
  private let start: Start?
  /// The part of the quantity that is spoken of; nil where an array has no such part.
  private let part: (Matrix) -> Matrix?
  private let shouldStop: () -> Bool

  /// - Parameter start: where the parameters asked for are those that `init` drew.
  public init(_ scene: Scene, start: Start? = nil, part: @escaping (Matrix) -> Matrix? = { $0 }, shouldStop: @escaping () -> Bool = { false }) {
    (self.scene, self.start, self.part, self.shouldStop) = (scene, start, part, shouldStop)
  }

  /// What trying every single mistake takes, about, in multiplications.
  public static func workOfSingles(_ scene: Scene) -> Int { 100 * scene.network.depth * workOfStep(scene) }

  private static func workOfStep(_ scene: Scene) -> Int { scene.X.columns * (scene.network.parameterCount + 20 * scene.network.unitCount) }

  /// Searches singles first, then pairs where no single one fits.
  /// - Parameter work: the most that pairs may take, in multiplications; 0 leaves them out.
  public func find(_ quantity: StepQuantity, _ given: GivenArray, work: Int = Self.patient) -> MistakeSearchResult {
    if quantity.kind == .W || quantity.kind == .b, let start, scene.updated == nil { return drawn(quantity, given, start, work) }
    return find(quantity, given, among: Candidates(scene, quantity), work: work)
  }

  /// Among candidates that may be used for one array after another.
  func find(_ quantity: StepQuantity, _ given: GivenArray, among candidates: Candidates, work: Int = Self.patient) -> MistakeSearchResult {
    guard let right = candidates.right.value(quantity).flatMap(part) else { return MistakeSearchResult() }
    var found = FittingMistakes(given, right)
    if found.result.isEqual { return found.result }
    found.seeTransposed(first: scene.hasColumnWeights && quantity.kind == .dW)
    guard candidates.make(until: shouldStop) else { return found.stopped }
    for single in candidates.singles {
      if shouldStop() { return found.stopped }
      if let value = candidates.value(single).flatMap(part) {
        found.see(value, rank: single.rank, fitsNotFinite: single.placed.mistake.explainsNotFinite) { [single.placed.named] }
      }
    }
    found.finish()
    found.result.isByChance = given.entries.isFinite && given.digits < Arithmetic.decimalLogarithm(Double(max(candidates.singles.count, 1))) + 1
    guard found.result.matches.isEmpty, work > 0 else { return found.result }
    found.result.pairs = pairsAreWorthTrying(candidates, given, work)
    guard found.result.pairs == .tried else { return found.result }
    for pair in candidates.pairs {
      if shouldStop() { return found.stopped }
      guard let value = candidates.value(pair.0, pair.1).flatMap(part) else { continue }
      found.see(value, rank: pair.0.rank + pair.1.rank, keepsClosest: false) {
        [pair.0, pair.1].sorted { (-$0.distance, $0.rank) < (-$1.distance, $1.rank) }.map(\.placed.named)
      }
    }
    found.finish()
    return found.result
  }

  private func pairsAreWorthTrying(_ candidates: Candidates, _ given: GivenArray, _ work: Int) -> MistakeSearchResult.Pairs {
    let count = candidates.singles.count
    let pairs = max(1, count * (count - 1) / 2)
    // What is not finite is known by single mistakes or not at all.
    if !given.entries.isFinite { return .notNeeded }
    if given.digits < Arithmetic.decimalLogarithm(Double(pairs)) + Self.spareDigits { return .tooFewDigits }
    let entries = scene.X.columns * scene.network.unitCount
    return Self.workOfStep(scene) > work / pairs || entries > Self.mostKept / max(count, 1) ? .tooMuchWork : .tried
  }

  /// W or b as `init` drew it.
  private func drawn(_ quantity: StepQuantity, _ given: GivenArray, _ start: Start, _ work: Int) -> MistakeSearchResult {
    func value(_ drawing: Drawing) -> Matrix? {
      let layer = drawing.drawn()[quantity.layer - 1]
      return part(quantity.kind == .W ? layer.W : layer.b)
    }
    let plain = Drawing(start, sizes: scene.network.sizes)
    guard let right = value(plain) else { return MistakeSearchResult() }
    var found = FittingMistakes(given, right)
    if found.result.isEqual { return found.result }
    found.seeTransposed()
    let all = DrawingMistake.all
    for (rank, mistake) in all.enumerated() {
      if shouldStop() { return found.stopped }
      var drawing = plain
      mistake.change(&drawing)
      if let value = value(drawing) { found.see(value, rank: rank) { [mistake.named] } }
    }
    found.finish()
    guard found.result.matches.isEmpty else { return found.result }
    found.result.pairs =
      given.digits < Arithmetic.decimalLogarithm(Double(all.count * all.count)) + Self.spareDigits
      ? .tooFewDigits : 40 * all.count * all.count * scene.network.parameterCount > work ? .tooMuchWork : .tried
    guard found.result.pairs == .tried else { return found.result }
    for (rank, one) in all.enumerated() {
      for (other, two) in all.enumerated() where other != rank {
        if shouldStop() { return found.stopped }
        var drawing = plain
        one.change(&drawing)
        two.change(&drawing)
        if let value = value(drawing) { found.see(value, rank: rank + other, keepsClosest: false) { [one.named, two.named] } }
      }
    }
    found.finish()
    return found.result
  }
}

/// What has been found so far.
private struct FittingMistakes {
  let given: GivenArray
  let right: Matrix
  private let rounding: Double
  var result = MistakeSearchResult()
  private var fitting: [(match: MistakeSearchResult.Match, rank: Int, value: Matrix)] = []

  init(_ given: GivenArray, _ right: Matrix) {
    // The network's own sums differ from others by so much.
    rounding = 1e-13 * right.elements.reduce(0.0) { max($0, $1.isFinite ? abs($1) : 0) }
    (self.given, self.right) = (given.atLeast(rounding), right)
    result.isEqual = self.given.agrees(with: right)
    result.distance = given.distance(right)
  }

  var stopped: MistakeSearchResult {
    var copy = result
    copy.isStopped = true
    return copy
  }

  /// Looks at what a mistake gives. One that cannot be told from the right array is none.
  /// - Parameter fitsNotFinite: whether nan and infinity fit their like; the right array must be finite there.
  mutating func see(_ value: Matrix, rank: Int, keepsClosest: Bool = true, fitsNotFinite: Bool = false, _ names: () -> [NamedMistake]) {
    let isNotFinite = fitsNotFinite && !given.entries.isFinite && right.isFinite && given.fitsNotFinite(value)
    if given.agrees(with: value) || isNotFinite {
      if given.cannotTell(value, right) { return }
      fitting.append((MistakeSearchResult.Match(mistakes: names(), maximumDifference: given.distance(value) ?? 0), rank, value))
    } else if keepsClosest, let distance = given.distance(value), distance < result.closest?.maximumDifference ?? .infinity, !given.cannotTell(value, right) {
      result.closest = MistakeSearchResult.Match(mistakes: names(), maximumDifference: distance)
    }
  }

  /// The right array, an example a row. `first`: whether it is told before lines that give the same.
  mutating func seeTransposed(first: Bool = false) {
    guard right.shape != right.shape.transposed else { return }
    let kind = right.columns == 1 ? "a row" : right.rows == 1 ? "a column" : "transposed"
    see(right.transposed(), rank: first ? -1 : .max, keepsClosest: false) {
      [
        NamedMistake(
          id: "transposed", title: "right, but \(kind)", formula: "the transpose of what it should be",
          explanation: "Here an example is a column and a unit a row; where examples are rows every array is turned: .T gives the right one.")
      ]
    }
  }

  /// Those that give one array stand together, the nearest equation first; the groups by their difference.
  mutating func finish() {
    var groups: [[(match: MistakeSearchResult.Match, rank: Int, value: Matrix)]] = []
    for item in fitting.sorted(by: { $0.rank < $1.rank }) {
      if let index = groups.firstIndex(where: { GivenArray($0[0].value).atLeast(rounding).agrees(with: item.value) }) {
        groups[index].append(item)
      } else {
        groups.append([item])
      }
    }
    groups.sort { $0[0].match.maximumDifference < $1[0].match.maximumDifference }
    var seen: Set<String> = []
    result.matches = groups.enumerated().flatMap { number, group in
      group.compactMap { item in
        var match = item.match
        match.group = number
        return seen.insert(match.mistakes.map { $0.id + $0.title }.sorted().joined(separator: "+")).inserted ? match : nil
      }
    }
    if !result.matches.isEmpty { result.closest = nil }
  }
}

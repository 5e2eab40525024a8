/// The result of a search for the mistake behind an array.
public struct MistakeSearchResult: Sendable {
  /// One or two mistakes that give the array.
  public struct Match: Equatable, Sendable {
    public var mistakes: [NamedMistake]
    /// The largest difference between the given array and the one that the mistakes make.
    public let maximumDifference: Double
    /// The number of a group. The matches in one group give the same array for this network.
    public var group = 0
  }

  /// Whether pairs of mistakes were tried, and if not, why.
  public enum Pairs: Sendable {
    case notNeeded
    case tried
    /// The array has so few digits that some pair would fit by chance.
    case tooFewDigits
    /// The network or the data is too large to try pairs.
    case tooMuchWork
  }

  /// Whether the array is right.
  public var isEqual = false
  /// The largest difference to the right array; nil where the shapes do not fit or a difference is not finite.
  public var distance: Double?
  /// The mistakes that give the array, the best first.
  public var matches: [Match] = []
  /// Where no mistake gives the array, the one whose result is nearest to it.
  public var closest: Match?
  /// Whether pairs of mistakes were tried.
  public var pairs = Pairs.notNeeded
  /// Whether the array has so few digits that a single mistake may fit by chance.
  public var isByChance = false
  /// Whether the caller asked to stop. Then the other values must not be used.
  public var isStopped = false
}

/// A search for the known mistake that makes a given array from a quantity.
public struct MistakeSearch {
  /// The limits for the work on pairs, in multiplications: for an explicit search, and for a search after a failed claim.
  public static let (patient, quick) = (30_000_000_000, 600_000_000)
  /// The limit for the quantities that pairs keep in memory, in doubles.
  private static let mostKept = 8 << 20
  /// The array must have this many digits more than the number of pairs has. Otherwise a pair may fit by chance.
  private static let spareDigits = 3.0

  private let scene: Scene
  private let start: Start?
  /// Takes the part of the quantity that the array is compared with; nil where an array has no such part.
  private let part: (Matrix) -> Matrix?
  private let shouldStop: () -> Bool

  /// A search in a scene.
  /// - Parameters:
  ///   - start: how the parameters were drawn. It is given where the quantity is a parameter that `init` drew.
  ///   - part: takes the part of the quantity that the array is compared with. It returns nil where there is no such part.
  ///   - shouldStop: is called between mistakes. true ends the search.
  public init(_ scene: Scene, start: Start? = nil, part: @escaping (Matrix) -> Matrix? = { $0 }, shouldStop: @escaping () -> Bool = { false }) {
    (self.scene, self.start, self.part, self.shouldStop) = (scene, start, part, shouldStop)
  }

  /// The approximate work of trying every single mistake, in multiplications.
  public static func workOfSingles(_ scene: Scene) -> Int { 100 * scene.network.depth * workOfStep(scene) }

  private static func workOfStep(_ scene: Scene) -> Int { scene.X.columns * (scene.network.parameterCount + 20 * scene.network.unitCount) }

  /// Tries single mistakes first, then pairs where no single one fits.
  /// - Parameter work: the limit for the work on pairs, in multiplications. 0 tries no pairs.
  public func find(_ quantity: StepQuantity, _ given: GivenArray, work: Int = Self.patient) -> MistakeSearchResult {
    if quantity.kind == .W || quantity.kind == .b, let start, scene.updated == nil { return drawn(quantity, given, start, work) }
    return find(quantity, given, among: Candidates(scene, quantity), work: work)
  }

  /// The same with given candidates, which can be used for several arrays.
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
    // Only single mistakes explain an array that is not finite.
    if !given.entries.isFinite { return .notNeeded }
    if given.digits < Arithmetic.decimalLogarithm(Double(pairs)) + Self.spareDigits { return .tooFewDigits }
    let entries = scene.X.columns * scene.network.unitCount
    return Self.workOfStep(scene) > work / pairs || entries > Self.mostKept / max(count, 1) ? .tooMuchWork : .tried
  }

  /// Searches for the mistake in W or b as `init` drew it.
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

/// The matches found so far.
private struct FittingMistakes {
  let given: GivenArray
  let right: Matrix
  private let rounding: Double
  var result = MistakeSearchResult()
  private var fitting: [(match: MistakeSearchResult.Match, rank: Int, value: Matrix)] = []

  init(_ given: GivenArray, _ right: Matrix) {
    // Rounding in the network's own sums makes differences of this size.
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

  /// Compares the given array with the result of a mistake. A result that cannot be distinguished from the right array is no match.
  /// - Parameter fitsNotFinite: whether NaN and infinity in the given array agree with the same in the result. Then the right array must be finite.
  mutating func see(_ value: Matrix, rank: Int, keepsClosest: Bool = true, fitsNotFinite: Bool = false, _ names: () -> [NamedMistake]) {
    let isNotFinite = fitsNotFinite && !given.entries.isFinite && right.isFinite && given.fitsNotFinite(value)
    if given.agrees(with: value) || isNotFinite {
      if given.cannotTell(value, right) { return }
      fitting.append((MistakeSearchResult.Match(mistakes: names(), maximumDifference: given.distance(value) ?? 0), rank, value))
    } else if keepsClosest, let distance = given.distance(value), distance < result.closest?.maximumDifference ?? .infinity, !given.cannotTell(value, right) {
      result.closest = MistakeSearchResult.Match(mistakes: names(), maximumDifference: distance)
    }
  }

  /// Compares the given array with the transpose of the right one.
  /// - Parameter first: whether this match comes before mistakes that give the same array.
  mutating func seeTransposed(first: Bool = false) {
    guard right.shape != right.shape.transposed else { return }
    let kind = right.columns == 1 ? "a row" : right.rows == 1 ? "a column" : "transposed"
    see(right.transposed(), rank: first ? -1 : .max, keepsClosest: false) {
      [
        NamedMistake(
          id: "transposed", title: "right, but \(kind)", formula: "the transpose of what it should be",
          explanation: "Here each example is a column and each unit is a row. Where examples are rows, every array is transposed; .T gives the right one.")
      ]
    }
  }

  /// Sorts the matches into groups that give the same array. In a group the nearest equation comes first. The groups are in the order of their
  /// difference.
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

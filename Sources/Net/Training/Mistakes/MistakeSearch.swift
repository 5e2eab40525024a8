/// What was found for an array that somebody got.
public struct MistakeSearchResult: Sendable {
  /// One mistake or two that give the array.
  public struct Match: Equatable, Sendable {
    public let mistakes: [NamedMistake]
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
  /// The caller asked to stop; the rest is not to be used.
  public var isStopped = false
}

/// Finds which known mistake makes an array out of a quantity.
public struct MistakeSearch {
  /// How much work is worth doing for pairs, in multiplications: the explicit search, and one beside a failed claim.
  public static let (patient, quick) = (30_000_000_000, 600_000_000)
  /// Doubles kept for pairs.
  private static let mostKept = 64 << 20

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
    if quantity.kind == .W || quantity.kind == .b, let start, scene.updated == nil { return drawn(quantity, given, start) }
    let right = Replay(scene)
    guard let rightValue = right.value(quantity).flatMap(part) else { return MistakeSearchResult() }
    var found = Finding(given, rightValue)
    if found.result.isEqual { return found.result }
    let candidates = Candidates(scene, quantity, right)
    var usable: [Candidates.Single] = []
    for single in candidates.singles {
      if shouldStop() { return found.stopped }
      guard let value = candidates.replay(single).value(quantity) else { continue }
      usable.append(single)
      if let seen = part(value) { found.see(seen, rank: single.rank) { [single.placed.named] } }
    }
    found.finish()
    guard found.result.matches.isEmpty, work > 0 else { return found.result }
    return pairs(candidates, quantity, given, &found, work)
  }

  private func pairs(_ candidates: Candidates, _ quantity: StepQuantity, _ given: GivenArray, _ found: inout Finding, _ work: Int) -> MistakeSearchResult {
    let singles = candidates.distinct()
    let count = singles.count * (singles.count - 1) / 2
    let entries = scene.X.columns * scene.network.unitCount
    let each = Self.workOfStep(scene)
    if given.digits < Arithmetic.decimalLogarithm(Double(max(count, 1))) + 3 {
      found.result.pairs = .tooFewDigits
    } else if each > work / max(count, 1) || entries > Self.mostKept / max(singles.count, 1) {
      found.result.pairs = .tooMuchWork
    } else {
      found.result.pairs = .tried
      for first in singles.indices {
        for second in singles.indices.dropFirst(first + 1) {
          if shouldStop() { return found.stopped }
          guard let replay = candidates.replay(singles[first], singles[second]), let value = replay.value(quantity).flatMap(part) else { continue }
          found.see(value, rank: singles[first].rank + singles[second].rank, keepsClosest: false) { [singles[first], singles[second]].map(\.placed.named) }
        }
      }
      found.finish()
    }
    return found.result
  }

  /// W or b as `init` drew it.
  private func drawn(_ quantity: StepQuantity, _ given: GivenArray, _ start: Start) -> MistakeSearchResult {
    func value(_ drawing: Drawing) -> Matrix? {
      let layer = drawing.drawn()[quantity.layer - 1]
      return part(quantity.kind == .W ? layer.W : layer.b)
    }
    let plain = Drawing(start, sizes: scene.network.sizes)
    guard let right = value(plain) else { return MistakeSearchResult() }
    var found = Finding(given, right)
    if found.result.isEqual { return found.result }
    let all = DrawingMistake.all
    for (rank, mistake) in all.enumerated() {
      if shouldStop() { return found.stopped }
      var drawing = plain
      mistake.change(&drawing)
      if let value = value(drawing) { found.see(value, rank: rank) { [mistake.named] } }
    }
    found.finish()
    guard found.result.matches.isEmpty else { return found.result }
    guard given.digits >= Arithmetic.decimalLogarithm(Double(all.count * all.count)) + 3 else {
      found.result.pairs = .tooFewDigits
      return found.result
    }
    found.result.pairs = .tried
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
private struct Finding {
  let given: GivenArray
  let right: Matrix
  var result = MistakeSearchResult()
  private var fitting: [(match: MistakeSearchResult.Match, rank: Int, value: Matrix)] = []

  init(_ given: GivenArray, _ right: Matrix) {
    (self.given, self.right) = (given, right)
    result.isEqual = given.fits(right)
    result.distance = given.distance(right)
  }

  var stopped: MistakeSearchResult {
    var copy = result
    copy.isStopped = true
    return copy
  }

  /// Looks at what a mistake gives. One that cannot be told from the right array is none.
  mutating func see(_ value: Matrix, rank: Int, keepsClosest: Bool = true, _ names: () -> [NamedMistake]) {
    if given.fits(value) {
      if given.cannotTell(value, right) { return }
      fitting.append((MistakeSearchResult.Match(mistakes: names(), maximumDifference: given.distance(value) ?? 0), rank, value))
    } else if keepsClosest, let distance = given.distance(value), distance < result.closest?.maximumDifference ?? .infinity, !given.cannotTell(value, right) {
      result.closest = MistakeSearchResult.Match(mistakes: names(), maximumDifference: distance)
    }
  }

  /// Those that give one array stand together, the nearest equation first; the groups by their difference.
  mutating func finish() {
    var groups: [[(match: MistakeSearchResult.Match, rank: Int, value: Matrix)]] = []
    for item in fitting.sorted(by: { $0.rank < $1.rank }) {
      if let index = groups.firstIndex(where: { GivenArray($0[0].value).fits(item.value) }) { groups[index].append(item) } else { groups.append([item]) }
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

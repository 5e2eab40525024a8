import Net

/// Sizes of the live network that hide a mistake, and other sizes that would show the mistake.
///
/// Two dimensions of the same size can be swapped unseen. A dimension of size 1 broadcasts unseen.
struct Coincidences {
  /// The dimensions that have the same size by chance, or size 1.
  private(set) var found: [Coincidence] = []
  /// New sizes for some of these dimensions, so that no two are equal: `n1` 5, `m` 7.
  private(set) var proposal: [(name: String, size: Int)] = []

  /// - Parameter dimensions: every dimension that takes part. Those without a name or a number are ignored.
  init(among dimensions: [Extent]) {
    var sizes: [String: Int] = [:]
    for dimension in dimensions { if let name = dimension.name, let number = dimension.number { sizes[name] = number } }
    // The order is n0, n1 … n10, m.
    func rank(_ name: String) -> (Int, String) { (Names.split(name)?.layer ?? Int.max, name) }
    let names = sizes.keys.sorted { rank($0) < rank($1) }
    var taken = Set(sizes.values)
    for size in Set(sizes.values).sorted() {
      let group = names.filter { sizes[$0] == size }
      guard size == 1 || group.count > 1 else { continue }
      found += size == 1 ? group.map { Coincidence(names: [$0], size: 1) } : [Coincidence(names: group, size: size)]
      // The first of several dimensions with one size keeps it.
      for name in size == 1 ? group[...] : group.dropFirst() {
        let other = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47].first { !taken.contains($0) } ?? (48...).first { !taken.contains($0) }!
        taken.insert(other)
        proposal.append((name, other))
      }
    }
  }

  var isEmpty: Bool { found.isEmpty }

  /// The proposed sizes as options of `shape`: `n1=5 m=7`.
  var options: String { proposal.map { "\($0.name)=\($0.size)" }.joined(separator: " ") }

  /// The proposed sizes by name.
  var sizes: [String: Int] { Dictionary(uniqueKeysWithValues: proposal.map { ($0.name, $0.size) }) }
}

extension ShapeEvaluator {
  /// The coincidences in the shape of an expression; nil where there are none.
  /// - Returns: the coincidences, and the shape error that the expression has at the proposed sizes. The error is nil where the expression still
  ///   fits.
  func coincidences(in tree: ShapeNode, _ expression: Expression, _ source: SourceText) -> (found: Coincidences, failure: Fault?)? {
    let coincidences = Coincidences(among: tree.dimensions)
    guard !coincidences.isEmpty else { return nil }
    let other = ShapeEvaluator(session, supposed: supposed.merging(coincidences.sizes) { $1 })
    do throws(Fault) {
      _ = try other.tree(expression, source)
      return (coincidences, nil)
    } catch {
      return (coincidences, error.kind == .shape ? error : nil)
    }
  }
}

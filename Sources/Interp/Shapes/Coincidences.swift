import Net

/// Where the sizes of the live network hide a mistake, and sizes that would show it.
struct Coincidences {
  /// What agrees by chance among the dimensions of an expression.
  private(set) var found: [Coincidence] = []
  /// Sizes that differ where these agree, as options of `shape`: `n1=5 m=7`.
  private(set) var proposal: [(name: String, size: Int)] = []

  /// - Parameter dimensions: every dimension that takes part, by name; those without a number are left out.
  init(among dimensions: [Extent]) {
    var sizes: [String: Int] = [:]
    for dimension in dimensions { if let name = dimension.name, let number = dimension.number { sizes[name] = number } }
    // n0, n1 … n10, m
    func rank(_ name: String) -> (Int, String) { (Names.split(name)?.layer ?? Int.max, name) }
    let names = sizes.keys.sorted { rank($0) < rank($1) }
    var taken = Set(sizes.values)
    for size in Set(sizes.values).sorted() {
      let group = names.filter { sizes[$0] == size }
      guard size == 1 || group.count > 1 else { continue }
      found += size == 1 ? group.map { Coincidence(names: [$0], size: 1) } : [Coincidence(names: group, size: size)]
      // Of several dimensions of one size the first may keep it.
      for name in size == 1 ? group[...] : group.dropFirst() {
        let other = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47].first { !taken.contains($0) } ?? (48...).first { !taken.contains($0) }!
        taken.insert(other)
        proposal.append((name, other))
      }
    }
  }

  var isEmpty: Bool { found.isEmpty }

  /// `n1=5 m=7`
  var options: String { proposal.map { "\($0.name)=\($0.size)" }.joined(separator: " ") }

  var sizes: [String: Int] { Dictionary(uniqueKeysWithValues: proposal.map { ($0.name, $0.size) }) }
}

extension ShapeEvaluator {
  /// The coincidences in an expression's tree, with what happens to it at the sizes proposed; nil where there are none.
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

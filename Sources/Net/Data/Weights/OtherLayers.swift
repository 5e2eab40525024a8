/// Arrays whose names say that they belong to a layer that is not dense, or that W is computed from several arrays.
enum OtherLayers {
  /// The words that may follow a word in such a name.
  private static let marks: [String: [[String]]] = [
    // Recurrent layers; weights of PyTorch under weight normalisation, spectral normalisation and pruning.
    "weight": [["ih"], ["hh"], ["g"], ["v"], ["orig"], ["mask"], ["original"]], "bias": [["ih"], ["hh"], ["orig"], ["mask"], ["original"]],
    "recurrent": [["kernel"]],
    // Attention.
    "in": [["proj", "weight"], ["proj", "bias"]],
    // Convolutions that take a channel at a time.
    "depthwise": [["kernel"]], "pointwise": [["kernel"]],
    // Batch normalisation.
    "running": [["mean"], ["var"], ["variance"]], "moving": [["mean"], ["var"], ["variance"]],
  ]

  /// The first of these names that is one of another layer; nil where none is. Arrays of an optimizer are no part of a layer.
  static func first(_ names: [String]) -> String? {
    // gamma and beta of one layer are the scale and the shift of a normalisation. Either one alone may mean anything.
    var shifts: Set<[String]> = []
    for name in names where name.lowercased().contains("beta") {
      let parts = parts(name)
      if parts.contains("beta") { shifts.insert(parts.filter { $0 != "beta" }) }
    }
    return names.first { name in
      let parts = parts(name)
      if parts.contains("optimizer") { return false }
      if parts.contains("gamma"), parts.contains("normalization") || shifts.contains(parts.filter { $0 != "gamma" }) { return true }
      let words = parts.filter { !WeightName.isNumber($0) }
      return words.indices.contains { place in marks[words[place]]?.contains { words[(place + 1)...].starts(with: $0) } ?? false }
    }
  }

  private static func parts(_ name: String) -> [String] { WeightName.parts(name).map { $0.lowercased() } }
}

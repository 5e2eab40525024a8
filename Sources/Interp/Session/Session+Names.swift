import Net

extension Session {
  /// The parts of `W[l]`, where the bracket contains a layer. Nil where there is not exactly one index, or where a variable has the name of the base.
  func layerBracket(_ base: Expression, _ items: [IndexItem]) -> (kind: Quantity.Kind, base: String, layer: Expression)? {
    guard let name = base.plainName, layersWin || state.variables[name] == nil, items.count == 1, case .single(let item) = items[0],
      let kind = Names.layered(name),
      Names.reserved(name, nameContext) == nil
    else { return nil }
    return (kind, name, item)
  }
}

extension Session {
  /// The names of all quantities of the live network, including the scalars.
  var quantityNames: [String] {
    Quantity.all(of: state.network).map(\.name) + ["J", "cost", "m", "L", "t", "alpha", "lambda", "keep_prob", "k_opt", "batch", "Yhat", "n0"]
      + (state.network.map { (1..<max($0.depth, 1)).map { "keep\($0)" } } ?? [])
      + Self.scaleNames.filter { scale($0) != nil }
      + (state.network.map { (1...$0.depth).map { "n\($0)" } } ?? [])
  }

  /// The names of the numbers that scaled the data. A variable of the name hides them.
  static let scaleNames = ["Xmean", "Xscale", "Ymean", "Yscale"]

  /// The value of such a name, (n0, 1) for the features and (n_L, 1) for the targets; nil where they are not scaled.
  func scale(_ name: String) -> Matrix? {
    let scaling = name.hasPrefix("X") ? preprocessing.scaling : preprocessing.targetScaling
    return name.hasSuffix("mean") ? scaling?.mean : scaling?.deviation
  }

  /// The names of the live network's parameters, layer by layer.
  var parameterNames: [String] {
    state.network.map { (1...$0.depth).flatMap { ["W\($0)", "b\($0)"] } } ?? []
  }
}

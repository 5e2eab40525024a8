import Net

extension Session {
  /// The kind, the base and the layer of `W[l]`, where the bracket holds a layer: one index, and no variable has taken the base.
  func layerBracket(_ base: Expression, _ items: [IndexItem]) -> (kind: Quantity.Kind, base: String, layer: Expression)? {
    guard let name = base.plainName, layersWin || state.variables[name] == nil, items.count == 1, case .single(let item) = items[0],
      let kind = Names.layered(name),
      Names.reserved(name, nameContext) == nil
    else { return nil }
    return (kind, name, item)
  }
}

extension Session {
  /// The names of the live network's quantities and the scalars.
  var quantityNames: [String] {
    Quantity.all(depth: state.network?.depth ?? 0).map(\.name) + ["J", "cost", "m", "L", "t", "alpha", "Yhat", "n0"]
      + (state.network.map { (1...$0.depth).map { "n\($0)" } } ?? [])
  }

  /// The parameters of the live network.
  var parameterNames: [String] {
    state.network.map { (1...$0.depth).flatMap { ["W\($0)", "b\($0)"] } } ?? []
  }
}

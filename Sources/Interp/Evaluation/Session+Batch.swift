import Net

extension Session {
  /// The sentence that names the columns of the last batch, where an expression mixes quantities of the batch with X or Y of all examples. Nil elsewhere.
  /// - Parameter range: the place of the fault in the statement.
  func columnsOfBatch(_ range: SourceRange, _ statement: Statement) -> String? {
    guard let batch = workspace.originDraw.batch, batch.count != X.columns else { return nil }
    let names = statement.expressions.filter { $0.range.start < range.end && range.start < $0.range.end }.flatMap(\.names)
    guard let whole = names.first(where: { ["X", "x", "Y", "y"].contains($0) }),
      names.contains(where: { name in ["dZ", "dA", "dz", "da", "D"].contains { name.hasPrefix($0) } })
    else { return nil }
    return "the gradients belong to a batch of \(batch.count) examples: write \(whole)[:, batch] for \(whole), and size(batch) for m"
  }
}

extension Expression {
  /// All names in it.
  var names: [String] {
    if case .name(let name) = kind { return [name] }
    return kind.children.flatMap(\.names)
  }
}

import Net

extension Session {
  /// The sentence that names the columns of the last batch, where an expression mixes quantities of the batch with X or Y of all examples. Nil elsewhere.
  /// - Parameter range: the place of the fault in the statement.
  func columnsOfBatch(_ range: SourceRange, _ statement: Statement) -> String? {
    guard let batch = workspace.originDraw.batch, batch.count != X.columns else { return nil }
    let names = statement.expressions.filter { $0.range.start < range.end && range.start < $0.range.end }.flatMap(\.names)
    // In `match`, Z and A are those of the step too.
    var isMatch = false
    if case .command(let call) = statement.kind { isMatch = call.name == "match" }
    let quantities = names.map { (name: $0, quantity: quantity(named: $0)) }
    guard let whole = quantities.first(where: { $0.quantity?.kind == .X || $0.quantity?.kind == .Y })?.name,
      quantities.compactMap(\.quantity).contains(where: { batchSize(of: $0) != nil || isMatch && ($0.kind == .Z || $0.kind == .A) })
    else { return nil }
    return "the gradients belong to a batch of \(batch.count) examples: write \(whole)[:, batch] for \(whole), and size(batch) for m"
  }

  /// The quantity that a name means; nil for a variable or another word.
  func quantity(named name: String) -> Quantity? {
    let meaning = Names.reserved(name, nameContext) ?? (state.variables[name] == nil ? Names.alias(name, nameContext) : nil)
    guard case .quantity(let reference)? = meaning else { return nil }
    return reference.quantity
  }
}

extension Expression {
  /// All names in it.
  var names: [String] {
    if case .name(let name) = kind { return [name] }
    return kind.children.flatMap(\.names)
  }
}

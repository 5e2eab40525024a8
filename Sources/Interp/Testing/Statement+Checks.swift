import Net

extension Statement {
  /// The asserts and claims in the statement. A check in a block or a loop counts once.
  ///
  /// The session decides only whether the names of a single unit count. So a key has the same number of checks for every submission.
  func checks(_ context: Names.Context, _ words: any ParserVocabulary) -> [(kind: ScriptTest.Check.Kind, range: SourceRange)] {
    switch kind {
    case .command(let call): words.syntax(call.name)?.isCheck == true ? [(.assertion, range)] : []
    case .equation(let sides): sides[0].looksComputed(context, words) ? [(.claim, range)] : []
    case .conditional(let branches, let otherwise): (branches.flatMap(\.body) + (otherwise ?? [])).flatMap { $0.checks(context, words) }
    case .whileLoop(_, let body), .forLoop(_, _, _, let body), .repeatLoop(_, let body): body.flatMap { $0.checks(context, words) }
    case .block(let body): body.flatMap { $0.checks(context, words) }
    case .time(let timed): timed.checks(context, words)
    case .expression, .augmented, .unpacking, .shuffle, .leave, .proceed, .importLine: []
    }
  }
}

extension Expression {
  /// Whether the expression, on the left of `=`, means a value that the network computes.
  fileprivate func looksComputed(_ context: Names.Context, _ words: any ParserVocabulary) -> Bool {
    switch kind {
    case .name(let name):
      if context.isSingleUnit, Names.computedUnitBases.contains(name) { return true }
      if case .quantity(let reference)? = Names.reserved(name, context) { return !reference.quantity.isAssignable }
      return Names.predictions.contains(name) || ["n_y", "n_h"].contains(name)
    case .index(let base, let items):
      if let name = base.plainName, let layered = Names.layered(name), Names.reserved(name, context) == nil, items.count == 1 {
        if case .single(let item) = items[0], case .number(0) = item.kind { return false }
        return !Quantity(layered, 1).isAssignable
      }
      return base.looksComputed(context, words)
    case .unit(let base, _), .example(let base, _): return base.looksComputed(context, words)
    case .call(let callee, _): return callee.spellsActivation(words) || callee.looksComputed(context, words)
    default: return false
    }
  }
}

/// Statements in Python's form, `np.random.seed(1)`, `np.random.shuffle(v)`, `W1, b1 = A, B`, and prompts pasted with their lines.
extension Parser {
  /// Passes over prompts at the beginning of a line: `nn> `, `>>> `, `In [3]: `. Elsewhere it does nothing.
  mutating func skipPrompts() {
    guard isAtLineStart else { return }
    while true {
      var start = position
      while let next = lexer.character(at: start), Alphabet.isBlank(next) { start += 1 }
      guard let first = lexer.character(at: start), "n>I".contains(first) else { return }
      let line = String(source.characters[start..<min(start + 16, source.characters.count)])
      guard let prompt = line.prefixMatch(of: /(nn>|>>>|In \[\d+\]:)(?=\s|$)/)?.1 else { return }
      // `nn` may be a variable that the line compares.
      if prompt == "nn>", isKnown("nn") { return }
      move(to: start + prompt.count)
    }
  }

  /// The statement for a call of `random.seed` or `shuffle`. Nil for any other expression.
  ///
  /// - Throws: A `usage` fault where the arguments do not fit.
  func calledStatement(_ expression: Expression) throws(Fault) -> Statement? {
    guard case .call(let callee, let arguments) = expression.kind else { return nil }
    switch callee.plainName {
    case "random.seed":
      let argument = CommandArgument(kind: .expression(try seed(arguments, expression)), range: arguments[0].value.range)
      return Statement(kind: .command(CommandCall(name: "seed", nameRange: callee.range, arguments: [argument], options: [])), range: expression.range)
    case "shuffle":
      let target = try context.words.shuffled(arguments)
      guard target.canStandLeft(context.words) else { throw .shuffleOfNoName(target.range) }
      return Statement(kind: .shuffle(target), range: expression.range)
    default: return nil
    }
  }

  /// The only argument of `random.seed`, given by place or as `seed=`.
  private func seed(_ arguments: [CallArgument], _ whole: Expression) throws(Fault) -> Expression {
    guard let first = arguments.first, !first.isNone else { throw Fault.seedMissing().located(whole.range) }
    if let keyword = first.keyword, keyword != "seed" { throw Fault.seedKeyword(keyword).located(first.keywordRange ?? whole.range) }
    guard arguments.count == 1 else { throw Fault.seedArguments(arguments.count).located(arguments[1].value.range) }
    return first.value
  }

  /// Reads the rest of `a, b = b, a` or `(a, b) = (1, 2)`. Nil where no list of names with a `=` behind it begins here; the parser then stays where it was.
  ///
  /// - Throws: A `syntax` fault where the numbers of names and values differ or nothing can be assigned to a name.
  mutating func unpacking(startingWith first: Expression) throws(Fault) -> Statement? {
    let start = self
    guard let targets = try list(startingWith: first, isOfTargets: true), try peek().isSymbol("=") else {
      self = start
      return nil
    }
    try consume()
    let value = try expression()
    let values = try list(startingWith: value, isOfTargets: false) ?? [value]
    // The brackets of a tuple belong to the place.
    let place = value.range.union(values[values.count - 1].range)
    if try peek().isSymbol("=") { throw try .notAssignable(peek().range) }
    for target in targets where !target.canStandLeft(context.words) { throw .notAssignable(target.range) }
    guard values.count == 1 || values.count == targets.count else {
      throw .unpackingCount(values.count, of: targets.count, place)
    }
    assigned.formUnion(targets.compactMap(\.plainName))
    return Statement(kind: .unpacking(targets, values), range: first.range.union(place))
  }

  /// The items of a list with commas or of a tuple in round brackets. Nil for anything else.
  private mutating func list(startingWith first: Expression, isOfTargets: Bool) throws(Fault) -> [Expression]? {
    if case .matrix(let rows) = first.kind, rows.count == 1, rows[0].count > 1 || isOfTargets, source.characters[first.range.start] == "(" { return rows[0] }
    guard try peek().isSymbol(",") else { return nil }
    var items = [first]
    while try consume(ifSymbol: ",") != nil {
      // `a, = v` takes the only entry of a row.
      if isOfTargets, try peek().isSymbol("=") { break }
      if isEndOfStatement(try peek()) { throw try .expected("an expression", found: peek()) }
      items.append(try expression())
    }
    return items
  }
}

import Net

/// Completes the operands of expressions.
extension Completer {
  /// The names that may stand at the cursor. It is empty where an operator must come first.
  func expression(_ line: TypedLine) -> [String] {
    if line.word.first.map(Alphabet.isDigit) == true { return [] }
    if let dot = line.adjacent, dot.isSymbol(".") { return attributes(line) }
    if line.isAfterValue, line.adjacent == nil || !isJuxtaposed(line) { return [] }
    guard let place = line.open.last else { return allNames }
    // In the brackets of an index there are mostly numbers, so no name is offered.
    if line.pieces[place].isSymbol("[") { return isIndex(place, line) ? [] : allNames }
    return allNames + keywords(place, line)
  }

  /// All names of values and functions.
  var allNames: [String] {
    session.quantityNames + session.state.variables.keys.sorted() + Functions.all.map(\.name).filter { !$0.contains(".") } + Activations.all.map(\.name)
      + Names.constants.keys
  }

  /// Whether a letter follows directly after a bracket, as in `W[1]x`. It then begins a factor.
  private func isJuxtaposed(_ line: TypedLine) -> Bool {
    !line.word.isEmpty && (line.adjacent?.isSymbol("]") == true || line.adjacent?.isSymbol(")") == true || line.adjacent?.kind == .transpose)
  }

  private func isIndex(_ place: Int, _ line: TypedLine) -> Bool {
    guard place > 0, line.pieces[place - 1].range.end == line.pieces[place].range.start else { return false }
    switch line.pieces[place - 1].kind {
    case .name, .transpose, .symbol("]"), .symbol(")"): return true
    default: return false
    }
  }

  // MARK: After a dot

  /// The names after a dot. After `np.` these are NumPy's. After a value these are the transpose, the shape, the size and the methods of arrays.
  private func attributes(_ line: TypedLine) -> [String] {
    let dot = line.pieces.count - 1
    guard dot > 0, line.pieces[dot - 1].range.end == line.pieces[dot].range.start else { return [] }
    switch path(endingAt: dot - 1, line) {
    case ["np"], ["numpy"]:
      return Functions.all.filter { !$0.draws && !(Functions.ofLinalg + Functions.ofPython).contains($0.name) && !$0.name.contains(".") }.map(\.name)
        + Names.constants.keys.filter { $0 != "True" && $0 != "False" } + ["random.", "linalg."]
    case ["np", "random"], ["numpy", "random"], ["random"]: return Functions.all.filter(\.draws).map(\.name) + ["seed"]
    case ["np", "linalg"], ["numpy", "linalg"], ["linalg"]: return Functions.ofLinalg
    default: break
    }
    switch line.pieces[dot - 1].kind {
    case .name, .transpose, .symbol("]"), .symbol(")"):
      return ["T", "shape", "size"] + Functions.ofArrays
    default: return []
    }
  }

  /// The names with dots between them that end with this piece: `np.random`.
  private func path(endingAt index: Int, _ line: TypedLine) -> [String] {
    guard let name = line.name(index) else { return [] }
    guard index > 1, line.pieces[index - 1].isSymbol("."), line.pieces[index - 1].range.end == line.pieces[index].range.start else { return [name] }
    return path(endingAt: index - 2, line) + [name]
  }

  // MARK: In a call

  /// Parameters such as `axis=` that can be given by name and are not given yet.
  /// - Parameter place: the index of the open bracket of the call.
  private func keywords(_ place: Int, _ line: TypedLine) -> [String] {
    guard let last = line.pieces.last, last.isSymbol(",") || last.range == line.pieces[place].range, place > 0,
      let name = line.name(place - 1), line.pieces[place - 1].range.end == line.pieces[place].range.start, let function = Functions.named(name)
    else { return [] }
    var depth = 0
    var given: Set<String> = []
    // The first argument of a method stands before the dot.
    var positional = place > 1 && line.pieces[place - 2].isSymbol(".") && !["np", "numpy", "random", "linalg"].contains(line.name(place - 3)) ? 1 : 0
    var isKeyword = false
    for index in (place + 1)..<line.pieces.count {
      switch line.pieces[index].kind {
      case .symbol("("), .symbol("["): depth += 1
      case .symbol(")"), .symbol("]"): depth -= 1
      case .symbol("=") where depth == 0:
        if let keyword = line.name(index - 1) { given.insert(keyword) }
        isKeyword = true
      case .symbol(",") where depth == 0:
        positional += isKeyword ? 0 : 1
        isKeyword = false
      default: break
      }
    }
    given.formUnion(function.parameterNames.filter { !function.byNameOnly.contains($0) }.prefix(positional))
    return zip(function.parameters, function.parameterNames).filter { spelled, name in
      (spelled.hasSuffix("?") || function.byNameOnly.contains(name)) && !given.contains(name)
    }.map { $0.1 + "=" }
  }
}

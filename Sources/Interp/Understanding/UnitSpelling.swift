import Net

/// The notes' logistic unit: in a network of one unit, what is said of w, dw, b, db, z, a and dz, in these names and with w = W1ᵀ a column.
struct UnitSpelling: Sendable {
  /// Text of formulas as layers have them: `dW1 = 1/m * dZ1 @ X.T` becomes `dw = 1/m * X @ dz.T`.
  func text(_ text: String) -> String {
    var result = text.replacing(/\b(X|dZ1|dA1|A1)(\[[^\]]*\])? @ (X|dZ1|dA1|A1)(\[[^\]]*\])?\.T/.wordBoundaryKind(.simple)) { match in
      "\(match.3)\(match.4 ?? "") @ \(match.1)\(match.2 ?? "").T"
    }
    for (layered, own) in Self.products { result = result.replacing(layered, with: own) }
    return names(result)
  }

  /// Products of W1 and dZ1 with other arrays, and the same ones where w is a column.
  private static let products = [
    ("W1.T @ X", "w @ X"), ("W1 @ X", "w.T @ X"), ("W1 * X", "w * X"), ("dZ1 @ X", "X.T @ dz.T"), ("dZ1 * X", "X * dz"),
  ]

  /// Names and indices alone; products stay as they stand.
  func names(_ text: String) -> String {
    var result = text.replacing(/\b(d?W1)\[([^,\[\]]+),([^\[\]]+)\]/.wordBoundaryKind(.simple)) { "\($0.1)[\($0.3),\($0.2)]" }
    result = result.replacing(/\b(dW|W|dZ|Z|dA|A|db|b|g)1\b/.wordBoundaryKind(.simple)) { $0.1.lowercased() }
    result = result.replacing(/\b(dW|W|dZ|Z|dA)\b/.wordBoundaryKind(.simple)) { $0.1.lowercased() }
    // An A that begins a sentence is the article.
    return result.replacing(/(^|[.:] )?\bA\b( [a-z])?/.wordBoundaryKind(.simple)) { match in
      match.1 != nil && match.2 != nil ? String(match.0) : "\(match.1 ?? "")a\(match.2 ?? "")"
    }
  }

  func told(_ match: MistakeSearchResult.Match) -> MistakeSearchResult.Match {
    var told = match
    for index in told.mistakes.indices {
      let mistake = match.mistakes[index]
      (told.mistakes[index].title, told.mistakes[index].formula) = (text(mistake.title), text(mistake.formula))
      told.mistakes[index].explanation = text(mistake.explanation)
    }
    return told
  }
}

extension Session {
  /// How to speak of a quantity: nil as layers have it; in a network of one unit that which was typed. `others`: what was typed beside it, which tells of J.
  func spelling(of target: Expression, _ others: String = "") -> UnitSpelling? {
    guard nameContext.isSingleUnit else { return nil }
    let words = Self.words(source.text(target.range))
    if words.contains(where: isUnitName) { return UnitSpelling() }
    let isOfBoth = words.first.map { ["J", "cost"].contains($0) || Names.predictions.contains($0) } ?? false
    return isOfBoth && Self.words(others).contains(where: isUnitName) ? UnitSpelling() : nil
  }

  private func isUnitName(_ word: String) -> Bool { Names.unitBases.contains(word) && state.variables[word] == nil }

  private static func words(_ text: String) -> [String] { text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init) }
}

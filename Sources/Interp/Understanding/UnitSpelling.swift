import Net

/// The names of the logistic unit in the notes: w, dw, b, db, z, a and dz. They apply to a network of one unit.
///
/// In these names w = W1ᵀ is a column.
struct UnitSpelling: Sendable {
  /// A formula with layer names in the names of the unit: `dW1 = 1/m * dZ1 @ X.T` becomes `dw = 1/m * X @ dz.T`.
  func text(_ text: String) -> String {
    var result = text.replacing(/\b(X|dZ1|dA1|A1)(\[[^\]]*\])? @ (X|dZ1|dA1|A1)(\[[^\]]*\])?\.T/.wordBoundaryKind(.simple)) { match in
      "\(match.3)\(match.4 ?? "") @ \(match.1)\(match.2 ?? "").T"
    }
    for (layered, own) in Self.products { result = result.replacing(layered, with: own) }
    return names(result)
  }

  /// Products of W1 and dZ1 with other arrays, and the same products where w is a column.
  private static let products = [
    ("W1.T @ X", "w @ X"), ("W1 @ X", "w.T @ X"), ("W1 * X", "w * X"), ("dZ1 @ X", "X.T @ dz.T"), ("dZ1 * X", "X * dz"),
  ]

  /// Replaces names and indices only. Products stay as they are.
  func names(_ text: String) -> String {
    var result = text.replacing(/\b(d?W1)\[([^,\[\]]+),([^\[\]]+)\]/.wordBoundaryKind(.simple)) { "\($0.1)[\($0.3),\($0.2)]" }
    result = result.replacing(/\b(dW|W|dZ|Z|dA|A|db|b|g)1\b/.wordBoundaryKind(.simple)) { $0.1.lowercased() }
    result = result.replacing(/\b(dW|W|dZ|Z|dA)\b/.wordBoundaryKind(.simple)) { $0.1.lowercased() }
    // An `A` at the start of a sentence, before a lowercase letter, is the English article.
    return result.replacing(/(^|[.:] )?\bA\b( [a-z])?/.wordBoundaryKind(.simple)) { match in
      match.1 != nil && match.2 != nil ? String(match.0) : "\(match.1 ?? "")a\(match.2 ?? "")"
    }
  }

  /// The match with its texts in the names of the unit.
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
  /// The names in which to write about a quantity. It is nil for names of layers.
  /// - Parameters:
  ///   - target: the quantity as typed.
  ///   - others: the text that was typed with it. It decides for names such as J, which both spellings use.
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

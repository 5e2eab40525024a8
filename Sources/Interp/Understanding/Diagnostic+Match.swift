import Net

/// Error sentences of `match`, and of arrays in NumPy's printed form.
extension Fault {
  static func matchNeedsValue(_ name: String) -> Fault {
    Fault(.usage, "match needs your result", hint: "as in: match \(shortened(name)) = E, match \(shortened(name)) mine.npy")
  }

  static func notMatched(_ name: String) -> Fault {
    Fault(
      .value, "'\(shortened(name))' is not computed in a step",
      hint: "match knows the mistakes in Z, A, J, dA, dZ, dW, db, and in W and b after init or step")
  }

  /// The error where nothing is known about how a parameter was made.
  /// - Parameter name: the parameter as the user typed it.
  static func noOrigin(_ name: String) -> Fault {
    Fault(
      .stale, "match no longer knows how \(name) was made",
      hint: "match \(name) works directly after init (how it was drawn), and directly after step or train (its update)")
  }

  /// The error where text is no printed array.
  /// - Parameter character: the place in the text, from 1; nil where there is none.
  static func printedArray(_ reason: PrintedArray.Flaw.Reason, _ character: Int?) -> Fault {
    let place = character.map { " (character \($0) of the text)" } ?? ""
    let form = "give the array as NumPy prints it: [[ 0.1 0.2] [ 0.3 0.4]]"
    switch reason {
    case .empty: return Fault(.format, "the array has no numbers", hint: form)
    case .notNumber(let word): return Fault(.format, "'\(shortened(word))' is not a number\(place)", hint: form)
    case .ragged(let row, let expected, let found):
      return Fault(.format, "row \(row) of the array has \(found) number\(found == 1 ? "" : "s"), but the first row has \(expected)\(place)", hint: form)
    case .bracket: return Fault(.format, "a bracket of the array has no partner\(place)", hint: form)
    case .tooDeep: return Fault(.format, "the array has more than two dimensions\(place)", hint: form)
    case .rest(let word): return Fault(.format, "'\(shortened(word))' stands after the array\(place)", hint: form)
    }
  }

  /// The fault of a failed claim, with the mistakes that give the right side of the claim.
  ///
  /// The hint can be pasted as a statement. It is the equation that holds, with the mistake in a comment.
  /// - Parameters:
  ///   - matches: the mistakes, the best first. Without any, the fault stays as it is.
  ///   - matchCommand: the command that prints more about the mistake.
  ///   - right: the equation that holds. If it is nil, the hint is `matchCommand`.
  func naming(_ matches: [MistakeSearchResult.Match], _ matchCommand: String, right: String?) -> Fault {
    guard let first = matches.first else { return self }
    var copy = self
    copy.claim?.matches = matches
    guard let right else {
      copy.hint = hint ?? "\(matchCommand)  # \(first.title)"
      return copy
    }
    let others = Set(matches.map(\.group)).count > 1 ? ", or another mistake; \(matchCommand) tells all" : ""
    copy.hint = "\(right)  # right; your mistake: \(first.title)\(others)"
    return copy
  }

  /// The fault of a failed claim with a hint that names the command which searches for the mistake. It is used where the search may take long.
  func proposing(_ matchCommand: String) -> Fault {
    var copy = self
    copy.hint = hint ?? "\(matchCommand)  # looks for the mistake"
    return copy
  }
}

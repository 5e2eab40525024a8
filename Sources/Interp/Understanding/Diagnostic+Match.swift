import Net

/// Error sentences of `match`, and of printed arrays.
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

  static func noOriginOfAverage(_ name: String) -> Fault {
    Fault(.stale, "match no longer knows how \(name) was made", hint: "match \(name) works directly after step or train")
  }

  static func emptyArray() -> Fault { Fault(.format, "the array has no numbers", hint: formsOfArrays) }

  private static let formsOfArrays = "match and check read what these print: \(PrintedForm.names)"

  /// The error where text is no printed array. It says where reading stopped.
  /// - Parameter path: the file with the text; nil where the user typed the text.
  static func printedArray(_ flaw: PrintedArray.Flaw, _ path: String?) -> Fault {
    let owner = path.map { "'\(shortened(String($0.split(separator: "/").last ?? "")))'" } ?? "the text"
    let place = " (line \(flaw.line), column \(flaw.column) of \(owner))"
    func fault(_ message: String, hint: String = formsOfArrays) -> Fault { Fault(.format, message + place, hint: hint) }
    switch flaw.reason {
    case .empty: return fault("the array has no numbers")
    case .notNumber(let word): return fault("'\(shortened(word))' is not a number")
    case .unknown(let word): return fault("reading stopped at '\(shortened(word))', which no known form has here")
    case .emptyCell: return fault("a cell of the table is empty")
    case .ragged(let row, let expected, let found):
      return fault("row \(row) of the array has \(found) number\(found == 1 ? "" : "s"), but the first row has \(expected)")
    case .parts(let expected, let found):
      return fault("a part of the array has \(found) row\(found == 1 ? "" : "s"), but the first part has \(expected)")
    case .dimensions(let shape, let found): return fault("the print names the shape \(shape), but it has \(found) number\(found == 1 ? "" : "s")")
    case .bracket: return fault("a bracket of the array has no partner")
    case .quote: return fault("a quote has no partner")
    case .tooDeep: return fault("the array has more than two dimensions")
    case .rest(let word): return fault("'\(shortened(word))' stands after the array")
    case .missingName(let name, let known):
      let list = known.prefix(8).map { shortened($0) }.joined(separator: ", ") + (known.count > 8 ? " …" : "")
      return fault("\(owner) has no array named \(name)", hint: "it has \(list)")
    case .interrupted: return .interrupted()
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

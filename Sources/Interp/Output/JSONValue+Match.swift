import Net

/// The titles of the mistakes in one text.
extension MistakeSearchResult.Match {
  var title: String { mistakes.map(\.title).joined(separator: "; and ") }
}

/// The JSON object of a match, as failed claims and `match` print it.
extension JSONValue {
  init(_ match: MistakeSearchResult.Match) {
    self = .object([
      JSONField("id", .string(match.mistakes.map(\.id).joined(separator: "+"))), JSONField("title", .string(match.title)),
      JSONField("explanation", .string(match.mistakes.map(\.explanation).joined(separator: " "))),
      JSONField("max_difference", .number(match.maximumDifference)),
      JSONField("formula", .string(match.mistakes.map(\.formula).joined(separator: "; "))),
    ])
  }
}

import Net

extension Fault {
  /// The error where nothing in the help fits these words.
  static func unknownTopic(_ words: String, _ commands: CommandRegistry) -> Fault {
    let topics = Topic.all.map(\.name)
    // An option such as -c is not similar to an operator.
    let known = words.contains(where: \.isLetter) && !words.hasPrefix("-") ? HelpEntry.all(commands) : []
    return Fault(
      .unknownName, "there is no help on '\(shortened(words))'",
      hint: Suggestions.hint(words, among: known.map(\.name)) ?? Suggestions.hint(words, among: known.flatMap(\.otherWords))
        ?? "type help all for the commands; the topics are \(topics.joined(separator: ", "))")
  }
}

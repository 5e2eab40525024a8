import Net

/// The sentence for what there is no help on.
extension Fault {
  static func unknownTopic(_ word: String, _ commands: [String]) -> Fault {
    let topics = Topic.all.map(\.name)
    return Fault(
      .unknownName, "there is no help on '\(shortened(word))'",
      hint: Suggestions.hint(word, among: commands + topics + Functions.all.map(\.name))
        ?? "type help for the commands; the topics are \(topics.joined(separator: ", "))")
  }
}

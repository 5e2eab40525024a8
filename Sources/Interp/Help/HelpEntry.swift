import Net

/// One thing that `help` explains, with the words under which a search finds it.
struct HelpEntry: Sendable {
  /// The word that a user types after `help`.
  let name: String
  let purpose: String
  var otherWords: [String] = []
  /// The rest of the text that a search reads.
  var text = ""
  /// If two entries fit equally well, the one with the larger weight comes first.
  var weight = 0

  init(_ name: String, _ purpose: String, otherWords: [String] = [], text: String = "", weight: Int = 0) {
    (self.name, self.purpose, self.otherWords, self.text, self.weight) = (name, purpose, otherWords, text, weight)
  }

  init(_ command: any Command) {
    let options = command.syntax.options.map { "\($0.name)= \($0.summary) \($0.choices.joined(separator: " "))" }
    self.init(
      command.name, command.summary, otherWords: command.otherWords,
      text: ([command.usage, command.group.rawValue] + command.details + command.cautions + options + command.words).joined(separator: " "), weight: 2)
  }

  init(_ topic: Topic) {
    self.init(topic.name, topic.summary, otherWords: topic.otherWords, text: (topic.rows.flatMap(\.self) + topic.text).joined(separator: " "), weight: 2)
  }

  /// Commands, topics, quantities, settings and functions.
  static func all(_ commands: CommandRegistry) -> [HelpEntry] { commands.all.map(Self.init) + others }

  /// All entries except commands. They are made anew each time, because a test may add an activation.
  private static var others: [HelpEntry] {
    Topic.all.map(Self.init)
      + Quantity.explained.map { HelpEntry($0.name, $0.purpose, otherWords: $0.otherWords, weight: 1) }
      + CommandGroup.allCases.map { HelpEntry($0.rawValue, "the commands that \($0.purpose)", weight: 1) }
      + Finding.Kind.allCases.map { HelpEntry($0.rawValue, "a finding of diagnose", text: $0.sentence) }
      + Setting.all.map { HelpEntry($0.name, "a setting: \($0.summary)") }
      + Activations.all.map { HelpEntry($0.name, "an activation: g(z) = \($0.formula)") }
      + Losses.all.map { HelpEntry($0.name, "a loss: L = \($0.formula)", weight: 1) }
      + DataGenerators.all.map { HelpEntry($0.name, "a data set: \($0.summary)") }
      + Functions.all.map { HelpEntry($0.name, $0.summary) }
  }

  // MARK: Search

  /// Words of questions that a search does not use.
  private static let ignored: Set<String> = [
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "in", "is", "it", "its", "me", "my", "no",
    "none", "not", "nothing", "of", "on", "one", "or", "that", "the", "there", "this", "to", "what", "when", "where", "which", "why", "with", "work", "works",
    "you", "your",
  ]

  /// The most hits that help lists.
  private static let most = 8

  /// The entries that hold the words, the best first.
  static func search(_ words: [String], _ entries: [HelpEntry]) -> [HelpEntry] {
    let asked = words.map { $0.lowercased() }.filter { !ignored.contains($0) && $0.count <= 40 }
    let hits = entries.enumerated().compactMap { index, entry -> (entry: HelpEntry, score: Int, index: Int)? in
      let scores = asked.map(entry.score).filter { $0 > 0 }
      // An entry that holds several words of the question fits better.
      return scores.isEmpty ? nil : (entry, 4 * (scores.reduce(0, +) + 3 * (scores.count - 1)) + entry.weight, index)
    }.sorted { ($1.score, $0.index) < ($0.score, $1.index) }
    guard let best = hits.first else { return [] }
    // A command and a topic of one name have one page.
    var names: Set<String> = []
    return hits.filter { 3 * $0.score >= best.score }.map(\.entry).filter { names.insert($0.name).inserted }.prefix(most).map(\.self)
  }

  /// Whether the entry has exactly this other word, or this name in another spelling, such as `leaky relu` for `leaky_relu`.
  func isCalled(_ phrase: String) -> Bool {
    let wanted = Self.stems(phrase)
    if wanted.isEmpty { return otherWords.contains(phrase) }
    if wanted.count > 1, Self.stems(name) == wanted { return true }
    return otherWords.contains { $0 == phrase || Self.stems($0) == wanted }
  }

  /// A number that says how well one word of a question fits. It is 0 if the entry does not hold the word.
  func score(_ word: String) -> Int {
    let word = word.lowercased()
    guard let stem = Self.stems(word).first, Self.stems(word).count == 1, word.allSatisfy(Self.isLetter) else {
      // A word with signs, such as `1/m`, has no stem. The text must hold it exactly.
      return name == word || otherWords.contains(word) ? 8 : Self.holds("\(purpose) \(text)".lowercased(), word) ? 2 : 0
    }
    if Self.stems(name) == [stem] { return 8 }
    if Self.stems(name).contains(stem) || otherWords.contains(where: { Self.stems($0).contains(stem) }) { return 6 }
    if Self.stems(purpose).contains(stem) { return 4 }
    return Self.stems(text).contains(stem) ? 1 : 0
  }

  private static func isLetter(_ letter: Character) -> Bool { letter.isLetter || letter.isNumber }

  /// Whether the text holds the word and has no letter directly before or after it. `ctrl-c` does not hold `-c`.
  private static func holds(_ text: String, _ word: String) -> Bool {
    guard word.contains(where: isLetter) else { return text.contains(word) }
    return text.ranges(of: word).contains { place in
      let before = text[..<place.lowerBound].last
      let after = text[place.upperBound...].first
      return !(before.map(isLetter) ?? false) && !(after.map(isLetter) ?? false)
    }
  }

  /// The words of a text in lower case, without their endings. `gradients` and `gradient` give the same stem, and `standardise` and `standardize` too.
  static func stems(_ text: String) -> [String] {
    text.lowercased().split { !isLetter($0) }.map { word in
      var stem = String(word).replacing("iz", with: "is")
      for ending in ["ing", "ed", "es", "s", "e"] where stem.hasSuffix(ending) && stem.count - ending.count >= 4 && !stem.hasSuffix("ss") {
        stem.removeLast(ending.count)
        break
      }
      return stem
    }
  }
}

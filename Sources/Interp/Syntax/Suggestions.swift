/// The known words that are similar to a mistyped one.
public enum Suggestions {
  /// At most three similar words, nearest first. A word is similar if the number of edits is at most a third of the length of `word`. One edit is always
  /// allowed. If a word differs only in case, it is the only result. Words of one letter, or of more than 40, get none.
  public static func near(_ word: String, among words: [String]) -> [String] {
    guard word.count > 1, word.count <= 40 else { return [] }
    let lower = word.lowercased()
    if let same = words.first(where: { $0.lowercased() == lower && $0 != word }) { return [same] }
    let limit = max(1, word.count / 3)
    let scored = Set(words).compactMap { candidate -> (String, Int)? in
      guard candidate.count > 1, abs(candidate.count - word.count) <= limit else { return nil }
      let distance = distance(Array(lower), Array(candidate.lowercased()))
      return distance <= limit ? (candidate, distance) : nil
    }
    return scored.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  /// The hint `did you mean 'forward'?`, or nil where no word is similar.
  static func hint(_ word: String, among words: [String]) -> String? {
    let near = near(word, among: words)
    guard !near.isEmpty else { return nil }
    return "did you mean " + near.map { "'\($0)'" }.joined(separator: " or ") + "?"
  }

  /// The least number of edits from one word to the other. An edit inserts, deletes or replaces a character, or swaps two neighbours.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    for i in 1...a.count {
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1) }
      }
    }
    return rows[a.count][b.count]
  }
}

import Interp

/// The list of candidates that Tab shows, in columns that are read downwards.
enum CandidateColumns {
  /// The lines of the list. At most 200 words are shown; then the last line gives the number of all.
  static func text(_ words: [String], width: Int) -> String {
    let shown = Array(words.prefix(200))
    let column = (shown.map(TextWidth.columns).max() ?? 0) + 2
    let columns = max(1, width / column)
    let rows = (shown.count + columns - 1) / columns
    var lines: [String] = []
    for row in 0..<rows {
      var line = ""
      for place in stride(from: row, to: shown.count, by: rows) {
        line += shown[place] + String(repeating: " ", count: column - TextWidth.columns(shown[place]))
      }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    if words.count > shown.count { lines.append("… \(words.count) in all") }
    return lines.joined(separator: "\n") + "\n"
  }
}

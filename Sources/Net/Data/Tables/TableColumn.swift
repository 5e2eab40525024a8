/// The cells of one column that are no numbers, and what the column is.
struct TableColumn: Sendable {
  /// A cell that is no number.
  struct Other: Sendable {
    let row: Int
    let text: String
    /// The place of the text in the file's bytes.
    let offset: Int
  }

  enum Kind: Equatable {
    case numbers
    /// True and false, or yes and no.
    case truths
    /// Text, perhaps with numbers among it.
    case words
  }

  let name: String
  let kind: Kind
  /// The cells that stand for a missing value.
  let missing: [Other]
  /// All other cells that are no numbers.
  let words: [Other]
  /// The number of cells that are numbers.
  let numberCount: Int

  /// The different words.
  var values: Set<String> { Set(words.map(\.text)) }

  init(_ name: String, rows: Int, _ others: [Other]) {
    self.name = name
    missing = others.filter { TableWords.isMissing($0.text) }
    words = missing.isEmpty ? others : others.filter { !TableWords.isMissing($0.text) }
    numberCount = rows - others.count
    kind = words.isEmpty ? .numbers : numberCount == 0 && words.allSatisfy { TableWords.truth($0.text) != nil } ? .truths : .words
  }
}

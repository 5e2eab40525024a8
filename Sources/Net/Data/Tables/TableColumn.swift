/// The cells of one column that are no numbers, and what the column is.
struct TableColumn: Sendable {
  /// A cell that is no number.
  struct Other: Sendable {
    let row: UInt32
    /// The text, as an index of `values`.
    let word: UInt32
  }

  enum Kind: Equatable {
    case numbers
    /// True and false, or yes and no.
    case truths
    /// Text, perhaps with numbers among it.
    case words
  }

  let name: String
  /// The cells that are no numbers, by rows.
  private(set) var cells: [Other] = []
  /// The different texts of these cells, in the order in which they occur.
  private(set) var values: [String] = []
  /// For each text, the place of the first cell with it, in the bytes of the file.
  private(set) var offsets: [Int] = []
  private var places: [String: UInt32] = [:]
  /// The bytes of the first cell with each of the first texts; -1 where it has quotes.
  private var lengths: [Int] = []
  /// The texts that `addKnown` compares with.
  private static let mostCompared = 16
  /// The number of bytes that one more cell takes.
  static let bytesOfCell = 2 * MemoryLayout<Other>.stride

  init(_ name: String) { self.name = name }

  /// Adds a cell without quotes that has the same bytes as one of the first texts. Most cells of a column of classes are such cells, and no text is made
  /// for them. Returns false, and adds nothing, for other cells.
  mutating func addKnown(_ range: Range<Int>, of bytes: [UInt8], row: Int) -> Bool {
    for word in lengths.indices where lengths[word] == range.count {
      let start = offsets[word]
      var place = 0
      while place < range.count, bytes[start + place] == bytes[range.lowerBound + place] { place += 1 }
      if place == range.count {
        cells.append(Other(row: UInt32(row), word: UInt32(word)))
        return true
      }
    }
    return false
  }

  /// Adds a cell. Returns the number of bytes that it takes.
  /// - Parameter length: the number of its bytes in the file; -1 where it has quotes.
  mutating func add(_ text: String, row: Int, offset: Int, length: Int = -1) -> Int {
    if let word = places[text] {
      cells.append(Other(row: UInt32(row), word: word))
      return Self.bytesOfCell
    }
    if lengths.count < Self.mostCompared { lengths.append(length) }
    let word = UInt32(values.count)
    places[text] = word
    values.append(text)
    offsets.append(offset)
    cells.append(Other(row: UInt32(row), word: word))
    // The lists and the dictionary grow by doubling. A long text also has its own storage.
    return Self.bytesOfCell + 8 * MemoryLayout<String>.stride + (text.utf8.count > 15 ? text.utf8.count + 32 : 0)
  }

  /// The texts that stand for a missing value.
  var missing: Set<UInt32> { Set(values.indices.filter { TableWords.isMissing(values[$0]) }.map(UInt32.init)) }

  /// The first text of some, as an index.
  func first(_ isWanted: (UInt32) -> Bool) -> Int? { values.indices.first { isWanted(UInt32($0)) } }

  /// What the column is, where the table has `rows` rows.
  func kind(rows: Int) -> Kind {
    let words = values.filter { !TableWords.isMissing($0) }
    if words.isEmpty { return .numbers }
    return cells.count == rows && words.allSatisfy { TableWords.truth($0) != nil } ? .truths : .words
  }
}

/// An array in the form in which NumPy prints it.
///
/// It has one or two levels of brackets. Blanks, commas or newlines separate the entries, which may be `nan`, `inf` or have exponents. `array( … )`
/// may surround it. `...` stands for rows or columns that were left out.
public struct PrintedArray: Sendable {
  /// What is wrong with the text. The interpreter makes the sentence for the user from it.
  public struct Flaw: Error, Equatable, Sendable {
    /// The kind of a flaw.
    public enum Reason: Equatable, Sendable {
      /// The text has no entry.
      case empty
      /// The word is not a number.
      case notNumber(String)
      /// The row has another number of entries than the first row.
      case ragged(row: Int, expected: Int, found: Int)
      /// A bracket has no matching bracket.
      case bracket
      /// Brackets are nested more than two levels deep.
      case tooDeep
      /// Some text follows the array.
      case rest(String)
    }
    public let reason: Reason
    /// The place of the flaw in characters, counted from 0.
    public let offset: Int
  }

  /// The printed entries. An array with one dimension is a row.
  public let entries: Matrix
  /// Half a unit of each entry's last digit; nil where no entry has decimals or an exponent.
  ///
  /// For 0, whole numbers and `nan`, it is the smallest half unit of the other entries.
  public let halfUnits: Matrix?
  /// The number of printed rows before the rows that were left out; nil where no row was left out.
  public let rowGap: Int?
  /// The same for columns.
  public let columnGap: Int?

  /// Whether a text is an array or a number as NumPy prints it, for example `[[1. 2.]]`, `array([1, 2])`, `np.float64(0.5)` or `0.5`.
  public static func isPrinted(_ text: String) -> Bool {
    text.contains("[") || scalar(text) != nil
  }

  /// The text of a single number, without the call that `repr` puts around it; nil where the text is not a single number.
  private static func scalar(_ text: String) -> String? {
    // The text is split into a few parts at most, so that a long table is not split as a whole.
    var word = text.split(maxSplits: 4) { $0.isWhitespace }.joined(separator: " ")
    if let open = word.firstIndex(of: "("), word.hasSuffix(")"), word[..<open].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }) {
      word = String(word[word.index(after: open)...].dropLast())
    }
    return DecimalNumber.value(word) == nil ? nil : word
  }

  /// Counts the memory for reading the text of a file: its characters, and two arrays of entries that grow by doubling.
  static func count(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    try budget.take(bytes.count, of: MemoryLayout<Character>.stride)
    let ends = bytes.count { $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "]") }
    try budget.take(ends + 1, of: 4 * MemoryLayout<Entry>.stride)
  }

  /// Reads the text.
  /// - Throws: `Flaw` where the text is not such an array, or where rows have different lengths.
  public init(_ text: String) throws(Flaw) {
    var reader = Reader(Self.scalar(text).map { "[\($0)]" } ?? text)
    let rows = try reader.array()
    var elements: [Double] = []
    var units: [Double?] = []
    for row in rows {
      for entry in row.entries {
        elements.append(entry.value)
        units.append(entry.halfUnit)
      }
    }
    guard let first = rows.first, !first.entries.isEmpty else { throw Flaw(reason: .empty, offset: 0) }
    for (index, row) in rows.enumerated() where row.entries.count != first.entries.count || row.gap != first.gap {
      throw Flaw(reason: .ragged(row: index + 1, expected: first.entries.count, found: row.entries.count), offset: row.offset)
    }
    entries = Matrix(rows: rows.count, columns: first.entries.count, elements: elements)
    halfUnits = units.compactMap { $0 }.min().map { finest in Matrix(rows: rows.count, columns: first.entries.count, elements: units.map { $0 ?? finest }) }
    rowGap = reader.rowGap
    columnGap = first.gap
  }

  fileprivate struct Entry {
    var value: Double
    var halfUnit: Double?
  }

  fileprivate struct Row {
    var entries: [Entry] = []
    var gap: Int?
    var offset: Int
  }
}

extension PrintedArray {
  /// Reads the characters of the text once, from start to end.
  fileprivate struct Reader {
    private let characters: [Character]
    private var place = 0
    var rowGap: Int?

    init(_ text: String) { characters = Array(text) }

    private var next: Character? { place < characters.count ? characters[place] : nil }

    private func flaw(_ reason: Flaw.Reason, _ offset: Int? = nil) -> Flaw { Flaw(reason: reason, offset: offset ?? min(place, characters.count)) }

    private mutating func skipBlanks() {
      while let character = next, character.isWhitespace || character == "," { place += 1 }
    }

    /// Reads the whole text: the array and the call that `repr` puts around it.
    mutating func array() throws(Flaw) -> [Row] {
      skipBlanks()
      let start = place
      while let character = next, character != "[" {
        guard character.isLetter || character == "." || character == "(" || character.isWhitespace else { throw flaw(.notNumber(word())) }
        place += 1
      }
      let before = String(characters[start..<place]).filter { !$0.isWhitespace }
      let isCalled = !before.isEmpty
      guard !isCalled || ["array(", "np.array(", "numpy.array("].contains(before) else { throw flaw(.notNumber(before), start) }
      guard next == "[" else { throw flaw(.empty, start) }
      place += 1
      let rows = try insideOuter()
      try end(isCalled: isCalled)
      return rows
    }

    private mutating func insideOuter() throws(Flaw) -> [Row] {
      skipBlanks()
      if next != "[" {
        let row = try rowAfterBracket()
        return [row]
      }
      var rows: [Row] = []
      while true {
        skipBlanks()
        guard let character = next else { throw flaw(.bracket) }
        switch character {
        case "]":
          place += 1
          return rows
        case "[":
          place += 1
          rows.append(try rowAfterBracket())
        default:
          let (text, offset) = (word(), place)
          guard text == "..." || text == "…", rowGap == nil else { throw flaw(.notNumber(text), offset) }
          rowGap = rows.count
          place += text.count
        }
      }
    }

    /// Reads the entries of a row and the closing bracket.
    private mutating func rowAfterBracket() throws(Flaw) -> Row {
      var row = Row(offset: place)
      while true {
        skipBlanks()
        guard let character = next else { throw flaw(.bracket) }
        if character == "]" {
          place += 1
          return row
        }
        if character == "[" { throw flaw(.tooDeep) }
        let (text, offset) = (word(), place)
        if text == "..." || text == "…", row.gap == nil {
          row.gap = row.entries.count
        } else {
          guard let entry = Self.entry(text) else { throw flaw(.notNumber(text), offset) }
          row.entries.append(entry)
        }
        place += text.count
      }
    }

    /// The characters from here to the next blank, comma or bracket.
    private func word() -> String {
      String(characters[place...].prefix { !$0.isWhitespace && !",[]".contains($0) })
    }

    /// Checks the text after the array: nothing, or the rest of a call such as `, dtype=float64)`.
    private mutating func end(isCalled: Bool) throws(Flaw) {
      skipBlanks()
      let rest = String(characters[place...]).filter { !$0.isWhitespace }
      let isKnown = isCalled && rest.hasSuffix(")") && (rest == ")" || rest.hasPrefix("dtype=") || rest.hasPrefix("shape="))
      guard rest.isEmpty && !isCalled || isKnown else { throw flaw(rest.isEmpty || rest.hasPrefix("]") ? .bracket : .rest(word())) }
    }

    private static func entry(_ text: String) -> Entry? {
      guard let value = DecimalNumber.value(text) else { return nil }
      // 0, a whole number and nan do not show their precision.
      return Entry(value: value, halfUnit: value == 0 ? nil : DecimalNumber.halfUnit(text))
    }
  }
}

/// An array as NumPy prints it: brackets one or two deep, entries apart by blanks, commas or newlines, `nan`, `inf`, exponents, `array( … )`
/// round it, and `...` for rows and columns that were left out.
public struct PrintedArray: Sendable {
  /// What is wrong with the text, for a sentence that is made elsewhere.
  public struct Flaw: Error, Equatable, Sendable {
    public enum Reason: Equatable, Sendable {
      /// No entry at all.
      case empty
      /// The word is no number.
      case notNumber(String)
      /// A row has another number of entries than the first.
      case ragged(row: Int, expected: Int, found: Int)
      /// A bracket has no partner.
      case bracket
      /// Brackets more than two deep.
      case tooDeep
      /// Something stands after the array.
      case rest(String)
    }
    public let reason: Reason
    /// Where, in characters from 0.
    public let offset: Int
  }

  /// The entries that were printed; what has one dimension is a row.
  public let entries: Matrix
  /// Half a unit of each entry's last digit; of a whole number, or 0, that of the most exact entry. nil where no entry has a decimal.
  public let halfUnits: Matrix?
  /// Printed rows before those that were left out; nil where none was.
  public let rowGap: Int?
  public let columnGap: Int?

  /// Whether a text is meant as an array or a number as NumPy prints them: `[[1. 2.]]`, `array([1, 2])`, `np.float64(0.5)`, `0.5`.
  public static func isPrinted(_ text: String) -> Bool {
    text.contains("[") || scalar(text) != nil
  }

  /// A number alone, without what `repr` puts round it.
  private static func scalar(_ text: String) -> String? {
    // A few parts at most, so that a long table is not taken apart for this.
    var word = text.split(maxSplits: 4) { $0.isWhitespace }.joined(separator: " ")
    if let open = word.firstIndex(of: "("), word.hasSuffix(")"), word[..<open].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }) {
      word = String(word[word.index(after: open)...].dropLast())
    }
    return DecimalNumber.value(word) == nil ? nil : word
  }

  /// Counts what reading the text of a file takes: its letters one by one, and two arrays of entries, which grow by doubling.
  static func count(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    try budget.take(bytes.count, of: MemoryLayout<Character>.stride)
    let ends = bytes.count { $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "]") }
    try budget.take(ends + 1, of: 4 * MemoryLayout<Entry>.stride)
  }

  /// Reads the text. Throws where it is no such array.
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
  /// Goes through the text once.
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

    /// The whole text: the array with what `repr` puts round it.
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

    /// Entries up to the closing bracket, which is taken.
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

    /// The characters up to a blank, a comma or a bracket.
    private func word() -> String {
      String(characters[place...].prefix { !$0.isWhitespace && !",[]".contains($0) })
    }

    /// After the array: `, dtype=float64)`, or nothing.
    private mutating func end(isCalled: Bool) throws(Flaw) {
      skipBlanks()
      let rest = String(characters[place...]).filter { !$0.isWhitespace }
      let isKnown = isCalled && rest.hasSuffix(")") && (rest == ")" || rest.hasPrefix("dtype=") || rest.hasPrefix("shape="))
      guard rest.isEmpty && !isCalled || isKnown else { throw flaw(rest.isEmpty || rest.hasPrefix("]") ? .bracket : .rest(word())) }
    }

    private static func entry(_ text: String) -> Entry? {
      guard let value = DecimalNumber.value(text) else { return nil }
      // 0, a whole number and nan say nothing of how exactly they are meant.
      return Entry(value: value, halfUnit: value == 0 ? nil : DecimalNumber.halfUnit(text))
    }
  }
}

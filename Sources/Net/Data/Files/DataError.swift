/// What is wrong with a file of data: evidence for a sentence, which is made elsewhere.
public enum DataError: Error, Equatable, Sendable {
  /// The system's reason: no such file, is a directory, permission denied …
  case unreadable(reason: String)
  case unwritable(reason: String)
  /// Ctrl-C was pressed meanwhile.
  case interrupted
  case empty
  /// What would be built takes more than the budget, in bytes.
  case tooLarge(limit: Int)
  /// More classes or features than are taken: as many rows would be made of them.
  case tooMany(TooMany, column: String?, count: Int, limit: Int)
  /// A byte that is no text: NUL, or what is not UTF-8.
  case notText(line: Int, byte: UInt8)
  case badCSV(line: Int)
  /// A quote is opened in this line and never closed.
  case openQuote(line: Int)
  case ragged(line: Int, expected: Int, found: Int)
  case noRows
  case duplicateColumn(String)
  case unknownColumn(String, known: [String])
  case noFeatures
  /// A cell that is no finite number where numbers are wanted.
  case cell(line: Int, column: String, text: String, CellFault)
  case oneClass(String)
  case unknownFormat(suffix: String)
  case badNPY(name: String, reason: String)
  case badZip(reason: String)
  case missingEntry(String)
  case badModel(reason: String)

  public enum TooMany: Equatable, Sendable {
    case classes
    case features
  }

  public enum CellFault: Equatable, Sendable {
    case missing
    case notNumber
    /// `inf`: infinity, spelled out.
    case notFinite
    /// Digits whose value is over the largest double.
    case overflow
  }
}

/// What is wrong with a data file. The interpreter makes the sentence for the user from it.
public enum DataError: Error, Equatable, Sendable {
  /// The file cannot be read. `reason` is the system's: no such file, is a directory, permission denied …
  case unreadable(reason: String)
  /// The file cannot be written.
  case unwritable(reason: String)
  /// Ctrl-C was pressed during the work.
  case interrupted
  /// The file has no bytes, or no rows.
  case empty
  /// The data needs more memory than the budget has. `limit` is in bytes.
  case tooLarge(limit: Int)
  /// There are too many classes or features. Each of them would be a row of a matrix.
  case tooMany(TooMany, column: String?, count: Int, limit: Int)
  /// The file is of a kind that is not read.
  case foreign(ForeignFile)
  /// A byte that does not belong to text: NUL, or a byte that is not UTF-8.
  case notText(line: Int, byte: UInt8)
  /// This line has a quote in a wrong place.
  case badCSV(line: Int)
  /// A quote opens on this line and never closes.
  case openQuote(line: Int)
  /// A row has another number of cells than the first row.
  case ragged(line: Int, expected: Int, found: Int)
  /// The table has a header and no other row.
  case noRows
  case unknownColumn(String, known: [String])
  /// Another table is read by the names of its columns, and it has no header.
  case noHeader(wanted: [String])
  /// Another table is read by the positions of its columns, and it has another number of them. `hasTarget`: whether one of `wanted` is the target.
  case otherWidth(found: Int, wanted: Int, hasTarget: Bool)
  /// The table of targets has more than one column.
  case manyTargets(known: [String])
  /// The file of targets has another number of them than there are examples.
  case otherExamples(targets: Int, examples: Int)
  /// No column is left for the features.
  case noFeatures
  /// A cell is not a finite number where a number is needed.
  case cell(line: Int, column: String, text: String, CellFault)
  /// Text or missing values stand among the features, or the target misses values.
  case messy(MessyTable)
  /// A list of columns mixes items with `-` and items without.
  case mixedColumns
  /// The column is named twice.
  case columnTwice(String)
  /// The target is also named as a feature.
  case targetAmongFeatures(String)
  /// A column that `onehot=` names is no feature.
  case notAFeature(String)
  /// The training part has no value of a feature that has missing values.
  case nothingKnown(String)
  /// A category that the training part does not have.
  case unknownCategory(column: String, text: String, line: Int)
  /// A class that the training part does not have.
  case unknownClass(column: String, text: String, line: Int)
  /// An option that goes with tables only, or with arrays only.
  case notForArrays(option: String)
  case notForTables(option: String)
  /// No example is left after those with missing values were left out.
  case allDropped
  /// All values of y are equal, so that there is only one class.
  case oneClass(String)
  case badNPY(name: String, reason: String)
  /// The array has objects of Python, which only Python can read.
  case pickled(name: String)
  case badZip(reason: String)
  /// The file with arrays cannot be read, or its arrays do not make a data set.
  case badArrays(reason: String)
  /// The archive lacks the array with this name.
  case missingEntry(String)
  case badModel(reason: String)
  /// A file of another program gives no network.
  case weights(WeightFault)
  /// What is wrong with the file of the test part, which is read beside the file of the data.
  indirect case ofTest(DataError)

  /// What there is too much of.
  public enum TooMany: Equatable, Sendable {
    case classes
    case features
  }

  /// What is wrong with a cell.
  public enum CellFault: Equatable, Sendable {
    case missing
    case notNumber
    /// The cell spells infinity, for example `inf`.
    case notFinite
    /// The value of the digits is larger than the largest double.
    case overflow
  }
}

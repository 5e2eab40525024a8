/// An array as one of the tools of `PrintedForm.all` prints it.
///
/// The text may hold several arrays with names: then the array with the asked name is taken. `...` stands for rows or columns that were left out.
public struct PrintedArray: Sendable {
  /// What is wrong with the text. The interpreter makes the sentence for the user from it.
  public struct Flaw: Error, Equatable, Sendable {
    /// The kind of a flaw.
    public enum Reason: Equatable, Sendable {
      /// The text has no entry.
      case empty
      /// The word is not a number.
      case notNumber(String)
      /// No form has these letters here.
      case unknown(String)
      /// A cell of a table has no letters.
      case emptyCell
      /// The row has another number of entries than the first row.
      case ragged(row: Int, expected: Int, found: Int)
      /// The parts of an array that stand below each other have different numbers of rows.
      case parts(expected: Int, found: Int)
      /// The number of entries is not the product of the dimensions that the print names.
      case dimensions(Shape, found: Int)
      /// A bracket has no matching bracket.
      case bracket
      /// A quote has no matching quote.
      case quote
      /// The array has more than two dimensions.
      case tooDeep
      /// Some text follows the array.
      case rest(String)
      /// No array of the text has the asked name. `known` has the names of all.
      case missingName(String, known: [String])
      /// Ctrl-C was pressed while the text was read.
      case interrupted
    }
    public let reason: Reason
    /// The line of the text on which reading stopped, from 1.
    public let line: Int
    /// The letter of that line at which reading stopped, from 1.
    public let column: Int
  }

  /// The printed entries. An array with one dimension is a row.
  public let entries: Matrix
  /// Half a unit of each entry's last digit; nil where all are whole numbers with few digits, and where the print has all digits of a double.
  ///
  /// For 0, whole numbers and `nan`, it is the smallest half unit of the other entries. But a whole number may have as many digits as any
  /// other number, and at least four. Then the tool had no digits left for decimals, and the last digit counts.
  public let halfUnits: Matrix?
  /// The format of the numbers: what the print says, or else the format for which the tool says nothing.
  public let format: PrintedFormat
  /// The number of printed rows before the rows that were left out; nil where no row was left out.
  public let rowGap: Int?
  /// The same for columns.
  public let columnGap: Int?

  /// A print with so many digits in an entry shows every digit of its doubles.
  private static let allDigits: UInt16 = 15
  /// A whole number with so many digits may be the rounding of a number with decimals.
  private static let manyDigits: UInt16 = 4

  /// Reads the text.
  ///
  /// A vector that is printed with one entry on each line is a column where `shape` is one, and otherwise a row, as every vector.
  /// - Parameters:
  ///   - names: the names of the wanted array, the best first. They choose among several arrays. A single array may have any name.
  ///   - shape: the shape that the array should have; nil where it is not known. It decides whether a first line of the numbers 0, 1, 2 … is a header.
  /// - Throws: `Flaw` where the text has no such array, or where rows have different lengths.
  public init(_ text: String, names: [String] = [], shape: Shape? = nil) throws(Flaw) {
    var reader = PrintReader(text, shape: shape)
    let block: PrintedBlock
    do throws(PrintFault) {
      block = try reader.array(names)
    } catch {
      let (line, column) = reader.scanner.position(of: error.offset)
      throw Flaw(reason: error.reason, line: line, column: column)
    }
    let turns = block.isColumn && block.dimensions == 1 && shape?.columns == 1
    let (rows, columns) = turns ? (block.entries.count, 1) : (block.rows.count, block.entries.count)
    var elements: [Double] = []
    elements.reserveCapacity(rows * columns)
    var (finest, digits, mostOfDecimals) = (Double.infinity, UInt16(0), UInt16(0))
    var wholeUnit = Double.infinity
    for row in block.rows {
      for entry in row.entries {
        elements.append(entry.value)
        digits = max(digits, entry.digits)
        wholeUnit = min(wholeUnit, entry.wholeUnit ?? (entry.isBare ? .infinity : 0))
        guard let unit = entry.halfUnit else { continue }
        finest = min(finest, unit)
        mostOfDecimals = max(mostOfDecimals, entry.digits)
      }
    }
    // Whole numbers alone may be rounded ones where they have many digits.
    if finest.isInfinite, digits >= Self.manyDigits, wholeUnit > 0 { finest = wholeUnit }
    entries = Matrix(rows: rows, columns: columns, elements: elements)
    if finest.isFinite, digits < Self.allDigits {
      let units = block.rows.flatMap { row in
        row.entries.map { entry in entry.halfUnit ?? (entry.digits >= max(mostOfDecimals, Self.manyDigits) ? max(entry.wholeUnit ?? 0, finest) : finest) }
      }
      halfUnits = Matrix(rows: rows, columns: columns, elements: units)
    } else {
      halfUnits = nil
    }
    format = block.format ?? .double
    (rowGap, columnGap) = turns ? (block.rows.first?.gap, nil) : (block.rowGap, block.rows.first?.gap)
  }

  /// Whether a text is an array or a number in a printed form, for example `[[1. 2.]]`, `np.float64(0.5)` or `J = 0.6930`. Otherwise it names a file.
  public static func isPrinted(_ text: String) -> Bool {
    if text.contains(where: { $0.isNewline || $0 == "[" || $0 == "{" }) || PrintedForm.begins(text) { return true }
    do throws(Flaw) {
      _ = try PrintedArray(text)
      return true
    } catch {
      return false
    }
  }

  /// Counts the memory for reading the text of a file: its bytes, and arrays of entries that grow by doubling.
  static func count(_ bytes: [UInt8], _ budget: MemoryBudget) throws(DataError) {
    try budget.take(bytes.count)
    let ends: [Bool] = (0..<256).map { $0 <= 0x20 || ",];|".utf8.contains(UInt8($0)) }
    try budget.take(bytes.count { ends[Int($0)] } + 1, of: 4 * MemoryLayout<PrintedEntry>.stride)
    try budget.take(bytes.count { $0 == 0x0A || $0 == 0x5D || $0 == 0x3B } + 1, of: 2 * MemoryLayout<PrintedRow>.stride + 64)
  }
}

/// A flaw with its place in bytes. `PrintedArray` turns the place into a line and a column.
struct PrintFault: Error {
  let reason: PrintedArray.Flaw.Reason
  let offset: Int

  init(_ reason: PrintedArray.Flaw.Reason, _ offset: Int) { (self.reason, self.offset) = (reason, offset) }
}

import Glibc

/// Arrays that grow by one row at a time, and an archive that is built from them.
///
/// Each array is a `.npy` file beside the archive: `FILE.part0.npy`, `FILE.part1.npy` and so on. `assemble` writes the number of rows into each
/// header. The program never holds a whole array in memory.
public final class ArraySpool {
  private struct Part {
    let name: String
    let file: GrowingFile
    /// The dimensions of one row.
    let shape: [Int]
    let isWhole: Bool

    var rowBytes: Int { 8 * shape.reduce(1, *) }

    /// The header for `rows` rows. It has the same length for every number of rows.
    func header(_ rows: Int) -> [UInt8] { NPYArray.header(isWhole ? "<i8" : "<f8", [rows] + shape) }

    func mark(_ rows: Int) -> GrowingFile.Mark {
      GrowingFile.Mark(records: rows + 1, bytes: header(rows).count + rows * rowBytes)
    }
  }

  /// The path of the archive.
  public let path: String
  private var parts: [Part]
  /// Whether the parts have rows that the archive does not have.
  private var isBehind = false
  /// Whether the parts stay when the spool is removed.
  private var keepsParts = false

  /// Starts the first array, which holds one whole number in each row.
  /// - Throws: `DataError.unwritable` where `path` is a pipe, a device or a folder, or where a file cannot be written.
  public init(archive path: String, first: String) throws(DataError) {
    self.path = path
    guard try FileReplacement(path).isReplaceable else { throw .unwritable(reason: FileReplacement.archiveReason) }
    parts = [Part(name: first, file: try GrowingFile(Self.partPath(path, 0)), shape: [], isWhole: true)]
    try parts[0].file.append(parts[0].header(0))
  }

  deinit { remove() }

  /// The path of the file that collects the array number `index`.
  public static func partPath(_ path: String, _ index: Int) -> String { "\(path).part\(index).npy" }

  /// Starts a file for each further array and ends the further arrays that were open before. `shape` is the shape of one row: [] for a number, [r, c]
  /// for a matrix.
  public func open(_ arrays: [(name: String, shape: [Int])]) throws(DataError) {
    parts.removeLast(parts.count - 1)
    for array in arrays {
      let part = Part(name: array.name, file: try GrowingFile(Self.partPath(path, parts.count)), shape: array.shape, isWhole: false)
      try part.file.append(part.header(0))
      parts.append(part)
    }
  }

  /// The number of rows that every array has.
  public var rows: Int { max(0, (parts.map(\.file.mark.records).min() ?? 1) - 1) }

  /// Adds a row: a whole number, and the entries of each further array in C order.
  /// - Throws: `DataError` where a file cannot be written. Then every array has `rows` rows.
  public func append(_ first: Int, _ values: [[Double]]) throws(DataError) {
    isBehind = true
    do throws(DataError) {
      try parts[0].file.append(Self.bytes([UInt64(bitPattern: Int64(first))]))
      for (part, value) in zip(parts.dropFirst(), values) { try part.file.append(Self.bytes(value.map(\.bitPattern))) }
    } catch {
      cut(toRows: rows)
      throw error
    }
  }

  private static func bytes(_ words: [UInt64]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(8 * words.count)
    for word in words { for shift in 0..<8 { result.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) } }
    return result
  }

  /// Removes all rows after the first `rows`.
  public func cut(toRows rows: Int) {
    isBehind = true
    for part in parts { part.file.cut(to: part.mark(rows)) }
  }

  /// Writes the rows that wait in memory to the files.
  /// - Throws: `DataError` where a file cannot be written. Then every array has `rows` rows.
  public func flush() throws(DataError) {
    var failure: DataError?
    for part in parts { do { try part.file.flush() } catch { failure = failure ?? error } }
    guard let failure else { return }
    cut(toRows: rows)
    throw failure
  }

  /// Writes the archive again where the parts have rows that it lacks. A reader sees the old archive until the new one is complete.
  ///
  /// Where a row cannot be written, the archive gets the rows before it.
  /// - Throws: the first `DataError`. Where the archive itself fails, the parts are complete arrays, and `remove` leaves them.
  public func assemble() throws(DataError) {
    guard isBehind else { return }
    var failure: DataError?
    do { try flush() } catch { failure = error }
    let rows = rows
    do throws(DataError) {
      if rows > 0 {
        for part in parts { try part.file.overwriteStart(part.header(rows)) }
        try NPZ.write(parts.map { ($0.name, $0.file.path) }, to: path)
      }
      (isBehind, keepsParts) = (false, false)
    } catch {
      keepsParts = true
      failure = failure ?? error
    }
    if let failure { throw failure }
  }

  /// Whether the parts hold rows that could not be written to the archive.
  public var holdsMore: Bool { keepsParts }

  /// Deletes the files of the parts, unless they hold rows that could not be written to the archive.
  public func remove() {
    if !keepsParts { for part in parts { _ = unsafe unlink(part.file.path) } }
    parts.removeAll()
  }
}

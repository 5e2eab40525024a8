import Glibc

/// Arrays that grow by an entry a row along their first dimension, and an archive that is put together from them.
///
/// Each array is a `.npy` file beside the archive, `FILE.part0.npy` and so on, whose header says how many rows it has once `assemble` ran. No
/// array is ever held in memory.
public final class ArraySpool {
  private struct Part {
    let name: String
    let file: GrowingFile
    /// Of one row.
    let shape: [Int]
    let isWhole: Bool

    var rowBytes: Int { 8 * shape.reduce(1, *) }

    /// The header with a number of rows: its length is the same for any.
    func header(_ rows: Int) -> [UInt8] { NPYArray.header(isWhole ? "<i8" : "<f8", [rows] + shape) }

    func mark(_ rows: Int) -> GrowingFile.Mark {
      GrowingFile.Mark(records: rows + 1, bytes: header(rows).count + rows * rowBytes)
    }
  }

  public let path: String
  private var parts: [Part]
  /// Whether the archive lacks rows of the parts.
  private var isBehind = false
  /// Whether the parts stay when the spool goes.
  private var keepsParts = false

  /// Opens the file of the first array, which holds a whole number a row.
  public init(archive path: String, first: String) throws(DataError) {
    self.path = path
    guard try FileReplacement(path).isReplaceable else { throw .unwritable(reason: FileReplacement.archiveReason) }
    parts = [Part(name: first, file: try GrowingFile(Self.partPath(path, 0)), shape: [], isWhole: true)]
    try parts[0].file.append(parts[0].header(0))
  }

  deinit { remove() }

  /// Where the array of a number is gathered.
  public static func partPath(_ path: String, _ index: Int) -> String { "\(path).part\(index).npy" }

  /// Opens a file for each further array, with the shape that each row has: [] for a number, [r, c] for a matrix.
  public func open(_ arrays: [(name: String, shape: [Int])]) throws(DataError) {
    parts.removeLast(parts.count - 1)
    for array in arrays {
      let part = Part(name: array.name, file: try GrowingFile(Self.partPath(path, parts.count)), shape: array.shape, isWhole: false)
      try part.file.append(part.header(0))
      parts.append(part)
    }
  }

  /// The rows that every array has.
  public var rows: Int { max(0, (parts.map(\.file.mark.records).min() ?? 1) - 1) }

  /// Adds a row: the whole number and the entries of the further arrays, in C order. Where it throws, every array has `rows` rows.
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

  /// Takes the rows after the first `rows` out again.
  public func cut(toRows rows: Int) {
    isBehind = true
    for part in parts { part.file.cut(to: part.mark(rows)) }
  }

  /// Writes what was gathered. Where it throws, every array has `rows` rows.
  public func flush() throws(DataError) {
    var failure: DataError?
    for part in parts { do { try part.file.flush() } catch { failure = failure ?? error } }
    guard let failure else { return }
    cut(toRows: rows)
    throw failure
  }

  /// Puts the archive together where it lacks rows; a reader sees the old one until the new one is whole. Where a row cannot be written the
  /// archive takes those before it. Where it throws for the archive, the parts are whole arrays and stay when the spool goes.
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

  /// Whether the parts hold what the archive could not take.
  public var holdsMore: Bool { keepsParts }

  /// Takes the parts away, but for such that hold what the archive could not take.
  public func remove() {
    if !keepsParts { for part in parts { _ = unsafe unlink(part.file.path) } }
    parts.removeAll()
  }
}

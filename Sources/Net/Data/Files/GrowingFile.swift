import Glibc

/// A file that grows by whole records while the program runs.
///
/// Records wait in memory and are written together: every 250 ms, or when they are 64 KiB. Only whole records stay in the file. Where the disk is
/// full, the file is cut after its last whole record. A pipe or a device cannot be cut.
public final class GrowingFile {
  /// A position between two records.
  public struct Mark: Equatable, Sendable {
    public var records: Int
    public var bytes: Int

    public init(records: Int = 0, bytes: Int = 0) { (self.records, self.bytes) = (records, bytes) }
  }

  public let path: String
  private var descriptor: Int32
  /// The records that are not in the file yet, and the end of each of them in the buffer.
  private var buffer: [UInt8] = []
  private var ends: [Int] = []
  private var written = Mark()
  private let clock = ContinuousClock()
  private var lastFlush: ContinuousClock.Instant

  private static let mostBytes = 1 << 16

  /// Creates the file, or empties an existing one.
  /// - Throws: `DataError.unwritable` or `interrupted`.
  public init(_ path: String) throws(DataError) {
    self.path = path
    descriptor = try Descriptor.openForWriting(path, O_CREAT | O_TRUNC)
    lastFlush = clock.now
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The position after the last record that was appended.
  public var mark: Mark { Mark(records: written.records + ends.count, bytes: written.bytes + buffer.count) }

  /// Adds a record.
  /// - Throws: `DataError` where the file cannot be written. Then `mark` is the end of what the file holds.
  public func append(_ record: [UInt8]) throws(DataError) {
    buffer += record
    ends.append(buffer.count)
    if buffer.count >= Self.mostBytes || clock.now - lastFlush > .milliseconds(250) { try flush() }
  }

  /// Writes the records that wait in memory.
  /// - Throws: `DataError` where the file cannot be written. Then the file ends with its last whole record, and the later records are lost.
  public func flush() throws(DataError) {
    guard !buffer.isEmpty else { return }
    let (done, failure) = Descriptor.write(buffer[...], to: descriptor)
    lastFlush = clock.now
    let whole = failure == nil ? ends.count : ends.firstIndex { $0 > done } ?? ends.count
    written.records += whole
    written.bytes += whole == 0 ? 0 : ends[whole - 1]
    buffer.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    if let failure {
      cutFile()
      throw failure
    }
  }

  /// Goes back to an earlier position and removes the records after it.
  public func cut(to mark: Mark) {
    guard mark.bytes < self.mark.bytes else { return }
    if mark.records >= written.records {
      ends.removeLast(ends.count - (mark.records - written.records))
      buffer.removeLast(buffer.count - (ends.last ?? 0))
    } else {
      buffer.removeAll()
      ends.removeAll()
      written = mark
      cutFile()
    }
  }

  private func cutFile() {
    ftruncate(descriptor, off_t(written.bytes))
    lseek(descriptor, off_t(written.bytes), SEEK_SET)
  }

  /// Overwrites the first bytes of the file. The file must already have at least as many bytes.
  func overwriteStart(_ bytes: [UInt8]) throws(DataError) {
    guard unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else { throw .unwritable(reason: FileBytes.reason()) }
  }

  /// Writes the records that wait in memory and closes the file. A second call does nothing.
  /// - Throws: `DataError` where the file cannot be written.
  public func finish() throws(DataError) {
    guard descriptor >= 0 else { return }
    try flush()
    let result = close(descriptor)
    descriptor = -1
    if result != 0 { throw .unwritable(reason: FileBytes.reason()) }
  }
}

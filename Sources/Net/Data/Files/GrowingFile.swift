import Glibc

/// A file that grows by whole records while something runs.
///
/// Records are gathered and written together, at most four times a second but for many bytes: what stands in the file are whole records. Where the disk is full, the file is cut behind its last whole record. A pipe or a device is written to and cannot be cut.
public final class GrowingFile {
  /// A place between two records.
  public struct Mark: Equatable, Sendable {
    public var records: Int
    public var bytes: Int

    public init(records: Int = 0, bytes: Int = 0) { (self.records, self.bytes) = (records, bytes) }
  }

  public let path: String
  private var descriptor: Int32
  /// Whole records that are not in the file yet, and where each ends.
  private var buffer: [UInt8] = []
  private var ends: [Int] = []
  private var written = Mark()
  private let clock = ContinuousClock()
  private var lastFlush: ContinuousClock.Instant

  private static let mostBytes = 1 << 16

  /// A new file, or an old one emptied.
  public init(_ path: String) throws(DataError) {
    self.path = path
    descriptor = try Descriptor.openForWriting(path, O_CREAT | O_TRUNC)
    lastFlush = clock.now
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The end of what was appended.
  public var mark: Mark { Mark(records: written.records + ends.count, bytes: written.bytes + buffer.count) }

  /// Adds a record. Where it throws, `mark` says what the file holds now.
  public func append(_ record: [UInt8]) throws(DataError) {
    buffer += record
    ends.append(buffer.count)
    if buffer.count >= Self.mostBytes || clock.now - lastFlush > .milliseconds(250) { try flush() }
  }

  /// Writes what was gathered. Where it throws, the file ends with its last whole record and the later ones are lost.
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

  /// Goes back to an earlier place: what came after it is taken out.
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

  /// Writes over the file's first bytes, which it has.
  func overwriteStart(_ bytes: [UInt8]) throws(DataError) {
    guard unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else { throw .unwritable(reason: FileBytes.reason()) }
  }

  /// Writes what was gathered and closes the file.
  public func finish() throws(DataError) {
    guard descriptor >= 0 else { return }
    try flush()
    let result = close(descriptor)
    descriptor = -1
    if result != 0 { throw .unwritable(reason: FileBytes.reason()) }
  }
}

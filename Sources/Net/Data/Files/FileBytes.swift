import Glibc

/// Whole files as bytes.
public enum FileBytes {
  /// Reads all bytes of a file or a pipe and counts them in the budget.
  ///
  /// For a pipe, it waits until the pipe has a writer or Ctrl-C is pressed. A folder is refused. A device is refused unless `takesDevices` is true,
  /// because a device may have no end.
  /// - Throws: `DataError`: `unreadable`, `tooLarge` or `interrupted`.
  public static func read(_ path: String, _ budget: MemoryBudget = MemoryBudget(), takesDevices: Bool = false) throws(DataError) -> [UInt8] {
    // Without O_NONBLOCK, `open` would wait for a pipe that has no writer.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .unreadable(reason: reason()) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .unreadable(reason: reason()) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { throw .unreadable(reason: "it is a folder") }
    if kind == S_IFCHR || kind == S_IFBLK, !takesDevices { throw .unreadable(reason: "it is a device") }
    var bytes: [UInt8] = []
    if kind == S_IFREG {
      guard Int(status.st_size) <= budget.rest else { throw .tooLarge(limit: budget.limit) }
      // One byte more, because a text may lack the newline at its end.
      bytes.reserveCapacity(Int(status.st_size) + 1)
      let capacity = bytes.capacity
      unsafe bytes.withUnsafeMutableBytes { unsafe HugePages.advise($0.baseAddress, bytes: capacity) }
    }
    var chunk = [UInt8](repeating: 0, count: bytes.capacity > 1 << 20 ? 1 << 20 : 1 << 16)
    while true {
      guard Descriptor.isReadable(file) else { throw .interrupted }
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw .unreadable(reason: reason())
      }
      if count == 0 { return bytes }
      try budget.take(count)
      bytes += chunk[..<count]
    }
  }

  /// Writes a file so that a reader sees all of it or none of it, as `FileReplacement` describes. A pipe or a device gets the bytes directly.
  /// - Throws: `DataError.unwritable` or `interrupted`.
  public static func write(_ bytes: [UInt8], to path: String) throws(DataError) {
    let replacement = try FileReplacement(path)
    guard replacement.isReplaceable else { return try overwrite(bytes, replacement.target, 0) }
    try replacement.run { (temporary) throws(DataError) in try overwrite(bytes, temporary, O_TRUNC) }
  }

  /// Writes files that belong together. No file changes before the bytes of all are written. Only a failure between two renames can leave some of them new.
  /// - Throws: `DataError.unwritable` or `interrupted`.
  public static func write(_ files: [(path: String, bytes: [UInt8])]) throws(DataError) {
    guard let last = files.last else { return }
    if files.count == 1 { return try write(last.bytes, to: last.path) }
    // The last file gets its name after the others have theirs.
    try FileReplacement(last.path).run { (temporary) throws(DataError) in
      try overwrite(last.bytes, temporary, O_TRUNC)
      try write(Array(files.dropLast()))
    }
  }

  private static func overwrite(_ bytes: [UInt8], _ path: String, _ flags: Int32) throws(DataError) {
    let file = try Descriptor.openForWriting(path, flags)
    var failure = Descriptor.write(bytes[...], to: file).failure
    if close(file) != 0, failure == nil { failure = .unwritable(reason: reason()) }
    if let failure { throw failure }
  }

  /// The system's words for an error number, by default that of the last failure.
  static func reason(_ code: Int32 = errno) -> String {
    unsafe String(cString: strerror(code)).lowercased()
  }
}

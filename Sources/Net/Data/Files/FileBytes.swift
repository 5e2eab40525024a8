import Glibc

/// Whole files as bytes: read with a bound, written so that a reader sees the old file or the new one, never a part.
public enum FileBytes {
  /// 2 GiB.
  public static let maximumSize = 1 << 31

  /// A file's bytes. A pipe is read to its end: until somebody writes into it and closes it, it is waited for.
  /// - Parameter isInterrupted: asked while it waits; true ends the reading with `DataError.interrupted`.
  public static func read(_ path: String, isInterrupted: () -> Bool = { false }) throws(DataError) -> [UInt8] {
    // Without O_NONBLOCK a pipe that nobody writes into would not even open.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .unreadable(reason: reason()) }
    defer { close(file) }
    var status = stat()
    if unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .unreadable(reason: "it is a folder") }
    return try rest(of: file, isInterrupted: isInterrupted)
  }

  /// What a descriptor still holds, to its end.
  static func rest(of file: Int32, isInterrupted: () -> Bool) throws(DataError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      guard isReadable(file, isInterrupted: isInterrupted) else { throw .interrupted }
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw .unreadable(reason: reason())
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > maximumSize { throw .tooLarge(limit: maximumSize) }
    }
  }

  /// Waits until a descriptor can be read without waiting, or is at its end; false where it is interrupted first.
  private static func isReadable(_ file: Int32, isInterrupted: () -> Bool) -> Bool {
    while !isInterrupted() {
      var events = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      // A signal that another thread took, or that came just before, wakes nobody: so it asks again.
      if unsafe poll(&events, 1, 50) > 0 { return true }
    }
    return false
  }

  /// Writes to a temporary file beside `path`, syncs it, renames it, syncs the folder. On failure nothing is left behind and
  /// an old file is whole. A new file keeps the mode of an old one.
  public static func write(_ bytes: [UInt8], to path: String) throws(DataError) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let temporary = "\(path).\(getpid()).tmp"
    let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .unwritable(reason: reason()) }
    var old = stat()
    if unsafe stat(path, &old) == 0 { fchmod(file, old.st_mode & 0o7777) }
    var failure: String?
    var written = 0
    while failure == nil, written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno != EINTR { failure = reason() }
      } else {
        written += count
      }
    }
    if failure == nil, fsync(file) != 0 { failure = reason() }
    if close(file) != 0, failure == nil { failure = reason() }
    if failure == nil, unsafe rename(temporary, path) != 0 { failure = reason() }
    if let failure {
      _ = unsafe unlink(temporary)
      throw .unwritable(reason: failure)
    }
    // The rename itself is on disk once the folder is.
    let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  /// The system's words for the last failure.
  static func reason(_ code: Int32 = errno) -> String {
    unsafe String(cString: strerror(code)).lowercased()
  }
}

import Glibc

/// Whole files as bytes: read with a bound, written so that a reader sees the old file or the new one, never a part.
public enum FileBytes {
  /// 2 GiB.
  public static let maximumSize = 1 << 31

  public static func read(_ path: String) throws(DataError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable(reason: reason()) }
    defer { close(file) }
    var status = stat()
    if unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .unreadable(reason: "it is a folder") }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(reason: reason())
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > maximumSize { throw .tooLarge(limit: maximumSize) }
    }
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

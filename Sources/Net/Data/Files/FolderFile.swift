import Glibc

/// A file that another file names, and that must lie in the same folder or below it.
final class FolderFile {
  /// Why the file is not read.
  struct Failure: Error {
    let reason: String
  }

  /// The path without links.
  let path: String
  /// The number of bytes.
  let size: Int
  private let file: Int32

  /// Opens the file.
  /// - Parameter name: a path relative to the folder. A link may not lead out of the folder.
  /// - Throws: `Failure` where the name leads out of the folder, or where the file is missing or is no regular file.
  init(_ name: String, in folder: String) throws(Failure) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !parts.contains(".."), !name.utf8.contains(0) else {
      throw Failure(reason: "its name leads out of the folder of the model")
    }
    guard let root = Self.real(folder), let path = Self.real(folder + "/" + name) else { throw Failure(reason: FileBytes.reason()) }
    guard path.hasPrefix(root == "/" ? "/" : root + "/") else { throw Failure(reason: "it is a link that leads out of the folder of the model") }
    // A link that is put there in the meantime is not followed.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard file >= 0 else { throw Failure(reason: FileBytes.reason()) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw Failure(reason: "it is no regular file")
    }
    (self.file, self.path, size) = (file, path, Int(status.st_size))
  }

  deinit { close(file) }

  /// The bytes from `offset` on; nil where the file has fewer.
  /// - Throws: `DataError.interrupted`.
  func bytes(from offset: Int, count: Int) throws(DataError) -> [UInt8]? {
    guard offset >= 0, count >= 0, count <= size, offset <= size - count else { return nil }
    var result = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      if Interrupt.current?.isRequested == true { throw .interrupted }
      let part = unsafe result.withUnsafeMutableBytes {
        unsafe pread(file, $0.baseAddress?.advanced(by: done), min(count - done, 1 << 20), off_t(offset + done))
      }
      if part < 0, errno == EINTR { continue }
      guard part > 0 else { return nil }
      done += part
    }
    return result
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

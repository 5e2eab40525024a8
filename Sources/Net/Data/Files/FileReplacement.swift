import Glibc

/// Replaces a file with a new one, so that a reader sees the old file or the new file, never a part.
///
/// Where the path is a symbolic link, the file that the link leads to is replaced. A pipe or a device is not replaced; the caller writes the bytes
/// into it.
struct FileReplacement {
  /// The path after every symbolic link of its last component is followed.
  let target: String
  /// The status of the old file, which has its mode and owner; nil where there is none.
  private let old: stat?

  /// Looks at the path.
  /// - Throws: `DataError.unwritable` where the links form a circle or the path is a folder.
  init(_ path: String) throws(DataError) {
    target = try Self.followed(path)
    var status = stat()
    guard unsafe stat(target, &status) == 0 else {
      old = nil
      return
    }
    if status.st_mode & S_IFMT == S_IFDIR { throw .unwritable(reason: FileBytes.reason(EISDIR)) }
    old = status
  }

  /// Whether the path is a regular file or does not exist.
  var isReplaceable: Bool { old.map { $0.st_mode & S_IFMT == S_IFREG } ?? true }

  /// The reason why a pipe or a device cannot take an archive that is built from parts.
  static let archiveReason = "an archive needs a regular file"

  /// Makes a temporary file beside the target, syncs it, renames it to the target, and syncs the folder.
  ///
  /// The new file keeps the mode and the owner of the old one. On failure, the temporary file is deleted and the old file stays as it was.
  /// - Parameter make: writes the file with the given name, which exists and is empty.
  /// - Throws: what `make` throws, or `DataError.unwritable`.
  func run(_ make: (_ temporary: String) throws(DataError) -> Void) throws(DataError) {
    let slash = target.lastIndex(of: "/")
    let folder = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    Self.clearStale(in: folder, of: name)
    let (temporary, lock) = try Self.temporary(folder, name)
    defer { close(lock) }
    do throws(DataError) {
      try make(temporary)
      try settle(temporary)
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
    // The rename is safe on disk only after the folder is synced.
    let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private func settle(_ temporary: String) throws(DataError) {
    // `make` may have put another file under this name, so the file is opened again.
    let file = unsafe open(temporary, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unwritable(reason: FileBytes.reason()) }
    var failure: String?
    if let old {
      _ = fchown(file, old.st_uid, old.st_gid)
      fchmod(file, old.st_mode & 0o7777)
    }
    if fsync(file) != 0 { failure = FileBytes.reason() }
    if close(file) != 0, failure == nil { failure = FileBytes.reason() }
    if failure == nil, unsafe rename(temporary, target) != 0 { failure = FileBytes.reason() }
    if let failure { throw .unwritable(reason: failure) }
  }

  // MARK: Names

  /// Linux itself follows the same number of links.
  private static let mostLinks = 40

  private static func followed(_ path: String) throws(DataError) -> String {
    var path = path
    for _ in 0..<mostLinks {
      var status = stat()
      guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let length = unsafe readlink(path, &buffer, Int(PATH_MAX))
      guard length > 0 else { throw .unwritable(reason: FileBytes.reason()) }
      let link = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      path = link.hasPrefix("/") ? link : folder + link
    }
    throw .unwritable(reason: FileBytes.reason(ELOOP))
  }

  private static let suffix = ".nnshell-tmp"
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
  private static let randomCount = 8

  /// The start of all temporary names for a file. A long name is cut so that the whole name stays within the system's limit.
  private static func prefix(_ name: String) -> String {
    "." + String(decoding: Array(name.utf8).prefix(200).filter { $0 < 0x80 }, as: UTF8.self) + "."
  }

  /// Creates a file with a new name. A lock holds it while it is written.
  private static func temporary(_ folder: String, _ name: String) throws(DataError) -> (path: String, lock: Int32) {
    for _ in 0..<100 {
      let random = String((0..<randomCount).map { _ in letters.randomElement()! })
      let path = folder + "/" + prefix(name) + random + suffix
      let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if file >= 0 {
        flock(file, LOCK_EX | LOCK_NB)
        return (path, file)
      }
      if errno != EEXIST { throw .unwritable(reason: FileBytes.reason()) }
    }
    throw .unwritable(reason: FileBytes.reason(EEXIST))
  }

  /// A temporary file that is older than this many seconds and not locked was left by a program that was killed.
  private static let staleAge = 60

  private static func clearStale(in folder: String, of name: String) {
    guard let directory = unsafe opendir(folder) else { return }
    defer { unsafe closedir(directory) }
    let start = prefix(name)
    while let entry = unsafe readdir(directory) {
      let found = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard found.hasPrefix(start), found.hasSuffix(suffix), found.utf8.count == start.utf8.count + randomCount + suffix.utf8.count else { continue }
      let path = folder + "/" + found
      var status = stat()
      guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, time(nil) - status.st_mtim.tv_sec > staleAge else { continue }
      let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { continue }
      if flock(file, LOCK_EX | LOCK_NB) == 0 { _ = unsafe unlink(path) }
      close(file)
    }
  }
}

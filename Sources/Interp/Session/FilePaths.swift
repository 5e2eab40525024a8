import Glibc

/// The search for files. A relative path is looked up next to the script that contains it, then in the working directory.
enum FilePaths {
  /// The path to open. A relative path that exists next to `script` gets the script's folder in front. Any other path stays relative to the working
  /// directory.
  static func resolve(_ path: String, beside script: String?) -> String {
    let path = expanded(path)
    guard !path.hasPrefix("/") else { return path }
    guard let script, let slash = script.lastIndex(of: "/") else { return path }
    let candidate = String(script[...slash]) + path
    return exists(candidate) ? candidate : path
  }

  /// The path with the home folder in place of a leading `~` or `~/`, as in a shell. Without a home folder the path is unchanged.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = unsafe getenv("HOME") else { return path }
    return unsafe String(cString: home) + path.dropFirst()
  }

  /// Whether a file or a folder has this path.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether the path is a plain file or does not exist yet. Pipes, devices and folders are not plain files.
  static func isRegular(_ path: String) -> Bool {
    var found = stat()
    return unsafe stat(path, &found) != 0 || found.st_mode & S_IFMT == S_IFREG
  }

  /// The present state of the file, or nil where there is no file.
  static func stamp(_ path: String) -> FileStamp? {
    var found = stat()
    guard unsafe stat(path, &found) == 0 else { return nil }
    return FileStamp(
      device: UInt64(found.st_dev), number: UInt64(found.st_ino), size: Int64(found.st_size), seconds: found.st_mtim.tv_sec,
      nanoseconds: found.st_mtim.tv_nsec)
  }

  /// The path with all links followed, so that equal files have equal paths. A path that does not exist is returned unchanged.
  static func real(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

/// The properties of a file that show whether it is still the file that was read.
struct FileStamp: Equatable {
  let device: UInt64
  let number: UInt64
  let size: Int64
  let seconds: Int
  let nanoseconds: Int
}

extension Session {
  /// The path of a file to read, as the running script means it.
  ///
  /// - Throws: A `file` fault under `--safe`.
  func readable(_ path: String) throws(Fault) -> String {
    if isSafe { throw .notSafe("read", path) }
    let found = FilePaths.resolve(path, beside: source.name.hasPrefix("<") ? nil : source.name)
    noteRead(found)
    return found
  }

  /// Keeps what tells whether a file that was read changes later. A recording asks for it.
  func noteRead(_ found: String) {
    // Only the first stamp is kept. A file that changed between two reads therefore counts as changed.
    if filesRead[found] == nil { filesRead[found] = FilePaths.stamp(found) }
  }

  /// Whether there is a file at the path, relative to the script or the working directory. It is false under `--safe`.
  func hasFile(_ path: String) -> Bool { !isSafe && FilePaths.exists(FilePaths.resolve(path, beside: source.name.hasPrefix("<") ? nil : source.name)) }

  /// Whether the session has read this plain file, under this or another name.
  func hasRead(_ path: String) -> Bool {
    let real = FilePaths.real(path)
    return FilePaths.isRegular(path) && filesRead.keys.contains { FilePaths.real($0) == real }
  }

  /// The path of a file to write, relative to the working directory.
  ///
  /// - Throws: A `file` fault under `--safe`.
  func writable(_ path: String) throws(Fault) -> String {
    if isSafe { throw .notSafe("written", path) }
    let path = FilePaths.expanded(path)
    filesWritten.insert(path)
    return path
  }
}

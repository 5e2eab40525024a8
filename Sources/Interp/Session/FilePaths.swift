import Glibc

/// Where files are sought: beside the script that names them, then in the working directory.
enum FilePaths {
  static func resolve(_ path: String, beside script: String?) -> String {
    let path = expanded(path)
    guard !path.hasPrefix("/") else { return path }
    guard let script, let slash = script.lastIndex(of: "/") else { return path }
    let candidate = String(script[...slash]) + path
    return exists(candidate) ? candidate : path
  }

  /// `~` and `~/…` begin with the home folder, as in a shell; they stay as they are where there is none.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = unsafe getenv("HOME") else { return path }
    return unsafe String(cString: home) + path.dropFirst()
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether a file of that name is, or would be, a plain one: no pipe and no device.
  static func isRegular(_ path: String) -> Bool {
    var found = stat()
    return unsafe stat(path, &found) != 0 || found.st_mode & S_IFMT == S_IFREG
  }

  /// What the file is at present; nil where there is none.
  static func stamp(_ path: String) -> FileStamp? {
    var found = stat()
    guard unsafe stat(path, &found) == 0 else { return nil }
    return FileStamp(
      device: UInt64(found.st_dev), number: UInt64(found.st_ino), size: Int64(found.st_size), seconds: found.st_mtim.tv_sec,
      nanoseconds: found.st_mtim.tv_nsec)
  }

  /// The path with every link followed, for telling files apart.
  static func real(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

/// What of a file tells that it is still the one that was read.
struct FileStamp: Equatable {
  let device: UInt64
  let number: UInt64
  let size: Int64
  let seconds: Int
  let nanoseconds: Int
}

extension Session {
  /// A file to be read, as a script means it. Throws where no file may be read.
  func readable(_ path: String) throws(Fault) -> String {
    if isSafe { throw .notSafe("read", path) }
    let found = FilePaths.resolve(path, beside: source.name.hasPrefix("<") ? nil : source.name)
    // The first stamp counts: a file that was read twice and changed between is not the same any more.
    if filesRead[found] == nil { filesRead[found] = FilePaths.stamp(found) }
    return found
  }

  /// A file to be written, in the working directory. Throws where no file may be written.
  func writable(_ path: String) throws(Fault) -> String {
    if isSafe { throw .notSafe("written", path) }
    let path = FilePaths.expanded(path)
    filesWritten.insert(path)
    return path
  }
}

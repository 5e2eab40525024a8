import Glibc
import Interp

/// The lines of sessions past: a plain text file, an entry a line, appended under a lock so that two shells do not spoil it.
struct History {
  /// Entries kept in memory; of a longer file the last ones.
  static let limit: Int32 = 10_000

  let path: String?
  private(set) var entries: [String] = []
  /// Why the file could not be read or written, once.
  private(set) var complaint: String?

  /// `$XDG_STATE_HOME/nnshell/history`, by default under ~/.local/state; nil without a home.
  static func defaultPath() -> String? {
    if let state = Terminal.environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/nnshell/history" }
    guard let home = Terminal.environment("HOME"), !home.isEmpty else { return nil }
    return home + "/.local/state/nnshell/history"
  }

  init(path: String?) {
    self.path = path
    guard let path else { return }
    // A history that is a pipe is no reason to wait.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno != ENOENT { complain() }
      return
    }
    defer { close(file) }
    flock(file, LOCK_SH)
    if !readEnd(of: file) { complain() }
  }

  /// Bytes of a file's end that are looked at; where entries are long there are fewer than `limit`.
  private static let window = 4 << 20
  /// Bytes of the longest line that is an entry: what is longer was not typed.
  private static let longest = 1 << 16

  /// Takes the last entries of a file; false where it cannot be read.
  private mutating func readEnd(of file: Int32) -> Bool {
    let size = lseek(file, 0, SEEK_END)
    let start = max(0, size - Self.window)
    if size > 0 { lseek(file, start, SEEK_SET) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= Self.window {
      let count = unsafe read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno != EAGAIN { return false }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // The first may be the end of a line that began before.
    if start > 0 { lines.removeFirst() }
    entries = lines.filter { !$0.isEmpty && $0.count <= Self.longest }.suffix(Int(Self.limit)).map { String(decoding: $0, as: UTF8.self) }
    return true
  }

  private mutating func complain() {
    complaint = unsafe "history: \(path ?? ""): \(String(cString: strerror(errno)).lowercased())"
  }

  /// Adds an entry here and in the file; false where it is left out: empty, begun by a blank, or the same as the last.
  mutating func add(_ block: String) -> Bool {
    let entry = Self.joined(block)
    guard !entry.isEmpty, block.first != " ", entry != entries.last else { return false }
    entries.append(entry)
    append(entry)
    return true
  }

  /// A block of several lines as one; comments are dropped.
  static func joined(_ block: String) -> String { OneLine(block).text }

  private mutating func append(_ entry: String) {
    guard let path else { return }
    makeFolders(path)
    let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard file >= 0 else {
      if complaint == nil { complain() }
      return
    }
    defer { close(file) }
    flock(file, LOCK_EX)
    let bytes = Array((entry + "\n").utf8)
    if unsafe write(file, bytes, bytes.count) != bytes.count, complaint == nil { complain() }
  }

  private func makeFolders(_ path: String) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      unsafe mkdir(folder, 0o700)
    }
  }
}

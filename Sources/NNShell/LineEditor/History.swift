import Glibc
import Interp

/// The lines of earlier sessions. They are in a text file with one entry on each line. Entries are appended under a lock, so that two shells do not
/// mix them up.
struct History {
  /// The most entries in memory. The last entries of a longer file are used.
  static let limit: Int32 = 10_000

  /// The path of the file; nil for a history in memory only.
  let path: String?
  /// The entries, the oldest first.
  private(set) var entries: [String] = []
  /// The first error of reading or writing the file; nil where there is none.
  private(set) var complaint: String?
  private var hasComplained = false

  /// The path `$XDG_STATE_HOME/nnshell/history`, by default under ~/.local/state. It is nil without a home folder.
  static func defaultPath() -> String? {
    if let state = Terminal.environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/nnshell/history" }
    guard let home = Terminal.environment("HOME"), !home.isEmpty else { return nil }
    return home + "/.local/state/nnshell/history"
  }

  /// Reads the entries of a file. If the file does not exist, the history is empty.
  init(path: String?) {
    self.path = path
    guard let path else { return }
    // The file is opened without waiting, because it may be a pipe.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno != ENOENT { complain() }
      return
    }
    defer { close(file) }
    flock(file, LOCK_SH)
    if !readEnd(of: file) { complain() }
  }

  /// The bytes at the end of a file that are read. If entries are long, there are fewer than `limit`.
  private static let window = 4 << 20
  /// The most bytes of an entry. A longer line was not typed and is ignored.
  private static let longest = 1 << 16

  /// Reads the last entries of a file. False where it cannot be read.
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
    // The first line may be the rest of a longer one, so it is left out.
    if start > 0 { lines.removeFirst() }
    entries = lines.filter { !$0.isEmpty && $0.count <= Self.longest }.suffix(Int(Self.limit)).map { String(decoding: $0, as: UTF8.self) }
    return true
  }

  /// The complaint that nobody has seen yet, once.
  mutating func takeComplaint() -> String? {
    guard !hasComplained, let complaint else { return nil }
    hasComplained = true
    return complaint
  }

  private mutating func complain() {
    complaint = unsafe "history: \(path ?? ""): \(String(cString: strerror(errno)).lowercased())"
  }

  /// Adds an entry in memory and in the file. False where the entry is empty, begins with a blank, or equals the last one.
  mutating func add(_ block: String) -> Bool {
    let entry = Self.joined(block)
    guard !entry.isEmpty, block.first != " ", entry != entries.last else { return false }
    entries.append(entry)
    append(entry)
    return true
  }

  /// A block of several lines on one line, without its comments.
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

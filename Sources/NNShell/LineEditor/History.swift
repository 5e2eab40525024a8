import Glibc

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
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno != ENOENT { complain() }
      return
    }
    defer { close(file) }
    flock(file, LOCK_SH)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { complain() }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    entries = Array(lines.suffix(Int(Self.limit)))
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

  private mutating func append(_ entry: String) {
    guard let path else { return }
    makeFolders(path)
    let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
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

  /// A block of several lines as one: a newline becomes `;` between statements and a blank elsewhere; comments are dropped.
  static func joined(_ block: String) -> String {
    let lines = block.split(separator: "\n").map { line in withoutComment(String(line)).trimmed }.filter { !$0.isEmpty }
    guard var result = lines.first else { return "" }
    var open = brackets(result, [])
    for line in lines.dropFirst() {
      if result.hasSuffix("\\") {
        result.removeLast()
        result = result.trimmed + " " + line
      } else {
        let last = result.last ?? " "
        let isInside = "{([,;+-*/@=".contains(last) || "})]".contains(line.first ?? " ") || open.last == "("
        result += (isInside ? " " : "; ") + line
      }
      open = brackets(line, open)
    }
    return result.hasPrefix("#") ? "" : result
  }

  private static func withoutComment(_ line: String) -> String {
    var quote: Character?
    for index in line.indices {
      let next = line[index]
      if next == quote { quote = nil } else if quote == nil, next == "\"" { quote = next } else if quote == nil, next == "#" { return String(line[..<index]) }
    }
    return line
  }

  private static func brackets(_ line: String, _ open: [Character]) -> [Character] {
    var open = open
    for next in line {
      if "([{".contains(next) { open.append(next) } else if ")]}".contains(next) { _ = open.popLast() }
    }
    return open
  }
}

extension String {
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

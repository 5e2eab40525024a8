import Glibc

/// Text to the standard descriptors, whole: what was written is out before the call returns.
enum Output {
  /// Results. A reader that went away ends the program by SIGPIPE, as it ends any filter.
  static func write(_ text: String) { write(text, to: 1) }

  static func error(_ text: String) { write(text, to: 2) }

  /// Rewrites the last line of the terminal; empty text takes it away.
  static func progress(_ text: String) {
    write("\r\u{1B}[K" + text.prefix(max(10, Terminal.width - 1)), to: 2)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        if descriptor == 1 { _exit(1) }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}

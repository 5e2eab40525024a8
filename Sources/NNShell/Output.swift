import Glibc
import Interp

/// Text to the standard descriptors, whole: what was written is out before the call returns. Letters that would act on the terminal are
/// written out here, for everything that the shell says.
enum Output {
  /// Called before the first word: a descriptor that is closed is given to nobody else, and a pipe without a reader is an error of the write.
  static func prepare() {
    for (descriptor, flags) in [(0 as Int32, O_RDONLY), (1, O_RDONLY), (2, O_WRONLY)] where fcntl(descriptor, F_GETFD) < 0 {
      // Of standard output the wrong way, so that what is written to it fails.
      _ = unsafe open("/dev/null", flags)
    }
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// What is done before the program ends for results that cannot be written.
  nonisolated(unsafe) static var beforeFailure: () -> Void = {}

  /// Results and what goes with them.
  static func write(_ text: String) { write(Escaping.visible(text), to: 1) }

  /// Results as they are: what `print` prints, and JSON.
  static func verbatim(_ text: String) { write(text, to: 1) }

  /// - Parameter paint: adds colours, after the text's own letters were made visible.
  static func error(_ text: String, painting paint: (String) -> String = { $0 }) { write(paint(Escaping.visible(text)), to: 2) }

  /// Results for the pager, which reads from a pipe. What a pager that has ended did not read is dropped.
  static func write(_ text: String, toPager pipe: Int32) { write(Escaping.visible(text), to: pipe) }

  private nonisolated(unsafe) static var showsProgress = false

  /// Rewrites the last line of the terminal; empty text takes it away.
  static func progress(_ text: String) {
    if unsafe text.isEmpty && !showsProgress { return }
    unsafe showsProgress = !text.isEmpty
    write("\r\u{1B}[K" + Escaping.visible(text).prefix(max(10, Terminal.width - 1)), to: 2)
  }

  /// Bytes between two looks for Ctrl-C.
  private static let portion = 1 << 16

  private static func write(_ text: String, to descriptor: Int32) {
    let isTerminal = text.utf8.count > portion && Terminal.isTerminal(descriptor)
    var text = text
    text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        // Ctrl-C while a long result scrolls by leaves the rest of it out.
        if isTerminal, done > 0, Signals.interrupt.isRequested { return }
        let rest = bytes.count - done
        let count = unsafe Glibc.write(descriptor, bytes.baseAddress! + done, isTerminal ? min(rest, portion) : rest)
        if count >= 0 { done += count } else if !mayGoOn(descriptor) { return }
      }
    }
  }

  /// After a write that failed: whether to try again.
  private static func mayGoOn(_ descriptor: Int32) -> Bool {
    let code = errno
    switch code {
    case EINTR: return true
    case EAGAIN:
      var event = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&event, 1, 1000)
      return true
    default:
      if descriptor == 1 { fail(code) }
      return false
    }
  }

  private nonisolated(unsafe) static var hasFailed = false

  /// Results that nobody can read end the program: quietly where the reader of a pipe has gone, as for any filter, else with a word and status 1.
  private static func fail(_ code: Int32) {
    if unsafe hasFailed { return }
    unsafe hasFailed = true
    unsafe beforeFailure()
    if code == EPIPE {
      _ = signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    unsafe error("nnshell: error: standard output cannot be written: \(String(cString: strerror(code)).lowercased())\n")
    exit(1)
  }
}

import Glibc
import Interp

/// Writes text to the standard descriptors. A text is written in full before the call returns.
///
/// Control characters that would act on the terminal are made visible in everything except `verbatim`.
enum Output {
  /// Prepares the descriptors before the first output. A closed one is opened on /dev/null, so that no file gets its number. A write to a pipe
  /// without
  /// a reader becomes an error.
  static func prepare() {
    for (descriptor, flags) in [(0 as Int32, O_RDONLY), (1, O_RDONLY), (2, O_WRONLY)] where fcntl(descriptor, F_GETFD) < 0 {
      // Standard output is opened for reading, so that a write to it fails.
      _ = unsafe open("/dev/null", flags)
    }
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Runs before the program ends because results cannot be written.
  nonisolated(unsafe) static var beforeFailure: () -> Void = {}

  /// Writes results and notes to standard output.
  static func write(_ text: String) { write(Escaping.visible(text), to: 1) }

  /// Writes results to standard output without a change: the text of `print`, and JSON.
  static func verbatim(_ text: String) { write(text, to: 1) }

  /// Writes errors and warnings to standard error.
  /// - Parameter paint: adds colours after the control characters of the text are made visible.
  static func error(_ text: String, painting paint: (String) -> String = { $0 }) { write(paint(Escaping.visible(text)), to: 2) }

  /// Results for the pager, which reads from a pipe. What a pager that has ended did not read is dropped.
  static func write(_ text: String, toPager pipe: Int32) { write(Escaping.visible(text), to: pipe) }

  /// The lines of the terminal that `progress` rewrites, by their width in columns; none where nothing is shown.
  private nonisolated(unsafe) static var shown: [Int] = []

  /// Rewrites the last lines of the terminal. An empty text removes them. Pictures may stand above the line itself; they have sequences for colours.
  static func progress(_ text: String) {
    if unsafe text.isEmpty && shown.isEmpty { return }
    let width = max(10, Terminal.width)
    // Where the window became narrower, the terminal has broken the lines.
    let rows = unsafe shown.reduce(0) { $0 + max(($1 + width - 1) / width, 1) }
    var output = rows > 1 ? "\u{1B}[\(rows - 1)A\r" : "\r"
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[lines.count - 1] = String(Escaping.visible(lines[lines.count - 1]).prefix(width - 1))
    output += lines.joined(separator: "\u{1B}[K\r\n") + "\u{1B}[K\u{1B}[J"
    unsafe shown = text.isEmpty ? [] : lines.map { Self.width($0) }
    write(output, to: 2)
  }

  /// The columns of a line, without its sequences for colours.
  private static func width(_ line: String) -> Int {
    var (count, isInSequence) = (0, false)
    for letter in line {
      if letter == "\u{1B}" { isInSequence = true } else if !isInSequence { count += 1 } else if letter == "m" { isInSequence = false }
    }
    return count
  }

  /// The bytes that are written to a terminal between two tests for Ctrl-C.
  private static let portion = 1 << 16

  private static func write(_ text: String, to descriptor: Int32) {
    let isTerminal = text.utf8.count > portion && Terminal.isTerminal(descriptor)
    var text = text
    text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        // If Ctrl-C is pressed while a long result scrolls by, the rest of it is left out.
        if isTerminal, done > 0, Signals.interrupt.isRequested { return }
        let rest = bytes.count - done
        let count = unsafe Glibc.write(descriptor, bytes.baseAddress! + done, isTerminal ? min(rest, portion) : rest)
        if count >= 0 { done += count } else if !mayGoOn(descriptor) { return }
      }
    }
  }

  /// Whether to try again after a write that failed.
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

  /// Ends the program because its results cannot be written. If the reader of a pipe has gone, SIGPIPE ends it silently, as for any filter. Otherwise
  /// it prints an error and ends with status 1.
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

import CPty
import Foundation

/// A program on its own pseudo-terminal. A test sends keys, waits for text on the screen, and reads the screen.
public final class Pty {
  private let child: pid_t
  private var master: Int32
  private var seen: [UInt8] = []
  /// The place in `seen` behind the text of the last wait.
  private var mark = 0
  private var exitStatus: Int32?

  public init(_ program: String, _ arguments: [String] = [], environment: [String: String], rows: Int32 = 30, columns: Int32 = 100) {
    var descriptor: Int32 = -1
    let words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    let variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    child = unsafe nn_pty_spawn(words, variables, rows, columns, &descriptor)
    master = descriptor
    unsafe (words + variables).forEach { unsafe free($0) }
  }

  deinit {
    if exitStatus == nil {
      kill(child, SIGKILL)
      _ = wait(seconds: 5)
    }
    if master >= 0 { close(master) }
  }

  public var id: pid_t { child }

  /// Everything that was printed so far, without escape sequences.
  public var screen: String { Pty.plain(seen) }
  /// Everything that was printed so far, with escape sequences.
  public var raw: String { String(decoding: seen, as: UTF8.self) }

  public func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(master, bytes, bytes.count)
  }

  /// Waits until `text` appears behind the text of the last wait. False after `seconds` or where the program ends.
  public func wait(for text: String, seconds: Double = 20) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while true {
      if text.isEmpty { return true }
      if let range = Pty.plain(seen[mark...]).range(of: text) {
        // The mark moves only behind the bytes of the text, so that a later wait finds what follows.
        mark = place(after: String(Pty.plain(seen[mark...])[..<range.upperBound]))
        return true
      }
      guard Date() < deadline, readMore(until: deadline) else { return false }
    }
  }

  /// The end of the fewest bytes from the mark whose plain text is as long as `text`.
  private func place(after text: String) -> Int {
    var low = mark
    var high = seen.count
    while low < high {
      let middle = (low + high) / 2
      if Pty.plain(seen[mark..<middle]).count >= text.count { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func readMore(until deadline: Date) -> Bool {
    var events = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    let left = Int32(max(1, min(100, deadline.timeIntervalSinceNow * 1000)))
    if unsafe Glibc.poll(&events, 1, left) == 0 { return true }
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = unsafe read(master, &chunk, chunk.count)
    guard count > 0 else { return false }
    seen += chunk[..<count]
    return true
  }

  public func resize(rows: Int32, columns: Int32) {
    _ = nn_pty_resize(master, rows, columns)
  }

  /// Closes the terminal, as a broken connection does.
  public func hangUp() {
    close(master)
    master = -1
  }

  public func signal(_ number: Int32) { kill(child, number) }

  /// The settings of the terminal as four numbers in text.
  public func settings() -> String {
    var attributes = termios()
    unsafe tcgetattr(master, &attributes)
    return "\(attributes.c_iflag) \(attributes.c_oflag) \(attributes.c_cflag) \(attributes.c_lflag)"
  }

  /// Waits for the end and returns the exit status, which is 128 + N after signal N. Nil where the program still runs after `seconds`.
  /// Meanwhile it reads the output.
  public func wait(seconds: Double = 20) -> Int32? {
    if let exitStatus { return exitStatus }
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
      var status: Int32 = 0
      if unsafe waitpid(child, &status, WNOHANG) == child {
        while master >= 0, readMore(until: Date().addingTimeInterval(0.05)), poll() {}
        exitStatus = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
        return exitStatus
      }
      if master < 0 || !readMore(until: deadline) { usleep(2000) }
    }
    return nil
  }

  private func poll() -> Bool {
    var events = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    return unsafe Glibc.poll(&events, 1, 0) > 0 && events.revents & Int16(POLLIN) != 0
  }

  /// Text without escape sequences and carriage returns.
  static func plain(_ bytes: some Sequence<UInt8>) -> String {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    return text.replacingOccurrences(of: "\u{1B}\\[[0-9;?]*[A-Za-z]|\u{1B}[()][A-Z0-9]|\u{1B}[=>78M]|\u{07}", with: "", options: .regularExpression)
      .replacingOccurrences(of: "\r", with: "")
  }
}

import CProcess
import Glibc

/// A copy of the program that does one piece of work and sends its answer through a pipe. A crash in it does not harm the parent.
final class ChildProcess {
  /// Why it ended without an answer.
  enum Loss: Equatable {
    /// The parent ended it because its time was up.
    case time
    /// The parent ended it because it used too much memory.
    case memory
    /// A signal ended it.
    case signal(Int32)
    /// It ended by itself with a status that is not 0.
    case status(Int32)

    /// What happened to the file that it ran.
    func reason(memory: Int) -> String {
      switch self {
      case .time: "the time was up"
      case .memory: "it took more than \(memory) MiB of memory"
      case .signal(let signal): "nnshell crashed with signal \(signal) while it ran this file; please report it"
      case .status: "nnshell ended while it ran this file; please report it"
      }
    }
  }

  /// The end of the pipe from which the parent reads.
  let pipe: Int32
  private let identifier: pid_t
  /// The bytes that have arrived.
  private(set) var bytes: [UInt8] = []
  private var killedFor: Loss?

  /// Starts a copy that runs `work`. It is nil where the system cannot start a process.
  /// - Parameter work: receives the end of the pipe to write to, and never returns.
  init?(_ work: (_ pipe: Int32) -> Never) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { return nil }
    let identifier = nn_fork()
    if identifier == 0 {
      nn_end_with_parent()
      close(ends[0])
      work(ends[1])
    }
    close(ends[1])
    guard identifier > 0 else {
      close(ends[0])
      return nil
    }
    (self.identifier, pipe) = (identifier, ends[0])
  }

  /// Writes all bytes to the pipe, in the copy.
  static func send(_ bytes: [UInt8], to pipe: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(pipe, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { _exit(1) }
      rest = rest.dropFirst(max(count, 0))
    }
  }

  /// Reads the bytes that have arrived. False at the end of the pipe.
  func read() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe Glibc.read(pipe, &chunk, chunk.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    bytes += chunk[..<max(count, 0)]
    return count > 0
  }

  /// Ends the copy. `finish` returns the first reason.
  func kill(for reason: Loss) {
    if killedFor == nil { killedFor = reason }
    Glibc.kill(identifier, SIGKILL)
  }

  /// The bytes of memory that belong to the copy alone. Memory that is shared with files, or only reserved, does not count. It is 0 where this is not
  /// known.
  var memory: Int {
    guard let file = unsafe fopen("/proc/\(identifier)/statm", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard unsafe fgets(&line, 128, file) != nil else { return 0 }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let pages = text.split(separator: " ").prefix(3).compactMap { Int($0) }
    return pages.count == 3 ? (pages[1] - pages[2]) * sysconf(Int32(_SC_PAGESIZE)) : 0
  }

  /// Waits for the end of the copy. It returns nil where the copy ended by itself with status 0, otherwise the reason.
  func finish() -> Loss? {
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    close(pipe)
    let signal = status & 0x7f
    // A copy that ended by itself before the kill has an answer, so it is not lost.
    if signal != 0, let killedFor { return killedFor }
    if signal != 0 { return .signal(signal) }
    let code = status >> 8 & 0xff
    return code == 0 ? nil : .status(code)
  }
}

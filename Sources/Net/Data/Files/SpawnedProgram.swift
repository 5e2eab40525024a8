import CSpawn
import Glibc

/// Another program that this one starts, without a shell. It gets an environment of its own and no other open files.
final class SpawnedProgram {
  private(set) var child: pid_t = -1

  /// Starts a program.
  /// - Parameters:
  ///   - path: the file of the program.
  ///   - words: its arguments.
  ///   - environment: its variables, as `NAME=value`.
  ///   - files: what its descriptors are, by their numbers. The standard ones that are not named here are /dev/null.
  /// - Throws: `StartFailure` with the reason of the system.
  init(_ path: String, _ words: [String], environment: [String], files: [(descriptor: Int32, file: Int32)]) throws(StartFailure) {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    var code: Int32 = 0
    for (descriptor, file) in files where code == 0 { code = unsafe posix_spawn_file_actions_adddup2(&actions, file, descriptor) }
    for standard in [Int32(0), 1, 2] where code == 0 && !files.contains(where: { $0.descriptor == standard }) {
      code = unsafe posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
    }
    let first = max(3, (files.map(\.descriptor).max() ?? 2) + 1)
    if code == 0 { code = unsafe posix_spawn_file_actions_addclosefrom_np(&actions, first) }
    // The program is in a group of its own, so that Ctrl-C reaches this program alone. This program then ends the other one.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    if code == 0 { code = unsafe posix_spawnattr_setsigmask(&attributes, &signals) }
    unsafe sigaddset(&signals, SIGPIPE)
    if code == 0 { code = unsafe posix_spawnattr_setsigdefault(&attributes, &signals) }
    if code == 0 { code = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)) }
    if code == 0 {
      code = unsafe Self.withPointers([path] + words) { words in
        unsafe Self.withPointers(environment) { environment in unsafe posix_spawn(&child, path, &actions, &attributes, words, environment) }
      }
    }
    guard code == 0 else {
      child = -1
      throw StartFailure(reason: FileBytes.reason(code))
    }
  }

  /// Why a program could not be started.
  struct StartFailure: Error { let reason: String }

  deinit { if child > 0 { _ = reap(killing: true) } }

  /// How a program ended, from its status as `waitpid` gives it: its own status, or the signal that ended it.
  enum End: Equatable { case status(Int32), signal(Int32) }

  static func end(_ status: Int32) -> End { status & 0x7f == 0 ? .status(status >> 8 & 0xff) : .signal(status & 0x7f) }

  /// Waits until the program has ended, and returns its status as `waitpid` gives it.
  func reap(killing: Bool) -> Int32 {
    if killing { kill(child, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    child = -1
    return status
  }

  /// The status of the program if it has ended, or nil.
  func ended() -> Int32? {
    var status: Int32 = 0
    guard unsafe waitpid(child, &status, WNOHANG) == child else { return nil }
    child = -1
    return status
  }

  /// Waits a second at most.
  func waitShortly() -> Int32? {
    for _ in 0..<100 {
      if let status = ended() { return status }
      usleep(10_000)
    }
    return nil
  }

  private static func withPointers(_ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> Int32 {
    var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress!) }
  }

  // MARK: Files and pipes

  /// A file in memory, which no other program can change; nil where the system has none left. The caller closes it.
  static func memoryFile() -> Int32? {
    let file = nn_memory_file()
    return file < 0 ? nil : file
  }

  /// The two ends of a pipe, for reading and for writing; nil where the system has none left.
  static func pipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    return unsafe pipe2(&ends, O_CLOEXEC) == 0 ? (ends[0], ends[1]) : nil
  }
}

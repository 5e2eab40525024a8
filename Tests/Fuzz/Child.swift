import Glibc
import Synchronization

/// How a run of the program ended, and what it wrote.
struct Ended: Sendable {
  enum Cause: Equatable, Sendable {
    case exited(Int32)
    case signal(Int32)
    /// It ran longer than `Limits` allow without writing anything.
    case tooLong
    case tooMuchMemory
    case tooMuchOutput
  }

  var cause: Cause
  var output: [UInt8] = []
  var errors: [UInt8] = []
  /// The largest memory of the process, in KiB.
  var peak = 0
}

/// The limits of a run.
struct Limits: Sendable {
  /// The most seconds of processor time between two writes.
  var seconds = 6.0
  /// The most seconds on the clock between two writes. It ends a program that sleeps for ever.
  var clockSeconds = 90.0
  /// The most memory in KiB.
  var memory = 1 << 20
  /// The most bytes of output and errors together.
  var output = 1 << 28
}

/// Runs a program with pipes as its standard input, output and error.
enum Child {
  /// Runs the program to its end, or until it reaches a limit.
  ///
  /// - Parameters:
  ///   - environment: The variables as `NAME=VALUE`. The program gets no others.
  ///   - folder: The working directory of the program.
  static func run(_ program: String, _ arguments: [String], environment: [String], folder: String, input: [UInt8], limits: Limits) -> Ended {
    let (pid, ends) = starting.withLock { _ in
      let pipes = (0..<3).map { _ in pipe() }
      let pid = start(program, arguments, environment, folder, [pipes[0].read, pipes[1].write, pipes[2].write])
      for end in [pipes[0].read, pipes[1].write, pipes[2].write] { close(end) }
      return (pid, (pipes[0].write, pipes[1].read, pipes[2].read))
    }
    var ended = Ended(cause: .exited(0))
    var feed = Feed(pid: pid, input: input, ends: ends, limits: limits)
    let stopped = feed.untilClosed(&ended)
    if stopped != nil { kill(pid, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    ended.cause = stopped ?? (signal != 0 ? .signal(signal) : .exited(status >> 8 & 0xff))
    return ended
  }

  /// Programs are started one after the other, so that none inherits the pipes of another.
  private static let starting = Mutex(())

  /// A pipe whose ends are closed in a program that is started.
  private static func pipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { fatalError("no pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Starts the program by `env -C`, which changes to the folder first.
  private static func start(
    _ program: String, _ arguments: [String], _ environment: [String], _ folder: String, _ descriptors: [Int32]
  ) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (target, descriptor) in descriptors.enumerated() { unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target)) }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // The program must not ignore the signals that this program ignores.
    var defaults = sigset_t()
    unsafe sigfillset(&defaults)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let changer = "/usr/bin/env"
    var words = unsafe ([changer, "-C", folder, program] + arguments).map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (words + variables).forEach { unsafe free($0) } }
    var pid = pid_t()
    let failed = unsafe posix_spawn(&pid, changer, &actions, &attributes, &words, &variables)
    guard failed == 0 else { fatalError("cannot start \(program): error \(failed)") }
    return pid
  }

  /// Writes the input of a running program, reads its output, and watches its limits.
  private struct Feed {
    let pid: pid_t
    let input: [UInt8]
    let ends: (input: Int32, output: Int32, errors: Int32)
    let limits: Limits
    private var written = 0
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(pid: pid_t, input: [UInt8], ends: (Int32, Int32, Int32), limits: Limits) {
      (self.pid, self.input, self.ends, self.limits) = (pid, input, ends, limits)
      for end in [ends.0, ends.1, ends.2] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    /// Writes and reads until the program closes output and error. Returns the limit that the program has reached, or nil.
    mutating func untilClosed(_ ended: inout Ended) -> Ended.Cause? {
      var isOpen = (input: true, output: true, errors: true)
      defer {
        if isOpen.input { close(ends.input) }
        if isOpen.output { close(ends.output) }
        if isOpen.errors { close(ends.errors) }
      }
      var (lastUse, lastClock, looked) = (0.0, clock(), clock())
      while isOpen.output || isOpen.errors {
        var polled = [
          pollfd(fd: isOpen.input ? ends.input : -1, events: Int16(POLLOUT), revents: 0),
          pollfd(fd: isOpen.output ? ends.output : -1, events: Int16(POLLIN), revents: 0),
          pollfd(fd: isOpen.errors ? ends.errors : -1, events: Int16(POLLIN), revents: 0),
        ]
        unsafe poll(&polled, 3, 20)
        if polled[0].revents != 0 {
          let count = unsafe input.withUnsafeBytes { unsafe write(ends.input, $0.baseAddress! + written, input.count - written) }
          if count > 0 { written += count }
          if written == input.count || count < 0 && errno != EAGAIN && errno != EINTR {
            close(ends.input)
            isOpen.input = false
          }
        }
        var hasRead = false
        if polled[1].revents != 0 { (isOpen.output, hasRead) = read(ends.output, &ended.output) }
        if polled[2].revents != 0 {
          let (stays, more) = read(ends.errors, &ended.errors)
          isOpen.errors = stays
          hasRead = hasRead || more
        }
        if ended.output.count + ended.errors.count > limits.output { return .tooMuchOutput }
        let now = clock()
        if hasRead { lastClock = now }
        // The memory is read every 2 ms, so that the largest one before the end is not missed.
        guard now - looked > 0.002 else { continue }
        looked = now
        ended.peak = max(ended.peak, peak())
        if ended.peak > limits.memory { return .tooMuchMemory }
        let use = use()
        if hasRead { lastUse = use }
        if use - lastUse > limits.seconds || now - lastClock > limits.clockSeconds { return .tooLong }
      }
      return nil
    }

    private mutating func read(_ end: Int32, _ text: inout [UInt8]) -> (stays: Bool, more: Bool) {
      let count = unsafe Glibc.read(end, &chunk, chunk.count)
      if count > 0 { text += chunk[..<count] }
      let stays = count > 0 || count < 0 && (errno == EAGAIN || errno == EINTR)
      if !stays { close(end) }
      return (stays, count > 0)
    }

    private func clock() -> Double {
      var time = timespec()
      unsafe clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// The processor time of the program so far, in seconds.
    private func use() -> Double {
      let fields = String(decoding: Files.read("/proc/\(pid)/stat"), as: UTF8.self).split(separator: " ")
      guard fields.count > 24, let user = Double(fields[13]), let system = Double(fields[14]) else { return 0 }
      return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The largest memory of the program so far, in KiB. It is 0 after the end. `wait4` would also count the memory that this program had at the start.
    private func peak() -> Int {
      let bytes = Files.read("/proc/\(pid)/status")
      let name = Array("VmHWM:".utf8)
      guard let start = bytes.indices.first(where: { bytes[$0] == name[0] && bytes[$0...].starts(with: name) }) else { return 0 }
      return bytes[(start + name.count)...].drop { $0 == 0x20 || $0 == 0x09 }.prefix { (0x30...0x39).contains($0) }.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
  }
}

/// The few functions for files and folders that are needed here.
enum Files {
  /// The bytes of a file. They are empty where it cannot be read.
  static func read(_ path: String) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  static func write(_ bytes: [UInt8], to path: String) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { fatalError("cannot write \(path)") }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress! + written, bytes.count - written) }
      guard count > 0 else { fatalError("cannot write \(path)") }
      written += count
    }
  }

  /// The sorted names of the files in a folder.
  static func names(in folder: String) -> [String] {
    guard let open = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(open) }
    var names: [String] = []
    while let entry = unsafe readdir(open) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func makeFolder(_ path: String) { unsafe mkdir(path, 0o755) }

  /// Removes a folder with all its files.
  static func remove(_ path: String) {
    for name in names(in: path) {
      let inner = path + "/" + name
      if unsafe unlink(inner) != 0 { remove(inner) }
    }
    unsafe rmdir(path)
  }
}

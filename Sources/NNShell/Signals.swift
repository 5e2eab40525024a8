import Glibc
import Interp
import Synchronization

/// Ctrl-C, resize and `fg`: a handler sets a flag and writes a byte to a pipe, which the line editor waits for. Signals that end the program
/// do so, but give the terminal back first.
enum Signals {
  static let interrupt = Interrupt()
  /// True while a line is typed: Ctrl-C drops the line and ends nothing.
  static let isEditing = Atomic<Bool>(false)
  private static let writeEnd = Atomic<Int32>(-1)
  private static let readEnd = Atomic<Int32>(-1)

  /// The end that `poll` watches.
  static var pipe: Int32 { readEnd.load(ordering: .relaxed) }

  /// SIGINT interrupts what blocks (no SA_RESTART). In a script nobody edits: resize and `fg` need no handler.
  static func install(forEditing: Bool) {
    interrupt.clear()
    if forEditing, pipe < 0 {
      var ends: [Int32] = [-1, -1]
      if unsafe Glibc.pipe(&ends) == 0 {
        for end in ends {
          _ = fcntl(end, F_SETFL, O_NONBLOCK)
          _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd.store(ends[0], ordering: .relaxed)
        writeEnd.store(ends[1], ordering: .relaxed)
      }
    }
    isEditing.store(false, ordering: .relaxed)
    // A file larger than the system allows is an error of that write, not the end of what runs.
    _ = signal(SIGXFSZ, SIG_IGN)
    var handled = sigset_t()
    unsafe sigemptyset(&handled)
    for signal in forEditing ? [SIGINT, SIGWINCH, SIGCONT] : [SIGINT, SIGALRM] {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { Signals.handle($0) }
      _ = unsafe sigaction(signal, &action, nil)
      unsafe sigaddset(&handled, signal)
    }
    if forEditing { installFatal(&handled) }
    // A program started by a thread inherits what that thread blocks.
    unsafe pthread_sigmask(SIG_UNBLOCK, &handled, nil)
  }

  // MARK: Signals that end the program

  /// The terminal as it was before a line was typed. The handler reads it, so it lies in memory that never moves.
  private nonisolated(unsafe) static let terminal = UnsafeMutablePointer<termios>.allocate(capacity: 1)
  private static let hasTerminal = Atomic<Bool>(false)

  /// While a line is typed the terminal is in the editor's mode. A signal that ends the program takes that mode back and then acts as if
  /// nobody had handled it. What was ignored at the start, as under nohup, stays ignored.
  private static func installFatal(_ handled: inout sigset_t) {
    hasTerminal.store(unsafe tcgetattr(STDIN_FILENO, terminal) == 0, ordering: .relaxed)
    for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF, SIGIO, SIGPWR] {
      var old = sigaction()
      if unsafe sigaction(signal, nil, &old) == 0, unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { Signals.end($0) }
      // The handler runs once: the same signal, sent again from within, has its own effect.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      // In the background `tcsetattr` would stop the program.
      unsafe sigaddset(&action.sa_mask, SIGTTOU)
      _ = unsafe sigaction(signal, &action, nil)
      unsafe sigaddset(&handled, signal)
    }
  }

  /// Runs in the handler. In the background the terminal is another program's, and is left alone.
  private static func end(_ signal: Int32) {
    if isEditing.load(ordering: .relaxed), hasTerminal.load(ordering: .relaxed), tcgetpgrp(STDIN_FILENO) == getpgrp() {
      unsafe tcsetattr(STDIN_FILENO, TCSANOW, terminal)
    }
    raise(signal)
  }

  /// Waits until a descriptor can be read without waiting, or is at its end; false where Ctrl-C comes first.
  static func isReadable(_ descriptor: Int32) -> Bool {
    while !interrupt.isRequested {
      var events = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // A signal that came just before wakes nobody: so it asks again.
      if unsafe poll(&events, 1, 50) > 0 { return true }
    }
    return false
  }

  // MARK: The others

  private static let notice: StaticString = " stopping; again ends nnshell\n"

  /// Runs in the handler: atomics and `write` alone.
  private static func handle(_ signal: Int32) {
    let saved = errno
    if signal == SIGALRM {
      alarmRang.store(true, ordering: .relaxed)
      interrupt.request()
      return
    }
    if signal == SIGINT {
      // The second Ctrl-C within one statement ends the program.
      if !isEditing.load(ordering: .relaxed) {
        if interrupt.isRequested { _exit(130) }
        // What runs may need seconds to come to a whole step: whoever waits must know what another Ctrl-C would do.
        if pipe >= 0 { _ = unsafe write(STDERR_FILENO, notice.utf8Start, notice.utf8CodeUnitCount) }
      }
      interrupt.request()
    }
    var byte = UInt8(truncatingIfNeeded: signal)
    let end = writeEnd.load(ordering: .relaxed)
    if end >= 0 { _ = unsafe write(end, &byte, 1) }
    errno = saved
  }

  private static let alarmRang = Atomic<Bool>(false)

  /// True once the time given to `interrupt(after:)` has passed.
  static var timeIsUp: Bool { alarmRang.load(ordering: .relaxed) }

  /// Interrupts what runs, as Ctrl-C does, after so many seconds; 0 calls it off.
  static func interrupt(after seconds: Int) {
    alarmRang.store(false, ordering: .relaxed)
    alarm(UInt32(seconds))
  }

  /// The next signal in the pipe; nil where there is none.
  static func next() -> Int32? {
    var byte: UInt8 = 0
    guard pipe >= 0, unsafe read(pipe, &byte, 1) == 1 else { return nil }
    return Int32(byte)
  }
}

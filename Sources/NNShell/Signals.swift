import Glibc
import Interp
import Synchronization

/// Signals such as Ctrl-C, a resize and `fg`.
///
/// A handler sets a flag and writes a byte to a pipe, on which the line editor waits. A signal that ends the program restores the terminal first.
enum Signals {
  /// The flag that Ctrl-C sets. Statements that run read it.
  static let interrupt = Interrupt()
  /// Whether a line is being typed. Ctrl-C then drops the line and ends nothing.
  static let isEditing = Atomic<Bool>(false)
  private static let writeEnd = Atomic<Int32>(-1)
  private static let readEnd = Atomic<Int32>(-1)

  /// The end of the pipe on which `poll` waits; -1 where there is none.
  static var pipe: Int32 { readEnd.load(ordering: .relaxed) }

  /// Installs the handlers.
  ///
  /// SIGINT interrupts calls that wait, because SA_RESTART is not set. A script needs no handler for a resize or `fg`.
  /// - Parameter forEditing: whether lines are typed at a prompt.
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
    // If a file gets larger than the system allows, the write fails, and the program goes on.
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
    // A program that is started by a thread inherits the signals that the thread blocks, so these are unblocked.
    unsafe pthread_sigmask(SIG_UNBLOCK, &handled, nil)
  }

  // MARK: Signals that end the program

  /// The mode of the terminal before a line is typed. The handler reads it, so it is in memory that never moves.
  private nonisolated(unsafe) static let terminal = UnsafeMutablePointer<termios>.allocate(capacity: 1)
  private static let hasTerminal = Atomic<Bool>(false)

  /// Handles the signals that end the program. While a line is typed, the terminal is in the mode of the editor. The handler restores the old mode,
  /// and then the signal has its usual effect. A signal that was ignored at the start stays ignored, for example under nohup.
  private static func installFatal(_ handled: inout sigset_t) {
    hasTerminal.store(unsafe tcgetattr(STDIN_FILENO, terminal) == 0, ordering: .relaxed)
    for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF, SIGIO, SIGPWR] {
      var old = sigaction()
      if unsafe sigaction(signal, nil, &old) == 0, unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { Signals.end($0) }
      // The handler runs only once, so the same signal has its usual effect when the handler raises it.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      // In the background, `tcsetattr` would stop the program, so SIGTTOU is blocked.
      unsafe sigaddset(&action.sa_mask, SIGTTOU)
      _ = unsafe sigaction(signal, &action, nil)
      unsafe sigaddset(&handled, signal)
    }
  }

  /// Runs in the handler. In the background the terminal belongs to another program and is not changed.
  private static func end(_ signal: Int32) {
    if isEditing.load(ordering: .relaxed), hasTerminal.load(ordering: .relaxed), tcgetpgrp(STDIN_FILENO) == getpgrp() {
      unsafe tcsetattr(STDIN_FILENO, TCSANOW, terminal)
    }
    raise(signal)
  }

  /// Waits until a descriptor can be read without waiting, or is at its end. False where Ctrl-C comes first.
  static func isReadable(_ descriptor: Int32) -> Bool {
    while !interrupt.isRequested {
      var events = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // A signal just before the call does not end the wait, so the flag is read again after 50 ms.
      if unsafe poll(&events, 1, 50) > 0 { return true }
    }
    return false
  }

  // MARK: A document that must be whole

  private static let asked = Atomic<Int32>(0)

  /// Makes TERM and HUP interrupt what runs, as Ctrl-C does, so that the program can write its document first. `endAsAsked` then ends it.
  static func delayEnd() {
    var handled = sigset_t()
    unsafe sigemptyset(&handled)
    for signal in [SIGTERM, SIGHUP] {
      var action = sigaction()
      if unsafe sigaction(signal, nil, &action) == 0, unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      unsafe action.__sigaction_handler.sa_handler = { Signals.hold($0) }
      _ = unsafe sigaction(signal, &action, nil)
      unsafe sigaddset(&handled, signal)
    }
    unsafe pthread_sigmask(SIG_UNBLOCK, &handled, nil)
  }

  /// Runs in the handler.
  private static func hold(_ signal: Int32) {
    asked.store(signal, ordering: .relaxed)
    interrupt.request()
  }

  /// Ends the program by the signal that `delayEnd` held back. It does nothing where there was none.
  static func endAsAsked() {
    let signal = asked.load(ordering: .relaxed)
    guard signal != 0 else { return }
    _ = Glibc.signal(signal, SIG_DFL)
    raise(signal)
  }

  /// Leaves Ctrl-C, TERM and HUP to the parent, in a copy of the program.
  static func leaveToParent() {
    _ = signal(SIGINT, SIG_IGN)
    for number in [SIGTERM, SIGHUP] { _ = signal(number, SIG_DFL) }
  }

  // MARK: The others

  private static let notice: StaticString = "\nstopping; press Ctrl-C again to end nnshell\n"

  /// Runs in the handler, so it uses only atomics and `write`.
  private static func handle(_ signal: Int32) {
    let saved = errno
    if signal == SIGALRM {
      alarmRang.store(true, ordering: .relaxed)
      interrupt.request()
      return
    }
    if signal == SIGINT {
      // A second Ctrl-C within one statement ends the program.
      if !isEditing.load(ordering: .relaxed) {
        if interrupt.isRequested { _exit(130) }
        // A whole step may take seconds, so a note says what another Ctrl-C would do.
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

  /// Whether the time given to `interrupt(after:)` has passed.
  static var timeIsUp: Bool { alarmRang.load(ordering: .relaxed) }

  /// Interrupts the running statement after some seconds, as Ctrl-C does. 0 cancels this.
  static func interrupt(after seconds: Int) {
    alarmRang.store(false, ordering: .relaxed)
    alarm(UInt32(seconds))
  }

  /// Reads the next signal from the pipe; nil where there is none.
  static func next() -> Int32? {
    var byte: UInt8 = 0
    guard pipe >= 0, unsafe read(pipe, &byte, 1) == 1 else { return nil }
    return Int32(byte)
  }
}

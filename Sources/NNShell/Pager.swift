import Glibc

/// Shows a long text page by page in another program, such as less.
enum Pager {
  /// Writes a text to standard output, through the pager where it is longer than the window.
  static func show(_ text: String) {
    guard isWanted(text), let words = command, run(words, text) else { return Output.write(text) }
  }

  // MARK: Whether and which

  private static func isWanted(_ text: String) -> Bool {
    let term = Terminal.environment("TERM") ?? ""
    guard Terminal.isTerminal(0), Terminal.isTerminal(1), !term.isEmpty, term != "dumb" else { return false }
    let width = Terminal.width
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().reduce(0) { $0 + max(1, ($1.count + width - 1) / width) }
    // The next prompt needs a row too.
    return rows > Terminal.height - 1
  }

  /// The words of PAGER, or `less` if PAGER is not set. nil if PAGER is empty or `cat`.
  static var command: [String]? {
    guard let chosen = Terminal.environment("PAGER") else { return ["less"] }
    let words = chosen.split(separator: " ").map(String.init)
    return words.isEmpty || words == ["cat"] ? nil : words
  }

  // MARK: Running it

  /// Runs the pager to its end. False if it cannot start, or if it ends with an error. The text must still be shown then.
  private static func run(_ words: [String], _ text: String) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var before = termios()
    let hasTerminal = unsafe tcgetattr(0, &before) == 0
    // Ctrl-C is for the pager as long as it runs. The shell gets the signal too, and must not end then.
    var ignoring = sigaction()
    unsafe ignoring.__sigaction_handler.sa_handler = SIG_IGN
    var handling = sigaction()
    _ = unsafe sigaction(SIGINT, &ignoring, &handling)
    defer { _ = unsafe sigaction(SIGINT, &handling, nil) }
    let child = start(words, reading: ends[0])
    close(ends[0])
    guard let child else {
      close(ends[1])
      return false
    }
    Output.write(text, toPager: ends[1])
    close(ends[1])
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    // A signal ends the pager only when the user or another program sends one. The low bits of the status hold its number.
    let failed = status & 0x7F == 0 && (status >> 8) & 0xFF != 0
    // A pager that was killed may leave the terminal in its own mode.
    if hasTerminal { _ = unsafe tcsetattr(0, TCSADRAIN, &before) }
    return !failed
  }

  /// Starts a program without a shell, with this end of a pipe as its standard input. nil where there is no such program.
  private static func start(_ words: [String], reading descriptor: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
    // It gets no other file that the shell has open. Those with FD_CLOEXEC are closed anyway.
    for open in 3..<256 as Range<Int32> where fcntl(open, F_GETFD) == 0 { unsafe posix_spawn_file_actions_addclose(&actions, open) }
    // Signals that the shell ignores or blocks work in the pager as usual.
    var defaults = sigset_t()
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigemptyset(&defaults)
    for signal in [SIGINT, SIGPIPE, SIGXFSZ] { unsafe sigaddset(&defaults, signal) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    let variables = unsafe environment().map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    var child: pid_t = 0
    return unsafe posix_spawnp(&child, words[0], &actions, &attributes, arguments, variables) == 0 ? child : nil
  }

  /// The environment of the shell. If LESS is not set, less ends at once for a short text. It also leaves the text on the screen, and its prompt names
  /// the keys that a reader needs.
  private static func environment() -> [String] {
    var variables: [String] = []
    var place = unsafe environ
    while let variable = unsafe place.pointee {
      unsafe variables.append(String(cString: variable))
      unsafe place += 1
    }
    if Terminal.environment("LESS") == nil { variables.append("LESS=FXPSpace goes on, q ends the help (twice after h)$") }
    return variables
  }
}

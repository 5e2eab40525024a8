import Foundation
import TestSupport
import Testing

/// The prompt with pasted text, Tab, signals, a new window size, and the end of the terminal.
@Suite(.serialized) struct TypingTests {
  private func start(_ home: TemporaryFolder, _ arguments: [String] = [], before: String = "") -> Pty {
    let environment = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home.path, "EDITRC": "/dev/null", "XDG_STATE_HOME": home.path + "/state",
      "XDG_CONFIG_HOME": home.path + "/config",
      "PATH": "/usr/bin:/bin",
    ]
    if before.isEmpty { return Pty(Program.path, ["-q", "--color", "never"] + arguments, environment: environment) }
    return Pty("/bin/sh", ["-c", before + "; exec \(Program.path) -q --color never"], environment: environment)
  }

  private func type(_ pty: Pty, _ line: String, sees text: String) -> Bool {
    pty.send(line + "\r")
    return pty.wait(for: text) && pty.wait(for: "nn> ")
  }

  @Test func pastedTabsAreBlanks() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "M = [1\t2; 3\t4]", sees: "hint: write [1, 2; 3, 4]"))
    pty.send("grad\t= 3\r")
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "grad + 40", sees: "\n43\n"))
    // Tabs at the start of lines, two in a row, and one as the last byte of a part.
    #expect(type(pty, "for i in 11:12 {\r\tprint i\r\t\tprint i + 10\r}", sees: "\n12\n22\n"))
    pty.send("y = [5,\t")
    pty.send("6]; y[1,2] + 70\r")
    #expect(pty.wait(for: "\n76\n") && pty.wait(for: "nn> "))
    #expect(type(pty, "print 'a\tb'", sees: "\na b\n"))
    // Lines that are pasted while a statement runs are read in the terminal's line mode.
    #expect(
      type(pty, "init; train 3000\rgrad\t+ 100\rfor i in 1:1 {\r\tprint i + 500\r}", sees: "\n103\n") && pty.wait(for: "\n501\n") && pty.wait(for: "nn> "))
    #expect(!pty.screen.contains("breakpoints"))
  }

  @Test func aPersonsTabCompletes() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("ini\t")
    #expect(pty.wait(for: "init "))
    #expect(type(pty, "2 3 1", sees: "network 2-3-1"))
    // A Tab that is typed while a statement runs completes too.
    pty.send("train 20000\r")
    #expect(pty.wait(for: "train 20000"))
    pty.send("evalu")
    usleep(20_000)
    pty.send("\t")
    #expect(pty.wait(for: "evaluate "))
    #expect(type(pty, "", sees: "accuracy"))
  }

  @Test func completedFilesRun() throws {
    let home = try TemporaryFolder()
    try home.write("my data/it's #1.nns", "print 40 + 2\n")
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    for line in ["source ~/my", "source \"~/my", "source '~/my"] {
      pty.send(line + "\t")
      #expect(pty.wait(for: "data/"))
      pty.send("it\t")
      #expect(pty.wait(for: "#1.nns"))
      #expect(type(pty, "", sees: "\n42\n"), "\(line)")
    }
    #expect(type(pty, "init; save ~/net.npz; load \"~/net.npz\"", sees: "step 0 of main"))
    #expect(FileManager.default.fileExists(atPath: home.path + "/net.npz"))
  }

  /// A signal that ends the program: the terminal's settings are restored first, and the status names the signal.
  @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGQUIT, 131), (SIGUSR1, 138)] as [(Int32, Int32)]) func fatalSignals(_ item: (Int32, Int32)) throws {
    let home = try TemporaryFolder()
    let pty = start(home, before: "ulimit -c 0; stty echo icanon; echo ready; read go")
    #expect(pty.wait(for: "ready"))
    let before = pty.settings()
    pty.send("\n")
    #expect(pty.wait(for: "nn> "))
    pty.send("init 2")
    #expect(pty.wait(for: "init 2") && pty.settings() != before)
    pty.signal(item.0)
    #expect(pty.wait() == item.1 && pty.settings() == before)
  }

  /// Where the signal of a hang-up is ignored, the end of the terminal ends the program with status 0. The trace archive is written.
  @Test func hangUp() throws {
    let home = try TemporaryFolder()
    let pty = start(home, before: "trap '' HUP; cd \(home.path)")
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "init; trace J to=run.npz; train 3", sees: "step 3"))
    pty.send("repeat 3 {\r")
    #expect(pty.wait(for: "... "))
    pty.hangUp()
    #expect(pty.wait(seconds: 5) == 0)
    #expect(FileManager.default.fileExists(atPath: home.path + "/run.npz"))
  }

  /// A statement reads a pipe that nobody writes to. After Ctrl-C the prompt is back at once, and nothing has changed.
  @Test(arguments: ["data q.csv", "source q.csv", "load q.csv", "match dW1 q.csv", "check dW1 q.csv", "match dW1 = \"q.csv\""], [false, true])
  func silentPipe(_ statement: String, _ isOpen: Bool) throws {
    let home = try TemporaryFolder()
    #expect(unsafe mkfifo(home.path + "/q.csv", 0o600) == 0)
    let pty = start(home, before: "cd \(home.path)")
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "init seed=2; forward; backward", sees: "derivatives of J"))
    let writer = isOpen ? unsafe open(home.path + "/q.csv", O_RDWR) : -1
    if isOpen { _ = unsafe write(writer, "1,2\n", 4) }
    pty.send(statement + "\r")
    #expect(pty.wait(for: statement))
    usleep(150_000)
    pty.send("\u{3}")
    #expect(pty.wait(for: "error: interrupted", seconds: 5) && pty.wait(for: "nn> "))
    #expect(type(pty, "m + t + 2; J", sees: "\n402\n0.693"))
    if isOpen { close(writer) }
  }

  /// Without a prompt Ctrl-C ends the program with status 130. The silent pipe is the script, standard input, or a file that a statement reads.
  @Test(arguments: [["-c", "data Q; print 40 + 2"], ["Q"], ["--parse-only", "Q"], ["--test", "Q"], ["-k", "-c", "source Q; print 40 + 2"], [], ["-"]])
  func silentPipeInAScript(_ arguments: [String]) throws {
    let home = try TemporaryFolder()
    let path = home.path + "/q.csv"
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments.map { $0.replacingOccurrences(of: "Q", with: path) }
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    usleep(400_000)
    #expect(process.isRunning)
    let start = Date()
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130 && process.terminationReason == .exit && Date().timeIntervalSince(start) < 2)
    // The lines are compared as a whole, because the folder's name may contain 42.
    let lines = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).split(separator: "\n")
    #expect(!lines.contains("42"))
  }

  /// After a resize the line is cleared and then drawn once.
  @Test func resizeDrawsOnce() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("100 + 2")
    #expect(pty.wait(for: "100 + 2"))
    pty.resize(rows: 20, columns: 50)
    #expect(pty.wait(for: "nn> 100 + 2") && pty.raw.hasSuffix("\r\u{1B}[Jnn> 100 + 2"))
    // In eight columns the line takes two rows.
    pty.resize(rows: 20, columns: 8)
    #expect(pty.wait(for: "+ 2") && pty.raw.contains("\r\u{1B}[1A\u{1B}[Jnn> 100"))
    pty.resize(rows: 20, columns: 80)
    pty.send("3\r")
    #expect(pty.wait(for: "\n123\n"))
  }

  @Test func quotesInTheHistory() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "print 'a # b'", sees: "\na # b\n") && type(pty, "print \"a \\\" # b\" # c", sees: "\na \" # b\n"))
    pty.send("\u{1B}[A\r")
    #expect(pty.wait(for: "\na \" # b\n") && pty.wait(for: "nn> "))
    pty.send("\u{1B}[A\u{1B}[A\r")
    #expect(pty.wait(for: "\na # b\n"))
    #expect(home.read("state/nnshell/history").hasPrefix("print 'a # b'\nprint \"a \\\" # b\"\n"))
  }
}

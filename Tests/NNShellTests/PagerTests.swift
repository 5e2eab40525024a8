import Foundation
import TestSupport
import Testing

/// Long help goes through a pager, and whatever the pager does the prompt comes back as it was.
@Suite(.serialized) struct PagerTests {
  private func start(_ home: TemporaryFolder, _ arguments: [String] = [], _ more: [String: String]) -> Pty {
    let environment = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home.path, "EDITRC": "/dev/null", "XDG_STATE_HOME": home.path + "/state", "PATH": "/usr/bin:/bin",
    ]
    let pty = Pty(Program.path, arguments, environment: environment.merging(more) { $1 })
    #expect(pty.wait(for: "nn> "))
    return pty
  }

  private func type(_ pty: Pty, _ line: String, sees text: String) -> Bool {
    pty.send(line + "\r")
    return pty.wait(for: text) && pty.wait(for: "nn> ")
  }

  /// A pager of the test; it is a program whose path is one word.
  private func pager(_ home: TemporaryFolder, _ script: String) throws -> [String: String] {
    try home.write("pager", "#!/bin/sh\n" + script + "\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.path + "/pager")
    return ["PAGER": home.path + "/pager"]
  }

  private static let overview = "network: make a network and run it step by step"

  @Test func longHelpIsPaged() throws {
    let home = try TemporaryFolder()
    let plain = try Program.run(["-c", "help all"]).output
    let pty = start(home, [], ["PAGER": "wc -l"])
    // The lines depend on the width of the window.
    pty.resize(rows: 30, columns: 80)
    #expect(type(pty, "help all", sees: "\n\(plain.split(separator: "\n").count)\n"))
    #expect(!pty.screen.contains(Self.overview))
    // What fits the window is printed as it is.
    #expect(type(pty, "help quit", sees: "leave nnshell"))
    // In a larger window the same text fits.
    pty.resize(rows: 200, columns: 80)
    #expect(type(pty, "help all", sees: Self.overview))
    pty.resize(rows: 30, columns: 80)
    #expect(type(pty, "set pager off; help all", sees: Self.overview))
    #expect(type(pty, "set pager on; repeat 2 { 1 + 1 }", sees: "2\n2\n"))
  }

  /// Where no pager can be had, the text is printed.
  @Test(arguments: [
    ["PAGER": "/none/such"], ["PAGER": "cat"], ["PAGER": ""], ["PAGER": "less -P 'x y'"], ["PAGER": "false"], ["PAGER": "wc -l", "TERM": "dumb"],
    ["PATH": "/none"],
  ])
  func noPager(_ environment: [String: String]) throws {
    let home = try TemporaryFolder()
    let pty = start(home, [], environment)
    #expect(type(pty, "help all", sees: Self.overview))
    #expect(type(pty, "40 + 2", sees: "\n42\n"))
  }

  @Test(arguments: [["--json"], ["--safe"]])
  func neverThere(_ arguments: [String]) throws {
    let home = try TemporaryFolder()
    let pty = start(home, arguments, ["PAGER": "wc -l"])
    #expect(type(pty, "help all", sees: "make a network and run it step by step"))
  }

  @Test func scriptsHaveNoPager() throws {
    let home = try TemporaryFolder()
    try home.write("a.nns", "help all\n")
    let pty = start(home, ["-q", "-i", home.path + "/a.nns"], ["PAGER": "wc -l"])
    #expect(pty.screen.contains(Self.overview))
    #expect(type(pty, "source \(home.path)/a.nns", sees: Self.overview))
  }

  /// The pager ends before it has read everything.
  @Test func quitEarly() throws {
    let home = try TemporaryFolder()
    for pager in ["true", "head -1", "false"] {
      let pty = start(home, [], ["PAGER": pager])
      #expect(type(pty, "help all", sees: ""))
      #expect(type(pty, "40 + 2", sees: "\n42\n"))
      pty.send("\u{4}")
      #expect(pty.wait() == 0)
    }
  }

  /// One pager handles Ctrl-C, the other ends for it.
  @Test(arguments: ["trap 'echo caught; exit' INT; echo ready $LESS; while true; do sleep 1; done", "echo ready $LESS; exec sleep 60"])
  func controlC(_ script: String) throws {
    let home = try TemporaryFolder()
    let pty = start(home, [], try pager(home, script))
    pty.send("help all\r")
    #expect(pty.wait(for: "ready FX"))
    pty.send("\u{3}")
    #expect(!script.contains("caught") || pty.wait(for: "caught"))
    #expect(pty.wait(for: "nn> ") && type(pty, "40 + 2", sees: "\n42\n"))
    #expect(!pty.screen.contains("stopping"))
    // Ctrl-C works at the prompt and in a statement as before.
    pty.send("nonsense\u{3}")
    #expect(pty.wait(for: "^C") && pty.wait(for: "nn> "))
    pty.send("while True { v = 1 }\r")
    usleep(300_000)
    pty.send("\u{3}")
    #expect(pty.wait(for: "interrupted") && pty.wait(for: "nn> "))
    pty.send("\u{4}")
    #expect(pty.wait() == 0)
  }

  /// A pager that is killed leaves the terminal in its own mode. The shell restores it.
  @Test func terminalIsRestored() throws {
    let home = try TemporaryFolder()
    let pty = start(home, [], try pager(home, "stty -echo -icanon -isig min 0 </dev/tty\nkill -9 $$"))
    let before = pty.settings()
    #expect(type(pty, "help all", sees: ""))
    #expect(type(pty, "40 + 2", sees: "\n42\n"))
    #expect(pty.settings() == before)
  }

  @Test func less() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/less") else { return }
    let home = try TemporaryFolder()
    let pty = start(home, [], [:])
    pty.resize(rows: 20, columns: 80)
    pty.send("help all\r")
    #expect(pty.wait(for: Self.overview) && pty.wait(for: "Space goes on, q ends the help"))
    // Its own prompt, then another size of the window, then the last page.
    // less may miss a new size while it draws, so the window changes until less draws again.
    let redrawn = ([12, 13, 12, 13] as [Int32]).contains { rows in
      pty.resize(rows: rows, columns: 60)
      return pty.wait(for: Self.overview, seconds: 5) && pty.wait(for: "Space goes on, q ends the help", seconds: 5)
    }
    #expect(redrawn)
    pty.send(" ")
    #expect(pty.wait(for: "training: make many steps"))
    // A terminal drops what is typed before it delivers Ctrl-C, so q may have to come again. A q too many is removed from the line by Ctrl-U.
    pty.send("\u{3}")
    let isBack = (0..<20).contains { _ in
      pty.send("q")
      return pty.wait(for: "nn> ", seconds: 2)
    }
    pty.send("\u{15}")
    #expect(isBack && type(pty, "40 + 2", sees: "\n42\n"))
    pty.send("\u{4}")
    #expect(pty.wait() == 0)
  }
}

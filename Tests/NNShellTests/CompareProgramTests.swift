import Foundation
import TestSupport
import Testing

/// `compare` in the program: on any number of threads, on a terminal, and with a small stack.
@Suite(.serialized) struct CompareProgramTests {
  private func result(_ statements: String, threads: Int) throws -> Program.Result {
    try Program.run(["--json", "-c", statements], environment: ["NNSHELL_THREADS": String(threads)])
  }

  /// The number of threads changes no bit. The second block has passes that threads would share.
  @Test(arguments: [
    "data moons m=40 split=0.6,0.2,0.2; compare alpha=0.1,1 act=tanh,relu repeats=3 { init 2 3:act 1; train 20; if S == 2 and alpha == 1 { nosuch + 1 } }",
    "seed 3; X = randn(40, 1200); Y = 1.0 * (X[1] > 0); compare n=30,41 repeats=2 { init 40 (n):tanh 1; train 3; P = randn(300, 300) @ randn(300, 300) }",
  ]) func sameOnAnyNumberOfThreads(_ statements: String) throws {
    let first = try result(statements, threads: 1)
    #expect(first.status == 0 && first.output.contains("\"rows\""), "\(first)")
    for threads in [2, 3, 8] { #expect(try result(statements, threads: threads).output == first.output, "\(threads) threads") }
  }

  /// Deep expressions run on the threads as on the main thread.
  @Test func deepExpressions() throws {
    let deep = String(repeating: "(", count: 90) + "1" + String(repeating: ")", count: 90)
    let blocks = String(repeating: "if True { ", count: 55) + "k = \(deep)" + String(repeating: " }", count: 55)
    for limit in ["8192", "unlimited"] {
      let result = try Program.run(
        ["-c", "ulimit -s \(limit) 2>/dev/null; exec \(Program.path) -c 'compare repeats=2 { init; \(blocks) }'"], executable: "/bin/sh")
      #expect(result.status == 0 && result.output.contains("train J"), "\(limit): \(result)")
    }
  }

  private func start(_ home: TemporaryFolder) -> Pty {
    Pty(
      Program.path, ["-q", "--color", "never"],
      environment: [
        "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home.path, "EDITRC": "/dev/null", "XDG_STATE_HOME": home.path + "/state",
        "XDG_CONFIG_HOME": home.path + "/config", "PATH": "/usr/bin:/bin",
      ])
  }

  /// A block over several lines, the progress line, and Ctrl-C. The session goes on as it was.
  @Test func atThePrompt() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("k = 41\rcomp\t")
    #expect(pty.wait(for: "compare "))
    pty.send("alpha=0.1,1 repeats=2 {\r")
    #expect(pty.wait(for: "... "))
    pty.send("init 2 3 1\rtrain 1000000000000\r}\r")
    #expect(pty.wait(for: "run 1 of 4"))
    pty.send("\u{3}")
    #expect(pty.wait(for: "error: interrupted") && pty.wait(for: "nn> "))
    pty.send("k + 1\r")
    #expect(pty.wait(for: "\n42\n") && pty.wait(for: "nn> "))
    pty.send("compare seconds=0.3 n=2,3 { init 2 (n) 1; if n == 2 { train 1000000000000 }; train 2 }\r")
    #expect(pty.wait(for: "took longer than 0.3 s and was stopped") && pty.wait(for: "nn> "))
    #expect(!pty.screen.contains("network 2-"))
  }
}

import Foundation
import TestSupport
import Testing

@testable import NNShell

/// Pictures on a pseudo-terminal: live ones, and pixels.
@Suite(.serialized) struct PictureTests {
  private func start(_ home: TemporaryFolder, _ more: [String: String] = [:], rows: Int32 = 24, columns: Int32 = 80) -> Pty {
    let environment = ["TERM": "xterm", "LANG": "C.UTF-8", "HOME": home.path, "XDG_STATE_HOME": home.path + "/state", "PATH": "/usr/bin:/bin"]
    return Pty(Program.path, [], environment: environment.merging(more) { $1 }, rows: rows, columns: columns)
  }

  /// Waits until the raw output has a text.
  private func waits(_ pty: Pty, forRaw text: String) -> Bool {
    for _ in 0..<500 {
      if pty.raw.contains(text) { return true }
      _ = pty.wait(for: "a text that never comes", seconds: 0.02)
    }
    return false
  }

  /// The terminal is asked, and sixels are drawn only where it answers that it has them.
  @Test(arguments: [("\u{1B}[?62;4;22c", true), ("\u{1B}[?62;22c", false), ("\u{1B}[?64;42c", false)]) func pixels(_ answer: String, _ draws: Bool) throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("plot [1, 2]\r")
    #expect(pty.wait(for: "└") && pty.wait(for: "nn> ") && !pty.raw.contains("\u{1B}[c"), "nobody is asked before the setting")
    pty.send("set plot.pixels auto\r")
    #expect(pty.wait(for: "nn> "))
    pty.send("plot [1, 2, 3]\r")
    #expect(waits(pty, forRaw: "\u{1B}[c"))
    pty.send(answer)
    #expect(draws ? waits(pty, forRaw: "\u{1B}P") && waits(pty, forRaw: "\u{1B}\\") : pty.wait(for: "└"))
    // The answer is remembered, and nothing of it is left for the prompt.
    pty.send("1 + 1\r")
    #expect(pty.wait(for: "\n2"))
    pty.send("plot [1, 2]\r1 + 2\r")
    #expect(pty.wait(for: "\n3") && pty.raw.components(separatedBy: "\u{1B}[c").count == 2)
  }

  /// A live picture fits the window, the last one stays, and Ctrl-C leaves a screen on which one can go on.
  @Test func live() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("init seed=2; display plot boundary; train 10000000 alpha=1.2\r")
    #expect(waits(pty, forRaw: "\u{1B}[22A") || waits(pty, forRaw: "A\r"), "the picture is drawn in its place")
    pty.send("\u{3}")
    #expect(pty.wait(for: "on the wrong side") && pty.wait(for: "interrupted after step") && pty.wait(for: "nn> "))
    pty.send("undisplay; 1 + 1\r")
    #expect(pty.wait(for: "\n2"))
  }
}

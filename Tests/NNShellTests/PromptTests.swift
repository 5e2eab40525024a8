import Foundation
import TestSupport
import Testing

@testable import NNShell

/// The prompt on a pseudo-terminal. Each test has its own home folder, history and terminal.
@Suite(.serialized) struct PromptTests {
  /// Starts nnshell at a prompt.
  private func start(_ home: TemporaryFolder, _ arguments: [String] = [], _ more: [String: String] = [:]) -> Pty {
    let environment = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home.path, "EDITRC": home.path + "/.editrc", "XDG_STATE_HOME": home.path + "/state",
      "XDG_CONFIG_HOME": home.path + "/config", "PATH": "/usr/bin:/bin",
    ]
    return Pty(Program.path, arguments, environment: environment.merging(more) { $1 })
  }

  /// Types a line, waits for `text`, and then for the next prompt. Before the prompt the terminal itself would take keys such as Ctrl-R.
  private func type(_ pty: Pty, _ line: String, sees text: String, prompt: String = "nn> ") -> Bool {
    pty.send(line + "\r")
    return pty.wait(for: text) && pty.wait(for: prompt)
  }

  @Test func theSixCommands() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "Type init, then forward") && pty.wait(for: "nn> "))
    #expect(type(pty, "init", sees: "network 2-4-1: 17 parameters"))
    #expect(type(pty, "forward", sees: "J = 0.69"))
    #expect(type(pty, "backward", sees: "derivatives of J"))
    #expect(type(pty, "step", sees: "step 1: W = W - 0.1 * dW"))
    #expect(type(pty, "shape", sees: "how it follows"))
    #expect(type(pty, "show W1", sees: "W1 (4, 2)"))
    #expect(type(pty, "forwrd", sees: "did you mean 'forward'"))
    #expect(type(pty, "t", sees: "\n1\n"))
    pty.send("\u{4}")
    #expect(pty.wait() == 0)
    #expect(pty.raw.contains("\u{1B}[32mnn>"))
  }

  @Test func tab() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    // With one match Tab adds the rest and a blank.
    pty.send("ini\t")
    #expect(type(pty, "2 3 1", sees: "network 2-3-1"))
    // With several matches it adds the common part and shows a list.
    pty.send("show d\t")
    #expect(pty.wait(for: "dA1") && pty.wait(for: "db2"))
    pty.send("W1\u{15}")
    // Without a match the line stays as it is.
    pty.send("zzz\t\u{15}")
    #expect(type(pty, "1 + 1", sees: "\n2\n"))
    // A completed command runs.
    #expect(type(pty, "forw\t", sees: "J = 0.69"))
  }

  @Test func controlCOnTextAndInABlock() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("this is nonsense")
    #expect(pty.wait(for: "nonsense"))
    pty.send("\u{3}")
    #expect(pty.wait(for: "^C") && pty.wait(for: "nn> "))
    #expect(type(pty, "repeat 3 {", sees: "", prompt: "... "))
    #expect(type(pty, "undefined", sees: "", prompt: "... "))
    pty.send("\u{3}")
    #expect(pty.wait(for: "^C") && pty.wait(for: "nn> "))
    #expect(type(pty, "2 + 3", sees: "\n5\n"))
    #expect(!pty.screen.contains("error"))
  }

  @Test func controlCInTraining() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "init seed=2", sees: "17 parameters"))
    pty.send("train 1000000000000\r")
    #expect(pty.wait(for: "steps/s"))
    pty.send("\u{3}")
    #expect(pty.wait(for: "\nstopping; press Ctrl-C again to end nnshell\n"))
    #expect(pty.wait(for: "interrupted after step ") && pty.wait(for: "nn> "))
    // The network has made whole steps, and J belongs to its parameters.
    #expect(type(pty, "a = J; forward; a == J", sees: "True"))
    #expect(type(pty, "t > 0", sees: "True"))
    // A loop stops between its turns.
    pty.send("repeat 1000000000 { forward; backward; step }\r")
    usleep(300_000)
    pty.send("\u{3}")
    #expect(pty.wait(for: "interrupted"))
    #expect(type(pty, "forward; backward; step; 40 + 2", sees: "\n42\n"))
    #expect(!pty.screen.contains("^C\nnn> ^C"))
  }

  /// Ctrl-C leaves a whole step. After `back 100` the same hundred steps give the same bits.
  @Test func controlCAndTheSameStepsAgain() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "init seed=2; alpha = 1.2", sees: "17 parameters"))
    pty.send("train 10000000\r")
    #expect(pty.wait(for: "steps/s"))
    pty.send("\u{3}")
    #expect(pty.wait(for: "interrupted after step ") && pty.wait(for: "nn> "))
    for quantity in ["W1", "b1", "W2", "b2", "J", "A2", "dW1", "db1", "dW2", "t"] { #expect(type(pty, "my\(quantity) = \(quantity)", sees: "")) }
    #expect(type(pty, "back 100", sees: "redo goes on"))
    #expect(type(pty, "array_equal(W1, myW1)", sees: "False"))
    #expect(type(pty, "train 100", sees: "step "))
    for quantity in ["W1", "b1", "W2", "b2", "A2", "dW1", "db1", "dW2"] {
      #expect(type(pty, "array_equal(\(quantity), my\(quantity))", sees: "True"), "\(quantity)")
    }
    #expect(type(pty, "J == myJ and t == myt", sees: "True"))
    #expect(type(pty, "branch", sees: "branch1 from main:"))
  }

  @Test func controlD() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    // In a block it cancels the block.
    #expect(type(pty, "repeat 3 {", sees: "", prompt: "... "))
    pty.send("\u{4}")
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "6 * 7", sees: "\n42\n"))
    pty.send("\u{4}")
    #expect(pty.wait() == 0)
    // Ctrl-D that is typed while a statement runs counts afterwards, as other keys do.
    let ahead = start(home)
    #expect(ahead.wait(for: "nn> "))
    ahead.send("init; train 20000\r")
    #expect(ahead.wait(for: "17 parameters"))
    ahead.send("30 + 1\r\u{4}")
    #expect(ahead.wait(for: "\n31\n"))
    #expect(ahead.wait() == 0)
  }

  @Test func historyAcrossSessions() throws {
    let home = try TemporaryFolder()
    let first = start(home)
    #expect(first.wait(for: "nn> "))
    #expect(type(first, "11 * 11", sees: "\n121\n"))
    #expect(type(first, "11 * 11", sees: "\n121\n"))
    #expect(type(first, " 5 * 5", sees: "\n25\n"))
    #expect(type(first, "repeat 2 {\r  print 7\r}", sees: "\n7\n7\n"))
    // A second shell runs at the same time. Neither changes the other's lines in the file.
    let second = start(home)
    #expect(second.wait(for: "nn> "))
    #expect(type(second, "3 * 3", sees: "\n9\n"))
    #expect(type(first, "4 * 4", sees: "\n16\n"))
    first.send("\u{4}")
    second.send("\u{4}")
    #expect(first.wait() == 0 && second.wait() == 0)
    #expect(home.read("state/nnshell/history") == "11 * 11\nrepeat 2 { print 7 }\n3 * 3\n4 * 4\n")
    let mode = try FileManager.default.attributesOfItem(atPath: home.path + "/state/nnshell/history")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let third = start(home)
    #expect(third.wait(for: "nn> "))
    // The key Up shows the last line of both shells. Four times Up shows the first of the four lines.
    third.send("\u{1B}[A\r")
    #expect(third.wait(for: "\n16\n") && third.wait(for: "nn> "))
    third.send("\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\r")
    #expect(third.wait(for: "\n121\n") && third.wait(for: "nn> "))
    #expect(type(third, "history 2", sees: "history 2\n"))
    // Ctrl-R finds an earlier line.
    third.send("\u{12}repeat")
    #expect(third.wait(for: "print 7"))
    third.send("\r")
    #expect(third.wait(for: "\n7\n7\n") && third.wait(for: "nn> "))
    // Ctrl-C during the search ends only the search.
    third.send("\u{12}rep")
    #expect(third.wait(for: "print 7"))
    third.send("\u{3}")
    #expect(third.wait(for: "nn> "))
    #expect(type(third, "40 + 2", sees: "\n42\n"))
  }

  @Test func unicodeAndLongLines() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "α = 0.5; alpha", sees: "\n0.5\n"))
    #expect(type(pty, "print \"漢字 ŷ 𝛼\"", sees: "\n漢字 ŷ 𝛼\n"))
    // Backspace removes a whole letter.
    #expect(type(pty, "print \"aŷ\u{7F}b\"", sees: "\nab\n"))
    let many = (1...60).map(String.init).joined(separator: " + ")
    #expect(type(pty, many, sees: "\n1830\n"))
  }

  @Test func resizeInALine() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("init; forward; 100 + 2")
    #expect(pty.wait(for: "100 + 2"))
    pty.resize(rows: 20, columns: 50)
    pty.send("3\r")
    #expect(pty.wait(for: "\n123\n"))
    // Tables follow the new width.
    #expect(type(pty, "show A1; 5", sees: "\n5\n"))
    let table = pty.screen.components(separatedBy: "A1 (4, 400)").last ?? ""
    #expect(table.components(separatedBy: "\n").prefix(6).allSatisfy { $0.count <= 50 })
  }

  @Test func stopAndContinue() throws {
    let home = try TemporaryFolder()
    let environment = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home.path, "EDITRC": "/dev/null", "XDG_STATE_HOME": home.path + "/state", "PATH": "/usr/bin:/bin",
      "PS1": "sh> ",
    ]
    let shell = Pty("/bin/bash", ["--norc", "--noprofile", "-i"], environment: environment)
    #expect(shell.wait(for: "sh> "))
    shell.send(Program.path + " -q\r")
    #expect(shell.wait(for: "nn> "))
    shell.send("20 + 2")
    #expect(shell.wait(for: "20 + 2"))
    shell.send("\u{1A}")
    #expect(shell.wait(for: "Stopped") && shell.wait(for: "sh> "))
    shell.send("echo between\r")
    #expect(shell.wait(for: "\nbetween\n") && shell.wait(for: "sh> "))
    shell.send("fg\r")
    // The line is drawn again and goes on.
    #expect(shell.wait(for: "nn> 20 + 2"))
    shell.send("2\r")
    #expect(shell.wait(for: "\n42\n") && shell.wait(for: "nn> "))
    // A training can be stopped too, and Ctrl-C still reaches it afterwards.
    #expect(type(shell, "init seed=2", sees: "17 parameters"))
    shell.send("train 1000000000000\r")
    #expect(shell.wait(for: "steps/s"))
    shell.send("\u{1A}")
    #expect(shell.wait(for: "Stopped") && shell.wait(for: "sh> "))
    shell.send("fg\r")
    #expect(shell.wait(for: "steps/s"))
    shell.send("\u{3}")
    #expect(shell.wait(for: "interrupted after step ") && shell.wait(for: "nn> "))
    shell.send("\u{4}")
    #expect(shell.wait(for: "sh> "))
    shell.send("echo status $?\r")
    #expect(shell.wait(for: "\nstatus 0\n"))
    // The parent shell still works.
    shell.send("exit 9\r")
    #expect(shell.wait() == 9)
  }

  @Test func signalToTheShellAlone() throws {
    let home = try TemporaryFolder()
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.signal(SIGINT)
    #expect(pty.wait(for: "^C") && pty.wait(for: "nn> "))
    #expect(type(pty, "1 + 2", sees: "\n3\n"))
  }

  @Test func terminalIsLeftAsItWas() throws {
    let home = try TemporaryFolder()
    let environment = [
      "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home.path, "EDITRC": "/dev/null", "XDG_STATE_HOME": home.path + "/state", "PATH": "/usr/bin:/bin",
      "PS1": "sh> ",
    ]
    let shell = Pty("/bin/bash", ["--norc", "--noprofile", "--noediting", "-i"], environment: environment)
    #expect(shell.wait(for: "sh> "))
    let before = shell.settings()
    shell.send(Program.path + " -q\r")
    #expect(shell.wait(for: "nn> "))
    #expect(shell.settings() != before)
    shell.send("init\r\u{4}")
    #expect(shell.wait(for: "sh> "))
    #expect(shell.settings() == before)
    shell.send("exit\r")
    _ = shell.wait()
  }

  @Test func editrcAndViKeys() throws {
    let home = try TemporaryFolder()
    try home.write(".editrc", "bind -v\n")
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    // Escape, 0 and x remove the first letter. The rest runs.
    pty.send("x1 + 1")
    #expect(pty.wait(for: "1 + 1"))
    pty.send("\u{1B}")
    usleep(100_000)
    pty.send("0")
    pty.send("x")
    pty.send("\r")
    #expect(pty.wait(for: "\n2\n"))
    // Tab completes, although the file binds other keys.
    pty.send("ini\t\r")
    #expect(pty.wait(for: "17 parameters"))
  }

  @Test func editrcForThisProgram() throws {
    let home = try TemporaryFolder()
    try home.write(".editrc", "nnshell:bind ^T ed-move-to-beg\nother:bind ^I ed-insert\n")
    let pty = start(home)
    #expect(pty.wait(for: "nn> "))
    pty.send("0 + 5\u{14}1\r")
    #expect(pty.wait(for: "\n15\n"))
  }

  @Test func colours() throws {
    let home = try TemporaryFolder()
    func raw(_ arguments: [String], _ environment: [String: String]) -> String {
      let pty = start(home, arguments, environment)
      #expect(pty.wait(for: "nn> "))
      #expect(type(pty, "nope", sees: "unknown name"))
      pty.send("\u{4}")
      #expect(pty.wait() == 0)
      return pty.raw
    }
    #expect(raw([], [:]).contains("\u{1B}[1;31merror:"))
    #expect(!raw([], ["NO_COLOR": "1"]).contains("\u{1B}[1;31m") && !raw([], ["NO_COLOR": "1"]).contains("\u{1B}[32m"))
    #expect(!raw([], ["TERM": "dumb"]).contains("\u{1B}[1;31m"))
    #expect(!raw(["--color=never"], [:]).contains("\u{1B}[32m"))
    #expect(raw(["--color", "always"], ["NO_COLOR": "1"]).contains("\u{1B}[1;31merror:"))
  }

  /// Errors and hints are broken between words to fit the window. The source line and its caret stay whole. Without a terminal nothing is broken.
  @Test func errorsFitTheWindow() throws {
    let home = try TemporaryFolder()
    let pty = start(home, ["-q", "--color=never"])
    pty.resize(rows: 30, columns: 50)
    #expect(pty.wait(for: "nn> "))
    #expect(type(pty, "np.random.beta(1)", sees: "here\n"))
    let shown = pty.screen
    #expect(
      shown.contains(
        "<prompt>:1:1: error: there is no np.random.beta\n  here\n  np.random.beta(1)\n  ^~~~~~~~~~~~~~\n  hint: np.random has seed, randn, rand,\n        permutation,"
      ),
      "\(shown)")
    #expect(type(pty, "log(0)", sees: "log(0) is -inf"))
    let text =
      "f.nns:1:1: error: " + String(repeating: "word ", count: 9) + "\n  " + String(repeating: "x", count: 99) + "\n  hint: "
      + String(repeating: "w", count: 70) + " a b"
    #expect(ErrorColors.broken(text, width: nil) == text && ErrorColors.broken(text, width: 400) == text)
    let lines = ErrorColors.broken(text, width: 40).split(separator: "\n").map(String.init)
    #expect(lines[0] == "f.nns:1:1: error: word word word word" && lines[1] == "  word word word word word ", "\(lines)")
    #expect(lines[2].count == 101 && lines[3].hasPrefix("  hint: www") && lines[4] == "        a b", "\(lines)")
    // A statement can be pasted: its lines go on by a backslash, and a text in quotes stays whole.
    let statement = "  hint: data \"my file.csv\" y=\"the target\" x=-\"an id\" missing=mean"
    #expect(
      ErrorColors.broken(statement, width: 40)
        == "  hint: data \"my file.csv\" \\\n        y=\"the target\" x=-\"an id\" \\\n        missing=mean")
    let commented = "  hint: dW1 = 1/m * dZ1 @ X.T  # right; your mistake: 1/m left out of dW, in layer 1"
    #expect(
      ErrorColors.broken(commented, width: 40)
        == "  hint: dW1 = 1/m * dZ1 @ X.T  # right;\n        # your mistake: 1/m left out of\n        # dW, in layer 1")
    let terminal = "  hint: in a terminal: xz -dk 'a long name of a file.csv.xz'"
    #expect(ErrorColors.broken(terminal, width: 40) == terminal)
  }

  @Test func startUpFile() throws {
    let home = try TemporaryFolder()
    try home.write("config/nnshell/nnshellrc.nns", "greeting = 41\nundefined\n")
    let pty = start(home)
    pty.resize(rows: 30, columns: 400)
    #expect(pty.wait(for: "nnshellrc.nns:2:1: error: unknown name"))
    #expect(pty.wait(for: "nn> ") && type(pty, "greeting + 1", sees: "\n42\n"))
    let plain = start(home, ["--no-rc", "-q"])
    #expect(plain.wait(for: "nn> ") && type(plain, "greeting", sees: "unknown name"))
    #expect(!plain.screen.contains("Ctrl-D leaves"))
  }

  @Test func staysAfterAScript() throws {
    let home = try TemporaryFolder()
    try home.write("a.nns", "v = 6\n")
    let pty = start(home, ["-i", home.path + "/a.nns"])
    #expect(pty.wait(for: "nn> ") && type(pty, "v * 7", sees: "\n42\n"))
    pty.send("quit 5\r")
    #expect(pty.wait() == 5)
  }

  /// There is no editor and no prompt where standard output is a file.
  @Test func outputToAFile() throws {
    let home = try TemporaryFolder()
    let environment = ["TERM": "xterm", "HOME": home.path, "PATH": "/usr/bin:/bin", "PS1": "sh> "]
    let shell = Pty("/bin/sh", ["-c", "\(Program.path) > \(home.path)/out; echo done $?"], environment: environment)
    shell.send("1 + 1\n")
    shell.send("\u{4}")
    #expect(shell.wait(for: "done 0"))
    #expect(home.read("out") == "2\n")
  }

  /// A session with a start-up file, short forms of commands, and a training and a loop that Ctrl-C stopped. Its recording gives the same bits.
  @Test func recording() throws {
    let home = try TemporaryFolder()
    try home.write("config/nnshell/nnshellrc.nns", "alpha = 0.7\nset digits 4\n")
    let pty = start(home)
    #expect(pty.wait(for: "nn> ") && type(pty, "ini seed=2; fre W1[2,:]", sees: "row 2"))
    for line in ["train 1000000000000", "repeat 1000000000 { forw; backw; ste }"] {
      pty.send(line + "\r")
      usleep(400_000)
      pty.send("\u{3}")
      #expect(pty.wait(for: "interrupted") && pty.wait(for: "nn> "), "\(line)")
    }
    #expect(type(pty, "undefined", sees: "unknown name"))
    #expect(type(pty, "record \(home.path)/r.nns --verify", sees: "give the same session in every bit"))
    let lines = home.read("r.nns").split(separator: "\n").map(String.init)
    try #require(lines.count > 7)
    #expect(lines[0].hasPrefix("# recorded by nnshell ") && lines[1..<5] == ["alpha = 0.7", "set digits 4", "init seed=2", "freeze W1[2,:]"])
    #expect(lines[5].hasPrefix("train ") && lines[6].hasPrefix("repeat ") && lines.contains("backward"))
    #expect(try Program.run([home.path + "/r.nns"]).status == 0)
  }
}

import Foundation
import TestSupport
import Testing

/// The program's output. No character from a file or a name acts on the terminal, and a result that cannot be written is an error.
@Suite struct OutputTests {
  /// Characters that act on a terminal: C0, DEL, C1, marks of direction, separators of lines.
  private static let letters = [
    "\u{1B}[1m", "\u{07}", "\u{08}", "\u{0D}x", "\u{7F}", "\u{9B}1m", "\u{202E}", "\u{2066}", "\u{200F}", "\u{061C}", "\u{2028}", "\u{FEFF}x",
  ]
  private static func acts(_ text: String) -> Bool {
    text.unicodeScalars.contains {
      $0.value < 0x20 && $0.value != 0x0A && $0.value != 0x09 || (0x7F...0x9F).contains($0.value) || [0x061C, 0x200E, 0x200F, 0xFEFF].contains($0.value)
        || (0x2028...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
    }
  }

  /// Every statement and option that prints a name or a text of somebody else, as text and as JSON.
  @Test(arguments: letters) func nothingActsOnATerminal(_ letter: String) throws {
    let folder = try TemporaryFolder()
    let name = "a\(letter)b"
    try folder.write("h.csv", "\(name),b,class\n1,2,u\(letter)\n2,3,v\n4,5,u\(letter)\n")
    try folder.write("h2.csv", "\(name),b,class\n1,q\(letter),u\n2,3,v\n")
    try folder.write("\(name).nns", "assert False \"\(letter)\"\nshow W9 # \(letter)\n")
    let script = """
      assert False "\(name)"
      foo\(letter)
      "\(name)"
      v = "\(name)"
      v
      show v
      who
      [1 \(letter)]
      save "\(name)/x"
      branch "\(name)"
      load "\(name)"
      data "\(name)"
      data h.csv
      data
      data h2.csv
      data h.csv y="\(name)"
      data h.csv y="\(name)x"
      source "\(name).nns"
      set "\(name)" 1
      set digits "\(name)"
      help "\(name)"
      trace J to="\(name).csv"
      trace
      trace off
      x\(letter) = 3 # \(letter)
      assert "\(name)" == 1
      init 2 3:"\(name)"
      match W1 = "\(name)"
      goto "\(name)"
      diff "\(name)" 1
      "\(name)" + 1
      display "\(name)"
      repeat 1 { "\(name)" }
      time "\(name)"
      history
      record "\(name)/y.nns"
      """
    try folder.write("s.nns", script)
    for arguments in [
      ["-k", "s.nns"], ["-k", "-x", "s.nns"], ["-k", "--json", "s.nns"], ["--test", "s.nns"], ["--test", "-k", "s.nns"], ["--parse-only", "s.nns"],
      ["--test", "s.nns", "--on", "\(name).nns", "none\(letter).nns"], ["--test", "s.nns", "--json", "--on", "\(name).nns"], ["none\(letter).nns"],
      ["--no\(letter)"],
      ["--color", letter],
    ] {
      let result = try Program.run(arguments, environment: ["NNSHELL_KERNELS": letter, "NNSHELL_THREADS": letter], folder: folder.path)
      #expect(!Self.acts(result.output) && !Self.acts(result.errors), "\(arguments): \(result)")
      #expect(result.output.count + result.errors.count > 20, "\(arguments)")
    }
    // `print` prints the characters as they are. A character that ends a line cannot be in a text.
    if letter.contains(where: \.isNewline) { return }
    try folder.write("p.nns", "print \"\(name)\"")
    #expect(try Program.run(["p.nns"], folder: folder.path).output == name + "\n")
  }

  /// The caret stands under the wrong name, also where an escaped character before it takes four columns.
  @Test func caretBehindEscapes() throws {
    let folder = try TemporaryFolder()
    try folder.write("s.nns", "v = \"\u{1B}[1m\" + W9")
    let lines = try Program.run(["s.nns"], folder: folder.path).errors.split(separator: "\n").map(String.init)
    #expect(lines[1] == "  v = \"\\x1b[1m\" + W9" && lines[2].hasPrefix("  " + String(repeating: " ", count: 16) + "^~"), "\(lines)")
  }

  private func shell(_ line: String) throws -> Program.Result {
    try Program.run(["-c", line.replacing("NN", with: "'\(Program.path)'")], executable: "/bin/bash")
  }

  /// With a full disk or a closed standard output there is one line on standard error, and the status is 1.
  @Test(arguments: ["-c 'print 1; print 2'", "--help", "--version", "-x -c 'print 1'", "--json -c 'print 1'", "-k -c 'while True { print 1 }'"])
  func resultsThatCannotBeWritten(_ arguments: String) throws {
    for (target, reason) in [(">/dev/full", "no space left on device"), (">&-", "bad file descriptor")] {
      let result = try shell("NN \(arguments) \(target)")
      #expect(result.status == 1 && result.errors == "nnshell: error: standard output cannot be written: \(reason)\n", "\(result)")
    }
  }

  /// Where standard output is closed, the next file that is opened does not get its descriptor.
  @Test func closedDescriptorsAreTaken() throws {
    let folder = try TemporaryFolder()
    let result = try shell("cd \(folder.path); NN -c 'init seed=2; trace J to=t.csv; train 3; print 5; train 2' >&-")
    #expect(result.status == 1, "\(result)")
    #expect(folder.read("t.csv").split(separator: "\n").map { $0.prefix(2) } == ["t,", "1,", "2,", "3,"], "\(folder.read("t.csv"))")
    #expect(try shell("cd \(folder.path); NN -c 'init; save n.npz' >&- 2>&- <&-").status == 0)
  }

  /// A reader that closes the pipe ends the program without a message, also where SIGPIPE was ignored.
  @Test(arguments: ["", "trap '' PIPE; "]) func closedPipe(_ before: String) throws {
    let result = try shell("\(before)NN -c 'while True { print 1 }' | head -1; echo ${PIPESTATUS[0]}")
    #expect(result.output == "1\n141\n" && result.errors == "", "\(result)")
  }
}

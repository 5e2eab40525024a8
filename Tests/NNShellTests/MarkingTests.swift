import Foundation
import TestSupport
import Testing

/// `--test KEY --on FILE…` marks each submission in its own process.
@Suite struct MarkingTests {
  private func mark(_ files: [String: String], _ arguments: [String] = [], executable: String? = nil) throws -> (
    lines: [String], status: Int32, seconds: Double
  ) {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    try folder.write("key.nns", "assert 1 == 1\nassert v == 2\nrepeat 2 { assert v == 2 }\nv\n#> 2\n")
    let start = Date()
    let result = try Program.run(["--test", "key.nns", "--on"] + files.keys.sorted() + arguments, folder: folder.path, executable: executable)
    return (result.output.split(separator: "\n").map(String.init), result.status, Date().timeIntervalSince(start))
  }

  /// A submission that takes too much time or memory does not affect the others. Each has four checks.
  @Test func limits() throws {
    let files = [
      "a-good.nns": "v = 2", "b-product.nns": "v = 2\nA = ones(16000, 16000)\nB = A @ A\nC = B @ A", "c-loop.nns": "v = 2\nwhile True { v = 2 }",
      "d-memory.nns": "v = 2\n" + (1...40).map { "m\($0) = ones(2000, 2000)\n" }.joined() + "while True { v = 2 }", "e-good.nns": "v = 2",
      "f-nothing.nns": "",
    ]
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    let (lines, status, seconds) = try mark(files, ["--seconds", "2", "--memory", "800"], executable: Program.releasePath)
    #expect(status == 3)
    try #require(lines.count == 6, "\(lines)")
    #expect(lines[0] == "a-good.nns: 4 passed, 0 failed")
    #expect(
      lines[1].hasPrefix("b-product.nns: 4 passed, 0 failed; the time was up") || lines[1].hasSuffix("it took more than 800 MiB of memory"), "\(lines[1])")
    #expect(lines[2] == "c-loop.nns: 4 passed, 0 failed; the time was up")
    #expect(lines[3].hasPrefix("d-memory.nns: 0 passed, 4 failed") && lines[3].hasSuffix("it took more than 800 MiB of memory"), "\(lines[3])")
    #expect(lines[4] == "e-good.nns: 4 passed, 0 failed")
    #expect(lines[5].hasPrefix("f-nothing.nns: 1 passed, 3 failed"), "\(lines[5])")
    #expect(seconds < 8, "\(seconds)")
  }

  /// Where the time was up, every check that failed says so.
  @Test func everyCheckSaysThatTheTimeWasUp() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert v == 1\nassert w == 2\nw\n#> 2\n")
    try folder.write("a.nns", "v = 1\nwhile True { v = 1 }\nw = 2\n")
    let result = try Program.run(["--test", "key.nns", "--on", "a.nns", "--seconds=1", "--json"], folder: folder.path)
    #expect(result.status == 3 && result.output.contains("\"passed\":1,\"failed\":2"), "\(result)")
    #expect(result.output.components(separatedBy: "\"message\":\"the time was up: unknown name 'w'\"").count == 3, "\(result)")
    #expect(result.output.contains("{\"line\":0,\"message\":\"the time was up\""), "\(result)")
  }

  /// A key that does not end is stopped, and every file still has its line.
  @Test func endlessKey() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert 1 == 1\nwhile True { v = 2 }\nassert 1 == 1\n")
    for name in ["a.nns", "b.nns", "c.nns"] { try folder.write(name, "v = 1") }
    let result = try Program.run(["--test", "key.nns", "--on", "a.nns", "b.nns", "c.nns", "--seconds=1"], folder: folder.path)
    #expect(result.status == 3 && result.output.split(separator: "\n").count == 3, "\(result)")
    #expect(result.output.split(separator: "\n").allSatisfy { $0.hasSuffix("the time was up") }, "\(result)")
  }

  /// A file that does not exist has a line too, with no check passed. The status is 2.
  @Test func unreadable() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert 1 == 1\n")
    try folder.write("b.nns", "v = 1")
    let result = try Program.run(["--test", "key.nns", "--on", "a.nns", "b.nns"], folder: folder.path)
    #expect(result.output == "a.nns: 0 passed, 1 failed; the key's line 1; it cannot be read\nb.nns: 1 passed, 0 failed\n", "\(result)")
    #expect(result.status == 2 && result.errors.contains("cannot read 'a.nns'"), "\(result)")
    // A hint in the key is found in text and with --json.
    try folder.write("hint.nns", "dW1 = dZ1 @ X.T\n#> error: ...\n#> ...\n#> hint: dW1 = 1/m * dZ1 @ X.T...\n")
    try folder.write("c.nns", "init 2 3 1; forward; backward")
    for more in [[], ["--json"]] {
      let marked = try Program.run(["--test", "hint.nns", "--on", "c.nns"] + more, folder: folder.path)
      #expect(marked.status == 0, "\(marked)")
    }
    // A line end in a file name is written as \n. A key without a check is an error.
    try folder.write("x\ny.nns", "v = 1")
    #expect(try Program.run(["--test", "key.nns", "--on", "x\ny.nns"], folder: folder.path).output == "x\\ny.nns: 1 passed, 0 failed\n")
    try folder.write("none.nns", "v = 1\n")
    let none = try Program.run(["--test", "none.nns", "--on", "b.nns"], folder: folder.path)
    #expect(none.status == 2 && none.errors == "nnshell: error: none.nns has no check: it needs an assert, a claim or a #> line\n", "\(none)")
  }

  /// Ctrl-C ends the processes of the submissions too, and nothing more is printed.
  @Test func controlC() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.nns", "assert 1 == 1\n")
    try folder.write("a.nns", "while True { v = 2 }")
    let result = try Program.run(
      ["-c", "\(Program.path) --test key.nns --on a.nns a.nns a.nns & sleep 1; kill -INT $!; wait $!; echo $?; sleep 0.2; pgrep -P $! | wc -l"],
      folder: folder.path,
      executable: "/bin/bash")
    #expect(result.output == "130\n0\n", "\(result)")
  }

  /// The lines have the order of the command line, also where a later file is done first. With --json each is an object.
  @Test func order() throws {
    var files = ["m00.nns": "repeat 30000 { v = 2 }"]
    for index in 1...20 { files["m\(index < 10 ? "0" : "")\(index).nns"] = "v = 2" }
    let (lines, status, _) = try mark(files, ["--json"])
    #expect(status == 0 && lines.count == 21)
    for (index, line) in lines.enumerated() { #expect(line.contains("\"name\":\"m\(index < 10 ? "0" : "")\(index).nns\",\"passed\":4"), "\(line)") }
  }

  @Test(arguments: [["--memory", "10"], ["--memory"], ["--memory", "x"], ["--seconds", "0"]]) func badLimits(_ words: [String]) throws {
    #expect(try mark(["a.nns": ""], words).status == 2)
  }
}

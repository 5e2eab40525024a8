import TestSupport
import Testing

/// `data -` reads the standard input.
@Suite struct StandardInputTests {
  private let text = "a;y\n1,5;0\n2,5;1\n"

  @Test func table() throws {
    let result = try Program.run(["-c", "data -; X"], input: text)
    #expect(result.status == 0 && result.output == "(1, 2)\n     1    2\n1  1.5  2.5\n", "\(result)")
    let folder = try TemporaryFolder()
    try folder.write("s.nns", "data -\nY\n")
    #expect(try Program.run([folder.path + "/s.nns"], input: text).output == "(1, 2)\n   1  2\n1  0  1\n")
  }

  /// Where the statements come from the standard input too, or under `--safe`, nothing is read.
  @Test func refused() throws {
    let asScript = try Program.run([], input: "data -\n1 + 1\n")
    #expect(asScript.status == 1 && asScript.errors.contains("the statements come from there"), "\(asScript)")
    #expect(try Program.run(["--safe", "-c", "data -"], input: text).errors.contains("--safe does not allow it"))
    #expect(try Program.run(["-c", "data -"], input: "").errors.contains("is empty"))
  }
}

/// Files that can be read only once.
@Suite struct PipeTests {
  /// `test=` of a table is opened once.
  @Test func testPart() throws {
    let folder = try TemporaryFolder()
    try folder.write("t.csv", "a;y\n1,5;0\n2,5;1\n")
    let result = try Program.run(["-c", "data \(folder.path)/t.csv test=-; use test; X"], input: "a;y\n3,5;1\n4,5;0\n")
    #expect(result.status == 0 && result.output == "(1, 2)\n     1    2\n1  3.5  4.5\n", "\(result)")
  }

  @Test func newRows() throws {
    let folder = try TemporaryFolder()
    try folder.write("t.csv", "a;y\n1,5;0\n2,5;1\n")
    let result = try Program.run(["-c", "data \(folder.path)/t.csv; init 1 1:sigmoid weights=zeros; predict \"-\""], input: "a\n3\n4\n")
    #expect(result.status == 0 && result.output == "Yhat (1, 2)\n     1    2\n1  0.5  0.5\nclasses 0 0\n", "\(result)")
  }
}

import Foundation
import TestSupport
import Testing

@testable import NNShell

/// The entries of the history, and its file.
@Suite struct HistoryTests {
  /// A block, and the one line that the key Up shows for it.
  static let blocks: [(String, String)] = [
    ("1 + 1", "1 + 1"), ("  ", ""), ("# only a comment", ""), ("forward # then", "forward"), ("print \"a # b\" # c", "print \"a # b\""),
    ("repeat 3 {\n  forward\n  backward\n\n  step\n}", "repeat 3 { forward; backward; step }"),
    ("if t > 1 {\n  t\n} else {\n  m\n}", "if t > 1 { t } else { m }"), ("a = (1 +\n  2)", "a = (1 + 2)"), ("a = [1, 2\n3, 4]", "a = [1, 2; 3, 4]"),
    ("a = sum(\n  X\n)", "a = sum( X )"), ("a = 1 \\\n + 2", "a = 1 + 2"), ("for i in 1:2 {\n  # note\n  i\n}", "for i in 1:2 { i }"),
  ]

  @Test(arguments: blocks) func joined(_ item: (String, String)) {
    #expect(History.joined(item.0) == item.1)
  }

  @Test func leftOut() throws {
    let folder = try TemporaryFolder()
    var history = History(path: folder.path + "/deep/er/history")
    #expect(history.add("init") && !history.add("init") && !history.add(" secret") && !history.add("") && history.add("forward") && history.add("init"))
    #expect(folder.read("deep/er/history") == "init\nforward\ninit\n")
    #expect(History(path: folder.path + "/deep/er/history").entries == ["init", "forward", "init"])
  }

  /// The history takes the inputs of `Tests/Readers/history`, as a file and as a typed line, without a trap.
  @Test func readsOrRefuses() throws {
    let inputs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Readers/history")
    let names = try FileManager.default.contentsOfDirectory(atPath: inputs.path).sorted()
    #expect(!names.isEmpty, "Tests/Readers/history holds no input")
    for name in names {
      let folder = try TemporaryFolder()
      let bytes = [UInt8](try Data(contentsOf: inputs.appendingPathComponent(name)))
      try folder.write(name, bytes: bytes)
      var history = History(path: folder.path + "/" + name)
      let count = history.entries.count
      #expect(count == bytes.split(separator: 10).count, "\(name): \(history.entries)")
      _ = history.add(String(decoding: bytes, as: UTF8.self))
      #expect(history.entries.count >= count && history.complaint == nil, "\(name)")
    }
  }

  /// A long file gives its last entries. Bytes that are no text, a folder, and no path at all do no harm.
  @Test func files() throws {
    let folder = try TemporaryFolder()
    try folder.write("long", (1...10_050).map { "line \($0)\n" }.joined())
    let long = History(path: folder.path + "/long")
    #expect(long.entries.count == 10_000 && long.entries.first == "line 51" && long.entries.last == "line 10050")
    try folder.write("bytes", bytes: [0xFF, 10, 0x61, 10])
    #expect(History(path: folder.path + "/bytes").entries.last == "a")
    var taken = History(path: folder.path)
    #expect(taken.complaint?.contains("is a directory") == true && taken.add("1"))
    var none = History(path: nil)
    #expect(none.add("1") && none.entries == ["1"] && none.complaint == nil)
  }

  /// Four writers at once: every line arrives whole.
  @Test func twoWriters() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      var history = History(path: path)
      for index in 0..<100 { _ = history.add("writer \(writer) line \(index)") }
    }
    let lines = folder.read("history").split(separator: "\n").map(String.init)
    #expect(lines.count == 400 && Set(lines).count == 400)
    for writer in 0..<4 { #expect(lines.filter { $0.hasPrefix("writer \(writer) ") } == (0..<100).map { "writer \(writer) line \($0)" }) }
  }

  /// Only the end of a long file is read. A very long line is left out, and a pipe does not block.
  @Test func tailOfALongFile() throws {
    let folder = try TemporaryFolder()
    let line = "repeat 3 { forward; backward; step } #"
    try folder.write("long", String(repeating: line + "\n", count: 300_000) + String(repeating: "x", count: 100_000) + "\nforward\n")
    let start = Date()
    let history = History(path: folder.path + "/long")
    #expect(Date().timeIntervalSince(start) < 2 && history.entries.count == 10_000 && history.entries.suffix(2) == [line, "forward"])
    try folder.write("huge", String(repeating: "x", count: 5 << 20))
    #expect(History(path: folder.path + "/huge").entries.isEmpty)
    #expect(unsafe mkfifo(folder.path + "/pipe", 0o600) == 0)
    var pipe = History(path: folder.path + "/pipe")
    #expect(pipe.entries.isEmpty && pipe.add("1") && pipe.complaint != nil)
  }

  @Test func candidateColumns() {
    #expect(CandidateColumns.text(["a", "bb", "ccc"], width: 80) == "a    bb   ccc\n")
    // The columns are read downwards, and no line ends with a blank.
    #expect(CandidateColumns.text(["a", "b", "c", "d", "e"], width: 7) == "a  d\nb  e\nc\n")
    #expect(CandidateColumns.text(["long-word"], width: 3) == "long-word\n")
    #expect(CandidateColumns.text((1...300).map(String.init), width: 80).hasSuffix("… 300 in all\n"))
  }
}

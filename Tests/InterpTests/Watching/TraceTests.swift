import Foundation
import Net
import TestSupport
import Testing

@testable import Interp

/// `trace`: the contents of its files, when they are written, and what ends a trace.
@Suite struct TraceTests {
  private let folder: TemporaryFolder
  private var csv: String { folder.path + "/run.csv" }

  init() throws { folder = try TemporaryFolder() }

  private func lines(_ name: String) -> [String] { folder.read(name).split(separator: "\n").map(String.init) }

  @Test func columnsOfText() {
    let session = TestSession()
    session.run("init seed=2; trace J, W2, W1[1,1], b2 + 1, J < 9, nan, -inf, 0 * -1 to=\(csv)")
    #expect(folder.read("run.csv").isEmpty)
    session.run("train 3")
    let rows = lines("run.csv")
    #expect(
      rows.count == 4
        && rows[0]
          == "t,J,\"W2[1,1]\",\"W2[1,2]\",\"W2[1,3]\",\"W2[1,4]\",\"W1[1,1]\",\"(b2 + 1)[1,1]\",(J < 9),nan,-inf,0 * -1".replacing("(J < 9)", with: "J < 9"),
      "\(rows)")
    let cells = rows[3].split(separator: ",").map(String.init)
    #expect(cells[0] == "3" && cells[8...] == ["1", "nan", "-inf", "-0.0"], "\(cells)")
    // The numbers are the shortest texts that read back to the session's doubles.
    let values = TestSession(json: true).run("init seed=2; train 3; J; W2; W1[1,1]; b2 + 1").output.split(separator: "\n")
    for (index, text) in [cells[1], "[[\(cells[2...5].joined(separator: ","))]]", cells[6], "[[\(cells[7])]]"].enumerated() {
      #expect(values[index + 1].hasSuffix("\"value\":\(text)}"), "\(values[index + 1]) \(text)")
    }
    // Single steps add rows too, and the file is whole after each statement.
    session.run("forward; backward; step")
    #expect(lines("run.csv").count == 5 && lines("run.csv")[4].hasPrefix("4,"))
    session.run("repeat 2 { forward; backward; step }")
    #expect(lines("run.csv").count == 7)
    #expect(session.run("trace").lines == ["\(csv)  6 rows, the last of step 6  t, J, W2, W1[1,1], b2 + 1, J < 9, nan, -inf, 0 * -1"])
    session.run("trace off; train 2")
    #expect(lines("run.csv").count == 7 && session.run("trace").lines == ["no traces"])
  }

  @Test func linesOfJSON() throws {
    TestSession().run("init seed=2; trace J, W2, J < 9, 1 / 0 to=\(folder.path)/run.jsonl; train 2")
    let objects = try lines("run.jsonl").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    #expect(objects.count == 2 && objects[1]["t"] as? Int == 2 && objects[1]["J < 9"] as? Bool == true && objects[1]["1 / 0"] as? String == "Infinity")
    #expect((objects[0]["W2"] as? [[Double]])?[0].count == 4 && objects[0].count == 5)
    #expect(lines("run.jsonl")[0].hasPrefix("{\"t\":1,\"J\":0.69"))
  }

  @Test func archive() throws {
    let session = TestSession()
    let path = folder.path + "/run.npz"
    session.run("init seed=2; trace J, W1, b2 + 1 to=\(path)")
    #expect(!FileManager.default.fileExists(atPath: path))
    session.run("train 5")
    var arrays = try NPZ.read(try FileBytes.read(path))
    #expect(arrays.keys.sorted() == ["J", "W1", "b2 + 1", "t"] && arrays["t"]?.numbers == [1, 2, 3, 4, 5] && arrays["J"]?.shape == [5])
    #expect(arrays["W1"]?.shape == [5, 4, 2] && arrays["b2 + 1"]?.shape == [5, 1, 1])
    session.run("train 2")
    arrays = try NPZ.read(try FileBytes.read(path))
    #expect(arrays["t"]?.numbers == [1, 2, 3, 4, 5, 6, 7])
    let value = session.run("W1").output
    let last = Matrix(rows: 4, columns: 2, elements: Array(arrays["W1"]!.numbers!.suffix(8)))
    #expect(TestSession().run("W = [\(last.elements.map(\.description).joined(separator: ", "))]; W.reshape(4, 2)").output == value)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 5)
    session.run("trace off")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run.npz"])
  }

  @Test func everyFewSteps() {
    let session = TestSession()
    session.run("init seed=2; train 2; trace J to=\(csv) every=3; train 8")
    #expect(lines("run.csv").map { $0.prefix(2) } == ["t,", "3,", "6,", "9,"])
    #expect(session.run("trace").lines[0].hasSuffix("every 3 steps"))
    session.run("repeat 3 { forward; backward; step }")
    #expect(lines("run.csv").count == 5)
  }

  /// A training that is undone leaves no rows. A training that a breakpoint stops keeps its rows.
  @Test func undoneAndStopped() throws {
    let session = TestSession()
    let path = folder.path + "/run.npz"
    session.run("init seed=2; trace J to=\(csv); trace J to=\(path); train 3")
    let before = folder.read("run.csv")
    #expect(session.run("train 9000 until=(t == 6003 and nosuch == 1)").status == 1)
    #expect(folder.read("run.csv") == before)
    #expect(
      try NPZ.read(try FileBytes.read(path))["t"]?.numbers == [1, 2, 3] && session.run("trace").lines.allSatisfy { $0.contains("3 rows, the last of step 3") })
    session.run("train 2; break when t == 8; train 9")
    #expect(lines("run.csv").map { Int($0.split(separator: ",")[0]) } == [nil, 1, 2, 3, 4, 5, 6, 7, 8])
    // The first training is undone, so the next one still chooses the columns.
    let fresh = TestSession()
    fresh.run("init seed=2; trace W1 to=\(folder.path)/new.csv")
    #expect(fresh.run("train 5 until=(t == 2 and nosuch == 1)").status == 1 && folder.read("new.csv").isEmpty)
    fresh.run("init 2 1 seed=2; train 1")
    #expect(lines("new.csv").count == 2 && lines("new.csv")[0] == "t,\"W1[1,1]\",\"W1[1,2]\"")
  }

  /// Where a column has another shape or cannot be computed any more, the trace ends with a warning, and the training goes on.
  @Test func columnsThatChange() {
    for (expression, change, says) in [
      ("W1", "init 2 3 1", "W1 is a (3, 2) matrix now, but in the rows before it was a (4, 2) matrix"), ("W2", "init 2 1", "there is no W2"),
      ("k", "k = [1, 2]", "k is a (1, 2) matrix now, but in the rows before it was a scalar"), ("k", "k = \"x\"", "a trace takes numbers, but k is text"),
    ] {
      let session = TestSession()
      session.run("k = 1; init seed=2; trace \(expression) to=\(csv); train 2")
      let before = folder.read("run.csv")
      let transcript = session.run("\(change)\ntrain 3; t")
      #expect(transcript.status == 0 && transcript.errors.contains("warning: the trace to '\(csv)' has ended: \(says)"), "\(transcript)")
      #expect(transcript.errors.contains("its last row is that of step 2") && folder.read("run.csv") == before && session.run("trace").lines == ["no traces"])
    }
  }

  /// On a full disk the training goes on to its end, and then the trace is an error.
  @Test func fullDisk() throws {
    try FileManager.default.createSymbolicLink(atPath: csv, withDestinationPath: "/dev/full")
    let session = TestSession()
    session.run("init seed=2; trace J to=\(csv)")
    let transcript = session.run("train 4000 alpha=1.2 every=4000")
    #expect(transcript.status == 1 && transcript.lines.count == 2 && transcript.lines[0] == "step 0: J = 0.693048", "\(transcript.lines)")
    #expect(transcript.lines.last?.hasPrefix("step 4000: J = 0.22") == true, "\(transcript.lines)")
    #expect(
      transcript.errors.contains(
        "test.nns:1:1: error: the trace to '\(csv)' has ended: no space left on device; it has no row; the training went on to step 4000"),
      "\(transcript.errors)")
    #expect(session.run("t; trace").lines == ["4000", "no traces"] && session.run("train 1; t").lines == ["4001"])
    let object = TestSession(json: true)
    object.run("init seed=2; trace J to=\(csv)")
    let objects = object.run("train 5").objects
    #expect(objects.map { $0["command"] as? String } == ["train", "train"] && (objects[1]["error"] as? [String: Any])?["kind"] as? String == "file")
    // For an archive, a file that gathers its rows is on a full disk.
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/run.npz.part1.npy", withDestinationPath: "/dev/full")
    session.run("trace J to=\(folder.path)/run.npz")
    #expect(session.run("train 5").errors.contains("no space left on device; it has no row; the training went on to step 4006"))
    #expect(session.run("trace J to=\(folder.path)/run.npz; train 5; t").lines == ["4011"])
    session.run("trace off")
  }

  static let bad: [(String, String)] = [
    ("trace J", "trace needs a file"), ("trace to=run.csv", "trace needs a quantity to write"),
    ("trace J to=run.txt", "the name must end in .csv, .jsonl or .npz"),
    ("trace J to=run", "cannot be written to 'run'"), ("trace J, J to=run.csv", "1:10: error: J is in this trace twice"),
    ("trace t to=run.csv", "leave out t: it is always the first column"),
    ("trace J to=/none/t.csv", "cannot write '/none/t.csv': no such file or directory"), ("trace J to=/none/t.npz", "no such file or directory"),
    ("trace \"x\" to=run.csv", "a trace takes numbers"), ("trace nosuch to=run.csv", "unknown name 'nosuch'"),
    ("init; trace W1 @ X.T to=run.csv", "do not fit for @"),
    ("trace J to=run.csv every=0", "every= is 0"), ("trace J to=run.csv every=0.5", "every= is 0.5"), ("trace J every=2", "trace needs a file"),
    ("trace off J", "trace needs a file"), ("trace J to=run.csv batch=3", "has no option 'batch='"), ("trace = 3", "is a command"),
  ]

  @Test(arguments: bad) func badInput(_ item: (String, String)) {
    let session = TestSession()
    let transcript = session.run(item.0.replacing("run.", with: "\(folder.path)/run."))
    let expected = item.1
    #expect(transcript.status == 1 && transcript.errors.contains(expected), "\(item.0): \(transcript.errors)")
    #expect(session.run("trace").lines == ["no traces"])
    #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) == [], "\(item.0)")
  }

  @Test func oneFileOneTrace() {
    let session = TestSession()
    #expect(session.run("trace J to=\(csv)").status == 0)
    #expect(session.run("trace m to=\(folder.path)/./run.csv").errors.contains("is being written by another trace"))
    #expect(session.run("trace m to=\(folder.path)/run.npz").status == 0 && session.run("trace L to=\(folder.path)/./run.npz").status == 1)
    #expect(session.run("trace").lines.count == 2)
    // `off` may be a variable's name.
    #expect(session.run("off = 3; trace off to=\(folder.path)/off.csv; init; train 1").status == 0 && lines("off.csv") == ["t,off", "1,3"])
    session.run("trace off")
    // At the prompt `trace off` shows the traces that it ends.
    let prompt = TestSession(atPrompt: true)
    prompt.run("init seed=2")
    #expect(prompt.run("trace J to=\(csv)").lines == ["trace of t, J to \(csv)"])
    prompt.run("train 2")
    #expect(prompt.run("trace off").lines == ["\(csv)  2 rows, the last of step 2  t, J"] && prompt.run("trace off").lines == ["no traces"])
  }
}

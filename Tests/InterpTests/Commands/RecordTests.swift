import Foundation
import Net
import Testing

@testable import Interp

/// `record` writes a script that gives the same session in every bit.
@Suite struct RecordTests {
  /// A temporary folder for a test.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("nnshell-record-\(UUID().uuidString)").path

    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, _ name: String) { try? text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8) }
    func read(_ name: String) -> String { (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? "" }
  }

  /// The lines of the recording without the heading, and the first difference after it has run in a new session.
  private func recorded(_ session: TestSession) -> (lines: [String], difference: String?) {
    let folder = Folder()
    let transcript = session.run("record \(folder.path)/out.nns")
    #expect(transcript.status == 0, "\(transcript.errors)")
    let text = folder.read("out.nns")
    let other = TestSession()
    let replay = other.run(text)
    #expect(replay.status == 0, "\(replay.errors)\n\(text)")
    let comparison = SessionComparison(one: session.interpreter.executor.session, other: other.interpreter.executor.session)
    return (text.split(separator: "\n").dropFirst().map(String.init), comparison.firstDifference())
  }

  private static let start = "init 2 4:tanh 1:sigmoid seed=2; train 3 alpha=1.2\n"

  /// Texts whose recordings give the same session. Some have blocks that fail half way.
  static let texts: [String] = [
    "", "seed 7; a = randn(3); b = permutation(9); init; train 10 until=(t == 4); forward; backward; step 0.3; ans = 3", "W1",
    "data moons noise=0.2 m=60 split=0.7 standardize=yes seed=4; init seed=3; train 20; use test; forward; use train",
    "freeze W1[2,:]; train 5; v = W1; W1[1,1] = 3",
    "X = randn(2, 8); Y = X[1,:] > 0; init; train 9; alpha = 0.3; set leaky_slope 0.2; init 2 3:leaky_relu 1:sigmoid; forward",
    "for i in 1:9 { train 1; if i == 4 { nothing } }", "for i in 9:1:-2 { train 1; if i == 5 { nothing } }",
    "for x in 0:1:0.1 { s = x; if x > 0.65 { nothing } }",
    "for c in permutation(6) { z = c; if c == 1 { nothing }; q = z }", "for c in permutation(6) { z = randn(); nothing }",
    "for c in X[:,1:5] { z = c; if c[1,1] == X[1,4] { nothing } }",
    "for c in zeros(4, 1) % zeros(1, 1) { nothing }", "for c in [nan, -nan, inf, 0.0 / 0, -1] { if c == -1 { nothing } }", "for c in [-nan; nan] { nothing }",
    "for c in zeros(0, 3) { nothing }", "for c in zeros(0, 3) > 1 { nothing }",
    "for c in X[:,1:5] > 0 { z = c; if z[1,1] == (X[1,2] > 0) { k = 1 }; nothing }",
    "repeat 4 { train 2; if t > 6 { nothing }; continue }", "repeat 9 { train 2; if t > 6 { break }; w = t; if t > 4 { nothing } }",
    "while rand() < 0.999 { n = randn(); if n > 1 { nothing } }", "if randn() > 100 { a = 1 } else if randn() > -100 { k = randn(2); nothing }",
    "repeat 3 { for i in 1:3 { train 1; repeat 2 { j = randn(); if t == 8 { nothing } } } }", "time { train 2; nothing }", "time train 3",
    "repeat 5 { i = 1; for i in 1:2 { }; nothing }", "k = 0; while k < 9 { k += 1; train k; if k == 3 { A1 @ A1 } }",
    "repeat 2 {\n  train 1 # once\n  forward\n  # and\n  backward; step\n}\nnothing\ntrain 2",
    "W1 = randn(2, 2); W1 = [1, 2;\n  3, 4]; W1 = [1, 2\n 3, 4\n 5, 6\n 7, 8]",
    "a = \"text with \\\"quotes\\\" and $1\"; b = 'x'; c = nan; d = [inf, -inf, nan, -0.0]; e = 1e-320", "train 0; a = -0.0",
    "import numpy as np; a = np.exp(1)",
    "assert 1 == 2; a = 3\ndW1 = 3\nx = 4", "print randn(2)", "init 2 4:tanh; W1 = nan * W1; train 2", "random.seed(5); a = random.randn(2)",
    "data X.csv\ninit 3 2:relu 1:sigmoid; train 1\nforward [1;2;3]", "for v in [\"a\"] { }", "repeat 3 { break }\nif t == 3 { train 1 }\nelse { train 2 }",
  ]

  @Test(arguments: texts) func givesTheSameBits(_ text: String) {
    for atPrompt in [false, true] {
      let session = TestSession(atPrompt: atPrompt, keepGoing: true)
      session.run(Self.start)
      session.run(text)
      let (lines, difference) = recorded(session)
      #expect(difference == nil, "\(difference ?? "") in\n\(lines.joined(separator: "\n"))")
      let verified = session.run("record --verify")
      #expect(verified.status == 0 && verified.output.contains("same session in every bit"), "\(text): \(verified.errors)")
    }
  }

  /// Random statements of all kinds, in blocks inside blocks. Some fail. The recording gives the same session.
  @Test(arguments: 1...150) func randomSessions(_ seed: Int) {
    var program = RandomProgram(seed: UInt32(seed))
    let session = TestSession(atPrompt: seed % 2 == 0, keepGoing: true)
    session.run("X = randn(2, 6); Y = X[1,:] > 0; init 2 2:tanh 1:sigmoid; n = 0")
    var text = ""
    for _ in 0..<6 {
      let line = program.statement(depth: 0)
      text += line + "\n"
      session.run(line)
    }
    let (lines, difference) = recorded(session)
    #expect(difference == nil, "\(difference ?? "") in\n\(text)\nrecorded as\n\(lines.joined(separator: "\n"))")
  }

  /// The comparison of two sessions sees a difference in each part of the state.
  @Test func differencesAreSeen() {
    func difference(_ one: String, _ other: String) -> String? {
      let (a, b) = (TestSession(), TestSession())
      a.run(Self.start + one)
      b.run(Self.start + other)
      return SessionComparison(one: a.interpreter.executor.session, other: b.interpreter.executor.session).firstDifference()
    }
    for (one, other, found) in [
      ("", "", nil), ("", "W1[2,1] = W1[2,1] + 1e-17", "W1[2,1]"), ("b1[1] = 0", "b1[1] = -0.0", "b1[1,1]"), ("", "forward; backward", "whether dA2"),
      ("a = 1", "", "variable a"),
      ("a = nan", "a = nan", nil), ("a = [1, 2]", "a = [1, 3]", "a[1,2]: 2 and 3"), ("", "randn(2); ans = 1", "the generator"), ("a = 1", "a = True", "a"),
      ("", "alpha = 0.2", "alpha"), ("", "seed 1; seed 2", "the generator"), ("freeze W1", "", "what is frozen"), ("", "step", nil), ("", "X = X", "whether"),
      ("", "X[1,1] = 9", "X of train[1,1]"), ("1", "2", "ans: 1 and 2"), ("", "init 2 3:tanh 1:sigmoid", "the network's sizes"),
      ("", "init 2 4:relu 1:sigmoid", "the activation"),
      ("data moons split=0.8", "data moons split=0.8; use test", "the part"), ("", "load nothing.npz", nil),
    ] as [(String, String, String?)] {
      let seen = difference(one, other)
      #expect(found == nil ? seen == nil : seen?.hasPrefix(found!) == true || seen?.contains(found!) == true, "\(one) | \(other): \(seen ?? "nothing")")
    }
  }

  // MARK: What is written

  private func lines(_ text: String, atPrompt: Bool = false, arguments: [String] = []) -> [String] {
    let session = TestSession(atPrompt: atPrompt, keepGoing: true, arguments: arguments)
    session.run(text)
    return session.interpreter.executor.log.all.map(\.text)
  }

  @Test func writesStatements() {
    #expect(
      lines("init seed=2; train 3 # a comment\nnothing\nhelp train; history; W1; dW1 = 3\nt\nversion") == ["init seed=2", "train 3", "W1", "t", "version"])
    #expect(
      lines("ini seed=2; forw; rep 2 { forw; backw; ste }; trai 3; fo = 2", atPrompt: true) == [
        "init seed=2", "forward", "repeat 2 { forward; backward; step }", "train 3", "fo = 2",
      ])
    #expect(lines("rep 2 { i = 1; cont }", atPrompt: true) == ["repeat 2 { i = 1; continue }"])
    #expect(
      lines("init; for i in 1:3 { train 1; if i == 2 { nothing } }") == ["init", "for i in 1:1 {\ntrain 1\nif i == 2 { nothing }\n}", "i = 2", "train 1"])
  }

  @Test func argumentsAreWritten() {
    let text =
      "init 2 $1:$2 1 loss=$3 seed=$1; a = $1 + 2; b = $2; train $1 alpha=$4; c = $4 ** 2; data $5; print \"{$2} {$1}\", $2; print 'x {$2}'; d = [$1, $4]"
    let written = lines(text, arguments: ["4", "tanh", "cross_entropy", "-0.5", "moons"])
    #expect(
      written == [
        "init 2 4:tanh 1 loss=\"cross_entropy\" seed=4", "a = 4 + 2", "b = \"tanh\"", "train 4 alpha=(-0.5)", "c = (-0.5) ** 2", "data \"moons\"",
        "print \"{'tanh'} {4}\", \"tanh\"", "print 'x {\"tanh\"}'", "d = [4, (-0.5)]",
      ])
    let session = TestSession(arguments: ["4", "tanh", "cross_entropy", "-0.5", "moons"])
    #expect(session.run(text).status == 0 && recorded(session).difference == nil)
  }

  /// Files beside the script are recorded with their whole path. While verifying, no file is written.
  @Test func pathsAreWritten() {
    let folder = Folder()
    folder.write("x,y\n1,0\n2,1\n3,1\n", "d.csv")
    folder.write("a = 41\nb = a + 1\n", "first.nns")
    let script = folder.path + "/main.nns"
    let session = TestSession(keepGoing: true)
    session.run("data d.csv y=y; source first.nns; init 1 2:tanh 1:sigmoid seed=1; train 3; save \(folder.path)/net.npz; load net.npz", name: script)
    let real = FilePaths.real(folder.path)
    let written = session.interpreter.executor.log.all.map(\.text)
    #expect(written[0] == "data \"\(real)/d.csv\" y=y" && written[1] == "source \"\(real)/first.nns\"" && written.last == "load \"\(real)/net.npz\"")
    try? FileManager.default.removeItem(atPath: folder.path + "/none")
    let before = (try? FileManager.default.attributesOfItem(atPath: folder.path + "/net.npz"))?[.modificationDate] as? Date
    #expect(session.run("record --verify").status == 0)
    #expect(((try? FileManager.default.attributesOfItem(atPath: folder.path + "/net.npz"))?[.modificationDate] as? Date) == before)
    #expect(recorded(session).difference == nil)
  }

  /// A file in the working directory is recorded with its whole path too. A file that the session wrote keeps its name.
  @Test func pathsInTheWorkingDirectory() {
    let session = TestSession(keepGoing: true)
    let name = "nnshell-record-\(UUID().uuidString).npz"
    defer { try? FileManager.default.removeItem(atPath: name) }
    session.run("init seed=2; save \(name); init; load \(name)")
    #expect(session.interpreter.executor.log.all.map(\.text).last == "load \(name)")
    let other = TestSession()
    other.run("load \(name); data moons")
    let here = FilePaths.real(FileManager.default.currentDirectoryPath)
    #expect(other.interpreter.executor.log.all.map(\.text) == ["load \"\(here)/\(name)\"", "data moons"])
  }

  /// A recording has no arguments. So where a sourced file reads the script's arguments, its statements are recorded with the values.
  @Test func sourcedFilesThatReadArguments() {
    let folder = Folder()
    folder.write("a = $1\nb = 2\n", "inner.nns")
    folder.write("source inner.nns", "outer.nns")
    let session = TestSession(arguments: ["5"])
    session.run("source \(folder.path)/outer.nns; time record \(folder.path)/r.nns; time t")
    #expect(session.interpreter.executor.log.all.map(\.text) == ["a = 5", "b = 2"] && recorded(session).difference == nil)
  }

  /// A variable with NaN does not count as changed at each later statement.
  @Test func lastingChanges() {
    let session = TestSession()
    session.run("a = nan; b = [nan, 1]; init; train 1; a = 1; b = [nan, 1]; set digits 3; 3; 3")
    #expect(session.interpreter.executor.log.entries.map { $0.lasts || $0.answers } == [true, true, false, false, true, false, true, true, false])
  }

  /// Where a sourced file fails, its statements are recorded in place of `source`. Of a block in it, those that ran are recorded.
  @Test func sourcedFilesThatFail() {
    let folder = Folder()
    folder.write("a = 1\nrepeat 3 { a += 1; if a == 3 { nothing } }\nc = 4\n", "bad.nns")
    folder.write("b = 1\nsource bad.nns\nd = 5\n", "outer.nns")
    let stops = TestSession()
    stops.run("source \(folder.path)/outer.nns")
    #expect(stops.interpreter.executor.log.all.map(\.text).first == "b = 1" && recorded(stops).difference == nil)
    #expect(!stops.interpreter.executor.log.all.map(\.text).contains("c = 4"))
    let goesOn = TestSession(keepGoing: true)
    goesOn.run("source \(folder.path)/outer.nns")
    #expect(goesOn.interpreter.executor.log.all.map(\.text).suffix(2) == ["c = 4", "d = 5"] && recorded(goesOn).difference == nil)
    let sound = TestSession()
    folder.write("a = 7", "bad.nns")
    sound.run("source \(folder.path)/outer.nns")
    #expect(sound.interpreter.executor.log.all.map(\.text) == ["source \(folder.path)/outer.nns"] && recorded(sound).difference == nil)
  }

  /// A `train` that Ctrl-C stopped is recorded with the steps that it made, also in a block.
  @Test func interruptedTraining() {
    for (text, start) in [("train 100000000 alpha=0.5", "train "), ("repeat 3 { a = t; train 100000000 until=(t < 0) }", "a = t")] {
      let session = TestSession()
      session.run(Self.start)
      let interrupt = session.interpreter.interrupt
      let thread = Thread {
        Thread.sleep(forTimeInterval: 0.3)
        interrupt.request()
      }
      thread.start()
      #expect(session.run(text).status == 130)
      interrupt.clear()
      let written = session.interpreter.executor.log.all.map(\.text)
      #expect(written.count >= 3 && written[2].hasPrefix(start) && !written.last!.contains("100000000"), "\(written)")
      #expect(session.run("record --verify").status == 0)
    }
  }

  // MARK: The command

  @Test func refuses() {
    let session = TestSession(keepGoing: true)
    session.run(Self.start)
    for (text, message) in [
      ("record", "record needs more"), ("record a.nns b.nns", "'b.nns' is not expected here"), ("record --verif", "'--verif' is not expected here"),
      ("record x.nns --verify y", "is not expected here"),
      ("record /no/such/folder/x.nns", "cannot write"), ("repeat 1 { record x.nns }", "does not work in a block"),
      ("record x.nns branches=perhaps", "yes or no"),
      ("record x.nns all=yes", "no option 'all='"),
    ] { #expect(session.run(text).errors.contains(message), "\(text): \(session.run(text).errors)") }
    let folder = Folder()
    folder.write("", "self.nns")
    #expect(session.run("record \(folder.path)/self.nns", name: folder.path + "/self.nns").errors.contains("is the script that runs"))
    // `save` and `record` do not write over a file that a trace has open, nor over the script that runs.
    let traced = TestSession()
    traced.run("init; trace J to=\(folder.path)/t.npz")
    for command in ["save", "record"] {
      #expect(traced.run("\(command) \(folder.path)/t.npz").errors.contains("is being written by a trace"), "\(command)")
    }
    #expect(traced.run("trace off; save \(folder.path)/t.npz").errors.isEmpty)
    #expect(traced.run("save \(folder.path)/self.npz", name: folder.path + "/self.npz").errors.contains("is the script that runs"))
    var options = Interpreter.Options()
    options.isSafe = true
    var errors = ""
    let safe = Interpreter(options: options) { stream, text in if stream == .standardError { errors += text } }
    safe.run("record x.nns\nrecord --verify", name: "<-c>")
    #expect(errors.contains("because --safe does not allow it") && !FileManager.default.fileExists(atPath: "x.nns"))
  }

  @Test func reports() throws {
    let folder = Folder()
    let text = Self.start + "record \(folder.path)/o.nns"
    #expect(run(text).output.isEmpty && run(text, atPrompt: true).lines.last == "wrote \(folder.path)/o.nns: 2 statements")
    #expect(run(Self.start + "record --verify").lines == ["2 statements give the same session in every bit: network 2-4-1, step 3"])
    #expect(run(text + " --verify").lines.count == 2)
    let object = try #require(TestSession(json: true).run(text + " --verify").objects.last)
    #expect(object["command"] as? String == "record" && object["statements"] as? Int == 2 && object["verified"] as? Bool == true)
    #expect(TestSession(json: true).run(text).objects.last?["verified"] is NSNull)
    #expect(folder.read("o.nns").hasPrefix("# recorded by nnshell"))
  }

  /// `record --verify` fails with status 3 where a sourced file has changed.
  @Test func aChangedFileIsSeen() {
    let folder = Folder()
    folder.write("a = 1", "v.nns")
    let session = TestSession()
    session.run("source \(folder.path)/v.nns")
    folder.write("a = 2", "v.nns")
    let failed = session.run("record --verify")
    #expect(failed.status == 3 && failed.errors.contains("which differs in a: 1 and 2"))
    folder.write("nothing", "v.nns")
    #expect(session.run("record --verify").errors.contains("statement 1, 'source "))
  }

  /// The statements that are recorded of sessions that went back. They give the same bits, and so does the recording with `branches=yes`.
  @Test(arguments: [
    ("init seed=2; train 100; back 30; train 5 alpha=0.1", ["init seed=2", "train 70", "train 5 alpha=0.1"]),
    ("init seed=2; train 50; train 50; back 50; train 5 alpha=0.1", ["init seed=2", "train 50", "train 5 alpha=0.1"]),
    ("init seed=2; train 50; back 20; train 10; back 5; train 1", ["init seed=2", "train 30", "train 5", "train 1"]),
    ("init seed=2; train 9 every=3; show W1; goto 4; J; alpha = 0.5; train 2", ["init seed=2", "train 4 every=3", "J", "alpha = 0.5", "train 2"]),
    ("init seed=2; train 9; back 4; W1[1,1] = 3; train 2; goto main:5; train 1", ["init seed=2", "train 5", "train 1"]),
    ("init seed=2; train 9; back 4; branch b; train 2; back 1; train 4", ["init seed=2", "train 5", "branch b", "train 1", "train 4"]),
    ("init seed=2; train 9; goto 0; init seed=3; train 2; back", ["init seed=2", "train 0", "init seed=3", "train 1"]),
    (
      "init seed=2; forward; backward; step; forward; backward; step; back; forward",
      ["init seed=2", "forward", "backward", "step", "forward", "backward", "forward"]
    ),
    // A word that only contains "ans" reads no answer.
    (
      "init seed=2; train 4; J; train 4; back 6; v = transpose(W1); train 1",
      ["init seed=2", "train 2", "v = transpose(W1)", "train 1"]
    ),
    ("v = 1; init seed=2; train 6; back 2; goto when t == 1", ["v = 1", "init seed=2", "train 1"]),
  ]) func leftBranches(_ script: String, _ statements: [String]) {
    let folder = Folder()
    let path = folder.path + "/r.nns"
    for options in ["", " branches=yes"] {
      let session = TestSession()
      #expect(session.run(script).status == 0)
      let result = session.run("record \(path) --verify\(options)")
      #expect(result.status == 0, "\(script): \(result.errors)")
      let lines = folder.read("r.nns").split(separator: "\n").dropFirst().map(String.init)
      if options.isEmpty { #expect(lines == statements, "\(script)") } else { #expect(lines.count >= statements.count) }
    }
  }

  /// All statements are recorded where a left branch set something that stays, or where the way goes back into a loop or to a left branch.
  @Test(arguments: [
    "init seed=2; train 9; v = J; back 4; train 2; v", "init seed=2; train 9; set digits 3; back 4; train 2",
    "init seed=2; train 9; break when J < 0; back 4; train 2",
    "init seed=2; repeat 9 { forward; backward; step }; back 4; train 2", "init seed=2; train 9; back 4; train 2; goto main; train 1",
    "init seed=2; train 50; back 20; redo 10; back 5; train 1", "init seed=2; train 9; J; back 4; a = ans; train 2",
    "init seed=2; train 9; back 4; train 3; goto main:7; train 1; goto branch1; train 1",
  ]) func branchesThatCannotBeLeftOut(_ script: String) {
    let session = TestSession()
    #expect(session.run(script).status == 0)
    let count = session.interpreter.executor.log.all.count
    let result = session.run("record --verify")
    #expect(result.status == 0 && result.output.hasPrefix("\(count) statements give"), "\(script): \(result.errors)\(result.output)")
  }

  /// The recordings of random sessions that go back and forth give the same bits.
  @Test func randomSessions() {
    var generator = MersenneTwister(seed: 11)
    func below(_ count: Int) -> Int { Int(generator.bounded(UInt64(count - 1))) }
    for _ in 0..<60 {
      let session = TestSession()
      session.run("X = randn(2, 6) * 2; Y = (rand(1, 6) > 0.5) * 1.0; init 2 3 1 seed=2")
      for _ in 0..<14 {
        let statements = [
          "train \(1 + below(9))", "back \(1 + below(4))", "redo", "goto \(below(12))", "W1[1,2] = W1[1,2] + 0.1", "forward; backward; step", "J",
          "alpha = 0.\(1 + below(8))",
          "v = sum(W1)", "goto main", "branch b\(below(5))", "repeat 3 { forward; backward; step }", "randn(2)", "freeze b1",
        ]
        session.run(statements[below(statements.count)])
      }
      let result = session.run("record --verify")
      #expect(result.status == 0, "\(session.interpreter.executor.log.all.map(\.text)): \(result.errors)")
    }
  }
}

/// Draws statements.
private struct RandomProgram {
  private var state: UInt64

  init(seed: UInt32) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private static let simple = [
    "train 1", "train 3 alpha=0.5", "forward; backward; step", "a = randn(2)", "n += 1", "W1[1,1] = rand()", "W1", "freeze b1", "unfreeze",
    "alpha = alpha / 2",
    "X = randn(2, 5); Y = X[2,:] < 0", "init 2 3:relu 1:sigmoid", "nothing", "if rand() < 0.3 { nothing }", "if n > 4 { nothing }", "b = permutation(4)",
    "randn(2)",
    "assert n < 7", "c = n; d = nan",
  ]

  mutating func statement(depth: Int) -> String {
    // A loop that seeds the generator of its own condition would never end.
    if depth == 0, below(8) == 0 { return "seed 4" }
    let kind = depth < 3 ? below(12) : 0
    switch kind {
    case 6: return "repeat \(1 + below(4)) " + block(depth, isLoop: true)
    case 7: return "for i in \(below(3) - 1):\(1 + below(4)) " + block(depth, isLoop: true)
    case 8: return "for c in \(["permutation(4)", "X[:,1:3]", "[1, 2; 3, 4] > 2"][below(3)]) " + block(depth, isLoop: true)
    case 9: return "while rand() < 0.6 " + block(depth, isLoop: true)
    case 10: return "if \(["rand() < 0.5", "n > 2", "t > 3"][below(3)]) " + block(depth) + (below(2) == 0 ? " else " + block(depth) : "")
    case 11: return "time " + block(depth)
    default: return Self.simple[below(Self.simple.count)]
    }
  }

  private mutating func block(_ depth: Int, isLoop: Bool = false) -> String {
    var lines = (0..<1 + below(4)).map { _ in statement(depth: depth + 1) }
    if isLoop, below(3) == 0 {
      lines.insert(["if rand() < 0.3 { break }", "if rand() < 0.5 { continue }", "if n > 3 { continue }"][below(3)], at: below(lines.count + 1))
    }
    return "{ " + lines.joined(separator: "; ") + " }"
  }
}

import Foundation
import TestSupport
import Testing

/// The program with pipes: its status, its streams, its files.
@Suite struct ProgramTests {
  @Test func sixCommandsFromAPipe() throws {
    let result = try Program.run([], input: "init\nforward\nbackward\nstep\nshape\nshow W1\n")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.hasPrefix("quantity  shape") && result.output.contains("W1 (4, 2)\n"))
  }

  static let statuses: [([String], String, Int32)] = [
    (["-c", "1"], "", 0), (["-c", "nope"], "", 1), (["-c", "1 +"], "", 1), (["-c", "assert 1 == 2"], "", 3), (["-c", "m = 3"], "", 3),
    (["-c", "quit 9"], "", 9), (["--nope"], "", 2), (["/none.nns"], "", 2), (["/tmp"], "", 2), (["-c", "1", "x.nns"], "", 2),
    ([], "quit 4\n1\n", 4), ([], "nope\n1\n", 1), (["-"], "1\n", 0), (["--safe"], "1\n", 0), (["--test", "x"], "", 2),
    (["--test", "--update", "-"], "1\n#> 2\n", 2), (["--safe"], "data x.csv\n", 1),
    (["-c", "1", "-c", "nope", "-c", "2"], "", 1), (["--version"], "", 0), (["--help"], "", 0), (["--parse-only", "-c", "1 +"], "", 1),
    (["--parse-only"], "init; explain W1\n", 0),
  ]

  @Test(arguments: statuses) func status(_ item: ([String], String, Int32)) throws {
    let result = try Program.run(item.0, input: item.1)
    #expect(result.status == item.2, "\(item.0): \(result.errors)")
  }

  @Test func streamsAndPlaces() throws {
    let result = try Program.run([], input: "print 1\n\nrepeat 2 {\n  print 2\n}\nnope\n")
    #expect(result.output == "1\n2\n2\n" && result.errors.hasPrefix("<stdin>:6:1: error: unknown name 'nope'\n  nope\n  ^~~~\n"))
    #expect(try Program.run(["-c", "nope"]).errors.hasPrefix("<-c>:1:1: error:"))
    #expect(try Program.run(["--json", "-c", "nope"]).errors.isEmpty)
    #expect(try Program.run(["-k"], input: "nope\nprint 2\n").output == "2\n")
    // `quit` alone keeps the status of an earlier error. `quit N` gives N.
    #expect(try Program.run(["-k"], input: "nope\nquit\n").status == 1 && Program.run(["-k"], input: "nope\nquit 0\n").status == 0)
    #expect(try Program.run(["-k", "-c", "nope", "-c", "quit"]).status == 1 && Program.run(["-k", "-c", "nope; 1", "-c", "quit 4"]).status == 4)
    #expect(try Program.run(["-x", "-c", "print 2"]).output == "nn> print 2\n2\n")
    #expect(try Program.run(["-c", "nope", "--color=always"]).errors.contains("\u{1B}[1;31merror:"))
    #expect(try Program.run(["-c", "nope"]).errors.contains("\u{1B}") == false)
  }

  @Test func testsAndMarks() throws {
    let folder = try TemporaryFolder()
    try folder.write("good.nns", "1 + 1\n#> 2\n")
    try folder.write("bad.nns", "1 + 1\n#> 3\nprint 5\n#> 6\n")
    let result = try Program.run(["--test", "good.nns", "bad.nns"], folder: folder.path)
    #expect(result.status == 3 && result.output.hasSuffix("  print 5\n  - 6\n  + 5\n1 passed, 1 failed\n") && result.errors.isEmpty, "\(result)")
    #expect(try Program.run(["--test", "good.nns"], folder: folder.path).output == "1 passed, 0 failed\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/bad.nns")
    #expect(try Program.run(["--test", "--update", "bad.nns"], folder: folder.path).output == "updated bad.nns\n1 passed, 0 failed\n")
    #expect(folder.read("bad.nns") == "1 + 1\n#> 2\nprint 5\n#> 5\n" && FileManager.default.isExecutableFile(atPath: folder.path + "/bad.nns"))
    #expect(try Program.run(["--test", "none.nns", "good.nns"], folder: folder.path).status == 2)
    let objects = try Program.run(["--test", "--json", "good.nns", "bad.nns"], folder: folder.path)
    #expect(
      objects.output == "{\"command\":\"test\",\"name\":\"good.nns\",\"passed\":1,\"failed\":0,\"failures\":[]}\n"
        + "{\"command\":\"test\",\"name\":\"bad.nns\",\"passed\":2,\"failed\":0,\"failures\":[]}\n")
    try folder.write("key.nns", "v\n#> 4\nassert v > 3\n")
    try folder.write("ada.nns", "v = 4\n")
    try folder.write("bob.nns", "v = 3\nsave x.npz\n")
    try folder.write("eve.nns", "v = 4\nwhile True { w = randn(100, 100) }\n")
    let marks = try Program.run(["--test", "key.nns", "--on", "ada.nns", "bob.nns", "eve.nns", "none.nns", "--seconds", "1"], folder: folder.path)
    let lines = marks.output.split(separator: "\n").map(String.init)
    #expect(marks.status == 2 && lines.count == 4 && lines[0] == "ada.nns: 2 passed, 0 failed", "\(marks)")
    #expect(lines[1].hasPrefix("bob.nns: 0 passed, 2 failed; the key's lines 1, 3; stopped: bob.nns:2:1: error:"), "\(lines)")
    #expect(lines[2] == "eve.nns: 2 passed, 0 failed; the time was up" && lines[3].hasPrefix("none.nns: 0 passed, 2 failed"), "\(lines)")
    #expect(try Program.run(["--test", "key.nns", "--on", "ada.nns"], folder: folder.path).status == 0)
    #expect(try Program.run(["--test", "key.nns", "--on", "ada.nns", "bob.nns"], folder: folder.path).status == 3)
  }

  /// Statements run as they are read, so the answer comes before the pipe is closed.
  @Test func aPipeIsAnsweredAtOnce() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("print 42\n".utf8))
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "42\n")
    try input.fileHandleForWriting.write(contentsOf: Data("repeat 2 {\nprint 7\n}\n".utf8))
    var seen = ""
    while seen.count < 4 { seen += String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) }
    #expect(seen == "7\n7\n")
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func scriptsAndTheirFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub/main.nns", "#!/usr/bin/env nnshell\ndata table.csv y=label\nsource helper.nns\nprint m, $1, value\nsave net.npz\n")
    try folder.write("sub/helper.nns", "value = 8\ninit\n")
    try folder.write("sub/table.csv", "a,b,label\n1,2,x\n3,4,y\n5,6,x\n")
    let result = try Program.run(["sub/main.nns", "word"], folder: folder.path)
    #expect(result.output == "3 word 8\n" && result.status == 0, "\(result.errors)")
    // Files are read from the script's folder and written to the working directory.
    #expect(FileManager.default.fileExists(atPath: folder.path + "/net.npz"))
    try folder.write("bad.nns", "print 1\nsource sub/broken.nns\n")
    try folder.write("sub/broken.nns", "print 2\nnope\n")
    let broken = try Program.run(["bad.nns"], folder: folder.path)
    #expect(broken.output == "1\n2\n" && broken.status == 1 && broken.errors.hasPrefix("sub/broken.nns:2:1: error:"), "\(broken.errors)")
    #expect(broken.errors.components(separatedBy: "error:").count == 2)
    try folder.write("loop.nns", "source loop.nns\n")
    #expect(try Program.run(["loop.nns"], folder: folder.path).errors.contains("sources itself"))
    let parsed = try Program.run(["--parse-only", "bad.nns", "sub/main.nns", "none.nns"], folder: folder.path)
    #expect(parsed.status == 2 && parsed.output.isEmpty && parsed.errors.components(separatedBy: "error:").count == 2)
    try folder.write("wrong.nns", "1 +\n)\n")
    let wrong = try Program.run(["--parse-only", "wrong.nns", "bad.nns", "wrong.nns"], folder: folder.path)
    #expect(wrong.status == 1 && wrong.errors.components(separatedBy: "error:").count == 5)
    try folder.write("empty.nns", "")
    #expect(try Program.run(["empty.nns"], folder: folder.path).status == 0)
  }

  /// The release build runs scripts from another folder and prints their figures.
  @Test func scriptsFromAnyFolder() throws {
    let root = URL(fileURLWithPath: Program.releasePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    func lines(_ name: String) throws -> [String] {
      let result = try Program.run([root + "/scripts/" + name], folder: "/", executable: Program.releasePath)
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      return result.output.split(separator: "\n").map(String.init)
    }
    let flower = try lines("02-flower.nns")
    // NumPy's costs of the same run. The rate is so high that the cost swings. From step 8,000 on, rounding changes the fourth digit.
    let costs = [0.693048, 0.288083, 0.254385, 0.233864, 0.226792, 0.222644, 0.219731, 0.217504, 0.219465, 0.218560, 0.217821]
    for (index, cost) in costs.enumerated() {
      let prefix = "step \(index * 1000): J = "
      let printed = try #require(flower[index].hasPrefix(prefix) ? Double(flower[index].dropFirst(prefix.count)) : nil, "\(flower[index])")
      #expect(abs(printed - cost) <= (index < 8 ? 5e-7 : 1e-3) * cost, "\(flower[index])")
    }
    #expect(flower.contains { $0.hasSuffix(" predicted classes, x2 over x1") } && flower.contains { $0.hasPrefix("accuracy: 9") }, "\(flower)")
    #expect(try lines("05-breast-cancer.nns").last?.hasPrefix("held back: 114 examples, 9") == true)
    let iris = try lines("06-iris.nns")
    #expect(iris.count == 11 && iris.last?.hasPrefix("mean: 9") == true)
  }

  @Test func bytesThatAreNoText() throws {
    let invalid = try Program.run([], bytes: Array("print 1\n".utf8) + [0x70, 0xFF, 0x0A])
    #expect(invalid.output == "1\n" && invalid.status == 1 && invalid.errors.hasPrefix("<stdin>:2:2: error: the script contains byte 0xFF, which is not UTF-8"))
    let zero = try Program.run([], bytes: Array("print 1\nm\0\n".utf8))
    #expect(zero.output == "1\n" && zero.errors.hasPrefix("<stdin>:2:2: error: the script contains a NUL byte"))
    let folder = try TemporaryFolder()
    try folder.write("binary.nns", bytes: [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 0xFF])
    #expect(try Program.run([folder.path + "/binary.nns"]).status == 1)
    let long = try Program.run([], input: "print 1 " + String(repeating: " ", count: 1_000_000) + "\n")
    #expect(long.output == "1\n")
    #expect(try Program.run([], input: "a = (1 +\n").errors.contains("'(' is never closed"))
    #expect(try Program.run([], input: String(repeating: "(", count: 10000)).status == 1)
  }

  /// Ctrl-C stops a training or a large product. The error stands at the statement that ran, and its value is dropped.
  @Test(arguments: [
    ("init; print 1; train 1000000000000", "<-c>:1:16: error: interrupted"),
    ("print 1; P = ones(3000, 3000) @ ones(3000, 3000); print 2", "<-c>:1:10: error: interrupted\n"),
  ])
  func interruptInAScript(_ script: String, _ message: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["-c", script]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    #expect(output.fileHandleForReading.availableData.count == 2)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).contains(message))
    #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
  }

  /// An environment variable with a value that nnshell cannot use gives a warning.
  @Test func variablesThatMeanNothing() throws {
    for (name, value) in [
      ("NNSHELL_KERNELS", "AVX2"), ("NNSHELL_KERNELS", "sse"), ("NNSHELL_THREADS", "zzz"), ("NNSHELL_THREADS", "0"), ("NNSHELL_THREADS", "65"),
    ] {
      let result = try Program.run(["-c", "print 1"], environment: [name: value])
      #expect(
        result.status == 0 && result.output == "1\n" && result.errors.hasPrefix("nnshell: warning: \(name)=\(value) is n"), "\(name)=\(value): \(result.errors)"
      )
    }
    for (name, value) in [("NNSHELL_KERNELS", "plain"), ("NNSHELL_THREADS", "64"), ("NNSHELL_THREADS", "1")] {
      #expect(try Program.run(["-c", "print 1"], environment: [name: value]).errors.isEmpty, "\(name)=\(value)")
    }
  }

  /// Where the reader closes the pipe, SIGPIPE ends the program without a message.
  @Test func aReaderThatLeaves() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      ["-c", "\(Program.path) -c 'repeat 100000 { print 1 }' 2>\(folder.path)/errors | head -n 1; echo ${PIPESTATUS[0]}"], executable: "/bin/bash")
    #expect(result.output == "1\n141\n" && folder.read("errors").isEmpty)
  }

  /// Networks of different kinds. Each has two numbers of steps, which are small where a step is large.
  static let stepCases: [(network: String, few: Int, many: Int)] = [
    ("init seed=2", 100, 1100),
    // A step with lanes. The threads start within the few steps.
    ("X = randn(64, 3000); Y = ones(3, 3000); init 64 64:tanh 3:sigmoid seed=1", 12, 22), ("data blobs classes=3; init 2 5:tanh 3:softmax seed=1", 100, 1100),
    ("X = randn(64, 3000); Y = ones(3, 3000); init 64 64:relu 64:leaky_relu 3:linear loss=mse seed=1", 12, 22),
    ("X = randn(300, 600); Y = ones(4, 600); init 300 300:relu 4:softmax seed=1", 12, 22), ("init 2 4:tanh 1:linear loss=mse seed=1", 100, 1100),
    ("init 2 4:leaky_relu 1:sigmoid seed=1", 100, 1100), ("init seed=2; freeze W1[2,:], b1, W2[1,3]", 100, 1100),
    ("init 2 4:tanh 1:tanh loss=mse seed=1", 100, 1100), ("init 2 1:sigmoid seed=1", 100, 1100),
  ]

  /// A step of `train` allocates nothing, in the build that people run; what the timeline keeps of it is counted by the next test.
  @Test(arguments: stepCases.map(\.network)) func aStepAllocatesNothing(_ network: String) throws {
    let (start, end) = try allocationsOfSteps(network, "set timeline.memory 0")
    #expect(end == start)
  }

  /// Recording allocates one page for a copy of the parameters, or for some copies, and now and then a longer list of them.
  @Test(arguments: stepCases.map(\.network)) func recordingAllocatesItsCopies(_ network: String) throws {
    let (start, end) = try allocationsOfSteps(network, "set timeline.memory 64")
    let (_, few, many) = try #require(Self.stepCases.first { $0.network == network })
    let copies = network.contains("3000") || network.contains("600") ? many - few : 2
    #expect(end - start <= copies + 4)
  }

  /// What a few steps allocate, and what many do.
  private func allocationsOfSteps(_ network: String, _ setting: String) throws -> (few: Int, many: Int) {
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    let (_, few, many) = try #require(Self.stepCases.first { $0.network == network })
    func allocations(_ steps: Int) throws -> Int {
      // The text always has four digits, because a longer text may need a larger array.
      let count = String(10_000 + steps).dropFirst()
      return try Program.witnessed(["-c", "\(setting); \(network); train \(count) alpha=0.1"], executable: Program.releasePath).allocations
    }
    // On a busy machine the threads start late and allocate later. The least of three runs has none of that.
    func least(_ steps: Int) throws -> Int { try (0..<3).map { _ in try allocations(steps) }.min()! }
    let start = try least(few)
    #expect(start > 0)
    return (start, try least(many))
  }

  /// The witness sees the allocations of a statement in a loop. Otherwise the tests above would show nothing.
  @Test func theWitnessSees() throws {
    func allocations(_ count: Int) throws -> Int {
      try Program.witnessed(["-c", "repeat \(count) { a = X @ X.T }"], executable: Program.releasePath).allocations
    }
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    #expect(try allocations(1100) > allocations(1000) + 100)
  }

  /// An expression allocates at most its result, and does not copy the large arrays that it only reads.
  @Test func expressionsCopyNothing() throws {
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    let start = "P = ones(500, 500); Q = P; W = ones(1, 500)"
    func large(_ statement: String) throws -> Int {
      try Program.witnessed(["-c", "\(start); \(statement)"], executable: Program.releasePath).large
    }
    let none = try large("v = 1")
    for statement in [
      "v = sum(P)", "v = mean(P, axis=0)", "v = max(P, axis=1)", "v = P[3,4]", "v = P[1:9, :]", "v = W @ P", "v = W @ P.T", "v = P.T @ W.T", "R = P",
      "v = P.shape",
      "print P[1,1]", "for i in 1:5 { v = P[i,i] }", "v = np.dot(W, P)", "show P[1:2, 1:2]",
    ] { #expect(try large(statement) == none, "\(statement)") }
    for statement in ["v = P + Q", "v = P @ Q", "v = P.T @ Q", "v = 2 * P", "v = exp(P)", "v = P > 0", "v = P ** 2", "v = -P", "v = maximum(P, Q)"] {
      #expect(try large(statement) == none + 1, "\(statement)")
    }
  }

  /// `save` writes a temporary file, syncs it, renames it, and syncs the folder. So a crash leaves the old file or the new one.
  @Test func saveSyncsAndRenames() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/net.npz"
    #expect(try Program.witnessed(["-c", "init; save \(path)"]).files == ["write", "fsync", "rename", "fsync-folder"])
  }
}

import Foundation
import TestSupport
import Testing

/// The instructions of a small step. This count does not depend on how busy the machine is. `make bench` measures seconds.
@Suite struct BenchmarkTests {
  /// Two ways to make a step of 2-4-1: `train`, and three commands in a loop. Both run on the 400 examples of the flower set, and on four of them,
  /// where most of the work is not that of the kernels.
  static let ways = [
    (name: "train", statement: "train N alpha=1.2"),
    (name: "commands", statement: "repeat N { forward; backward; step }"),
    (name: "train of four examples", statement: "\(four); train N alpha=1.2"),
    (name: "passes over four examples", statement: "\(four); repeat N { forward; backward }"),
  ]
  private static let four = "X = X[:,1:4]; Y = Y[:,1:4]"

  /// At most 5 % more than the committed figure. Counted on the AVX2 kernels, the widest that the counting program knows, and on one thread.
  @Test(.enabled(if: Processor.has("avx2"), "this processor has no AVX2: its instructions are others"), arguments: ways.map(\.name))
  func instructionsOfAStep(_ name: String) throws {
    let statement = try #require(Self.ways.first { $0.name == name }).statement
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("instructions.json").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let committed = try #require(try JSONDecoder().decode([String: Int].self, from: Data(text.utf8))[name])
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    try #require(FileManager.default.isExecutableFile(atPath: Self.valgrind), "apt-get install valgrind")
    try #require(FileManager.default.isExecutableFile(atPath: Self.strip), "apt-get install binutils")
    let version = try Program.run(["-c", "version"], environment: Self.environment, executable: Program.releasePath).output
    try #require(version.contains("avx2 kernels"), "\(version)")

    // Callgrind cannot read the debugging information, so it runs a copy without it.
    let folder = try TemporaryFolder()
    let program = folder.path + "/nnshell"
    let stripped = try Program.run(["-o", program, Program.releasePath], executable: Self.strip)
    try #require(stripped.status == 0, "\(stripped.errors)")
    let many = try Self.instructions(program, statement.replacing("N", with: "1100"))
    let few = try Self.instructions(program, statement.replacing("N", with: "0100"))
    let step = (many - few) / 1000
    let change = 100 * (Double(step) / Double(committed) - 1)
    let percent = String(format: "%+.1f %%", change)
    let advice = "where that is wanted, write \"\(name)\": \(step) into Tests/NNShellTests/instructions.json and commit it with its reason"
    #expect(step * 100 <= committed * 105, "a step (\(name)) takes \(step) instructions, \(percent) against the committed \(committed): \(advice)")
  }

  private static let valgrind = "/usr/bin/valgrind"
  private static let strip = "/usr/bin/strip"
  /// Variables that fix what else depends on the machine or on chance: kernels, threads, the seeds of hash tables.
  private static let environment = [
    "NNSHELL_KERNELS": "avx2", "OPENBLAS_CORETYPE": "Haswell", "NNSHELL_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "SWIFT_DETERMINISTIC_HASHING": "1",
  ]

  /// The instructions of a whole run, from the last line that callgrind prints.
  private static func instructions(_ program: String, _ statement: String) throws -> Int {
    let arguments = ["--tool=callgrind", "--callgrind-out-file=/dev/null", program, "-c", "init seed=2; \(statement)"]
    let result = try Program.run(arguments, environment: environment, executable: valgrind)
    try #require(result.status == 0, "\(result.errors)")
    let line = try #require(result.errors.split(separator: "\n").last { $0.contains("Collected :") }, "\(result.errors)")
    return try #require(line.split(separator: " ").last.flatMap { Int($0) }, "\(line)")
  }
}

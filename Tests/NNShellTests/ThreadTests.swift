import Foundation
import TestSupport
import Testing

/// No result of the release build depends on the number of threads.
@Suite struct ThreadTests {
  /// The last `lines` lines of JSON that the program prints. Each is a result with all its digits.
  private func results(_ statements: String, threads: Int, lines: Int) throws -> [Substring] {
    let result = try Program.run(["--json", "-c", statements], environment: ["NNSHELL_THREADS": String(threads)], executable: Program.releasePath)
    #expect(result.status == 0 && result.errors.isEmpty, "\(threads) threads: status \(result.status) \(result.errors)")
    return result.output.split(separator: "\n").suffix(lines)
  }

  private static let networks = [
    // Our own kernels or OpenBLAS make the products, in eight lanes.
    "X = randn(64, 3000); Y = ones(3, 3000); init 64 64:tanh 3:sigmoid seed=1",
    "X = randn(2, 12000); Y = ones(1, 12000); init 2 4:leaky_relu 1 loss=mse seed=1",
    // The parameters are updated in pieces.
    "X = randn(260, 2000); Y = ones(4, 2000); init 260 260:relu 4:softmax seed=1",
  ]

  /// `train`, and the same steps as single commands, give the same results on 1, 2, 3 and 8 threads.
  @Test(arguments: networks) func sameResults(_ network: String) throws {
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    let ends = "J; W1; W2; b1; b2"
    let first = try results("seed 3; \(network); train 20; \(ends)", threads: 1, lines: 5)
    #expect(first.count == 5 && first[first.startIndex].contains("\"J\""))
    for threads in [1, 2, 3, 8] {
      #expect(try results("seed 3; \(network); train 20; \(ends)", threads: threads, lines: 5) == first, "train on \(threads) threads")
      #expect(
        try results("seed 3; \(network); repeat 20 { forward; backward; step }; forward; \(ends)", threads: threads, lines: 5) == first, "\(threads) threads")
    }
  }

  /// There are more threads than lanes.
  @Test(arguments: [
    "X = randn(64, 256); Y = ones(3, 256); init 64 64:tanh 3:sigmoid seed=1", "X = randn(64, 300); Y = ones(3, 300); init 64 64:tanh 3:sigmoid seed=1",
    "X = randn(300, 1100); Y = ones(4, 1100); init 300 300:relu 4:softmax seed=1",
    // Thousands of layers. One of them is updated in pieces.
    "X = randn(300, 300); Y = ones(1, 300); init 300 300 \(String(repeating: "2 ", count: 4200)) 1 seed=1",
  ]) func fewerLanesThanThreads(_ network: String) throws {
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    let statements = "seed 3; \(network); train 20; J; W1; W2"
    let first = try results(statements, threads: 1, lines: 3)
    for threads in [3, 8, 16] { #expect(try results(statements, threads: threads, lines: 3) == first, "\(threads) threads") }
  }

  @Test func sameProduct() throws {
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    // The sums of rows and columns and one row stand for all entries of the product.
    let statements = "seed 3; P = randn(700, 700); Q = randn(700, 700); R = P @ Q; S = P.T @ Q; sum(R, axis=0); sum(R, axis=1); R[350]; sum(S, axis=0)"
    let first = try results(statements, threads: 1, lines: 4)
    #expect(first.count == 4)
    for threads in [1, 2, 3, 8] { #expect(try results(statements, threads: threads, lines: 4) == first, "\(threads) threads") }
  }

  /// Thousands of small shared steps end, and give the result of one thread.
  @Test(arguments: [1, 2, 5]) func manySmallSteps(_ threads: Int) throws {
    try #require(FileManager.default.isExecutableFile(atPath: Program.releasePath), "./test builds it first")
    let statements = "seed 3; X = randn(16, 1500); Y = ones(1, 1500); init 16 16:tanh 1 seed=1; train 4000; J"
    #expect(try results(statements, threads: threads, lines: 1) == results(statements, threads: 1, lines: 1))
  }
}

import Testing

@testable import Net

/// Damaged files of weights give an error or a network. They never end the program, and they stay within the budget.
@Suite(.timeLimit(.minutes(10))) struct WeightDamageTests {
  static let files = WeightFixtures.expected.keys.filter { $0.hasSuffix(".onnx") || $0.hasSuffix(".safetensors") }.sorted() + ["course.npz"]

  private func isRead(_ bytes: [UInt8]) throws -> Bool {
    do {
      _ = try WeightFixtures.network(bytes: bytes)
      return true
    } catch is DataError { return false }
  }

  /// A file that is cut off at any length. Only a model of ONNX may lack its end, which holds no part of the graph.
  @Test(arguments: files) func cutOff(_ name: String) throws {
    let whole = WeightFixtures.bytes(name)
    #expect(try isRead(whole))
    for count in 0..<whole.count {
      let found = try isRead(Array(whole[..<count]))
      #expect(!found || name.hasSuffix(".onnx") && whole.count - count < 100, "\(name) with \(count) of \(whole.count) bytes")
    }
  }

  /// One to eight bytes of a file are changed.
  @Test(arguments: files) func changedBytes(_ name: String) throws {
    let whole = WeightFixtures.bytes(name)
    var generator = MersenneTwister(seed: 11)
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0...generator.bounded(7) { bytes[Int(generator.bounded(UInt64(bytes.count - 1)))] = UInt8(generator.bounded(255)) }
      _ = try isRead(bytes)
    }
  }

  /// With a small budget every file is refused as too large, and not read.
  @Test(arguments: files) func budget(_ name: String) {
    #expect(throws: DataError.tooLarge(limit: 100)) { _ = try WeightFixtures.network(bytes: WeightFixtures.bytes(name), MemoryBudget(bytes: 100)) }
  }
}

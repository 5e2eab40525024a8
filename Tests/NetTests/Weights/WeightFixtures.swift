import Foundation
import TestSupport

@testable import Net

/// The files of networks that `Figures/make_weights.py` made, and what they hold.
enum WeightFixtures {
  private static let figures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures")

  static let folder = figures.appendingPathComponent("Weights").path

  /// The folder of random networks that somebody made with `make_weights.py --random`; nil in a usual run.
  static let more = ProcessInfo.processInfo.environment["NNSHELL_TEST_WEIGHTS"]

  static let expected = read(figures.appendingPathComponent("weights.json").path)

  static func read(_ path: String) -> [String: Expected] {
    try! JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// What a file holds.
  struct Expected: Decodable {
    var W: [Numbers]
    var b: [[String]]
    var withoutBias: [Int]
    var activations: [String]
    /// The inputs and the outputs that the other program computed from them, an example in each column.
    var x: Numbers
    var y: Numbers
    /// The largest difference of outputs, as a share of the largest output.
    var tolerance: Double
    /// Whether the file does not say its activations.
    var options: Bool?
    var layout: String?
    var guessed: Bool?
    var classes: [String]?

    struct Numbers: Decodable {
      var shape: [Int]
      var bits: [String]

      var matrix: Matrix { Matrix(rows: shape[0], columns: shape[1], elements: bits.map { Double(bitPattern: UInt64($0, radix: 16)!) }) }
    }
  }

  static func bytes(_ name: String) -> [UInt8] { [UInt8](try! Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))) }

  /// The network of another program in the file.
  static func network(_ path: String, layout: WeightLayout? = nil) throws -> ForeignNetwork {
    try ArrayReaderProgram.$folder.withValue(ArrayFixtures.program) {
      guard case .foreign(let network) = try NetworkFile.read(path, layout: layout) else { throw ArrayFixtures.NoArrays() }
      return network
    }
  }

  static func network(bytes: [UInt8], folder: String = folder, layout: WeightLayout? = nil, _ budget: MemoryBudget = MemoryBudget(bytes: 1 << 26)) throws
    -> ForeignNetwork
  {
    guard case .foreign(let network) = try NetworkFile.read(bytes, folder: folder, layout: layout, budget) else { throw ArrayFixtures.NoArrays() }
    return network
  }

  /// Why the bytes give no network; nil where they give one.
  static func fault(bytes: [UInt8], folder: String = folder, layout: WeightLayout? = nil) -> DataError? {
    do {
      _ = try network(bytes: bytes, folder: folder, layout: layout)
      return nil
    } catch { return error as? DataError }
  }

  static func bits(_ values: [Double]) -> [String] {
    values.map { String($0.bitPattern, radix: 16) }.map { String(repeating: "0", count: 16 - $0.count) + $0 }
  }
}

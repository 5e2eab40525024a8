import Foundation
import TestSupport

@testable import Net

/// The array files that `Figures/make_arrays.py` made, and what they hold.
enum ArrayFixtures {
  private static let figures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures")

  /// The folder of `nnshell-arrays`.
  static let program = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path

  /// The arrays of each file by name.
  static let expected = try! JSONDecoder().decode([String: [String: Expected]].self, from: Data(contentsOf: figures.appendingPathComponent("arrays.json")))

  /// What an array is: its shape with the bits of its numbers or its texts, or the reason why it is refused.
  struct Expected: Decodable {
    var refused: String?
    var shape: [Int]?
    var texts: [String]?
    var bits: [String]?
  }

  static func path(_ name: String) -> String { figures.appendingPathComponent("Arrays/\(name)").path }

  static func bytes(_ name: String) -> [UInt8] { [UInt8](try! Data(contentsOf: URL(fileURLWithPath: path(name)))) }

  /// Opens the file, which must hold arrays.
  static func open(_ name: String, _ budget: MemoryBudget = MemoryBudget()) throws -> ArrayArchive { try open(path: path(name), budget) }

  static func open(path: String, _ budget: MemoryBudget = MemoryBudget()) throws -> ArrayArchive {
    try ArrayReaderProgram.$folder.withValue(program) {
      guard case .arrays(let archive) = try ArrayArchive.open(path, budget) else { throw NoArrays() }
      return archive
    }
  }

  static func open(bytes: [UInt8], _ budget: MemoryBudget = MemoryBudget()) throws -> ArrayArchive {
    try ArrayReaderProgram.$folder.withValue(program) {
      guard case .arrays(let archive) = try ArrayArchive.content(of: bytes, budget) else { throw NoArrays() }
      return archive
    }
  }

  static func read(_ archive: ArrayArchive, _ name: String) throws -> NamedArray {
    guard let entry = archive.entries.first(where: { $0.name == name }) else { throw DataError.missingEntry(name) }
    return try ArrayReaderProgram.$folder.withValue(program) { try archive.read(entry) }
  }

  /// The data set of a file.
  static func data(path: String, _ options: ArrayOptions = ArrayOptions(), test: String? = nil, targets: String? = nil) throws -> ArrayData {
    let budget = MemoryBudget()
    return try ArrayReaderProgram.$folder.withValue(program) {
      try ArrayData.dataset(
        "set", open(path: path, budget), options, test: test.map { try open(path: $0, budget) },
        targets: targets.map { try OpenedFile($0, budget).targets(TableOptions()) })
    }
  }

  /// The bytes do not begin like a file with arrays.
  struct NoArrays: Error {}
}

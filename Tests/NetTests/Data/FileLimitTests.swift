import Foundation
import TestSupport
import Testing

@testable import Net

/// A reader checks the size that a file claims before it takes memory for it.
@Suite struct FileLimitTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A `.npy` file with this type, this shape and `bytes` bytes of data.
  private func npy(_ descr: String, _ shape: String, _ bytes: Int = 0) -> [UInt8] {
    var header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }"
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)] + Array(header.utf8)
      + [UInt8](repeating: 0, count: bytes)
  }

  /// Headers of a hundred bytes that claim gigabytes.
  @Test(arguments: [
    ("<U0", "(1073741824,)"), ("<U0", "(2147483648,)"), ("<U0", "(1099511627776,)"), ("|S0", "(4000000000,)"), ("|V0", "(4000000000,)"),
    ("<U0", "(4294967296, 4294967296)"), ("<f8", "(4611686018427387904,)"), ("<U0", "(9223372036854775807,)"),
  ]) func claimsOfHeaders(_ descr: String, _ shape: String) throws {
    #expect(throws: DataError.tooLarge(limit: 1 << 30)) { try NPYArray(bytes: npy(descr, shape), name: "X", budget: MemoryBudget(bytes: 1 << 30)) }
    try folder.write("x.npy", bytes: npy(descr, shape))
    #expect(throws: DataError.tooLarge(limit: 1 << 30)) { try DataFile.read(folder.path + "/x.npy", TableOptions(), MemoryBudget(bytes: 1 << 30)) }
    #expect(throws: DataError.tooLarge(limit: 1 << 30)) { try ArrayFile.read(folder.path + "/x.npy", name: "X", MemoryBudget(bytes: 1 << 30)) }
  }

  /// A header whose order of entries is neither True nor False is refused. An open quote is an error with its line.
  @Test func unclearFiles() throws {
    var bytes = npy("<f8", "(1, 2)", 16)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("False".utf8)) })
    bytes.replaceSubrange(place..<place + 5, with: Array("Maybe".utf8))
    #expect(throws: DataError.badNPY(name: "X", reason: "its header is not understood")) { try NPYArray(bytes: bytes, name: "X", budget: MemoryBudget()) }
    try folder.write("q.csv", "a,b,y\n1,2,\"no\n3,4,yes\n")
    #expect(throws: DataError.openQuote(line: 2)) { try DataFile.read(folder.path + "/q.csv", TableOptions(), MemoryBudget()) }
  }

  /// Only the wanted entries of an archive are unpacked, and the size of each counts.
  @Test func archives() throws {
    let path = folder.path + "/d.npz"
    let array = NPYArray(Matrix(rows: 1000, columns: 1000))
    func write(_ large: String) throws {
      let pair = [("X", NPYArray(Matrix(row: [1, 2]))), ("Y", NPYArray(Matrix(row: [0, 1])))]
      try FileBytes.write(NPZ.bytes([(large, array)] + pair.filter { $0.0 != large }), to: path)
    }
    try write("other")
    #expect(try DataFile.read(path, TableOptions(), MemoryBudget(bytes: 1 << 20)).dataset.examples == 2)
    try write("X")
    #expect(throws: DataError.tooLarge(limit: 1 << 20)) { try DataFile.read(path, TableOptions(), MemoryBudget(bytes: 1 << 20)) }
  }

  /// A file of numbers as text is refused where it needs more memory than the budget. `match` and `check` read such files.
  @Test(arguments: ["1 2 3 4\n", "[[1, 2], [3, 4]] "]) func textOfNumbers(_ part: String) throws {
    let path = folder.path + "/t.txt"
    func read(_ bytes: Int) throws -> ArrayFile.Content { try ArrayFile.read(path, name: "X", MemoryBudget(bytes: bytes)) }
    try folder.write("t.txt", String(repeating: part, count: 10_000))
    #expect(throws: DataError.tooLarge(limit: 1 << 20)) { try read(1 << 20) }
    guard case .printed(let text) = try read(1 << 24) else { return #expect(Bool(false)) }
    #expect(text.utf8.count == 10_000 * part.utf8.count)
    if part.hasPrefix("1") { #expect(try PrintedArray(text).entries.shape == Shape(10_000, 4)) }
  }

  /// A table may need too much memory, have too many classes, or have too many features. Each is an error.
  @Test func tables() throws {
    func read(_ text: String, _ bytes: Int = 1 << 30, _ options: TableOptions = TableOptions()) throws -> Dataset {
      try folder.write("t.csv", text)
      return try DataFile.read(folder.path + "/t.csv", options, MemoryBudget(bytes: bytes)).dataset
    }
    let names = "a,b,name\n" + (0..<1001).map { "\($0),\($0),user\($0)\n" }.joined()
    #expect(throws: DataError.tooMany(.classes, column: "name", count: 1001, limit: 1000)) { try read(names) }
    #expect(try read(names, 1 << 30, TableOptions(y: "a", x: ["b"])).examples == 1001)
    #expect(throws: DataError.tooMany(.classes, column: "a", count: 1001, limit: 1000)) {
      try read(names, 1 << 30, TableOptions(y: "a", x: ["b"], classes: true))
    }
    #expect(throws: DataError.tooLarge(limit: 10_000)) { try read(names, 10_000, TableOptions(y: "a", x: ["b"])) }
    let wide = (0...100_001).map { "\($0)" }.joined(separator: ",")
    #expect(throws: DataError.tooMany(.features, column: nil, count: 100_001, limit: 100_000)) {
      try read(wide + "\n" + wide, 1 << 30, TableOptions(hasHeader: false))
    }
    // 1,000 classes of 20,000 examples: Y would be too large.
    let classes = "x,y\n" + (0..<20_000).map { "\($0),c\($0 % 1000)\n" }.joined()
    #expect(throws: DataError.tooLarge(limit: 1 << 26)) { try read(classes, 1 << 26) }
    #expect(try read(classes).Y?.rows == 1000)
  }

  /// Devices have no end, and folders are no files.
  @Test func devicesAndFolders() throws {
    #expect(throws: DataError.unreadable(reason: "it is a device")) { try FileBytes.read("/dev/zero") }
    #expect(throws: DataError.tooLarge(limit: 1 << 20)) { try FileBytes.read("/dev/zero", MemoryBudget(bytes: 1 << 20), takesDevices: true) }
    #expect(throws: DataError.unreadable(reason: "it is a folder")) { try FileBytes.read(folder.path) }
  }
}

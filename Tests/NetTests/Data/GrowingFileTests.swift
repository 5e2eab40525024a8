import TestSupport
import Testing

@testable import Net

/// Files that grow by whole records, and archives that are made from such files.
@Suite struct GrowingFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func wholeRecords() throws {
    let file = try GrowingFile(folder.path + "/a")
    for number in 1...3 { try file.append(Array("row \(number)\n".utf8)) }
    #expect(file.mark == GrowingFile.Mark(records: 3, bytes: 18))
    try file.flush()
    #expect(folder.read("a") == "row 1\nrow 2\nrow 3\n")
    // First a cut to a record that is not written yet, then a cut to a record in the file.
    try file.append(Array("x\n".utf8))
    let mark = file.mark
    try file.append(Array("yy\n".utf8))
    file.cut(to: mark)
    try file.append(Array("z\n".utf8))
    try file.flush()
    #expect(folder.read("a") == "row 1\nrow 2\nrow 3\nx\nz\n")
    try file.append(Array("lost\n".utf8))
    file.cut(to: GrowingFile.Mark(records: 1, bytes: 6))
    #expect(folder.read("a") == "row 1\n")
    try file.append(Array("end\n".utf8))
    try file.finish()
    #expect(folder.read("a") == "row 1\nend\n" && file.mark.records == 2)
  }

  /// More than 64 KB are written without a call of `flush`.
  @Test func largeRecords() throws {
    let file = try GrowingFile(folder.path + "/a")
    let record = [UInt8](repeating: 65, count: 40_000)
    try file.append(record)
    try file.append(record)
    #expect(folder.read("a").utf8.count == 80_000)
    #expect(throws: DataError.self) { try GrowingFile(folder.path) }
    let full = try GrowingFile("/dev/full")
    try full.append([1, 2])
    #expect(throws: DataError.unwritable(reason: "no space left on device")) { try full.flush() }
    #expect(full.mark.records == 0)
  }

  @Test func archive() throws {
    let path = folder.path + "/run.npz"
    let spool = try ArraySpool(archive: path, first: "t")
    try spool.open([("J", []), ("W", [2, 3])])
    try spool.assemble()
    #expect(spool.rows == 0 && folder.read("run.npz").isEmpty)
    for row in 1...4 { try spool.append(row, [[Double(row) / 3], (0..<6).map { Double($0 + 10 * row) }]) }
    try spool.assemble()
    var arrays = try NPZ.read(try FileBytes.read(path))
    #expect(arrays["t"]?.numbers == [1, 2, 3, 4] && arrays["J"]?.numbers == [1.0 / 3, 2.0 / 3, 1, 4.0 / 3] && arrays["W"]?.shape == [4, 2, 3])
    spool.cut(toRows: 2)
    try spool.append(-9, [[.nan], [Double](repeating: -0.0, count: 6)])
    try spool.assemble()
    arrays = try NPZ.read(try FileBytes.read(path))
    #expect(arrays["t"]?.numbers == [1, 2, -9] && arrays["W"]?.shape == [3, 2, 3] && arrays["W"]?.numbers?.last?.sign == .minus)
    #expect(try NPYArray(bytes: try FileBytes.read(ArraySpool.partPath(path, 1)), name: "J").shape == [3])
    spool.remove()
    #expect(throws: DataError.self) { try FileBytes.read(ArraySpool.partPath(path, 0)) }
  }
}

import Foundation
import TestSupport
import Testing

@testable import Net

/// The readers and writers of NumPy's formats, compared with files that NumPy made.
@Suite struct NPYTests {
  /// All texts of an array take the room of the longest one, so the memory is counted before.
  @Test func longTexts() throws {
    let texts = [String](repeating: "", count: 100_000) + [String(repeating: "ŷ", count: 100_000)]
    #expect(throws: DataError.tooLarge(limit: 1 << 30)) { try NPZ.bytes([("a", NPYArray(texts))], MemoryBudget(bytes: 1 << 30)) }
    let short = [("a", NPYArray(["b", "", "ŷŷ"]))]
    #expect(NPYArray(["b", "", "ŷŷ"]).bytes.suffix(24) == [98, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77, 1, 0, 0, 0x77, 1, 0, 0])
    #expect(try NPZ.read(NPZ.bytes(short, MemoryBudget(bytes: 4096))) == ["a": NPYArray(["b", "", "ŷŷ"])])
  }

  private func bytes(_ figure: Figures) -> [UInt8] { Array(Data(base64Encoded: figure.text) ?? Data()) }

  /// Arrays of every supported type are read: C and Fortran order, little- and big-endian, three versions, zero to three dimensions.
  @Test func reads() throws {
    let cases = netFigures["files"]["read"].list
    #expect(cases.count == 32)
    for row in cases {
      let array = try NPYArray(bytes: bytes(row["bytes"]), name: "A")
      #expect(array.shape == row["shape"].list.map { $0.whole! })
      #expect(relativeDifference(array.numbers ?? [], row["values"].numbers) == 0, "\(row["kind"].text) \(row["fortran"].text)")
    }
  }

  /// nnshell writes the same bytes as NumPy.
  @Test func writesAsNumPyDoes() {
    let written = netFigures["files"]["written"]
    #expect(NPYArray(Matrix(rows: 2, columns: 3, elements: [1.5, -2, 0.1, 3, 1e300, -0.0])).bytes == bytes(written["matrix"]))
    #expect(NPYArray(2.5).bytes == bytes(written["number"]))
    #expect(NPYArray(Matrix(rows: 12, columns: 1, elements: (0..<12).map(Double.init))).bytes == bytes(written["column"]))
    #expect(NPYArray(["tanh", "sigmoid", "ŷ"]).bytes == bytes(written["texts"]))
    #expect(NPYArray(["cross_entropy"], isSingle: true).bytes == bytes(written["text"]))
  }

  @Test func archives() throws {
    for name in ["plain", "packed"] {
      let arrays = try NPZ.read(bytes(netFigures["files"]["archives"][name]))
      #expect(arrays["X"]?.matrix?.elements == [1.5, -2, 0.1, 3, 1e300, -0.0])
      #expect(arrays["Y"]?.matrix?.elements == [0, 1, 1])
      #expect(arrays["note"]?.texts == (name == "plain" ? ["text"] : nil))
    }
    let ours = try NPZ.bytes([("a", NPYArray(1)), ("empty", NPYArray([]))])
    #expect(try NPZ.read(ours) == ["a": NPYArray(1), "empty": NPYArray([])])
  }

  @Test func damaged() {
    let good = NPYArray(Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])).bytes
    func fault(_ bytes: [UInt8]) -> DataError? {
      do throws(DataError) {
        _ = try NPYArray(bytes: bytes, name: "W1")
        return nil
      } catch { return error }
    }
    // A file that is cut at any place is refused without a trap.
    for count in 0..<good.count { #expect(fault(Array(good[..<count])) != nil) }
    #expect(fault(good) == nil && fault(good + [0]) != nil)
    for change in [
      ("<f8", "<c8"), ("<f8", "<O8"), ("<f8", "<f9"), ("<f8", "  8"), ("<f8", "<U99999999999999999"), ("'descr'", "'dascr'"), ("(2, 2)", "(2, -2)"),
      ("(2, 2)", "(x, 2)"), ("(2, 2)", "(9223372036854775807, 9223372036854775807)"), ("(2, 2)", "(4294967296, 0)"), ("(2, 2)", "(2, 3)"),
      ("'shape'", "'shope'"),
    ] {
      let text = String(decoding: good[10..<128], as: UTF8.self).replacingOccurrences(of: change.0, with: change.1)
      let bytes = Array(good[..<8]) + [UInt8(text.utf8.count & 255), UInt8(text.utf8.count >> 8)] + Array(text.utf8) + good[128...]
      #expect(fault(bytes) != nil, "\(change)")
    }
    var version = good
    version[6] = 4
    #expect(fault(version) == .badNPY(name: "W1", reason: "version 4 is not known"))
  }

  @Test func damagedArchives() throws {
    let good = try NPZ.bytes([("W1", NPYArray(Matrix(rows: 8, columns: 8)))])
    for bytes in [[1, 2, 3], Array(good[..<(good.count / 2)]), Array(good.dropFirst(10)), Array(good.dropLast(30))] {
      #expect(throws: DataError.self) { try NPZ.read(bytes) }
    }
    // A flipped byte of the content fails the checksum.
    var flipped = good
    flipped[good.count / 3] ^= 0x55
    #expect(throws: DataError.self) { try NPZ.read(flipped) }
  }
}

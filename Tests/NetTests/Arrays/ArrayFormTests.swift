import Foundation
import TestSupport
import Testing

@testable import Net

/// Files that NumPy, SciPy, h5py and Octave wrote are read bit for bit.
@Suite struct ArrayFormTests {
  /// Each array of each file has its shape and its numbers, or is refused for the right reason.
  @Test(arguments: ArrayFixtures.expected.keys.sorted()) func everyFile(_ name: String) throws {
    let archive = try ArrayFixtures.open(name)
    let expected = ArrayFixtures.expected[name]!
    #expect(archive.entries.map(\.name).sorted() == expected.keys.sorted())
    for (key, what) in expected {
      if let reason = what.refused {
        do {
          _ = try ArrayFixtures.read(archive, key)
          Issue.record("\(key) is read")
        } catch DataError.badNPY(let name, let text) { #expect(name == key && text.contains(reason), "\(key): \(text)") } catch DataError.pickled(let name) {
          #expect(name == key && reason.contains("pickled"))
        }
        continue
      }
      let array = try ArrayFixtures.read(archive, key)
      #expect(array.name == key && array.shape == what.shape, "\(key): \(array.shape)")
      if let texts = what.texts {
        #expect(array.texts == texts)
      } else {
        // All NaN count as equal: a file of text does not hold their bits.
        let bits = array.numbers?.map { String(($0.isNaN ? Double.nan : $0).bitPattern, radix: 16) }.map { String(repeating: "0", count: 16 - $0.count) + $0 }
        #expect(bits == what.bits, "\(key)")
      }
    }
  }

  /// The content says what a file is. Its name does not matter.
  @Test func kinds() throws {
    func kind(_ name: String) -> ArrayArchive.Kind? { ArrayArchive.kind(of: ArrayFixtures.bytes(name).prefix(ArrayArchive.firstBytes)) }
    for name in ArrayFixtures.expected.keys {
      let right: ArrayArchive.Kind =
        switch true {
        case name.hasSuffix(".gz"): .gzip
        case name == "octave-text.mat": .octaveText
        case name == "v73.mat", name.hasSuffix(".h5"): .hdf5
        case name.hasSuffix(".mat"): .matlab
        case name.hasSuffix(".npy"): .npy
        case name.hasSuffix(".npz"): .npz
        default: .idx
        }
      #expect(kind(name) == right, "\(name)")
    }
    for text in ["", "a,b\n1,2\n", "# a comment\n1 2\n", "\u{FEFF}x,y\n", "P", "0000", "MATLAB is a program\n"] {
      #expect(ArrayArchive.kind(of: Array(text.utf8)) == nil, "\(text)")
    }
    #expect(ArrayArchive.kind(of: [0, 0, 0, 0, 1, 0, 0, 0]) == nil)
    #expect(ArrayArchive.kind(of: [0, 0, 8, 0]) == nil)
    // Other bytes come back, and a compressed table is decompressed.
    let folder = try TemporaryFolder()
    try folder.write("table.npy", "a,b\n1,2\n")
    guard case .other(let bytes) = try ArrayArchive.open(folder.path + "/table.npy", MemoryBudget()) else { throw ArrayFixtures.NoArrays() }
    #expect(bytes == Array("a,b\n1,2\n".utf8))
    // This is `gzip` of the same table.
    let packed = Data(base64Encoded: "H4sIAAAAAAAAA0vUSeIy1DHiAgB7B5cKCAAAAA==")!
    guard case .other(let plain) = try ArrayArchive.content(of: [UInt8](packed), MemoryBudget()) else { throw ArrayFixtures.NoArrays() }
    #expect(plain == Array("a,b\n1,2\n".utf8))
  }

  /// A file of HDF5 2.0 with newer parts: what the library of Debian 12 can open is read, and the rest is an error that names it.
  @Test func latestHDF5() throws {
    let archive = try ArrayFixtures.open("latest.h5")
    #expect(try ArrayFixtures.read(archive, "plain").numbers == [0, 1, 2, 3, 4, 5])
    do {
      #expect(try ArrayFixtures.read(archive, "packed").numbers == (0..<40).map(Double.init))
    } catch DataError.badNPY(let name, let reason) { #expect(name == "packed" && reason.contains("version")) }
  }

  /// A member of bzip2 may be a thousand times smaller than its content.
  @Test func bzip2() throws {
    let array = try ArrayFixtures.read(ArrayFixtures.open("bzip2-zeros.npz"), "X")
    #expect(array.shape == [1000, 400] && array.numbers?.allSatisfy { $0 == 0 } == true)
    #expect(throws: DataError.tooLarge(limit: 1 << 20)) { try ArrayFixtures.read(ArrayFixtures.open("bzip2-zeros.npz", MemoryBudget(bytes: 1 << 20)), "X") }
  }

  /// Without its helper, nnshell reads the other forms, and says what is missing for these.
  @Test func withoutTheProgram() throws {
    let folder = try TemporaryFolder()
    try ArrayReaderProgram.$folder.withValue(folder.path) {
      for name in ["v7.mat", "types.h5", "course.mat.gz"] {
        do {
          _ = try ArrayArchive.open(ArrayFixtures.path(name), MemoryBudget())
          Issue.record("\(name) is read")
        } catch DataError.badArrays(let reason) {
          #expect(reason.contains("`make build` builds it") && reason.contains(folder.path + "/nnshell-arrays"))
        }
      }
      guard case .arrays(let archive) = try ArrayArchive.open(ArrayFixtures.path("octave-text.mat"), MemoryBudget()) else { throw ArrayFixtures.NoArrays() }
      #expect(archive.kind == .octaveText)
    }
  }

  /// The libraries are linked into the helper alone, since they would make each start slower.
  @Test func nnshellDoesNotLinkTheLibraries() throws {
    let own = try Program.run([Program.path], executable: "/usr/bin/ldd")
    #expect(own.status == 0 && own.output.contains("libzip") && !own.output.contains("hdf5") && !own.output.contains("matio"))
    let helper = try Program.run([ArrayFixtures.program + "/nnshell-arrays"], executable: "/usr/bin/ldd")
    #expect(helper.output.contains("hdf5") && helper.output.contains("matio"))
  }

  /// Numbers with the first dimension fastest come into C order, for any number of dimensions.
  @Test(arguments: [[], [3], [2, 3], [1, 3], [2, 3, 4], [2, 1, 3, 2], [3, 2, 2, 2, 3], [0, 2, 3]]) func columnOrder(_ shape: [Int]) {
    let count = shape.reduce(1, *)
    // Each number is its place in C order.
    var values: [Double] = []
    for index in 0..<count {
      var (rest, place, step) = (index, 0, count)
      var strides: [Int] = []
      for size in shape {
        step /= size
        strides.append(step)
      }
      for (size, stride) in zip(shape, strides) {
        place += rest % size * stride
        rest /= size
      }
      values.append(Double(place))
    }
    #expect(ArrayShape.fromColumns(values, shape) == (0..<count).map(Double.init))
  }
}

import TestSupport
import Testing

@testable import Net

/// Data in float32. NumPy 2.3.4 sums it row by row in float32, which gives a deviation of 9.8 for 10^6 rows of 1000.1
/// (findings/numpy-float32-mean-of-rows.sh).
@Suite struct FloatDataTests {
  /// A feature whose entries are all equal is constant. Scaling makes it 0 for any number of examples.
  @Test(arguments: [7, 1000, 100_000, 1_000_000]) func constantFeature(_ examples: Int) throws {
    for value in [Double(Float(1000.1)), 1000.1, 0.1, -3.3] {
      let X = Matrix(rows: 2, columns: examples, elements: [Double](repeating: value, count: examples) + (0..<examples).map { Double($0 % 2) })
      let scaling = Scaling(standardizing: X)
      #expect(scaling.mean[0, 0] == value && scaling.deviation[0, 0] == 0)
      let scaled = scaling.apply(X)
      #expect(scaled.row(0).allSatisfy { $0 == 0 } && abs(scaled[1, 0]) > 0.8)
    }
  }

  /// Numbers whose squares or whose sum leave the range of a double have a mean and a deviation all the same.
  @Test(arguments: [1e300, 1.7e308, 1e-300, 2000 * Double.leastNonzeroMagnitude, 1]) func extremeFeature(_ size: Double) throws {
    let X = Matrix(row: [size, -size, size, size / 2])
    let scaling = Scaling(standardizing: X)
    let usual = Scaling(standardizing: Matrix(row: [1, -1, 1, 0.5]))
    #expect(abs(scaling.mean[0, 0] / size - usual.mean[0, 0]) < 1e-3 && abs(scaling.deviation[0, 0] / size - usual.deviation[0, 0]) < 1e-3)
    let part = Dataset(name: "", X: Matrix(row: [size, size, .nan]), Y: nil, classNames: nil, featureNames: ["a"])
    var split = DataSplit(part)
    try split.fill(byMedian: false)
    #expect(split.X.elements == [size, size, size])
  }

  /// A float32 array with an example in each row is read and scaled correctly.
  @Test func rowsOfFloats() throws {
    let count = 20_000
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(count), 3), }"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
    bytes += [UInt8](repeating: 0x20, count: 127 - bytes.count) + [0x0A]
    for index in 0..<count {
      for value in [Float(1000.1), Float(1000 + index % 2), Float(index % 2)] {
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }
    }
    let folder = try TemporaryFolder()
    try folder.write("x.npy", bytes: bytes)
    guard case .matrix(let rows, _) = try ArrayFile.read(folder.path + "/x.npy", name: "X") else { return #expect(Bool(false)) }
    let X = rows.transposed()
    #expect(X.shape == Shape(3, count))
    let scaled = Scaling(standardizing: X).apply(X)
    #expect(scaled.row(0).allSatisfy { $0 == 0 } && scaled.row(1).allSatisfy { abs(abs($0) - 1) < 1e-12 })
  }
}

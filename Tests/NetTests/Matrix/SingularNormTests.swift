import Testing

@testable import Net

/// Norms that are computed from singular values.
@Suite struct SingularNormTests {
  /// The singular values of A are √λ for the eigenvalues λ = (91 ± √8185) / 2 of AᵀA = [35, 44; 44, 56].
  @Test func knownValues() throws {
    let A = Matrix([[1, 2], [3, 4], [5, 6]])
    let roots = [(91 + 8185.0.squareRoot()) / 2, (91 - 8185.0.squareRoot()) / 2].map { $0.squareRoot() }
    let values = A.singularValues()
    #expect(values.count == 2 && abs(values[0] - roots[0]) < 1e-14 * 10 && abs(values[1] - roots[1]) < 1e-14)
    #expect(abs(A.transposed().norm(.nuclear, axis: nil)!.elements[0] - (roots[0] + roots[1])) < 1e-13)
    #expect(Matrix(rows: 3, columns: 3).norm(.number(2), axis: nil)!.elements == [0])
  }

  /// The norms of a matrix with NaN or infinity are NaN. NumPy 2.3.4 raises an error for NaN alone (findings/numpy-pinv-of-infinity.sh).
  @Test(arguments: [Double.nan, .infinity, -.infinity]) func notFinite(_ entry: Double) {
    let A = Matrix([[1, 2, 3], [4, entry, 6], [7, 8, 9]])
    for order in [NormOrder.number(2), .number(-2), .nuclear] { #expect(A.norm(order, axis: nil)!.elements[0].isNaN, "\(order)") }
  }

  /// The largest and the smallest doubles do not overflow or vanish. The squares of the singular values add up to those of the entries.
  @Test func extremes() {
    #expect(abs(Matrix([[1e300, 0], [0, -1e300]]).norm(.number(2), axis: nil)!.elements[0] / 1e300 - 1) < 1e-15)
    let tiny = Double("1e-310")!
    #expect(Matrix([[tiny, 0], [0, 1]]).norm(.number(-2), axis: nil)!.elements[0] == tiny)
    for (rows, columns) in [(1, 40), (40, 1), (2, 60), (60, 2), (30, 30)] {
      let A = Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { Double($0 % 7) - 3 })
      let squares = A.singularValues().reduce(0) { $0 + $1 * $1 }
      let whole = A.elements.reduce(0) { $0 + $1 * $1 }
      #expect(abs(squares - whole) < 1e-12 * whole, "\(rows) x \(columns)")
    }
  }
}

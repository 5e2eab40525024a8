import COpenBLAS

/// Matrix products by OpenBLAS. The only file that imports the C module.
enum GEMM {
  /// C = scale · op(A) @ op(B), op the transpose where asked. C must have the shape of the result.
  static func multiply(
    _ a: Matrix, _ b: Matrix, transposeA: Bool = false, transposeB: Bool = false, scale: Double = 1, into c: inout Matrix
  ) {
    let rows = transposeA ? a.columns : a.rows
    let inner = transposeA ? a.rows : a.columns
    let columns = transposeB ? b.rows : b.columns
    precondition(inner == (transposeB ? b.columns : b.rows), "inner dimensions must agree")
    precondition(c.rows == rows && c.columns == columns, "the result must have its shape")
    guard rows > 0, columns > 0 else { return }
    guard inner > 0 else {
      for index in c.elements.indices { c.elements[index] = 0 }
      return
    }
    unsafe c.elements.withUnsafeMutableBufferPointer { z in
      unsafe run(a, b, transposeA, transposeB, scale, z, (rows, inner, columns))
    }
  }

  /// op(A) @ op(B) in storage of its own, which is not filled before.
  static func product(_ a: Matrix, _ b: Matrix, transposeA: Bool, transposeB: Bool) -> Matrix {
    let (rows, inner) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
    let columns = transposeB ? b.rows : b.columns
    precondition(inner == (transposeB ? b.columns : b.rows), "inner dimensions must agree")
    guard rows > 0, columns > 0, inner > 0 else { return Matrix(rows: rows, columns: columns) }
    let elements = unsafe [Double](unsafeUninitializedCapacity: rows * columns) { z, filled in
      unsafe run(a, b, transposeA, transposeB, 1, z, (rows, inner, columns))
      filled = rows * columns
    }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }

  private static func run(
    _ a: Matrix, _ b: Matrix, _ transposeA: Bool, _ transposeB: Bool, _ scale: Double, _ z: UnsafeMutableBufferPointer<Double>,
    _ sizes: (rows: Int, inner: Int, columns: Int)
  ) {
    // BLAS reads rows · inner and inner · columns doubles and writes rows · columns: the counts of the three matrices.
    unsafe a.elements.withUnsafeBufferPointer { x in
      unsafe b.elements.withUnsafeBufferPointer { y in
        unsafe cblas_dgemm(
          CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasint(sizes.rows), blasint(sizes.columns),
          blasint(sizes.inner), scale, x.baseAddress, blasint(a.columns), y.baseAddress, blasint(b.columns), 0, z.baseAddress, blasint(sizes.columns))
      }
    }
  }
}

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
    let (strideA, strideB) = (blasint(a.columns), blasint(b.columns))
    // BLAS reads rows · inner and inner · columns doubles and writes rows · columns: the counts of the three matrices.
    unsafe a.elements.withUnsafeBufferPointer { x in
      unsafe b.elements.withUnsafeBufferPointer { y in
        unsafe c.elements.withUnsafeMutableBufferPointer { z in
          unsafe cblas_dgemm(
            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns),
            blasint(inner), scale, x.baseAddress, strideA, y.baseAddress, strideB, 0, z.baseAddress, blasint(columns))
        }
      }
    }
  }
}

import COpenBLAS

/// Matrix products by OpenBLAS, on the calling thread alone. Only this file imports the C module.
///
/// A large product is first cut into blocks, which several threads share. So sums have the same order at any number of threads.
enum GEMM {
  /// Switches off OpenBLAS's own threads. It is read before the first product, and before threads of ours start: OpenBLAS starts its threads with the
  /// program, and each of them keeps a processor busy for 50 ms while it waits for work.
  static let onlyThisThread: Void = {
    openblas_set_num_threads(1)
    nn_end_openblas_threads()
  }()

  /// C = op(A) @ op(B), or C += op(A) @ op(B) with `adding`. op is the transpose where it is asked for, else the matrix itself.
  static func multiply(
    _ a: Block, _ b: Block, transposeA turnsA: Bool = false, transposeB turnsB: Bool = false, adding: Bool = false, into c: Block
  ) {
    _ = onlyThisThread
    guard unsafe c.rows > 0 && c.columns > 0 else { return }
    // BLAS reads and writes only within the rows, columns and strides of the three blocks.
    unsafe cblas_dgemm(
      CblasRowMajor, turnsA ? CblasTrans : CblasNoTrans, turnsB ? CblasTrans : CblasNoTrans, blasint(c.rows), blasint(c.columns),
      blasint(turnsA ? a.rows : a.columns), 1, a.entries, blasint(a.stride), b.entries, blasint(b.stride), adding ? 1 : 0, c.entries, blasint(c.stride))
  }

  /// op(A) @ op(B) as a new matrix. Its storage is not filled with zeros first. Several threads share a large product.
  ///
  /// Traps where the inner dimensions differ. The result is 0 where the inner dimension is 0.
  static func product(_ a: Matrix, _ b: Matrix, transposeA: Bool, transposeB: Bool) -> Matrix {
    let (rows, inner) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
    let columns = transposeB ? b.rows : b.columns
    precondition(inner == (transposeB ? b.columns : b.rows), "inner dimensions must agree")
    guard rows > 0, columns > 0, inner > 0 else { return Matrix(rows: rows, columns: columns) }
    let elements = unsafe [Double](unsafeUninitializedCapacity: rows * columns) { z, filled in
      let out = unsafe Block(z.baseAddress!, rows: rows, columns: columns, stride: columns)
      unsafe a.withBlock { x in unsafe b.withBlock { y in unsafe share(x, transposeA, y, transposeB, out) } }
      filled = rows * columns
    }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }

  /// A product with fewer multiplications is computed on one thread.
  private static let worthSharing = 1 << 21
  /// The largest number of columns in a part, and the smallest where a product is cut only to have two parts. The parts do not depend on the number
  /// of threads.
  private static let (partColumns, leastColumns) = (512, 64)

  private static func share(_ a: Block, _ turnsA: Bool, _ b: Block, _ turnsB: Bool, _ out: Block) {
    let inner = unsafe turnsA ? a.rows : a.columns
    let count = unsafe max((out.columns + partColumns - 1) / partColumns, min(2, out.columns / leastColumns))
    guard unsafe count > 1 && out.rows * inner * out.columns >= worthSharing else {
      return unsafe multiplyInSlabs(a, turnsA, b, turnsB, out, Interrupt.current)
    }
    unsafe Workers.shared.run(count, Product(a: a, turnsA: turnsA, b: b, turnsB: turnsB, out: out, partColumns: (out.columns + count - 1) / count))
  }

  /// The rows and the inner places of a slab. OpenBLAS takes as many inner places at a time. With this number of rows, the repeated preparation of the right
  /// factor costs too little to be measured. A slab with 512 columns takes about 30 ms.
  private static let (slabRows, slabInner) = (4096, 384)

  /// A product in slabs. Ctrl-C can stop it between two slabs. The slabs depend only on the sizes, and each entry is summed in the order of its inner
  /// places.
  private static func multiplyInSlabs(_ a: Block, _ turnsA: Bool, _ b: Block, _ turnsB: Bool, _ out: Block, _ interrupt: Interrupt?) {
    let inner = unsafe turnsA ? a.rows : a.columns
    for row in unsafe stride(from: 0, to: out.rows, by: slabRows) {
      let rows = unsafe min(slabRows, out.rows - row)
      for place in stride(from: 0, to: inner, by: slabInner) {
        if interrupt?.endsWork() == true { return }
        let places = min(slabInner, inner - place)
        let left = unsafe turnsA ? a.part(place, row, places, rows) : a.part(row, place, rows, places)
        let right = unsafe turnsB ? b.part(0, place, b.rows, places) : b.part(place, 0, places, b.columns)
        unsafe multiply(left, right, transposeA: turnsA, transposeB: turnsB, adding: place > 0, into: out.part(row, 0, rows, out.columns))
      }
    }
  }

  /// One product, cut into parts by its columns.
  @safe private final class Product: SharedWork {
    private let a, b, out: Block
    private let turnsA, turnsB: Bool
    private let partColumns: Int
    private let interrupt = Interrupt.current

    init(a: Block, turnsA: Bool, b: Block, turnsB: Bool, out: Block, partColumns: Int) {
      (unsafe self.a, unsafe self.b, unsafe self.out) = unsafe (a, b, out)
      (self.turnsA, self.turnsB, self.partColumns) = (turnsA, turnsB, partColumns)
    }

    func perform(_ index: Int, worker: Int) {
      let first = index * partColumns
      let count = unsafe min(partColumns, out.columns - first)
      guard count > 0 else { return }
      let right = unsafe turnsB ? b.part(first, 0, count, b.columns) : b.columns(from: first, count: count)
      unsafe multiplyInSlabs(a, turnsA, right, turnsB, out.columns(from: first, count: count), interrupt)
    }
  }
}

/// The functions that OpenBLAS has from LAPACK.
enum LAPACK {
  /// The singular values of a matrix with finite entries, the largest first, by LAPACK's `dgesdd`.
  ///
  /// The result is nil where the method does not converge, and an empty list for an empty matrix.
  static func singularValues(_ matrix: Matrix) -> [Double]? {
    _ = GEMM.onlyThisThread
    // LAPACK reads column by column. So it sees the transpose, which has the same singular values.
    var (rows, columns) = (blasint(matrix.columns), blasint(matrix.rows))
    let count = Int(min(rows, columns))
    guard count > 0 else { return [] }
    var entries = matrix.elements
    var values = [Double](repeating: 0, count: count)
    var integers = [blasint](repeating: 0, count: 8 * count)
    // No singular vectors are requested, so nothing is written to these.
    var (left, right, leftRows, rightRows, info) = (0.0, 0.0, blasint(1), blasint(1), blasint(0))
    var job = CChar(UInt8(ascii: "N"))
    var leading = rows
    // The first call only returns the size of the workspace.
    var (wanted, size) = (0.0, blasint(-1))
    unsafe dgesdd_(&job, &rows, &columns, &entries, &leading, &values, &left, &leftRows, &right, &rightRows, &wanted, &size, &integers, &info, 1)
    guard info == 0 else { return nil }
    size = blasint(wanted)
    var room = [Double](repeating: 0, count: max(1, Int(size)))
    unsafe dgesdd_(&job, &rows, &columns, &entries, &leading, &values, &left, &leftRows, &right, &rightRows, &room, &size, &integers, &info, 1)
    return info == 0 ? values : nil
  }
}

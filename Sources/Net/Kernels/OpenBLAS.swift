import COpenBLAS

/// Matrix products by OpenBLAS, on the calling thread alone: whoever shares the work cuts it into blocks first, so that sums are made
/// in one order at any number of threads. This file alone imports the C module.
enum GEMM {
  /// Called before the first product: OpenBLAS's own threads stay unused.
  fileprivate static let onlyThisThread: Void = openblas_set_num_threads(1)

  /// C = op(A) @ op(B), or C += that product; op the transpose where asked.
  static func multiply(
    _ a: Block, _ b: Block, transposeA turnsA: Bool = false, transposeB turnsB: Bool = false, adding: Bool = false, into c: Block
  ) {
    _ = onlyThisThread
    guard unsafe c.rows > 0 && c.columns > 0 else { return }
    // BLAS reads and writes within the rows, columns and strides of the three blocks.
    unsafe cblas_dgemm(
      CblasRowMajor, turnsA ? CblasTrans : CblasNoTrans, turnsB ? CblasTrans : CblasNoTrans, blasint(c.rows), blasint(c.columns),
      blasint(turnsA ? a.rows : a.columns), 1, a.entries, blasint(a.stride), b.entries, blasint(b.stride), adding ? 1 : 0, c.entries, blasint(c.stride))
  }

  /// op(A) @ op(B) in storage of its own, which is not filled before; large products are shared among the threads.
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

  /// Under this many multiplications a product is not worth a second thread.
  private static let worthSharing = 1 << 21
  /// Columns of a part, at most; and at least, where a product has two parts only to have two. The parts are the same at any number
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

  /// Rows and inner places of a slab. The inner places are as many as OpenBLAS takes at a time, and the rows so many
  /// that to prepare the right factor anew for each slab costs nothing that can be measured: a slab of 512 columns takes some 30 ms.
  private static let (slabRows, slabInner) = (4096, 384)

  /// A product between whose slabs one can stop; the slabs follow from the sizes alone, and each entry is summed in the order of its inner places.
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

  /// One product in parts of its columns.
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

/// What OpenBLAS brings of LAPACK.
enum LAPACK {
  /// The singular values of a matrix of finite entries, the largest first, by `dgesdd`; nil where it does not converge.
  static func singularValues(_ matrix: Matrix) -> [Double]? {
    _ = GEMM.onlyThisThread
    // LAPACK reads columns: the rows of the matrix are those of its transpose, which has the same singular values.
    var (rows, columns) = (blasint(matrix.columns), blasint(matrix.rows))
    let count = Int(min(rows, columns))
    guard count > 0 else { return [] }
    var entries = matrix.elements
    var values = [Double](repeating: 0, count: count)
    var integers = [blasint](repeating: 0, count: 8 * count)
    // No vectors are asked for: nothing is written there.
    var (left, right, leftRows, rightRows, info) = (0.0, 0.0, blasint(1), blasint(1), blasint(0))
    var job = CChar(UInt8(ascii: "N"))
    var leading = rows
    // The first call only asks how much room is wanted.
    var (wanted, size) = (0.0, blasint(-1))
    unsafe dgesdd_(&job, &rows, &columns, &entries, &leading, &values, &left, &leftRows, &right, &rightRows, &wanted, &size, &integers, &info, 1)
    guard info == 0 else { return nil }
    size = blasint(wanted)
    var room = [Double](repeating: 0, count: max(1, Int(size)))
    unsafe dgesdd_(&job, &rows, &columns, &entries, &leading, &values, &left, &leftRows, &right, &rightRows, &room, &size, &integers, &info, 1)
    return info == 0 ? values : nil
  }
}

/// The inputs of a pass: all columns of X, or those of a batch.
struct Inputs {
  /// (n0, m): an example in each column.
  let X: Matrix
  /// X with an example in each row. A batch is copied faster from it, because the numbers of an example lie side by side there. It is nil where there is none.
  var turned: Matrix?
  /// The columns of the batch, from 0, in their order; nil for all columns.
  var places: [Int]?

  /// m of the L2 penalty: the number of all examples, also where these inputs are a batch.
  let all: Int

  init(X: Matrix, places: [Int]? = nil, of all: Int? = nil) { (self.X, self.places, self.all) = (X, places, all ?? X.columns) }

  /// The number of examples.
  var count: Int { places?.count ?? X.columns }

  /// Calls `body` with a block that has an example in each column. The block is valid only during the call.
  /// - Parameter batch: the space for the columns of a batch. It is used again where it fits.
  func withColumns(in batch: inout PassBuffer?, _ body: (Block) -> Void) {
    guard let places else { return unsafe X.withBlock(body) }
    let stride = Sweep.apart(places.count)
    if batch?.shape != Shape(X.rows, stride) { batch = PassBuffer(Shape(X.rows, stride)) }
    let columns = unsafe Block(batch!.entries, rows: X.rows, columns: places.count, stride: stride)
    if let turned, !places.isEmpty {
      unsafe turned.withBlock { source in unsafe Rows.with(source, places) { unsafe Gathering(rows: $0, columns).run() } }
    } else {
      unsafe X.withBlock { source in
        for row in 0..<X.rows {
          for (place, column) in places.enumerated() { unsafe columns.entries[row * stride + place] = source.entries[row * source.stride + column] }
        }
      }
    }
    unsafe body(columns)
  }

  /// Calls `body` with the places of rows that each have an example. They are valid only during the call.
  /// - Parameters:
  ///   - columns: the same examples in columns.
  ///   - space: the space for the rows where nobody turned X before. It is used again where it fits.
  func withRows(of columns: Block, in space: inout PassBuffer?, _ body: (Rows) -> Void) {
    if let turned, let places, !places.isEmpty { return unsafe turned.withBlock { unsafe Rows.with($0, places) { unsafe body($0) } } }
    let stride = unsafe Sweep.apart(columns.rows)
    let shape = unsafe Shape(columns.columns, stride)
    if space?.shape != shape { space = PassBuffer(shape) }
    let rows = unsafe Block(space!.entries, rows: columns.columns, columns: columns.rows, stride: stride)
    unsafe Rows.with(columns) { unsafe Gathering(rows: $0, rows).run() }
    unsafe Rows.with(rows) { unsafe body($0) }
  }
}

/// The places in memory of rows that may lie apart.
@unsafe struct Rows {
  let starts: UnsafePointer<UnsafePointer<Double>>

  /// Calls `body` with some rows of a block, counted from 0, or with all.
  static func with(_ block: Block, _ chosen: [Int]? = nil, _ body: (Rows) -> Void) {
    let starts = unsafe (chosen ?? Array(0..<block.rows)).map { unsafe UnsafePointer(block.entries + $0 * block.stride) }
    unsafe starts.withUnsafeBufferPointer { starts in
      if let first = starts.baseAddress { unsafe body(Rows(starts: first)) }
    }
  }
}

/// Rows that lie apart become the columns of a block. Several threads share a large block.
@safe private final class Gathering: SharedWork {
  private let rows: Rows
  private let out: Block

  init(rows: Rows, _ out: Block) { unsafe (self.rows, self.out) = (rows, out) }

  /// The number of pieces of a shared block, and the number of entries from which on it is shared.
  private static let (pieces, worthSharing) = (8, 1 << 15)

  func run() {
    if unsafe out.rows * out.columns < Self.worthSharing { return unsafe gather(0..<out.rows) }
    Workers.shared.run(Self.pieces, self)
  }

  func perform(_ index: Int, worker: Int) {
    let size = unsafe Sweep.aligned((out.rows + Self.pieces - 1) / Self.pieces)
    unsafe gather(min(index * size, out.rows)..<min((index + 1) * size, out.rows))
  }

  private func gather(_ range: Range<Int>) { unsafe Kernels.chosen.gather(rows, from: range.lowerBound, into: out.rows(range)) }
}

import Glibc
import Synchronization

/// A matrix that the kernels of a pass write, in row order. Its entries keep their address as long as the buffer lives.
///
/// A copy shares the memory until one of the two is prepared for writing.
@safe struct PassBuffer {
  @safe private final class Memory {
    let entries: UnsafeMutablePointer<Double>
    /// A copy of the entries, made when they are first read.
    var matrix: Matrix?
    /// Whether a thread reads or makes the copy now. Sessions on several threads may share a pass that was made before.
    let isInUse = Atomic<Bool>(false)

    init(_ count: Int) { unsafe entries = Sweep.allocate(count) }
    deinit { unsafe entries.deallocate() }
  }

  let shape: Shape
  private var memory: Memory

  /// A buffer of zeros.
  init(_ shape: Shape) {
    self.shape = shape
    memory = Memory(shape.rows * shape.columns)
    unsafe memory.entries.initialize(repeating: 0, count: shape.rows * shape.columns)
  }

  /// The entry at (0, 0). The entries of a row lie side by side.
  var entries: UnsafeMutablePointer<Double> { unsafe memory.entries }

  /// All entries, for the kernels.
  var block: Block { unsafe Block(memory.entries, rows: shape.rows, columns: shape.columns, stride: shape.columns) }

  /// A copy of the entries, which takes as much memory again. It is made by the first read after a pass. Several threads may read.
  var matrix: Matrix {
    while memory.isInUse.exchange(true, ordering: .acquiring) { sched_yield() }
    defer { memory.isInUse.store(false, ordering: .releasing) }
    if let matrix = memory.matrix { return matrix }
    let elements = unsafe Array(UnsafeBufferPointer(start: memory.entries, count: shape.rows * shape.columns))
    let matrix = Matrix(shape, elements: elements)
    memory.matrix = matrix
    return matrix
  }

  /// Prepares the buffer for a pass, which writes every entry. Memory that a copy shares is replaced by new memory, whose entries are not yet defined.
  mutating func prepare() {
    if isKnownUniquelyReferenced(&memory) { memory.matrix = nil } else { memory = Memory(shape.rows * shape.columns) }
  }

  /// Calls `body` with each entry in row order, to give it a value.
  func fill(_ body: (inout Double) -> Void) {
    for index in 0..<shape.rows * shape.columns { unsafe body(&memory.entries[index]) }
    memory.matrix = nil
  }

  /// Σ (x / divisor)² over all entries x.
  func squares(over divisor: Double = 1) -> Double {
    var sum = 0.0
    for index in 0..<shape.rows * shape.columns {
      let share = unsafe memory.entries[index] / divisor
      sum += share * share
    }
    return sum
  }

  /// The largest |x| of all entries x; infinite where an entry is NaN.
  var largest: Double {
    var largest = 0.0
    for index in 0..<shape.rows * shape.columns {
      let size = unsafe abs(memory.entries[index])
      largest = size.isNaN ? .infinity : max(largest, size)
    }
    return largest
  }

  /// Multiplies each entry by a factor. Memory that a copy shares is replaced by new memory.
  mutating func scale(by factor: Double) {
    let old = memory
    prepare()
    for index in 0..<shape.rows * shape.columns { unsafe memory.entries[index] = old.entries[index] * factor }
  }
}

extension [PassBuffer] {
  /// Makes the list ready for a pass that writes `count` matrices. It allocates nothing where their shapes are those of the last pass.
  @inline(__always)
  mutating func prepare(_ count: Int, shape: (Int) -> Shape) {
    if self.count != count { self = (0..<count).map { PassBuffer(shape($0)) } }
    for index in 0..<count {
      let shape = shape(index)
      if self[index].shape == shape { self[index].prepare() } else { self[index] = PassBuffer(shape) }
    }
  }
}

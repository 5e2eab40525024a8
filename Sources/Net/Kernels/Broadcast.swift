/// Functions that are applied to the entries of whole matrices.
///
/// They are inlined at the call, so that the compiler puts the function into the loop and uses the processor's vectors. The inputs are not copied.
extension Matrix {
  /// A matrix of the same shape with `function` applied to each entry.
  @inlinable
  public func map(_ function: (Double) -> Double) -> Matrix {
    let count = elements.count
    let mapped = unsafe [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe elements.withUnsafeBufferPointer { x in
        Slabs.each(count) { for index in $0 { unsafe buffer[index] = function(x[index]) } }
      }
      filled = count
    }
    return Matrix(rows: rows, columns: columns, elements: mapped)
  }

  /// `function` applied to pairs of entries, with NumPy's broadcasting; nil where the shapes do not fit.
  ///
  /// Two shapes fit where each dimension is equal or is 1 on one side.
  @inlinable
  public static func broadcast(_ a: Matrix, _ b: Matrix, _ function: (Double, Double) -> Double) -> Matrix? {
    guard let shape = Shape.broadcast(a.shape, b.shape) else { return nil }
    let (rows, columns) = (shape.rows, shape.columns)
    let isOneRun = a.shape == b.shape
    // Every offset stays within the entries of its operand, because a repeated row or column has the step 0.
    let result = unsafe [Double](unsafeUninitializedCapacity: rows * columns) { buffer, filled in
      filled = rows * columns
      unsafe a.elements.withUnsafeBufferPointer { x in
        unsafe b.elements.withUnsafeBufferPointer { y in
          if isOneRun {
            Slabs.each(rows * columns) { for index in $0 { unsafe buffer[index] = function(x[index], y[index]) } }
            return
          }
          Slabs.each(rows, entriesOfEach: columns) {
            for row in $0 {
              let out = row * columns
              let first = a.rows == 1 ? 0 : row * a.columns
              let second = b.rows == 1 ? 0 : row * b.columns
              if a.columns == columns, b.columns == columns {
                Slabs.each(columns) { for column in $0 { unsafe buffer[out + column] = function(x[first + column], y[second + column]) } }
              } else if a.columns == columns {
                let entry = unsafe y[second]
                Slabs.each(columns) { for column in $0 { unsafe buffer[out + column] = function(x[first + column], entry) } }
              } else {
                let entry = unsafe x[first]
                Slabs.each(columns) { for column in $0 { unsafe buffer[out + column] = function(entry, y[second + column]) } }
              }
            }
          }
        }
      }
    }
    return Matrix(rows: rows, columns: columns, elements: result)
  }

  /// a ∘ b entry by entry, by NumPy's broadcasting, and whether every entry of the result is finite. nil where the shapes do not fit.
  public static func arithmetic(_ operation: Kernels.Operation, _ a: Matrix, _ b: Matrix) -> (result: Matrix, isFinite: Bool)? {
    guard let shape = Shape.broadcast(a.shape, b.shape) else { return nil }
    let (rows, columns) = (shape.rows, shape.columns)
    let (isEntryA, isEntryB) = (a.shape == Shape(1, 1), b.shape == Shape(1, 1))
    // Sides of the result's shape, and sides with a single entry, make one run of entries. Otherwise each row is a run, and a side with one column gives
    // it one number.
    let isOneRun = (a.shape == shape || isEntryA) && (b.shape == shape || isEntryB)
    if !isOneRun, columns < shortestRun { return closureArithmetic(operation, a, b) }
    let kernels = Kernels.chosen
    var isFinite = true
    let (runs, length) = isOneRun ? (1, rows * columns) : (rows, columns)
    let stepA = isOneRun ? (isEntryA ? 0 : 1) : a.columns == columns ? 1 : 0
    let stepB = isOneRun ? (isEntryB ? 0 : 1) : b.columns == columns ? 1 : 0
    let result = unsafe [Double](unsafeUninitializedCapacity: rows * columns) { buffer, filled in
      filled = rows * columns
      guard let out = buffer.baseAddress, rows * columns > 0 else { return }
      unsafe a.elements.withUnsafeBufferPointer { x in
        unsafe b.elements.withUnsafeBufferPointer { y in
          Slabs.each(runs, entriesOfEach: length) {
            for run in $0 {
              // A side with one row gives that row to each run. The offsets stay within the arrays.
              let first = unsafe x.baseAddress! + (a.rows == 1 ? 0 : run * a.columns)
              let second = unsafe y.baseAddress! + (b.rows == 1 ? 0 : run * b.columns)
              let target = unsafe out + run * length
              Slabs.each(length) {
                let (start, count) = ($0.lowerBound, $0.count)
                let whole = unsafe kernels.arithmetic(
                  operation, first + stepA * start, stepA, second + stepB * start, stepB, into: target + start, count: count)
                isFinite = isFinite && whole
              }
            }
          }
        }
      }
    }
    return (Matrix(rows: rows, columns: columns, elements: result), isFinite)
  }

  /// Rows of fewer entries than this are not worth a call of a kernel each.
  private static let shortestRun = 8

  private static func closureArithmetic(_ operation: Kernels.Operation, _ a: Matrix, _ b: Matrix) -> (result: Matrix, isFinite: Bool)? {
    let result =
      switch operation {
      case .add: broadcast(a, b) { $0 + $1 }
      case .subtract: broadcast(a, b) { $0 - $1 }
      case .multiply: broadcast(a, b) { $0 * $1 }
      case .divide: broadcast(a, b) { $0 / $1 }
      }
    return result.map { ($0, $0.isFinite) }
  }

  /// Whether no entry is NaN or infinite. An empty matrix is finite.
  public var isFinite: Bool {
    let kernels = Kernels.chosen
    var isFinite = true
    unsafe elements.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      Slabs.each(values.count) { isFinite = unsafe isFinite && kernels.isFinite(start + $0.lowerBound, count: $0.count) }
    }
    return isFinite
  }
}

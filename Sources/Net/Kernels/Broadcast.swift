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

  /// Whether no entry is NaN or infinite. An empty matrix is finite.
  public var isFinite: Bool {
    // x - x is 0 for a finite x, else NaN. A sum with a NaN is NaN.
    var total = SIMD8<Double>(repeating: 0)
    var rest = 0.0
    unsafe elements.withUnsafeBufferPointer { values in
      Slabs.each(values.count) { range in
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
          let part = unsafe SIMD8(
            values[index], values[index + 1], values[index + 2], values[index + 3], values[index + 4], values[index + 5], values[index + 6], values[index + 7])
          total += part - part
          index += 8
        }
        while index < range.upperBound {
          unsafe rest += values[index] - values[index]
          index += 1
        }
      }
    }
    return total.sum() + rest == 0
  }
}

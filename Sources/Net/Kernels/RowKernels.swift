/// Row-wise passes over matrices for the network's step; nothing is allocated.
enum RowKernels {
  /// Z[i, j] += b[i]
  static func addColumn(_ column: Matrix, to matrix: inout Matrix) {
    let columns = matrix.columns
    unsafe matrix.elements.withUnsafeMutableBufferPointer { values in
      for row in 0..<column.rows {
        let bias = column.elements[row]
        for index in row * columns..<(row + 1) * columns { unsafe values[index] += bias }
      }
    }
  }

  /// sums[i] = scale · Σ_j M[i, j], summed by four accumulators so that the order is one and the same everywhere.
  static func sumRows(_ matrix: Matrix, scale: Double, into sums: inout Matrix) {
    let columns = matrix.columns
    unsafe matrix.elements.withUnsafeBufferPointer { values in
      for row in 0..<matrix.rows { sums.elements[row] = unsafe scale * sum(values, row * columns, columns) }
    }
  }

  /// The sum of a whole array, in the same order.
  static func sum(_ elements: [Double]) -> Double {
    unsafe elements.withUnsafeBufferPointer { unsafe sum($0, 0, elements.count) }
  }

  private static func sum(_ values: UnsafeBufferPointer<Double>, _ start: Int, _ count: Int) -> Double {
    var total = SIMD8<Double>(repeating: 0)
    var index = 0
    while index + 8 <= count {
      let base = start + index
      total += unsafe SIMD8(
        values[base], values[base + 1], values[base + 2], values[base + 3], values[base + 4], values[base + 5], values[base + 6], values[base + 7])
      index += 8
    }
    var rest = 0.0
    while index < count {
      unsafe rest += values[start + index]
      index += 1
    }
    return total.sum() + rest
  }

  /// sums[j] += values[start + j]
  static func add(_ values: [Double], from start: Int, to sums: inout [Double]) {
    precondition(start >= 0 && start + sums.count <= values.count, "the row must lie in the array")
    unsafe sums.withUnsafeMutableBufferPointer { target in
      unsafe values.withUnsafeBufferPointer { source in
        for index in 0..<target.count { unsafe target[index] += source[start + index] }
      }
    }
  }

  /// out[i] = f(x[i], y[i]) for arrays of one length.
  @inline(__always)
  static func combine(_ x: [Double], _ y: [Double], into out: inout [Double], _ function: (Double, Double) -> Double) {
    precondition(x.count == out.count && y.count == out.count, "arrays must have one length")
    unsafe out.withUnsafeMutableBufferPointer { target in
      unsafe x.withUnsafeBufferPointer { first in
        unsafe y.withUnsafeBufferPointer { second in
          for index in 0..<target.count { unsafe target[index] = function(first[index], second[index]) }
        }
      }
    }
  }

  /// out[i] = f(out[i], x[i], y[i])
  @inline(__always)
  static func update(_ out: inout [Double], with x: [Double], _ y: [Double], _ function: (Double, Double, Double) -> Double) {
    precondition(x.count == out.count && y.count == out.count, "arrays must have one length")
    unsafe out.withUnsafeMutableBufferPointer { target in
      unsafe x.withUnsafeBufferPointer { first in
        unsafe y.withUnsafeBufferPointer { second in
          for index in 0..<target.count { unsafe target[index] = function(target[index], first[index], second[index]) }
        }
      }
    }
  }

  /// out[i] = f(out[i], x[i])
  @inline(__always)
  static func update(_ out: inout [Double], with x: [Double], _ function: (Double, Double) -> Double) {
    precondition(x.count == out.count, "arrays must have one length")
    unsafe out.withUnsafeMutableBufferPointer { target in
      unsafe x.withUnsafeBufferPointer { source in
        for index in 0..<target.count { unsafe target[index] = function(target[index], source[index]) }
      }
    }
  }
}

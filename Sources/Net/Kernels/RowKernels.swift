/// Loops over arrays for which the compiler's own vectors are fast enough. They allocate nothing.
enum RowKernels {
  /// The sum of all elements. Eight accumulators add them in an order that depends only on the length.
  static func sum(_ elements: [Double]) -> Double {
    sum(elements) {
      $0
    } scalar: {
      $0
    }
  }

  /// Σ (x - mean)², in the order of `sum`.
  static func squares(_ elements: [Double], from mean: Double) -> Double {
    sum(elements) {
      ($0 - mean) * ($0 - mean)
    } scalar: {
      ($0 - mean) * ($0 - mean)
    }
  }

  @inline(__always)
  private static func sum(_ elements: [Double], _ eight: (SIMD8<Double>) -> SIMD8<Double>, scalar: (Double) -> Double) -> Double {
    unsafe elements.withUnsafeBufferPointer { values in
      var total = SIMD8<Double>(repeating: 0)
      var rest = 0.0
      // Every slab but the last has a multiple of eight elements.
      Slabs.each(values.count) { range in
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
          total += eight(
            unsafe SIMD8(
              values[index], values[index + 1], values[index + 2], values[index + 3], values[index + 4], values[index + 5], values[index + 6],
              values[index + 7]))
          index += 8
        }
        while index < range.upperBound {
          unsafe rest += scalar(values[index])
          index += 1
        }
      }
      return total.sum() + rest
    }
  }

  /// sums[j] += values[start + j] for every j of `sums`. Traps where `values` ends before.
  static func add(_ values: [Double], from start: Int, to sums: inout [Double]) {
    precondition(start >= 0 && start + sums.count <= values.count, "the row must lie in the array")
    unsafe sums.withUnsafeMutableBufferPointer { target in
      unsafe values.withUnsafeBufferPointer { source in
        Slabs.each(target.count) { for index in $0 { unsafe target[index] += source[start + index] } }
      }
    }
  }

  /// sums[start + j] += factor · values[j] for every j of `values`. Traps where `sums` ends before.
  static func add(_ values: [Double], times factor: Double, to sums: inout [Double], at start: Int) {
    precondition(start >= 0 && start + values.count <= sums.count, "the row must lie in the array")
    unsafe sums.withUnsafeMutableBufferPointer { target in
      unsafe values.withUnsafeBufferPointer { source in
        for index in 0..<source.count { unsafe target[start + index] += factor * source[index] }
      }
    }
  }

  /// out[i] = function(x[i], y[i]). Traps where the arrays differ in length.
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

  /// out[i] = values[i]. Traps where the arrays differ in length.
  static func copy(_ values: [Double], into out: inout [Double]) {
    precondition(values.count == out.count, "arrays must have one length")
    unsafe out.withUnsafeMutableBufferPointer { target in
      unsafe values.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress else { return }
        unsafe target.baseAddress?.update(from: from, count: source.count)
      }
    }
  }

  /// out[i] = values[start + i] for every i of `out`. Traps where `values` ends before.
  static func copy(_ values: [Double], from start: Int, into out: inout [Double]) {
    precondition(start >= 0 && start + out.count <= values.count, "the part must lie in the array")
    unsafe out.withUnsafeMutableBufferPointer { target in
      unsafe values.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress else { return }
        unsafe target.baseAddress?.update(from: from + start, count: target.count)
      }
    }
  }
}

extension Matrix {
  /// The address of the entries. Two matrices that exist at the same time have equal addresses where they share their storage.
  public var storage: UInt {
    unsafe elements.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
  }
}

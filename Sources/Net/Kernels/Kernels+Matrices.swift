/// Activations and losses of whole matrices, for expressions and tests.
extension Kernels {
  /// a = g(z), with the shape of z.
  func activated(_ g: ActivationKernel, _ z: Matrix) -> Matrix {
    precondition(!g.isOfSwift, "such a g has no C kernel")
    var a = Matrix(z.shape) { _ in 0 }
    unsafe z.withBlock { z in
      unsafe a.withMutableBlock { a in unsafe inSlabs(g, z.rows, z.columns) { unsafe activate(g, z.slab($0, $1), into: a.slab($0, $1)) } }
    }
    return a
  }

  /// g'(z) for each entry. For softmax it is the Jacobian applied to ones.
  func derivative(_ g: ActivationKernel, z: Matrix, a: Matrix) -> Matrix {
    precondition(!g.isOfSwift, "such a g has no C kernel")
    var gradient = Matrix(z.shape) { _ in 1 }
    unsafe z.withBlock { z in
      unsafe a.withBlock { a in
        unsafe gradient.withMutableBlock { out in
          unsafe inSlabs(g, z.rows, z.columns) { unsafe derive(g, z.slab($0, $1), a.slab($0, $1), out.slab($0, $1)) }
        }
      }
    }
    return gradient
  }

  /// Calls `body` for ranges of whole columns, so that Ctrl-C can stop the work between them. Where g works on single entries, the ranges are of
  /// entries.
  private func inSlabs(_ g: ActivationKernel, _ rows: Int, _ columns: Int, _ body: (_ range: Range<Int>, _ isFlat: Bool) -> Void) {
    let isFlat = g.isElementwise
    Slabs.each(isFlat ? rows * columns : columns, entriesOfEach: isFlat ? 1 : rows) { body($0, isFlat) }
  }

  /// The sum of the losses of all examples (no 1/m). z and y are (nL, m).
  func losses(_ loss: LossKernel, _ g: ActivationKernel, z: Matrix, y: Matrix) -> Double {
    var a = z
    return unsafe z.withBlock { z in
      unsafe y.withBlock { y in unsafe a.withMutableBlock { unsafe output(loss, g, z, into: $0, Y: y) } }
    }
  }

  /// dA of the output (no 1/m), with the shape of a.
  func outputGradient(_ loss: LossKernel, _ g: ActivationKernel, z: Matrix, a: Matrix, y: Matrix) -> Matrix {
    var gradient = Matrix(a.shape)
    unsafe z.withBlock { z in
      unsafe a.withBlock { a in
        unsafe y.withBlock { y in unsafe gradient.withMutableBlock { unsafe outputGradient(loss, g, z, a, Y: y, into: $0) } }
      }
    }
    return gradient
  }
}

extension Block {
  /// The columns in `range`. With `isFlat`, the entries in `range` as one row; the block must have no gaps between its rows.
  fileprivate func slab(_ range: Range<Int>, _ isFlat: Bool) -> Block {
    isFlat
      ? unsafe Block(entries + range.lowerBound, rows: 1, columns: range.count, stride: range.count)
      : unsafe columns(from: range.lowerBound, count: range.count)
  }
}

extension Matrix {
  /// Calls `body` with the matrix as a block to read from. The block is valid only during the call.
  func withBlock<Result>(_ body: (Block) -> Result) -> Result {
    unsafe elements.withUnsafeBufferPointer { unsafe body(Block(reading: $0.baseAddress ?? Self.nowhere, rows: rows, columns: columns)) }
  }

  /// Calls `body` with the matrix as a block to write to. The block is valid only during the call.
  mutating func withMutableBlock<Result>(_ body: (Block) -> Result) -> Result {
    let (rows, columns) = (rows, columns)
    return unsafe elements.withUnsafeMutableBufferPointer {
      unsafe body(Block($0.baseAddress ?? UnsafeMutablePointer(mutating: Self.nowhere), rows: rows, columns: columns, stride: columns))
    }
  }

  /// The address of an empty block. Nobody reads it.
  private static var nowhere: UnsafePointer<Double> { unsafe UnsafePointer(bitPattern: MemoryLayout<Double>.alignment)! }
}

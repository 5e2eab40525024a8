/// Activations and losses of whole matrices: what expressions and tests call.
extension Kernels {
  /// a = g(z)
  func activated(_ g: ActivationKernel, _ z: Matrix) -> Matrix {
    var a = z
    unsafe a.withMutableBlock { unsafe activate(g, $0, into: $0) }
    return a
  }

  /// g'(z) by entries; for softmax the Jacobian applied to ones.
  func derivative(_ g: ActivationKernel, z: Matrix, a: Matrix) -> Matrix {
    var gradient = Matrix(z.shape, repeating: 1)
    unsafe z.withBlock { z in unsafe a.withBlock { a in unsafe gradient.withMutableBlock { unsafe derive(g, z, a, $0) } } }
    return gradient
  }

  /// The losses of all examples, summed.
  func losses(_ loss: LossKernel, _ g: ActivationKernel, z: Matrix, y: Matrix) -> Double {
    var a = z
    return unsafe z.withBlock { z in
      unsafe y.withBlock { y in unsafe a.withMutableBlock { unsafe output(loss, g, z, into: $0, Y: y) } }
    }
  }

  /// dA of the output.
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

extension Matrix {
  /// The matrix as a block to read from, for as long as `body` runs.
  func withBlock<Result>(_ body: (Block) -> Result) -> Result {
    unsafe elements.withUnsafeBufferPointer { unsafe body(Block(reading: $0.baseAddress ?? Self.nowhere, rows: rows, columns: columns)) }
  }

  /// The matrix as a block to write to.
  mutating func withMutableBlock<Result>(_ body: (Block) -> Result) -> Result {
    let (rows, columns) = (rows, columns)
    return unsafe elements.withUnsafeMutableBufferPointer {
      unsafe body(Block($0.baseAddress ?? UnsafeMutablePointer(mutating: Self.nowhere), rows: rows, columns: columns, stride: columns))
    }
  }

  /// What an empty block points at; never read.
  private static var nowhere: UnsafePointer<Double> { unsafe UnsafePointer(bitPattern: MemoryLayout<Double>.alignment)! }
}

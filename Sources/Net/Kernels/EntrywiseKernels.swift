/// The forward and backward pass of an activation without a C kernel, over a block. Each pointer must have as many entries as its block.
extension EntrywiseActivation {
  /// z += bias where there is one, a = g(z).
  func activate(bias: UnsafePointer<Double>?, _ Z: Block, into A: Block) {
    for row in unsafe 0..<Z.rows {
      let (zs, values) = unsafe (Z.entries + row * Z.stride, A.entries + row * A.stride)
      for column in unsafe 0..<Z.columns {
        if let bias = unsafe bias { unsafe zs[column] += bias[row] }
        unsafe values[column] = value(at: zs[column])
      }
    }
  }

  /// dZ = dZ * g'(z)
  func derive(_ Z: Block, _ dZ: Block) {
    for row in unsafe 0..<Z.rows {
      let (zs, gradients) = unsafe (Z.entries + row * Z.stride, dZ.entries + row * dZ.stride)
      for column in unsafe 0..<Z.columns { unsafe gradients[column] *= slope(at: zs[column]) }
    }
  }
}

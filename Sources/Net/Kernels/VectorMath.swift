import CVectorMath

/// Functions over whole arrays, four doubles at a time where the processor can. In place where `output` is `input`.
///
/// The only file that imports the C module. Errors: at most 4 units in the last place (libmvec), under 1 on the plain path.
enum VectorMath {
  enum Operation {
    case exponential, tanh, log1p, sigmoid
  }

  /// The kernel chosen for this processor: `avx2` or `plain`.
  static var kernelName: String { unsafe String(cString: nn_vector_math_name()) }

  /// output[i] = f(input[i]); the arrays have one length.
  static func apply(_ operation: Operation, _ input: [Double], into output: inout [Double]) {
    precondition(input.count == output.count, "arrays must have one length")
    let count = input.count
    // The C kernels read and write `count` doubles, the length of both arrays.
    unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        guard let x = source.baseAddress, let out = target.baseAddress else { return }
        unsafe run(operation, x, out, count)
      }
    }
  }

  /// values[i] = f(values[i])
  static func apply(_ operation: Operation, inPlace values: inout [Double]) {
    let count = values.count
    unsafe values.withUnsafeMutableBufferPointer { target in
      guard let out = target.baseAddress else { return }
      unsafe run(operation, out, out, count)
    }
  }

  private static func run(_ operation: Operation, _ x: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>, _ count: Int) {
    switch operation {
    case .exponential: unsafe nn_exp(x, out, count)
    case .tanh: unsafe nn_tanh(x, out, count)
    case .log1p: unsafe nn_log1p(x, out, count)
    case .sigmoid: unsafe nn_sigmoid(x, out, count)
    }
  }
}

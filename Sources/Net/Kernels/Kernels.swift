import CVectorMath

/// The vector functions and block passes of one kind of processor.
///
/// The only file that imports the C module. Errors, in units of the last place and over the whole range: exp at most 3.1, tanh 3.7, log1p 1.9,
/// sigmoid 4.2 on `avx2` and `avx512` (libmvec); 0.6, 2.5, 0.9 and 2.3 on `plain` (libm). Every kind gives the same bits for an entry wherever
/// it stands.
@safe public struct Kernels: @unchecked Sendable {
  /// Never written after the program has started.
  private let table: UnsafePointer<nn_kernels>

  /// The widest that this processor has, or the kind that NNSHELL_KERNELS names.
  public static let chosen = unsafe Kernels(table: nn_chosen_kernels())

  /// `avx512`, `avx2` or `plain`; nil where this processor has no such vectors.
  public static func named(_ name: String) -> Kernels? { unsafe nn_kernels_named(name).map { unsafe Kernels(table: $0) } }

  public static let names = ["avx512", "avx2", "plain"]

  /// The names that this processor has vectors for.
  public static var available: [String] { names.filter { named($0) != nil } }

  /// NNSHELL_KERNELS where it names nothing that there is.
  public static var refusedName: String? { Environment.value("NNSHELL_KERNELS").flatMap { named($0) == nil ? $0 : nil } }

  /// NNSHELL_THREADS where it is no number from 1 to 64.
  public static var refusedThreads: String? { Environment.value("NNSHELL_THREADS").flatMap { Workers.count($0) == nil ? $0 : nil } }

  /// Threads that share a large step, 1 to 64: NNSHELL_THREADS, else `processors`.
  public static var threads: Int { Workers.shared.threads }

  /// Processors that this process may run on.
  public static var processors: Int { Int(nn_processors()) }

  /// Entries of W up to which `product` and `gradient` are faster than OpenBLAS on the same block.
  var largestOwnProduct: Int { unsafe table.pointee.largest_product }

  /// What `version` says of the arithmetic.
  public var name: String { unsafe String(cString: table.pointee.name) }
}

// MARK: Functions over arrays, as the passes use them: for tests of their accuracy

extension Kernels {
  enum Function {
    case exponential, tanh, log1p, sigmoid
  }

  /// output[i] = f(input[i]); the arrays have one length.
  func apply(_ function: Function, _ input: [Double], into output: inout [Double]) {
    precondition(input.count == output.count, "arrays must have one length")
    let run =
      switch function {
      case .exponential: unsafe table.pointee.exponential
      case .tanh: unsafe table.pointee.hyperbolic_tangent
      case .log1p: unsafe table.pointee.log1p
      case .sigmoid: unsafe table.pointee.sigmoid
      }
    // The C kernels read and write `count` doubles, the length of both arrays.
    unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        guard let x = source.baseAddress, let out = target.baseAddress else { return }
        unsafe run(x, out, source.count)
      }
    }
  }
}

// MARK: Activations and losses

/// An activation as the kernels know it.
public struct ActivationKernel: Sendable {
  let kernel: nn_activation
  /// Whether g is an `EntrywiseActivation`, which the C kernels cannot call. They take it for linear, so that a loss can read A in the place of Z.
  let isOfSwift: Bool

  static let sigmoid = ActivationKernel(nn_sigmoid)
  static let tanh = ActivationKernel(nn_tanh)
  static let relu = ActivationKernel(nn_relu)
  static let linear = ActivationKernel(nn_linear)
  static let softmax = ActivationKernel(nn_softmax)
  static func leakyReLU(slope: Double) -> ActivationKernel { ActivationKernel(nn_leaky_relu, slope: slope) }

  static let ofSwift = ActivationKernel(nn_linear, isOfSwift: true)

  private init(_ kind: nn_activation_kind, slope: Double = 0, isOfSwift: Bool = false) {
    (kernel, self.isOfSwift) = (nn_activation(kind: kind, slope: slope), isOfSwift)
  }

  /// Whether g' is worked out from z: then Z must be kept for the backward pass, else A is enough.
  var derivesFromZ: Bool { kernel.kind == nn_leaky_relu || isOfSwift }

  var isElementwise: Bool { kernel.kind != nn_softmax }
}

/// A loss as the kernels know it.
public struct LossKernel: Sendable {
  let kernel: nn_loss

  static let crossEntropy = LossKernel(kernel: nn_cross_entropy)
  static let categorical = LossKernel(kernel: nn_categorical)
  static let squaredError = LossKernel(kernel: nn_squared_error)
}

// MARK: Passes over a block

/// Columns of a row-major matrix: entry (r, c) at `entries[r * stride + c]`.
typealias Block = nn_block

/// A matrix to multiply by, or its transpose.
typealias Factor = nn_factor

extension Block {
  init(_ entries: UnsafeMutablePointer<Double>, rows: Int, columns: Int, stride: Int) {
    unsafe self.init(entries: entries, rows: rows, columns: columns, stride: stride)
  }

  /// A whole matrix to read from.
  init(reading entries: UnsafePointer<Double>, rows: Int, columns: Int) {
    unsafe self.init(entries: UnsafeMutablePointer(mutating: entries), rows: rows, columns: columns, stride: columns)
  }

  /// `count` columns from `first` on.
  func columns(from first: Int, count: Int) -> Block { unsafe Block(entries + first, rows: rows, columns: count, stride: stride) }

  /// `rows` times `columns` entries from entry (row, column) on.
  func part(_ row: Int, _ column: Int, _ rows: Int, _ columns: Int) -> Block {
    unsafe Block(entries + row * stride + column, rows: rows, columns: columns, stride: stride)
  }
}

extension Factor {
  init(_ entries: UnsafePointer<Double>, rows: Int, columns: Int) {
    unsafe self.init(entries: entries, rows: rows, columns: columns, row_step: columns, column_step: 1)
  }

  var transposed: Factor { unsafe Factor(entries: entries, rows: columns, columns: rows, row_step: column_step, column_step: row_step) }
}

// Pointers of blocks and factors must hold what their sizes say; kernels check nothing.
extension Kernels {
  @inline(__always)
  func product(_ factor: Factor, _ right: Block, bias: UnsafePointer<Double>? = nil, into out: Block) {
    unsafe table.pointee.product(factor, right, bias, out)
  }

  @inline(__always)
  func gradient(_ dZ: Block, _ A: Block, dW: UnsafeMutablePointer<Double>, db: UnsafeMutablePointer<Double>, isFirst: Bool) {
    unsafe table.pointee.gradient(dZ, A, dW, db, isFirst ? 1 : 0)
  }

  @inline(__always)
  func rowSums(_ dZ: Block, db: UnsafeMutablePointer<Double>, isFirst: Bool) { unsafe table.pointee.row_sums(dZ, db, isFirst ? 1 : 0) }

  @inline(__always)
  func activate(_ g: ActivationKernel, bias: UnsafePointer<Double>? = nil, _ Z: Block, into A: Block) {
    unsafe table.pointee.activate(g.kernel, bias, Z, A)
  }

  @inline(__always)
  func derive(_ g: ActivationKernel, _ Z: Block, _ A: Block, _ dZ: Block) { unsafe table.pointee.derive(g.kernel, Z, A, dZ) }

  @inline(__always)
  func output(_ loss: LossKernel, _ g: ActivationKernel, bias: UnsafePointer<Double>? = nil, _ Z: Block, into A: Block, Y: Block) -> Double {
    unsafe table.pointee.output(loss.kernel, g.kernel, bias, Z, A, Y)
  }

  @inline(__always)
  func outputGradient(_ loss: LossKernel, _ g: ActivationKernel, _ Z: Block, _ A: Block, Y: Block, into dA: Block) {
    unsafe table.pointee.output_gradient(loss.kernel, g.kernel, Z, A, Y, dA)
  }

  @inline(__always)
  func gather(_ from: Block, into out: Block) { unsafe table.pointee.gather(from, out) }

  @inline(__always)
  func subtract(_ a: Block, _ b: Block, into out: Block) { unsafe table.pointee.subtract(a, b, out) }

  @inline(__always)
  func combine(_ parts: UnsafePointer<Double>, _ count: Int, step: Int, scale: Double, into out: UnsafeMutablePointer<Double>, entries: Int) {
    unsafe table.pointee.combine(parts, count, step, scale, out, entries)
  }

  @inline(__always)
  func update(_ parameters: UnsafeMutablePointer<Double>, with gradients: UnsafePointer<Double>, alpha: Double, entries: Int) {
    unsafe table.pointee.update(parameters, gradients, alpha, entries)
  }
}

import CVectorMath

/// The vector functions and the passes over a block, for one kind of processor.
///
/// Only this file imports the C module. The largest errors over the whole range, in units of the last place, are: on `avx2` and `avx512` (libmvec)
/// exp 3.1, tanh 3.7, log1p 1.9, sigmoid 4.2; on `plain` (libm) 0.6, 2.5, 0.9 and 2.3. In every kind, the result for an entry has the same bits at
/// any place in an array.
@safe public struct Kernels: @unchecked Sendable {
  /// The C table of functions. Nothing changes it after the program has started.
  private let table: UnsafePointer<nn_kernels>

  /// The kernels with the widest vectors that this processor has, or the kind that the environment variable NNSHELL_KERNELS names.
  public static let chosen = unsafe Kernels(table: nn_chosen_kernels())

  /// The kernels `avx512`, `avx2` or `plain`; nil for another name or where this processor lacks such vectors.
  public static func named(_ name: String) -> Kernels? { unsafe nn_kernels_named(name).map { unsafe Kernels(table: $0) } }

  /// All names, the widest vectors first.
  public static let names = ["avx512", "avx2", "plain"]

  /// The names that this processor can use.
  public static var available: [String] { names.filter { named($0) != nil } }

  /// The value of NNSHELL_KERNELS where this processor has no kernels with that name, else nil.
  public static var refusedName: String? { Environment.value("NNSHELL_KERNELS").flatMap { named($0) == nil ? $0 : nil } }

  /// The value of NNSHELL_THREADS where it is not a number from 1 to 64, else nil.
  public static var refusedThreads: String? { Environment.value("NNSHELL_THREADS").flatMap { Workers.count($0) == nil ? $0 : nil } }

  /// The number of threads that share a large step, 1 to 64. NNSHELL_THREADS sets it; the default is `processors`.
  public static var threads: Int { Workers.shared.threads }

  /// The number of processors that this process may run on.
  public static var processors: Int { Int(nn_processors()) }

  /// The largest number of entries in W for which `product` and `gradient` are faster than OpenBLAS on the same block.
  var largestOwnProduct: Int { unsafe table.pointee.largest_product }

  /// The name of the kind, which `version` prints.
  public var name: String { unsafe String(cString: table.pointee.name) }
}

// MARK: Functions over arrays, for tests of their accuracy

extension Kernels {
  enum Function {
    case exponential, tanh, log1p, sigmoid
  }

  /// output[i] = f(input[i]). Traps where the arrays differ in length.
  func apply(_ function: Function, _ input: [Double], into output: inout [Double]) {
    precondition(input.count == output.count, "arrays must have one length")
    let run =
      switch function {
      case .exponential: unsafe table.pointee.exponential
      case .tanh: unsafe table.pointee.hyperbolic_tangent
      case .log1p: unsafe table.pointee.log1p
      case .sigmoid: unsafe table.pointee.sigmoid
      }
    // The C kernels read and write exactly `count` doubles, which is the length of both arrays.
    unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        guard let x = source.baseAddress, let out = target.baseAddress else { return }
        unsafe run(x, out, source.count)
      }
    }
  }
}

// MARK: Activations and losses

/// An activation in the form that the C kernels use.
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

  /// Whether g' is computed from z. Then the backward pass needs Z; otherwise it needs only A.
  var derivesFromZ: Bool { kernel.kind == nn_leaky_relu || isOfSwift }

  /// Whether each entry of a depends only on the same entry of z.
  var isElementwise: Bool { kernel.kind != nn_softmax }
}

/// A loss in the form that the C kernels use.
public struct LossKernel: Sendable {
  let kernel: nn_loss

  static let crossEntropy = LossKernel(kernel: nn_cross_entropy)
  static let categorical = LossKernel(kernel: nn_categorical)
  static let squaredError = LossKernel(kernel: nn_squared_error)
}

// MARK: Passes over a block

/// Some columns of a row-major matrix: entry (r, c) is at `entries[r * stride + c]`.
typealias Block = nn_block

/// The left matrix of a product, or its transpose.
typealias Factor = nn_factor

extension Block {
  /// A block at `entries`, where the rows start `stride` doubles apart.
  init(_ entries: UnsafeMutablePointer<Double>, rows: Int, columns: Int, stride: Int) {
    unsafe self.init(entries: entries, rows: rows, columns: columns, stride: stride)
  }

  /// A whole matrix that is only read.
  init(reading entries: UnsafePointer<Double>, rows: Int, columns: Int) {
    unsafe self.init(entries: UnsafeMutablePointer(mutating: entries), rows: rows, columns: columns, stride: columns)
  }

  /// Some of the rows.
  func rows(_ range: Range<Int>) -> Block { unsafe Block(entries + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride) }

  /// `count` columns from `first` on.
  func columns(from first: Int, count: Int) -> Block { unsafe Block(entries + first, rows: rows, columns: count, stride: stride) }

  /// The block of `rows` times `columns` entries that starts at entry (row, column).
  func part(_ row: Int, _ column: Int, _ rows: Int, _ columns: Int) -> Block {
    unsafe Block(entries + row * stride + column, rows: rows, columns: columns, stride: stride)
  }
}

extension Factor {
  /// A whole row-major matrix.
  init(_ entries: UnsafePointer<Double>, rows: Int, columns: Int) {
    unsafe self.init(entries: entries, rows: rows, columns: columns, row_step: columns, column_step: 1)
  }

  /// Some columns of a row-major matrix whose rows start `stride` doubles apart.
  init(_ entries: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int) {
    unsafe self.init(entries: entries, rows: rows, columns: columns, row_step: stride, column_step: 1)
  }

  var transposed: Factor { unsafe Factor(entries: entries, rows: columns, columns: rows, row_step: column_step, column_step: row_step) }
}

// The pointers of blocks and factors must have as many entries as their sizes say. The kernels check nothing. `CVectorMath.h` says what each one
// computes.
extension Kernels {
  @inline(__always)
  func product(_ factor: Factor, _ right: Block, bias: UnsafePointer<Double>? = nil, into out: Block) {
    unsafe table.pointee.product(factor, right, bias, out)
  }

  @inline(__always)
  func gradient(_ dZ: Block, _ A: Block, dW: UnsafeMutablePointer<Double>, db: UnsafeMutablePointer<Double>, isFirst: Bool) {
    unsafe table.pointee.gradient(dZ, A, dW, db, isFirst ? 1 : 0)
  }

  /// The same where the rows of the right factor lie apart. Each sum is multiplied by `scale`.
  @inline(__always)
  func product(_ factor: Factor, _ right: Rows, scale: Double, into out: Block) {
    unsafe table.pointee.product_of_rows(factor, right.starts, scale, out)
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

  /// The four operations of arithmetic.
  public enum Operation: Sendable {
    case add, subtract, multiply, divide
  }

  /// out[i] = a[i] ∘ b[i]; of a side whose step is 0, one number meets every entry. Returns whether every result is finite.
  @inline(__always)
  func arithmetic(
    _ operation: Operation, _ a: UnsafePointer<Double>, _ stepA: Int, _ b: UnsafePointer<Double>, _ stepB: Int, into out: UnsafeMutablePointer<Double>,
    count: Int
  ) -> Bool {
    let kind =
      switch operation {
      case .add: nn_add
      case .subtract: nn_subtract
      case .multiply: nn_multiply
      case .divide: nn_divide
      }
    return unsafe table.pointee.arithmetic(kind, a, stepA, b, stepB, out, count) != 0
  }

  @inline(__always)
  func isFinite(_ entries: UnsafePointer<Double>, count: Int) -> Bool { unsafe table.pointee.is_finite(entries, count) != 0 }

  @inline(__always)
  func combine(_ parts: UnsafePointer<Double>, _ count: Int, step: Int, scale: Double, into out: UnsafeMutablePointer<Double>, entries: Int) {
    unsafe table.pointee.combine(parts, count, step, scale, out, entries)
  }

  @inline(__always)
  func update(_ parameters: UnsafeMutablePointer<Double>, with gradients: UnsafePointer<Double>, alpha: Double, entries: Int) {
    unsafe table.pointee.update(parameters, gradients, alpha, entries)
  }

  /// The numbers of rows from place `first` on become the columns of a block.
  func gather(_ rows: Rows, from first: Int, into out: Block) { unsafe table.pointee.gather_rows(rows.starts, first, out) }

  /// The step of an optimizer with averages.
  func update(
    _ parameters: UnsafeMutablePointer<Double>, with gradients: UnsafePointer<Double>, _ rule: StepRule, v: UnsafeMutablePointer<Double>?,
    s: UnsafeMutablePointer<Double>?, entries: Int
  ) {
    unsafe table.pointee.average(rule.step, parameters, gradients, v, s, entries)
  }

  /// The rule of step number `step` of an optimizer, counted from 1. Gradient descent has no such rule.
  func rule(of optimizer: Optimizer, alpha: Double, step: Int) -> StepRule {
    let (v, s) = (optimizer.factorsOfV ?? (0, 0), optimizer.factorsOfS ?? (0, 0))
    let kind: nn_optimizer
    var looksAhead = false
    switch optimizer {
    case .momentum(_, _, let isNesterov): (kind, looksAhead) = (nn_momentum, isNesterov)
    case .rmsprop: kind = nn_rmsprop
    case .sgd, .adam: kind = nn_adam
    }
    return StepRule(
      step: nn_step(
        kind: kind, nesterov: looksAhead ? 1 : 0, alpha: alpha, beta1: v.old, share: v.new, beta2: s.old, epsilon: optimizer.epsilon ?? 0,
        correction1: optimizer.correctionOfV(step), correction2: optimizer.correctionOfS(step)))
  }
}

/// The rule of one step of an optimizer, in the form that the C kernels use.
struct StepRule {
  let step: nn_step
}

/// How a pass over a data set is cut: the batch into blocks that each go forward and backward whole, the blocks into lanes.
///
/// A lane sums the gradients of its blocks in order, and the lanes are summed in order: the order of every sum follows from the sizes and
/// the kind of kernels, never from the number of threads. The constants are measured; `Benchmarks/README.md` has the figures.
struct StepPlan: Equatable, Sendable {
  /// n0 … nL
  let sizes: [Int]
  let examples: Int
  /// Examples of a block; the last one may have fewer.
  let blockColumns: Int
  let blocks: Int
  /// Sums that can be made at the same time. One where the work is not worth a second thread.
  let lanes: Int
  /// By layer: whether its products are made by our own kernels, not by OpenBLAS.
  let usesOwnProducts: [Bool]
  /// Whether a block of X is copied together before it is read.
  let gathersX: Bool

  /// Parameters up to which a block's quantities are what fills a cache, not its weights.
  private static let smallParameters = 2048
  /// Bytes of such a block's X, A and dZ.
  private static let bytesOfSmallBlock = 96 << 10
  /// Inputs from which on a block of X is copied together before our own products read it: rows that lie far apart share places of the cache.
  private static let manyInputs = 32
  /// Multiplications of a step from which on it is shared among threads: some 30 microseconds.
  private static let worthSharing = 1 << 20
  /// What g, g' and the rest of a unit cost for an example, in multiplications.
  private static let workOfUnit = 60
  private static let mostLanes = 8
  /// Doubles of all lanes' gradients together, beyond two lanes.
  private static let mostGradients = 4 << 20

  /// `largestOwnProduct`: entries of W up to which our own products are taken.
  init(sizes: [Int], examples: Int, largestOwnProduct: Int) {
    self.sizes = sizes
    self.examples = examples
    let entries = zip(sizes, sizes.dropFirst()).map { $0 * $1 }
    usesOwnProducts = entries.map { $0 <= largestOwnProduct }
    let parameters = entries.reduce(0, +)
    let units = sizes.reduce(0, +)
    let wanted: Int
    if parameters <= Self.smallParameters, usesOwnProducts.allSatisfy({ $0 }) {
      let bytes = 8 * (2 * units + sizes[sizes.count - 1])
      wanted = min(max(Self.bytesOfSmallBlock / bytes, 64), 512)
    } else {
      let widest = parameters < 1 << 15 ? 128 : parameters < 1 << 20 ? 256 : 512
      // Two blocks at least, for two threads.
      wanted = min(widest, max(64, (examples + 1) / 2))
    }
    let least = max(1, (examples + wanted - 1) / wanted)
    // Blocks of one width, a multiple of the vectors' eight.
    blockColumns = max(8, ((examples + least - 1) / least + 7) / 8 * 8)
    blocks = max(1, (examples + blockColumns - 1) / blockColumns)
    gathersX = usesOwnProducts[0] && sizes[0] >= Self.manyInputs && blocks > 1
    let work = (3 * parameters + Self.workOfUnit * (units - sizes[0])).multipliedReportingOverflow(by: examples)
    let bound = max(2, Self.mostGradients / max(parameters, 1))
    lanes = work.overflow || work.partialValue >= Self.worthSharing ? min(blocks, Self.mostLanes, bound) : 1
  }

  func columns(ofBlock block: Int) -> Int { min(blockColumns, examples - block * blockColumns) }

  /// Whether this is the plan for such sizes; nothing is allocated.
  func serves(_ network: Network, examples: Int) -> Bool {
    guard examples == self.examples, sizes.count == network.depth + 1, sizes[0] == network.inputs else { return false }
    for layer in 1...network.depth where sizes[layer] != network.units(layer) { return false }
    return true
  }
}

/// How a pass over a data set is cut: the batch into blocks that each go forward and backward whole, the blocks into lanes.
///
/// A lane sums the gradients of its blocks in order, and the lanes are summed in order: the order of every sum follows from the sizes
/// alone, never from the number of threads. The constants are measured; `Benchmarks/README.md` has the figures.
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

  /// Entries of W up to which our own product is faster than OpenBLAS.
  private static let largestOwnProduct = 256
  /// Bytes of a block's Z, A, dZ where all products are our own: what the first-level cache holds beside the weights.
  private static let bytesOfSmallBlock = 24 << 10
  /// Multiplications of a step from which on it is shared among threads.
  private static let worthSharing = 1 << 20
  private static let mostLanes = 8
  /// Doubles of all lanes' gradients together, beyond two lanes.
  private static let mostGradients = 4 << 20

  init(sizes: [Int], examples: Int) {
    self.sizes = sizes
    self.examples = examples
    let entries = zip(sizes, sizes.dropFirst()).map { $0 * $1 }
    usesOwnProducts = entries.map { $0 <= Self.largestOwnProduct }
    let parameters = entries.reduce(0, +)
    let units = sizes.reduce(0, +)
    let wanted: Int
    if usesOwnProducts.allSatisfy({ $0 }) {
      let bytes = 8 * (2 * units + sizes[sizes.count - 1])
      wanted = min(max(Self.bytesOfSmallBlock / bytes, 64), 512)
    } else {
      wanted = parameters < 1 << 15 ? 128 : parameters < 1 << 20 ? 256 : 512
    }
    let least = max(1, (examples + wanted - 1) / wanted)
    // Blocks of one width, a multiple of the vectors' eight.
    blockColumns = max(8, ((examples + least - 1) / least + 7) / 8 * 8)
    blocks = max(1, (examples + blockColumns - 1) / blockColumns)
    let isShared = (3 * parameters + 8 * units).multipliedReportingOverflow(by: examples)
    let bound = max(2, Self.mostGradients / max(parameters, 1))
    lanes = isShared.overflow || isShared.partialValue >= Self.worthSharing ? min(blocks, Self.mostLanes, bound) : 1
  }

  func columns(ofBlock block: Int) -> Int { min(blockColumns, examples - block * blockColumns) }

  /// Whether this is the plan for such sizes; nothing is allocated.
  func fits(_ network: Network, examples: Int) -> Bool {
    guard examples == self.examples, sizes.count == network.depth + 1, sizes[0] == network.inputs else { return false }
    for layer in 1...network.depth where sizes[layer] != network.units(layer) { return false }
    return true
  }
}

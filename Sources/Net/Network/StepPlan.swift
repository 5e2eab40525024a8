/// How a pass over a data set is divided into blocks and lanes.
///
/// A block is a range of examples that goes forward and backward as a whole. A lane is a sequence of blocks. A lane adds the gradients of its blocks
/// in order, and then the lanes are added in order. So the order of every sum depends only on the sizes and the kind of kernels, not on the number of
/// threads. The constants are measured; `Benchmarks/README.md` has the figures.
struct StepPlan: Sendable {
  /// n0, n1, …, nL.
  let sizes: [Int]
  let examples: Int
  /// The examples in a block. The last block may have fewer.
  let blockColumns: Int
  let blocks: Int
  /// The number of sums that can run at the same time. It is 1 where the work is too small for a second thread.
  let lanes: Int
  /// For each layer, whether our own kernels compute its products. Otherwise OpenBLAS does.
  let usesOwnProducts: [Bool]
  /// Whether the columns of a block of X are copied close together before they are read.
  let gathersX: Bool
  /// Whether the threads share the units of a layer, because all examples are in one block and the work is large.
  let sharesUnits: Bool
  /// Whether dW of the first layer is computed from rows that each have an example. Then no sum goes across a vector.
  let turnsX: Bool

  /// Up to this many parameters, the quantities of a block fill the cache, not the weights.
  private static let smallParameters = 2048
  /// The bytes of X, A and dZ in such a block.
  private static let bytesOfSmallBlock = 96 << 10
  /// From this many inputs on, a block of X is copied together, or turned, before our own kernels read it. Rows that lie far apart use the same places in the
  /// cache.
  private static let manyInputs = 32
  /// From this many multiplications on, a step is shared among threads. That is about 30 microseconds.
  private static let worthSharing = 1 << 20
  /// The cost of g, g' and the other work of a unit for one example, in multiplications.
  private static let workOfUnit = 60
  private static let mostLanes = 8
  /// The largest number of gradient entries in all lanes together. Two lanes are always allowed.
  private static let mostGradients = 4 << 20

  /// The plan for a network with these sizes and this number of examples.
  /// - Parameter largestOwnProduct: the largest number of entries in W for which our own kernels compute a layer's products.
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
      // There are at least two blocks, so that two threads can share them.
      wanted = min(widest, max(64, (examples + 1) / 2))
    }
    let least = max(1, (examples + wanted - 1) / wanted)
    // All blocks but the last have one width. It is a multiple of 8, the length of a vector.
    blockColumns = max(8, ((examples + least - 1) / least + 7) / 8 * 8)
    blocks = max(1, (examples + blockColumns - 1) / blockColumns)
    gathersX = usesOwnProducts[0] && sizes[0] >= Self.manyInputs && blocks > 1
    let work = (3 * parameters + Self.workOfUnit * (units - sizes[0])).multipliedReportingOverflow(by: examples)
    sharesUnits = blocks == 1 && (work.overflow || work.partialValue >= Self.worthSharing)
    turnsX = sharesUnits && usesOwnProducts[0] && sizes[0] >= Self.manyInputs
    let bound = max(2, Self.mostGradients / max(parameters, 1))
    lanes = work.overflow || work.partialValue >= Self.worthSharing ? min(blocks, Self.mostLanes, bound) : 1
  }

  /// The number of units of a layer that are computed together where the threads share the units.
  static let unitsOfPiece = 16
  /// From this many multiplications of a layer's product on, its units are shared.
  private static let worthSharingUnits = 1 << 19

  /// The number of pieces into which the units of layer `index`, from 0, are cut. It is 1 where they are not shared. Only our own products are cut: an entry
  /// of them has the same bits in a piece of any size.
  func pieces(ofLayer index: Int) -> Int {
    let work = sizes[index] * sizes[index + 1] * examples
    guard sharesUnits, usesOwnProducts[index], work >= Self.worthSharingUnits else { return 1 }
    return (sizes[index + 1] + Self.unitsOfPiece - 1) / Self.unitsOfPiece
  }

  /// The number of examples in block `block`, counted from 0.
  func columns(ofBlock block: Int) -> Int { min(blockColumns, examples - block * blockColumns) }

  /// Whether this plan has the sizes of the network and this number of examples. It allocates nothing.
  func serves(_ network: Network, examples: Int) -> Bool {
    guard examples == self.examples, sizes.count == network.depth + 1, sizes[0] == network.inputs else { return false }
    for layer in 1...network.depth where sizes[layer] != network.units(layer) { return false }
    return true
  }
}

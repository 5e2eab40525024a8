/// Copies of the parameters at some steps of one line of training, in the order of the steps. A replay starts from such a copy.
///
/// Copies of small networks share pages, so that one more copy usually allocates nothing. A copy holds only W and b, not the activations, the loss or
/// the data.
public struct Checkpoints: Sendable {
  /// The number of doubles in a copy.
  private let size: Int
  /// The number of copies in a page.
  private let perPage: Int
  /// The steps that have a copy, in ascending order.
  public private(set) var steps: [Int] = []
  private var pages: [[Double]] = []

  private static let pageBytes = 1 << 12

  /// An empty list of copies for networks with these sizes.
  public init(of network: Network) {
    size = network.parameterCount
    perPage = max(1, Self.pageBytes / (8 * max(size, 1)))
  }

  /// The memory of all pages and steps in bytes.
  public var bytes: Int { pages.count * perPage * size * 8 + steps.count * 8 }

  /// The number of steps between two copies.
  ///
  /// It is so large that a copy costs at most 2 % of the work between two copies. For small steps it is also so large that a replay between two
  /// copies takes about a millisecond. It is 1 where each step is long.
  public static func spacing(parameters: Int, examples: Int) -> Int {
    let cost = 1000 / (max(examples, 1) + 12) + 1
    let work = max(parameters, 1).multipliedReportingOverflow(by: max(examples, 1))
    let replay = work.overflow ? 1 : max(1, min(64, (1 << 22) / work.partialValue))
    return max(cost, replay)
  }

  /// Adds a copy. Traps where the step is not later than all before, or where the sizes are not those of the first network.
  public mutating func append(_ step: Int, _ network: Network) {
    precondition(steps.last.map { $0 < step } ?? true, "checkpoints must ascend")
    if steps.count == pages.count * perPage {
      pages.append([])
      pages[pages.count - 1].reserveCapacity(perPage * size)
    }
    let page = pages.count - 1
    for layer in network.layers {
      pages[page] += layer.W.elements
      pages[page] += layer.b.elements
    }
    precondition(pages[page].count == (steps.count % perPage + 1) * size, "sizes must stay")
    steps.append(step)
  }

  /// The index of the last copy at or before a step; nil where there is none.
  public func index(atOrBefore step: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] <= step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// Writes copy `index` into a network with the same sizes.
  public func load(_ index: Int, into network: inout Network) {
    var place = index % perPage * size
    let page = pages[index / perPage]
    for layer in network.layers.indices {
      RowKernels.copy(page, from: place, into: &network.layers[layer].W.elements)
      place += network.layers[layer].W.elements.count
      RowKernels.copy(page, from: place, into: &network.layers[layer].b.elements)
      place += network.layers[layer].b.elements.count
    }
  }

  /// Removes all copies after the first `count`.
  public mutating func truncate(to count: Int) {
    guard count < steps.count else { return }
    steps.removeLast(steps.count - count)
    pages.removeLast(pages.count - (count + perPage - 1) / perPage)
    if let last = pages.indices.last { pages[last].removeLast(pages[last].count - (count - last * perPage) * size) }
  }

  /// Keeps only the copies for whose index `isKept` is true.
  public mutating func filter(_ isKept: (Int) -> Bool) {
    let old = self
    (steps, pages) = ([], [])
    for index in old.steps.indices where isKept(index) {
      if perPage == 1 {
        pages.append(old.pages[index])
      } else {
        if steps.count == pages.count * perPage {
          pages.append([])
          pages[pages.count - 1].reserveCapacity(perPage * size)
        }
        pages[pages.count - 1] += old.pages[index / perPage][index % perPage * size..<(index % perPage + 1) * size]
      }
      steps.append(old.steps[index])
    }
  }
}

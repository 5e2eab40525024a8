/// Copies of the parameters at some steps of one line of training, in the order of the steps: what a replay starts from.
///
/// Copies of small networks share pages, so that keeping one more allocates nothing as a rule. Not for edits by hand: a copy says nothing
/// of activations, loss or data.
public struct Checkpoints: Sendable {
  /// Doubles of a copy.
  private let size: Int
  /// Copies of a page.
  private let perPage: Int
  /// Steps at which there is a copy, ascending.
  public private(set) var steps: [Int] = []
  private var pages: [[Double]] = []

  private static let pageBytes = 1 << 12

  public init(of network: Network) {
    size = network.parameterCount
    perPage = max(1, Self.pageBytes / (8 * max(size, 1)))
  }

  /// Memory of the pages.
  public var bytes: Int { pages.count * perPage * size * 8 + steps.count * 8 }

  /// Steps between two copies: as many as make a copy 2 % of the work at most, and of small steps so many that a replay between two
  /// takes about a millisecond. 1 where each step is long.
  public static func spacing(parameters: Int, examples: Int) -> Int {
    let cost = 1000 / (max(examples, 1) + 12) + 1
    let work = max(parameters, 1).multipliedReportingOverflow(by: max(examples, 1))
    let replay = work.overflow ? 1 : max(1, min(64, (1 << 22) / work.partialValue))
    return max(cost, replay)
  }

  /// Keeps a copy. The step must be later than all before, the sizes those of the first network.
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

  /// The last copy at or before a step.
  public func index(atOrBefore step: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] <= step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// Puts copy `index` into a network of its sizes.
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

  /// Forgets the copies beyond the first `count`.
  public mutating func truncate(to count: Int) {
    guard count < steps.count else { return }
    steps.removeLast(steps.count - count)
    pages.removeLast(pages.count - (count + perPage - 1) / perPage)
    if let last = pages.indices.last { pages[last].removeLast(pages[last].count - (count - last * perPage) * size) }
  }

  /// Keeps the copies for which `isKept` holds, by index.
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

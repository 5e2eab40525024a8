/// Copies of the parameters at some steps of one line of training, in the order of the steps. A replay starts from such a copy.
///
/// Copies of small networks share pages, so that one more copy usually allocates nothing. A copy holds what steps change: W, b, and the averages that the
/// optimizer keeps. It holds neither the activations and the loss nor the data.
public struct Checkpoints: Sendable {
  /// One copy: its step, where it lies, and what it has beside the parameters.
  private struct Copy {
    var step: Int
    var page, start, count: Int32
    var hasV, hasS: Bool
    /// The number of steps of the optimizer.
    var optimizerSteps: Int
  }

  /// The steps that have a copy, in ascending order.
  public var steps: [Int] { copies.map(\.step) }
  /// The number of copies.
  public var count: Int { copies.count }
  /// The last step that has a copy; nil where there is none.
  public var lastStep: Int? { copies.last?.step }
  /// The step of copy `index`, from 0.
  public func step(_ index: Int) -> Int { copies[index].step }
  private var copies: [Copy] = []
  private var pages: [[Double]] = []
  /// The number of doubles for which the pages have room.
  private var room = 0

  private static let pageSize = 1 << 9

  /// An empty list of copies.
  public init() {}

  /// The memory of all pages and copies in bytes.
  public var bytes: Int { room * 8 + copies.count * MemoryLayout<Copy>.stride }

  /// The number of steps between two copies.
  ///
  /// It is so large that a copy costs at most 2 % of the work between two copies. New memory for the copy is the larger part of its cost. For small steps it is also so large that a replay between two
  /// copies takes about a millisecond. It is 1 where each step is long.
  /// - Parameters:
  ///   - parameters: the number of doubles in a copy.
  ///   - examples: the number of examples of a step.
  public static func spacing(parameters: Int, examples: Int) -> Int {
    let cost = 5000 / (max(examples, 1) + 12) + 1
    let work = max(parameters, 1).multipliedReportingOverflow(by: max(examples, 1))
    let replay = work.overflow ? 1 : max(1, min(64, (1 << 22) / work.partialValue))
    return max(cost, replay)
  }

  /// Adds a copy. Traps where the step is not later than all before.
  public mutating func append(_ step: Int, _ network: Network) {
    let (hasV, hasS) = (network.optimizer.keepsV && network.averages.hasV, network.optimizer.keepsS && network.averages.hasS)
    let count = network.parameterCount * (1 + (hasV ? 1 : 0) + (hasS ? 1 : 0))
    let page = makeRoom(count)
    let start = pages[page].count
    for index in network.layers.indices {
      pages[page] += network.layers[index].W.elements
      pages[page] += network.layers[index].b.elements
      if hasV {
        pages[page] += network.averages.layers[index].vW.elements
        pages[page] += network.averages.layers[index].vb.elements
      }
      if hasS {
        pages[page] += network.averages.layers[index].sW.elements
        pages[page] += network.averages.layers[index].sb.elements
      }
    }
    add(
      Copy(
        step: step, page: Int32(page), start: Int32(start), count: Int32(count), hasV: hasV, hasS: hasS, optimizerSteps: network.averages.steps))
  }

  private mutating func add(_ copy: Copy) {
    precondition(lastStep.map { $0 < copy.step } ?? true, "checkpoints must ascend")
    if copies.isEmpty { copies.reserveCapacity(64) }
    copies.append(copy)
  }

  /// The last page, with room for `count` doubles. A new page is made where the last one has too little room.
  private mutating func makeRoom(_ count: Int) -> Int {
    if pages.isEmpty || pages[pages.count - 1].count + count > Self.pageSize {
      let size = max(Self.pageSize / max(count, 1) * count, count)
      pages.append([])
      pages[pages.count - 1].reserveCapacity(size)
      room += size
    }
    return pages.count - 1
  }

  /// The index of the last copy at or before a step; nil where there is none.
  public func index(atOrBefore step: Int) -> Int? {
    var (low, high) = (0, copies.count)
    while low < high {
      let middle = (low + high) / 2
      if copies[middle].step <= step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// Writes copy `index` into a network with the same sizes. Averages that the copy does not have stay as they are.
  public func load(_ index: Int, into network: inout Network) {
    let copy = copies[index]
    let page = pages[Int(copy.page)]
    var place = Int(copy.start)
    func read(_ elements: inout [Double]) {
      RowKernels.copy(page, from: place, into: &elements)
      place += elements.count
    }
    network.makeAverages(v: copy.hasV, s: copy.hasS)
    if copy.hasV || copy.hasS { network.averages.steps = copy.optimizerSteps }
    for layer in network.layers.indices {
      read(&network.layers[layer].W.elements)
      read(&network.layers[layer].b.elements)
      if copy.hasV {
        read(&network.averages.layers[layer].vW.elements)
        read(&network.averages.layers[layer].vb.elements)
      }
      if copy.hasS {
        read(&network.averages.layers[layer].sW.elements)
        read(&network.averages.layers[layer].sb.elements)
      }
    }
  }

  /// Removes all copies after the first `count`.
  public mutating func truncate(to count: Int) {
    guard count < copies.count else { return }
    filter { $0 < count }
  }

  /// Keeps only the copies for whose index `isKept` is true.
  public mutating func filter(_ isKept: (Int) -> Bool) {
    let old = self
    self = Checkpoints()
    for index in old.copies.indices where isKept(index) {
      var copy = old.copies[index]
      let (oldPage, start, count) = (Int(copy.page), Int(copy.start), Int(copy.count))
      let page: Int
      // A page that only this copy fills is taken as it is.
      if count > Self.pageSize / 2 {
        pages.append(old.pages[oldPage])
        room += count
        page = pages.count - 1
      } else {
        page = makeRoom(count)
        pages[page] += old.pages[oldPage][start..<start + count]
      }
      (copy.page, copy.start) = (Int32(page), Int32(pages[page].count - count))
      add(copy)
    }
  }
}

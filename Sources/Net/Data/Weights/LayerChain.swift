/// The order of the layers of a file, and how their weights lie.
///
/// Some files name all layers with the same words and different numbers: the numbers give the order. In other files the words differ, and the shapes
/// give the order: each layer takes as many inputs as the layer before has units. All layers of a file have the same layout.
struct LayerChain {
  /// The layers as places in the list of arrays.
  let order: [Int]
  let layout: WeightLayout
  /// Whether both layouts fit, so that units were put first.
  let isGuessed: Bool

  /// More steps of the search mean that there are too many orders. A step adds a layer, takes one away, or finds that one does not fit.
  private static let mostSteps = 1 << 20

  /// - Throws: `DataError.interrupted`, and `DataError.weights`: `noChain`, `severalOrders`, `tooManyOrders`, or `twice` for two layers with the same number.
  init(_ layers: [LayerArrays], layout asked: WeightLayout?) throws(DataError) {
    let queues = try Self.queues(layers)
    var found: [(order: [Int], layout: WeightLayout)] = []
    for layout in asked.map({ [$0] }) ?? WeightLayout.allCases {
      for order in try Self.orders(layers, queues, layout) { found.append((order, layout)) }
    }
    guard let first = found.first else {
      let order = queues.flatMap { $0 }
      throw .weights(.noChain(order.map { layers[$0].shape }, layout: asked))
    }
    if let other = found.first(where: { $0.order != first.order }) {
      throw .weights(.severalOrders([first.order, other.order].map { order in order.map { layers[$0].weight?.name ?? "" } }))
    }
    (order, layout, isGuessed) = (first.order, first.layout, found.count > 1)
  }

  /// The layers with the same words, each list in the order of the numbers.
  private static func queues(_ layers: [LayerArrays]) throws(DataError) -> [[Int]] {
    var (queues, places): ([[Int]], [[String]: Int]) = ([], [:])
    for index in layers.indices {
      let place = places[layers[index].words] ?? queues.count
      if place == queues.count { queues.append([]) }
      places[layers[index].words] = place
      queues[place].append(index)
    }
    for place in queues.indices {
      queues[place].sort { layers[$0].numbers.lexicographicallyPrecedes(layers[$1].numbers) }
      for (a, b) in zip(queues[place], queues[place].dropFirst()) where layers[a].numbers == layers[b].numbers {
        throw .weights(.twice(first: layers[a].weight?.name ?? "", second: layers[b].weight?.name ?? ""))
      }
    }
    return queues
  }

  /// At most two orders in which all layers chain.
  private static func orders(_ layers: [LayerArrays], _ queues: [[Int]], _ layout: WeightLayout) throws(DataError) -> [[Int]] {
    guard layers.allSatisfy({ $0.fits(layout) }) else { return [] }
    var (heads, order, found, steps) = ([Int](repeating: 0, count: queues.count), [Int](), [[Int]](), 0)
    // The queues that have layers left, as a ring: the queue after each one and before it. The place `end` closes the ring.
    let end = queues.count
    var after = (0...end).map { $0 == end ? 0 : $0 + 1 }
    var before = (0...end).map { $0 == 0 ? end : $0 - 1 }
    // The queue of each layer of the order, and the queue that is tried next at each place. It is a loop, since the layers may be many.
    var (taken, next) = ([Int](), [after[end]])
    while let queue = next.last {
      steps += 1
      if steps > mostSteps { throw .weights(.tooManyOrders) }
      if Interrupt.stopsTurn(steps) { throw .interrupted }
      if order.count == layers.count { found.append(order) }
      if found.count == 2 { return found }
      guard queue < end else {
        next.removeLast()
        guard let last = taken.popLast() else { break }
        order.removeLast()
        if heads[last] == queues[last].count { (after[before[last]], before[after[last]]) = (last, last) }
        heads[last] -= 1
        next[next.count - 1] = after[last]
        continue
      }
      let layer = queues[queue][heads[queue]]
      if let last = order.last, layers[last].units(layout) != layers[layer].inputs(layout) {
        next[next.count - 1] = after[queue]
        continue
      }
      heads[queue] += 1
      if heads[queue] == queues[queue].count { (after[before[queue]], before[after[queue]]) = (after[queue], before[queue]) }
      order.append(layer)
      taken.append(queue)
      next.append(after[end])
    }
    return found
  }
}

/// The order of the layers of a file, and how their weights lie.
///
/// Layers whose names have the same words stand in the order of their numbers. Where the words differ, the shapes give the order: each layer takes as
/// many inputs as the layer before has units. All layers lie in the same way.
struct LayerChain {
  /// The layers as places in the list of arrays.
  let order: [Int]
  let layout: WeightLayout
  /// Whether both layouts fit, so that units were put first.
  let isGuessed: Bool

  /// More steps of the search mean that there are too many orders.
  private static let mostSteps = 20_000

  /// - Throws: `DataError.weights`: `noChain`, `severalOrders`, `tooManyOrders`, or `twice` for two layers with the same number.
  init(_ layers: [LayerArrays], layout asked: WeightLayout?) throws(DataError) {
    let queues = try Self.queues(layers)
    var found: [(order: [Int], layout: WeightLayout)] = []
    for layout in asked.map({ [$0] }) ?? WeightLayout.allCases {
      for order in try Self.orders(layers, queues, layout) { found.append((order, layout)) }
    }
    guard let first = found.first else {
      let order = queues.flatMap { $0 }
      throw .weights(.noChain(shapes: order.map { layers[$0].text }, layout: asked))
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
    // The queue that is tried next, for each place of the order. It is a loop, since the layers may be many.
    var next = [0]
    while let queue = next.last {
      steps += 1
      if steps > mostSteps + layers.count * (queues.count + 1) { throw .weights(.tooManyOrders) }
      if order.count == layers.count { found.append(order) }
      if order.count == layers.count || queue == queues.count {
        next.removeLast()
        if order.popLast() != nil, let last = next.last { heads[last - 1] -= 1 }
        if found.count == 2 { return found }
        continue
      }
      next[next.count - 1] += 1
      guard heads[queue] < queues[queue].count else { continue }
      let layer = queues[queue][heads[queue]]
      if let before = order.last, layers[before].units(layout) != layers[layer].inputs(layout) { continue }
      heads[queue] += 1
      order.append(layer)
      next.append(0)
    }
    return found
  }
}

/// The work on the parameters, which is not done in blocks of examples.
extension Sweep {
  /// Computes dW and db: the sum over the lanes, times 1/m.
  func combine(into quantities: inout Pass.Quantities) {
    for index in quantities.dWs.indices {
      unsafe layers[index].dW = Self.pointer(&quantities.dWs[index].elements)
      unsafe layers[index].db = Self.pointer(&quantities.dbs[index].elements)
    }
    share { .combine(layer: $0) }
  }

  /// W = W - alpha · dW, b = b - alpha · db in every layer. The parameters change in place where no other value shares their storage.
  func update(_ network: inout Network, with quantities: Pass.Quantities, alpha: Double) {
    prepare(network, examples: plan.examples)
    self.alpha = alpha
    for index in 0..<network.depth {
      // The kernels only read dW and db here, so the cast to a mutable pointer is safe.
      unsafe layers[index].dW = UnsafeMutablePointer(mutating: Self.pointer(reading: quantities.dWs[index].elements))
      unsafe layers[index].db = UnsafeMutablePointer(mutating: Self.pointer(reading: quantities.dbs[index].elements))
      unsafe layers[index].newW = Self.pointer(&network.layers[index].W.elements)
      unsafe layers[index].newB = Self.pointer(&network.layers[index].b.elements)
    }
    share { .update(layer: $0) }
  }

  /// From this number of entries in W on, a layer is worth a second thread. Then it is cut into `pieces`.
  private static let worthSharing = 1 << 16
  private static let pieces = 16

  private func share(_ task: (Int) -> Task) {
    for index in unsafe layers.indices {
      self.task = task(index)
      let entries = unsafe layers[index].inputs * layers[index].units
      if entries >= Self.worthSharing {
        Workers.shared.run(Self.pieces, self)
      } else {
        handle(index, 0..<entries, hasBias: true)
      }
    }
  }

  func performPiece(_ piece: Int, of index: Int) {
    let entries = unsafe layers[index].inputs * layers[index].units
    let size = Self.aligned((entries + Self.pieces - 1) / Self.pieces)
    handle(index, min(piece * size, entries)..<min((piece + 1) * size, entries), hasBias: piece == 0)
  }

  /// Combines or updates the entries of W in `range`, and b where `hasBias` is true.
  private func handle(_ index: Int, _ range: Range<Int>, hasBias: Bool) {
    let layer = unsafe layers[index]
    let first = range.lowerBound
    if case .update = task {
      unsafe kernels.update(layer.newW! + first, with: layer.dW! + first, alpha: alpha, entries: range.count)
      if hasBias { unsafe kernels.update(layer.newB!, with: layer.db!, alpha: alpha, entries: layer.units) }
      return
    }
    let share = 1 / Double(plan.examples)
    unsafe kernels.combine(
      gradients! + layer.gradientW + first, plan.lanes, step: gradientCount, scale: share, into: layer.dW! + first, entries: range.count)
    if hasBias {
      unsafe kernels.combine(gradients! + layer.gradientB, plan.lanes, step: gradientCount, scale: share, into: layer.db!, entries: layer.units)
    }
  }
}

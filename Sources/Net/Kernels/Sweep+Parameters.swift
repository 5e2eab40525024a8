/// The work on the parameters, which is not done in blocks of examples.
extension Sweep {
  /// Computes dW and db: the sum over the lanes, times 1/m.
  func combine(into quantities: inout Pass.Quantities) {
    for index in unsafe layers.indices {
      unsafe quantities.dWs[index].withMutableBlock { dW in
        unsafe quantities.dbs[index].withMutableBlock { db in
          unsafe (layers[index].dW, layers[index].db) = (dW.entries, db.entries)
          share(.combine(layer: index), index)
          unsafe (layers[index].dW, layers[index].db) = (nil, nil)
        }
      }
    }
  }

  /// W = W - alpha · dW, b = b - alpha · db in every layer. The parameters change in place where no other value shares their storage.
  func update(_ network: inout Network, with quantities: Pass.Quantities, alpha: Double) {
    prepare(network, examples: plan.examples)
    self.alpha = alpha
    for index in unsafe layers.indices {
      // W and b are out of the network meanwhile, so that nothing else can read or write them.
      var (W, b) = (Self.nothing, Self.nothing)
      func exchange() {
        swap(&W, &network.layers[index].W)
        swap(&b, &network.layers[index].b)
      }
      exchange()
      // The kernels only read dW and db here.
      unsafe quantities.dWs[index].withBlock { dW in
        unsafe quantities.dbs[index].withBlock { db in
          unsafe W.withMutableBlock { newW in
            unsafe b.withMutableBlock { newB in
              unsafe (layers[index].dW, layers[index].db) = (dW.entries, db.entries)
              unsafe (layers[index].newW, layers[index].newB) = (newW.entries, newB.entries)
              share(.update(layer: index), index)
              unsafe (layers[index].dW, layers[index].db, layers[index].newW, layers[index].newB) = (nil, nil, nil, nil)
            }
          }
        }
      }
      exchange()
    }
  }

  /// From this number of entries in W on, a layer is worth a second thread. Then it is cut into `pieces`.
  private static let worthSharing = 1 << 16
  private static let pieces = 16

  /// Runs the work on the parameters of layer `index`, which is `task`, on one thread or on all.
  private func share(_ task: Task, _ index: Int) {
    self.task = task
    let entries = unsafe layers[index].inputs * layers[index].units
    if entries >= Self.worthSharing {
      Workers.shared.run(Self.pieces, self)
    } else {
      handle(index, 0..<entries, hasBias: true)
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

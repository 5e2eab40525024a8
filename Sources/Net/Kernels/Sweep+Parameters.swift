/// The work on whole arrays of gradients and parameters, which is not done in blocks of examples.
extension Sweep {
  /// One array to write, and the array that it is computed from.
  @unsafe struct ArrayWork {
    let target: UnsafeMutablePointer<Double>
    let source: UnsafePointer<Double>
    let entries: Int
    /// The weights of which λ/m is added to dW; nil where nothing is added.
    var penalized: UnsafePointer<Double>?
  }

  /// Computes dW and db: the sum over the lanes, times 1/m. dW also gets λ/m · W.
  func combine(into quantities: Pass.Quantities, _ network: Network) {
    lambda = network.lambda
    for index in unsafe layers.indices {
      let layer = unsafe layers[index]
      var work = unsafe ArrayWork(target: quantities.dWs[index].entries, source: gradients! + layer.gradientW, entries: layer.inputs * layer.units)
      if lambda == 0 {
        unsafe share(.combine, work)
      } else {
        unsafe network.layers[index].W.elements.withUnsafeBufferPointer { W in
          unsafe work.penalized = W.baseAddress
          unsafe share(.combine, work)
        }
      }
      unsafe share(.combine, ArrayWork(target: quantities.dbs[index].entries, source: gradients! + layer.gradientB, entries: layer.units))
    }
  }

  /// W = W - alpha · dW, b = b - alpha · db in every layer. The parameters change in place where no other value shares their storage.
  func update(_ network: inout Network, with quantities: Pass.Quantities, alpha: Double) {
    self.alpha = alpha
    for index in network.layers.indices {
      update(&network.layers[index].W.elements, with: quantities.dWs[index])
      update(&network.layers[index].b.elements, with: quantities.dbs[index])
    }
  }

  private func update(_ parameters: inout [Double], with gradient: PassBuffer) {
    precondition(parameters.count == gradient.shape.rows * gradient.shape.columns, "gradients must fit")
    unsafe parameters.withUnsafeMutableBufferPointer { parameters in
      unsafe share(.update, ArrayWork(target: parameters.baseAddress!, source: gradient.entries, entries: parameters.count))
    }
  }

  /// From this number of entries on, an array is worth a second thread. Then it is cut into `pieces`.
  private static let worthSharing = 1 << 16
  private static let pieces = 16

  private func share(_ task: Task, _ work: ArrayWork) {
    self.task = task
    unsafe arrayWork = work
    if unsafe work.entries >= Self.worthSharing {
      Workers.shared.run(Self.pieces, self)
    } else {
      unsafe handle(work, 0..<work.entries)
    }
    unsafe arrayWork = nil
  }

  func performPiece(_ piece: Int) {
    let work = unsafe arrayWork!
    let size = unsafe Self.aligned((work.entries + Self.pieces - 1) / Self.pieces)
    unsafe handle(work, min(piece * size, work.entries)..<min((piece + 1) * size, work.entries))
  }

  private func handle(_ work: ArrayWork, _ range: Range<Int>) {
    let first = range.lowerBound
    if case .update = task {
      unsafe kernels.update(work.target + first, with: work.source + first, alpha: alpha, entries: range.count)
    } else {
      let share = 1 / Double(plan.examples)
      unsafe kernels.combine(work.source + first, plan.lanes, step: gradientCount, scale: share, into: work.target + first, entries: range.count)
      if let penalized = unsafe work.penalized {
        let factor = lambda / Double(plan.examples)
        for index in range { unsafe work.target[index] += factor * penalized[index] }
      }
    }
  }
}

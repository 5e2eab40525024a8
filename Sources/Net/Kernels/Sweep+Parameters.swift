/// The work on whole arrays of gradients and parameters, which is not done in blocks of examples.
extension Sweep {
  /// One array to write, and the array that it is computed from.
  @unsafe struct ArrayWork {
    let target: UnsafeMutablePointer<Double>
    let source: UnsafePointer<Double>
    let entries: Int
    /// The weights of which λ/m is added to dW; nil where nothing is added.
    var penalized: UnsafePointer<Double>?
    /// The averages of the entries to write; nil where the optimizer does not keep them.
    var v, s: UnsafeMutablePointer<Double>?
  }

  /// Computes dW and db: the sum over the lanes, times 1 over the number of columns. dW also gets λ/m · W.
  func combine(into quantities: Pass.Quantities, _ network: Network) {
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

  /// Makes the step of the network's optimizer in every layer. The parameters and averages change in place where no other value shares their storage.
  func update(_ network: inout Network, with quantities: Pass.Quantities, alpha: Double) {
    guard network.optimizer.keepsAverages else {
      self.alpha = alpha
      for index in network.layers.indices {
        update(&network.layers[index].W.elements, with: quantities.dWs[index])
        update(&network.layers[index].b.elements, with: quantities.dbs[index])
      }
      return
    }
    network.averages.steps += 1
    rule = kernels.rule(of: network.optimizer, alpha: alpha, step: network.averages.steps)
    for index in network.layers.indices {
      // The averages of a layer are taken out while they are written, so that they change in place.
      var own = Averages.Layer()
      swap(&own, &network.averages.layers[index])
      update(&network.layers[index].W.elements, with: quantities.dWs[index], &own.vW.elements, &own.sW.elements)
      update(&network.layers[index].b.elements, with: quantities.dbs[index], &own.vb.elements, &own.sb.elements)
      swap(&own, &network.averages.layers[index])
    }
    rule = nil
  }

  private func update(_ parameters: inout [Double], with gradient: PassBuffer) {
    precondition(parameters.count == gradient.shape.rows * gradient.shape.columns, "gradients must fit")
    unsafe parameters.withUnsafeMutableBufferPointer { parameters in
      unsafe share(.update, ArrayWork(target: parameters.baseAddress!, source: gradient.entries, entries: parameters.count))
    }
  }

  /// The same for an optimizer with averages. A list of averages may be empty where the optimizer does not keep them.
  private func update(_ parameters: inout [Double], with gradient: PassBuffer, _ v: inout [Double], _ s: inout [Double]) {
    precondition(parameters.count == gradient.shape.rows * gradient.shape.columns, "gradients must fit")
    precondition((v.isEmpty || v.count == parameters.count) && (s.isEmpty || s.count == parameters.count), "averages must fit")
    unsafe parameters.withUnsafeMutableBufferPointer { parameters in
      unsafe v.withUnsafeMutableBufferPointer { v in
        unsafe s.withUnsafeMutableBufferPointer { s in
          unsafe share(
            .update,
            ArrayWork(
              target: parameters.baseAddress!, source: gradient.entries, entries: parameters.count, v: v.isEmpty ? nil : v.baseAddress,
              s: s.isEmpty ? nil : s.baseAddress))
        }
      }
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
      guard let rule else {
        return unsafe kernels.update(work.target + first, with: work.source + first, alpha: alpha, entries: range.count)
      }
      unsafe kernels.update(
        work.target + first, with: work.source + first, rule, v: work.v.map { unsafe $0 + first }, s: work.s.map { unsafe $0 + first }, entries: range.count)
    } else {
      let share = 1 / Double(plan.examples)
      unsafe kernels.combine(work.source + first, plan.lanes, step: gradientCount, scale: share, into: work.target + first, entries: range.count)
      if let penalized = unsafe work.penalized {
        let factor = lambda / Double(penaltyExamples)
        for index in range { unsafe work.target[index] += factor * penalized[index] }
      }
    }
  }
}

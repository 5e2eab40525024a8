/// Passes over one block whose units are shared among the threads. The results have the bits of a pass on one thread.
extension Sweep {
  /// A part of a pass that the threads share: the units of one layer.
  struct UnitWork {
    var layer: Int
    var isForward: Bool
    var pieces: Int
    /// The layers above whose gradients are computed beside the pieces.
    var waiting: [Int] = []
  }

  /// Runs a pass over the one block of the plan, layer by layer.
  func runUnits(forward: Bool, backward: Bool) {
    let last = unsafe layers.count - 1
    let part = unsafe Part(sweep: self, parameters: parameters, first: 0, columns: plan.examples, space: 0, lane: 0, isFirst: true)
    if forward {
      var cost = 0.0
      for index in 0...last where interrupt?.endsWork() != true {
        share(UnitWork(layer: index, isForward: true, pieces: plan.pieces(ofLayer: index)))
        // The losses of the output need all of its units.
        if index == last { cost = unsafe part.activate(index, 0..<layers[index].units) }
      }
      unsafe costs![0] = cost
    }
    if backward {
      var waiting: [Int] = []
      for index in (0...last).reversed() where interrupt?.endsWork() != true {
        let pieces = plan.pieces(ofLayer: index)
        if index == last || pieces == 1 { unsafe part.error(index, 0..<layers[index].units) }
        // The gradients of a layer that is not cut are a piece beside those of the next layer that is.
        if index > 0, pieces == 1 {
          waiting.append(index)
        } else {
          share(UnitWork(layer: index, isForward: false, pieces: pieces, waiting: waiting))
          waiting = []
        }
      }
    }
  }

  private func share(_ work: UnitWork) {
    unitWork = work
    if work.pieces > 1 {
      Workers.shared.run(work.waiting.count + work.pieces, self)
    } else {
      for piece in 0...work.waiting.count { performUnits(piece) }
    }
    unitWork = nil
  }

  /// Computes one piece: the gradients of a layer that waited, or some units of the layer.
  func performUnits(_ piece: Int) {
    guard let work = unitWork else { return }
    let part = unsafe Part(sweep: self, parameters: parameters, first: 0, columns: plan.examples, space: 0, lane: 0, isFirst: true)
    if piece < work.waiting.count { return unsafe gradients(work.waiting[piece], 0..<layers[work.waiting[piece]].units, part) }
    let units = unsafe layers[work.layer].units
    let size = work.pieces == 1 ? units : StepPlan.unitsOfPiece
    let first = (piece - work.waiting.count) * size
    let rows = first..<min(first + size, units)
    let isOutput = unsafe work.layer == layers.count - 1
    if work.isForward {
      unsafe part.multiply(work.layer, rows)
      if !isOutput { _ = unsafe part.activate(work.layer, rows) }
    } else {
      if !isOutput, work.pieces > 1 { unsafe part.error(work.layer, rows) }
      unsafe gradients(work.layer, rows, part)
    }
  }

  /// Computes dW and db of some units, and finishes them while they are in the cache.
  private func gradients(_ index: Int, _ rows: Range<Int>, _ part: Part) {
    unsafe part.gradient(index, rows)
    finish(index, rows)
  }

  /// Computes dW and db of some units of a layer from their sums.
  private func finish(_ index: Int, _ rows: Range<Int>) {
    let (dW, db) = unsafe sums(index, lane: 0)
    let inputs = unsafe layers[index].inputs
    let entries = rows.lowerBound * inputs..<rows.upperBound * inputs
    if unsafe index > 0 || turnedX == nil { unsafe scale(dW, entries) }
    unsafe scale(db, rows)
    if lambda == 0 { return }
    let factor = lambda / Double(penaltyExamples)
    unsafe parameters[index].W.elements.withUnsafeBufferPointer { W in for index in entries { unsafe dW[index] += factor * W[index] } }
  }

  private func scale(_ sums: UnsafeMutablePointer<Double>, _ range: Range<Int>) {
    let place = unsafe sums + range.lowerBound
    unsafe kernels.combine(place, 1, step: 0, scale: 1 / Double(plan.examples), into: place, entries: range.count)
  }
}

/// The forward and backward pass of one block.
extension Sweep {
  /// Runs the blocks of one lane in order and stores the sum of their losses.
  func performLane(_ lane: Int, worker: Int, forward: Bool, backward: Bool) {
    let space = plan.lanes <= spaces ? lane : worker
    let parameters = parameters
    var cost = 0.0
    var block = lane
    while block < plan.blocks, interrupt?.endsWork() != true {
      let first = block * plan.blockColumns
      let part = unsafe Part(
        sweep: self, parameters: parameters, first: first, columns: plan.columns(ofBlock: block), space: space, lane: lane, isFirst: block == lane)
      if plan.gathersX { unsafe part.gather() }
      if forward { unsafe cost += part.forward() }
      if backward { unsafe part.backward() }
      block += plan.lanes
    }
    unsafe costs![lane] = cost
  }

  /// dA = Wᵀ @ dZ, by our own kernels or by OpenBLAS.
  /// - Parameters:
  ///   - rows: the rows of dA that are computed, which are columns of W.
  ///   - dA: these rows.
  func turnedProduct(_ W: Matrix, _ dZ: Block, own: Bool, rows: Range<Int>, into dA: Block) {
    unsafe W.elements.withUnsafeBufferPointer { elements in
      let start = unsafe elements.baseAddress! + rows.lowerBound
      if own {
        unsafe kernels.product(Factor(start, rows: dZ.rows, columns: rows.count, stride: W.columns).transposed, dZ, into: dA)
      } else {
        let columns = unsafe Block(UnsafeMutablePointer(mutating: start), rows: dZ.rows, columns: rows.count, stride: W.columns)
        unsafe GEMM.multiply(columns, dZ, transposeA: true, into: dA)
      }
    }
  }

  /// One block of examples during a pass.
  @unsafe struct Part {
    unowned(unsafe) let sweep: Sweep
    let parameters: [Layer]
    let first, columns, space, lane: Int
    /// Whether this is the first block of the lane. It writes the gradients, and the later blocks add to them.
    let isFirst: Bool

    private var last: Int { unsafe sweep.layers.count - 1 }
    private var scratch: UnsafeMutablePointer<Double> { unsafe sweep.scratch! + space * sweep.scratchCount }

    private func quantity(_ kept: UnsafeMutablePointer<Double>?, _ offset: Int, _ units: Int) -> Block {
      if let kept = unsafe kept { return unsafe Block(kept + first, rows: units, columns: columns, stride: sweep.plan.examples) }
      return unsafe Block(scratch + offset, rows: units, columns: columns, stride: sweep.scratchStride)
    }
    private func Z(_ layer: LayerBuffers) -> Block { unsafe quantity(layer.Z, layer.scratchZ, layer.units) }
    private func A(_ layer: LayerBuffers) -> Block { unsafe quantity(layer.A, layer.scratchA, layer.units) }
    private func dZ(_ layer: LayerBuffers) -> Block { unsafe quantity(layer.dZ, layer.scratchDZ, layer.units) }
    private func below(_ index: Int) -> Block {
      if index > 0 { return unsafe A(sweep.layers[index - 1]) }
      return unsafe sweep.plan.gathersX ? gathered : sweep.X!.columns(from: first, count: columns)
    }
    private var Y: Block { unsafe sweep.Y!.columns(from: first, count: columns) }

    /// The scratch space for the columns of X, copied close together.
    private var gathered: Block {
      return unsafe Block(scratch + sweep.scratchX, rows: sweep.plan.sizes[0], columns: columns, stride: sweep.scratchStride)
    }

    func gather() { unsafe sweep.kernels.gather(sweep.X!.columns(from: first, count: columns), into: gathered) }

    /// Computes Z = W @ A + b and A = g(Z) of every layer. It returns the sum of the block's losses, 0 without Y.
    func forward() -> Double {
      var cost = 0.0
      for index in unsafe 0...last {
        unsafe multiply(index, 0..<sweep.layers[index].units)
        cost = unsafe activate(index, 0..<sweep.layers[index].units)
      }
      return cost
    }

    /// Computes rows of W @ A. Our own product also adds b.
    @inline(__always)
    func multiply(_ index: Int, _ rows: Range<Int>) {
      let (kernels, layer) = unsafe (sweep.kernels, sweep.layers[index])
      let out = unsafe Z(layer).rows(rows)
      unsafe parameters[index].W.elements.withUnsafeBufferPointer { elements in
        let W = unsafe elements.baseAddress! + rows.lowerBound * layer.inputs
        if unsafe layer.usesOwnProduct {
          unsafe parameters[index].b.elements.withUnsafeBufferPointer { b in
            unsafe kernels.product(
              Factor(W, rows: rows.count, columns: layer.inputs), below(index), bias: b.baseAddress! + rows.lowerBound, into: out)
          }
        } else {
          unsafe GEMM.multiply(Block(reading: W, rows: rows.count, columns: layer.inputs), below(index), into: out)
        }
      }
    }

    /// Computes A = g(Z) for rows of a layer, and adds b where the product did not. For the output it returns the sum of the block's losses; then the rows must
    /// be all of them.
    @inline(__always)
    func activate(_ index: Int, _ rows: Range<Int>) -> Double {
      let (kernels, layer) = unsafe (sweep.kernels, sweep.layers[index])
      let (Z, A) = unsafe (Z(layer).rows(rows), A(layer).rows(rows))
      var cost = 0.0
      unsafe parameters[index].b.elements.withUnsafeBufferPointer { elements in
        let bias = unsafe layer.usesOwnProduct ? nil : elements.baseAddress! + rows.lowerBound
        if unsafe layer.activation.isOfSwift {
          unsafe sweep.functions[index]!.activate(bias: bias, Z, into: A)
          if unsafe index == last && sweep.Y != nil { cost = unsafe kernels.output(sweep.loss, layer.activation, A, into: A, Y: Y) }
        } else if unsafe index == last && sweep.Y != nil {
          cost = unsafe kernels.output(sweep.loss, layer.activation, bias: bias, Z, into: A, Y: Y)
        } else {
          unsafe kernels.activate(layer.activation, bias: bias, Z, into: A)
        }
      }
      if unsafe layer.D != nil { unsafe drop(layer, A, rows) }
      return cost
    }

    /// Multiplies rows of a layer by the mask and divides by the share of units that dropout keeps. Without a mask it does nothing.
    private func drop(_ layer: LayerBuffers, _ block: Block, _ rows: Range<Int>) {
      guard let mask = unsafe layer.D else { return }
      for row in rows {
        let kept = unsafe mask + row * sweep.plan.examples + first
        let entries = unsafe block.entries + (row - rows.lowerBound) * block.stride
        for column in unsafe 0..<columns { unsafe entries[column] = entries[column] * kept[column] / layer.keep }
      }
    }

    /// Computes dZ = dA * g'(Z) in place of rows of dA. With a mask, dA is masked too, and g(Z) is computed again, because A is no longer g(Z).
    @inline(__always)
    private func derive(_ index: Int, _ layer: LayerBuffers, _ dZ: Block, _ rows: Range<Int>) {
      if unsafe layer.D != nil { unsafe drop(layer, dZ, rows) }
      let Z = unsafe Z(layer).rows(rows)
      if unsafe layer.activation.isOfSwift { return unsafe sweep.functions[index]!.derive(Z, dZ) }
      guard unsafe layer.D != nil else { return unsafe sweep.kernels.derive(layer.activation, Z, A(layer).rows(rows), dZ) }
      let g = unsafe Block(scratch + layer.scratchG, rows: layer.units, columns: columns, stride: sweep.scratchStride).rows(rows)
      unsafe sweep.kernels.activate(layer.activation, bias: nil, Z, into: g)
      unsafe sweep.kernels.derive(layer.activation, Z, g, dZ)
    }

    /// Computes dZ of every layer, and adds the block's part of dW and db to the gradients of the lane.
    func backward() {
      for index in unsafe (0...last).reversed() {
        unsafe error(index, 0..<sweep.layers[index].units)
        unsafe gradient(index, 0..<sweep.layers[index].units)
      }
    }

    /// Computes rows of dZ. For the output the rows must be all of them.
    @inline(__always)
    func error(_ index: Int, _ rows: Range<Int>) {
      let (kernels, layer) = unsafe (sweep.kernels, sweep.layers[index])
      let dZ = unsafe dZ(layer).rows(rows)
      if unsafe index == last {
        let (Z, A) = unsafe (Z(layer), A(layer))
        if unsafe sweep.fits { return unsafe kernels.subtract(A, Y, into: dZ) }
        unsafe kernels.outputGradient(sweep.loss, layer.activation, Z, A, Y: Y, into: dZ)
      } else {
        let above = unsafe sweep.layers[index + 1]
        unsafe sweep.turnedProduct(parameters[index + 1].W, self.dZ(above), own: above.usesOwnProduct, rows: rows, into: dZ)
      }
      unsafe derive(index, layer, dZ, rows)
    }

    /// Adds the block's part of rows of dW and db to the gradients of the lane. From examples in rows, dW is computed whole.
    @inline(__always)
    func gradient(_ index: Int, _ rows: Range<Int>) {
      let (kernels, layer) = unsafe (sweep.kernels, sweep.layers[index])
      let dZ = unsafe dZ(layer).rows(rows)
      let sums = unsafe sweep.sums(index, lane: lane)
      let (dW, db) = unsafe (sums.W + rows.lowerBound * layer.inputs, sums.b + rows.lowerBound)
      let out = unsafe Block(dW, rows: rows.count, columns: layer.inputs, stride: layer.inputs)
      if index == 0, let examples = unsafe sweep.turnedX {
        let factor = unsafe Factor(dZ.entries, rows: dZ.rows, columns: dZ.columns, stride: dZ.stride)
        unsafe kernels.product(factor, examples, scale: 1 / Double(columns), into: out)
      } else if unsafe layer.usesOwnProduct {
        return unsafe kernels.gradient(dZ, below(index), dW: dW, db: db, isFirst: isFirst)
      } else {
        unsafe GEMM.multiply(dZ, below(index), transposeB: true, adding: !isFirst, into: out)
      }
      unsafe kernels.rowSums(dZ, db: db, isFirst: isFirst)
    }
  }
}

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
  func turnedProduct(_ W: Matrix, _ dZ: Block, own: Bool, into dA: Block) {
    unsafe W.elements.withUnsafeBufferPointer { elements in
      let W = elements.baseAddress!
      if own {
        unsafe kernels.product(Factor(W, rows: dZ.rows, columns: dA.rows).transposed, dZ, into: dA)
      } else {
        unsafe GEMM.multiply(Block(reading: W, rows: dZ.rows, columns: dA.rows), dZ, transposeA: true, into: dA)
      }
    }
  }

  /// One block of examples during a pass.
  @unsafe private struct Part {
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
      let kernels = unsafe sweep.kernels
      var cost = 0.0
      for index in unsafe 0...last {
        let layer = unsafe sweep.layers[index]
        let (Z, A) = unsafe (Z(layer), A(layer))
        unsafe parameters[index].b.elements.withUnsafeBufferPointer { elements in
          // Our own product adds b. OpenBLAS does not, so the activation adds it.
          var bias = elements.baseAddress
          unsafe parameters[index].W.elements.withUnsafeBufferPointer { elements in
            let W = elements.baseAddress!
            if unsafe layer.usesOwnProduct {
              unsafe kernels.product(Factor(W, rows: layer.units, columns: layer.inputs), below(index), bias: bias, into: Z)
              unsafe bias = nil
            } else {
              unsafe GEMM.multiply(Block(reading: W, rows: layer.units, columns: layer.inputs), below(index), into: Z)
            }
          }
          if unsafe layer.activation.isOfSwift {
            unsafe sweep.functions[index]!.activate(bias: bias, Z, into: A)
            if unsafe index == last && sweep.Y != nil { cost = unsafe kernels.output(sweep.loss, layer.activation, A, into: A, Y: Y) }
          } else if unsafe index == last && sweep.Y != nil {
            cost = unsafe kernels.output(sweep.loss, layer.activation, bias: bias, Z, into: A, Y: Y)
          } else {
            unsafe kernels.activate(layer.activation, bias: bias, Z, into: A)
          }
        }
        if unsafe layer.D != nil { unsafe drop(layer, A) }
      }
      return cost
    }

    /// Multiplies by the mask and divides by the share of units that dropout keeps. Without a mask it does nothing.
    private func drop(_ layer: LayerBuffers, _ block: Block) {
      guard let mask = unsafe layer.D else { return }
      for row in unsafe 0..<layer.units {
        let kept = unsafe mask + row * sweep.plan.examples + first
        let entries = unsafe block.entries + row * block.stride
        for column in unsafe 0..<columns { unsafe entries[column] = entries[column] * kept[column] / layer.keep }
      }
    }

    /// Computes dZ = dA * g'(Z) in place of dA. With a mask, dA is masked too, and g(Z) is computed again, because A is no longer g(Z).
    private func derive(_ index: Int, _ layer: LayerBuffers, _ dZ: Block) {
      if unsafe layer.D != nil { unsafe drop(layer, dZ) }
      if unsafe layer.activation.isOfSwift { return unsafe sweep.functions[index]!.derive(Z(layer), dZ) }
      guard unsafe layer.D != nil else { return unsafe sweep.kernels.derive(layer.activation, Z(layer), A(layer), dZ) }
      let g = unsafe Block(scratch + layer.scratchG, rows: layer.units, columns: columns, stride: sweep.scratchStride)
      unsafe sweep.kernels.activate(layer.activation, bias: nil, Z(layer), into: g)
      unsafe sweep.kernels.derive(layer.activation, Z(layer), g, dZ)
    }

    /// Computes dZ of every layer, and adds the block's part of dW and db to the gradients of the lane.
    func backward() {
      let kernels = unsafe sweep.kernels
      for index in unsafe (0...last).reversed() {
        let layer = unsafe sweep.layers[index]
        let dZ = unsafe dZ(layer)
        if unsafe index == last {
          let (Z, A) = unsafe (Z(layer), A(layer))
          if unsafe sweep.fits {
            unsafe kernels.subtract(A, Y, into: dZ)
          } else {
            unsafe kernels.outputGradient(sweep.loss, layer.activation, Z, A, Y: Y, into: dZ)
            unsafe derive(index, layer, dZ)
          }
        } else {
          let above = unsafe sweep.layers[index + 1]
          unsafe sweep.turnedProduct(parameters[index + 1].W, self.dZ(above), own: above.usesOwnProduct, into: dZ)
          unsafe derive(index, layer, dZ)
        }
        let gradients = unsafe sweep.gradients! + lane * sweep.gradientCount
        let (dW, db) = unsafe (gradients + layer.gradientW, gradients + layer.gradientB)
        if unsafe layer.usesOwnProduct {
          unsafe kernels.gradient(dZ, below(index), dW: dW, db: db, isFirst: isFirst)
        } else {
          let out = unsafe Block(dW, rows: layer.units, columns: layer.inputs, stride: layer.inputs)
          unsafe GEMM.multiply(dZ, below(index), transposeB: true, adding: !isFirst, into: out)
          unsafe kernels.rowSums(dZ, db: db, isFirst: isFirst)
        }
      }
    }
  }
}

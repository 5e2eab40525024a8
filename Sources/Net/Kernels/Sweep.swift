/// Passes over all blocks of a data set: each block goes forward, backward, or both, whole, while it is in cache.
///
/// Where the quantities are wanted, `forward` and `backward` write them to the matrices given. `descend` goes both ways and keeps
/// nothing but the gradients: Z, A and dZ of a block stand in the scratch space of its thread. All three give the same bits,
/// since they run the same kernels over the same blocks and sum in the order of one plan.
@safe final class Sweep: SharedWork {
  private enum Direction {
    case forward, backward, both
    /// Over the parameters, not the blocks.
    case combine, update
  }

  /// One layer as the blocks see it: its parameters, and where its quantities go.
  @unsafe private struct Places {
    var inputs, units: Int
    var usesOwnProduct: Bool
    var activation: ActivationKernel
    var W, b: UnsafePointer<Double>
    /// Whole matrices of m columns; nil where nothing is kept.
    var Z, A, dZ: UnsafeMutablePointer<Double>?
    /// The gradients, and the parameters that an update writes.
    var dW, db, newW, newB: UnsafeMutablePointer<Double>?
    /// Where the layer's part of a thread's scratch space and of a lane's gradients begins.
    var scratchZ, scratchA, scratchDZ: Int
    var gradientW, gradientB: Int
  }

  let kernels: Kernels
  private var plan: StepPlan
  private var layers: UnsafeMutableBufferPointer<Places> = unsafe .init(start: nil, count: 0)
  private var gradients: UnsafeMutablePointer<Double>?
  private var gradientCount = 0
  private var costs: UnsafeMutablePointer<Double>?
  private var scratch: UnsafeMutablePointer<Double>?
  private var scratchCount = 0
  private var scratchStride = 0
  private var scratchX = 0

  // What the blocks of the present pass read.
  private var direction = Direction.forward
  private var X: Block?
  private var Y: Block?
  private var loss = LossKernel.squaredError
  private var fits = false
  private var alpha = 0.0

  init(kernels: Kernels) {
    self.kernels = kernels
    plan = StepPlan(sizes: [1, 1], examples: 0, largestOwnProduct: 0)
  }

  func makePlan(_ network: Network, examples: Int) -> StepPlan {
    StepPlan(sizes: network.sizes, examples: examples, largestOwnProduct: kernels.largestOwnProduct)
  }

  deinit { release() }

  private func release() {
    unsafe layers.deallocate()
    unsafe gradients?.deallocate()
    unsafe costs?.deallocate()
    unsafe scratch?.deallocate()
  }

  // MARK: Passes

  /// Z and A of every layer; J where there is a Y.
  func forward(_ network: Network, X: Matrix, Y: Matrix?, Zs: inout [Matrix], As: inout [Matrix]) -> Double? {
    prepare(network, examples: X.columns)
    keep(Zs: &Zs, As: &As)
    run(.forward, X: X, Y: Y)
    return Y == nil ? nil : meanCost
  }

  /// dZ, dW and db of every layer from the Z and A of a forward pass.
  func backward(
    _ network: Network, X: Matrix, Y: Matrix, Zs: inout [Matrix], As: inout [Matrix], dZs: inout [Matrix], dWs: inout [Matrix], dbs: inout [Matrix]
  ) {
    prepare(network, examples: X.columns)
    keep(Zs: &Zs, As: &As)
    for index in dZs.indices { unsafe layers[index].dZ = Self.pointer(&dZs[index].elements) }
    run(.backward, X: X, Y: Y)
    combine(into: &dWs, &dbs)
  }

  /// J, dW and db, and nothing else.
  func descend(_ network: Network, X: Matrix, Y: Matrix, dWs: inout [Matrix], dbs: inout [Matrix]) -> Double {
    prepare(network, examples: X.columns)
    for index in 0..<network.depth { unsafe (layers[index].Z, layers[index].A, layers[index].dZ) = (nil, nil, nil) }
    run(.both, X: X, Y: Y)
    combine(into: &dWs, &dbs)
    return meanCost
  }

  /// W_{l+1}ᵀ @ dZ_{l+1} by the products of a backward pass, block by block.
  func dA(W: Matrix, dZ: Matrix, plan: StepPlan, layer: Int) -> Matrix {
    var result = Matrix(rows: W.columns, columns: dZ.columns)
    unsafe W.withBlock { W in
      unsafe dZ.withBlock { dZ in
        unsafe result.withMutableBlock { out in
          for block in 0..<plan.blocks {
            let (first, count) = (block * plan.blockColumns, plan.columns(ofBlock: block))
            unsafe turnedProduct(
              UnsafePointer(W.entries), dZ.columns(from: first, count: count), own: plan.usesOwnProducts[layer],
              into: out.columns(from: first, count: count))
          }
        }
      }
    }
    return result
  }

  // MARK: Preparation

  /// The storage of an array. It is one block of memory that moves only when the array is next resized or, being shared, written,
  /// and neither happens while blocks run.
  private static func pointer(_ elements: inout [Double]) -> UnsafeMutablePointer<Double>? {
    unsafe elements.withUnsafeMutableBufferPointer { $0.baseAddress }
  }

  private static func pointer(reading elements: [Double]) -> UnsafePointer<Double> {
    unsafe elements.withUnsafeBufferPointer { $0.baseAddress! }
  }

  private func keep(Zs: inout [Matrix], As: inout [Matrix]) {
    for index in Zs.indices {
      unsafe layers[index].Z = Self.pointer(&Zs[index].elements)
      unsafe layers[index].A = Self.pointer(&As[index].elements)
    }
  }

  /// The plan and the space for gradients; nothing is allocated where the sizes are those of the last pass.
  private func prepare(_ network: Network, examples: Int) {
    if unsafe !plan.fits(network, examples: examples) || layers.count == 0 {
      release()
      plan = makePlan(network, examples: examples)
      unsafe scratch = nil
      unsafe layers = .allocate(capacity: network.depth)
      gradientCount = 0
      for index in 0..<network.depth {
        let (inputs, units) = (plan.sizes[index], plan.sizes[index + 1])
        let layer = network.layers[index]
        unsafe layers.initializeElement(
          at: index,
          to: Places(
            inputs: inputs, units: units, usesOwnProduct: plan.usesOwnProducts[index], activation: layer.activation.kernel,
            W: Self.pointer(reading: layer.W.elements), b: Self.pointer(reading: layer.b.elements), Z: nil, A: nil, dZ: nil, dW: nil, db: nil, newW: nil,
            newB: nil, scratchZ: 0, scratchA: 0,
            scratchDZ: 0, gradientW: gradientCount, gradientB: gradientCount + inputs * units))
        gradientCount += Self.aligned(inputs * units + units)
      }
      unsafe gradients = Self.allocate(plan.lanes * gradientCount)
      unsafe costs = Self.allocate(plan.lanes)
    }
    loss = network.loss.kernel
    fits = network.lossFitsOutput
    for index in 0..<network.depth {
      let activation = network.layers[index].activation.kernel
      if unsafe activation.derivesFromZ != layers[index].activation.derivesFromZ {
        unsafe scratch?.deallocate()
        unsafe scratch = nil
      }
      unsafe layers[index].activation = activation
      unsafe layers[index].W = Self.pointer(reading: network.layers[index].W.elements)
      unsafe layers[index].b = Self.pointer(reading: network.layers[index].b.elements)
    }
    prepareScratch()
  }

  /// Space for one block's quantities for each thread; hidden layers keep A in the place of Z where g' is worked out from A.
  private func prepareScratch() {
    if unsafe scratch != nil { return }
    // A stride of whole pages would put all rows into the same places of the cache.
    scratchStride = plan.blockColumns % 64 == 0 ? plan.blockColumns + 8 : plan.blockColumns
    var count = 0
    func space(_ rows: Int) -> Int {
      defer { count += Self.aligned(rows * scratchStride) }
      return count
    }
    for index in unsafe layers.indices {
      let units = unsafe layers[index].units
      unsafe layers[index].scratchZ = space(units)
      unsafe layers[index].scratchDZ = space(units)
      let apart = unsafe index == layers.count - 1 || layers[index].activation.derivesFromZ
      unsafe layers[index].scratchA = apart ? space(units) : layers[index].scratchZ
    }
    if plan.gathersX { scratchX = space(plan.sizes[0]) }
    scratchCount = count
    unsafe scratch = Self.allocate(min(plan.lanes, Workers.shared.threads) * count)
  }

  /// A multiple of a cache line's eight doubles.
  private static func aligned(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    unsafe UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 8, alignment: 64).bindMemory(to: Double.self, capacity: max(count, 1))
  }

  private func run(_ direction: Direction, X: Matrix, Y: Matrix?) {
    self.direction = direction
    unsafe X.withBlock { x in
      unsafe self.X = x
      if let Y {
        unsafe Y.withBlock { y in
          unsafe self.Y = y
          runLanes()
        }
      } else {
        unsafe self.Y = nil
        runLanes()
      }
    }
  }

  private func runLanes() { Workers.shared.run(plan.lanes, self) }

  // MARK: Results

  private var meanCost: Double {
    var total = 0.0
    for lane in 0..<plan.lanes { unsafe total += costs![lane] }
    return total / Double(plan.examples)
  }

  /// dW = 1/m · Σ over the lanes, and db.
  private func combine(into dWs: inout [Matrix], _ dbs: inout [Matrix]) {
    point(to: &dWs, &dbs)
    share(.combine)
  }

  /// W = W - alpha · dW, b = b - alpha · db in every layer. Nothing is allocated where the parameters are not shared.
  func update(_ network: inout Network, dWs: inout [Matrix], dbs: inout [Matrix], alpha: Double) {
    prepare(network, examples: plan.examples)
    point(to: &dWs, &dbs)
    self.alpha = alpha
    for index in 0..<network.depth {
      unsafe layers[index].newW = Self.pointer(&network.layers[index].W.elements)
      unsafe layers[index].newB = Self.pointer(&network.layers[index].b.elements)
    }
    share(.update)
  }

  private func point(to dWs: inout [Matrix], _ dbs: inout [Matrix]) {
    for index in dWs.indices {
      unsafe layers[index].dW = Self.pointer(&dWs[index].elements)
      unsafe layers[index].db = Self.pointer(&dbs[index].elements)
    }
  }

  /// Parameters of a layer that are worth a second thread, and into how many pieces they are cut then.
  private static let worthSharing = 1 << 16
  private static let pieces = 16

  private func share(_ direction: Direction) {
    self.direction = direction
    let count = unsafe layers.count * Self.pieces
    if unsafe layers.contains(where: { unsafe $0.inputs * $0.units >= Self.worthSharing }) {
      Workers.shared.run(count, self)
    } else {
      for index in unsafe layers.indices {
        let layer = unsafe layers[index]
        unsafe handle(layer, 0..<layer.inputs * layer.units, hasBias: true)
      }
    }
  }

  private func performPiece(_ index: Int) {
    let layer = unsafe layers[index / Self.pieces]
    let (piece, entries) = unsafe (index % Self.pieces, layer.inputs * layer.units)
    let size = Self.aligned((entries + Self.pieces - 1) / Self.pieces)
    unsafe handle(layer, min(piece * size, entries)..<min((piece + 1) * size, entries), hasBias: piece == 0)
  }

  /// Combines or updates entries of W, and b.
  private func handle(_ layer: Places, _ range: Range<Int>, hasBias: Bool) {
    let first = range.lowerBound
    if direction == .update {
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

  // MARK: Blocks

  func perform(_ index: Int, worker: Int) {
    switch direction {
    case .combine, .update: performPiece(index)
    case .forward, .backward, .both: performLane(index, worker: worker)
    }
  }

  /// The blocks of one lane, in order.
  private func performLane(_ lane: Int, worker: Int) {
    var cost = 0.0
    var block = lane
    while block < plan.blocks {
      let first = block * plan.blockColumns
      let part = unsafe Part(sweep: self, first: first, columns: plan.columns(ofBlock: block), worker: worker, lane: lane, isFirst: block == lane)
      if plan.gathersX { unsafe part.gather() }
      switch direction {
      case .forward: unsafe cost += part.forward()
      case .backward: unsafe part.backward()
      default:
        unsafe cost += part.forward()
        unsafe part.backward()
      }
      block += plan.lanes
    }
    unsafe costs![lane] = cost
  }

  private func turnedProduct(_ W: UnsafePointer<Double>, _ dZ: Block, own: Bool, into dA: Block) {
    if own {
      unsafe kernels.product(Factor(W, rows: dZ.rows, columns: dA.rows).transposed, dZ, into: dA)
    } else {
      unsafe GEMM.multiply(Block(reading: W, rows: dZ.rows, columns: dA.rows), dZ, transposeA: true, into: dA)
    }
  }

  /// One block of examples on its way.
  @unsafe private struct Part {
    unowned(unsafe) let sweep: Sweep
    let first, columns, worker, lane: Int
    /// Whether it is the lane's first, which writes the gradients that the others add to.
    let isFirst: Bool

    private var last: Int { unsafe sweep.layers.count - 1 }
    private var scratch: UnsafeMutablePointer<Double> { unsafe sweep.scratch! + worker * sweep.scratchCount }

    private func quantity(_ kept: UnsafeMutablePointer<Double>?, _ offset: Int, _ units: Int) -> Block {
      if let kept = unsafe kept { return unsafe Block(kept + first, rows: units, columns: columns, stride: sweep.plan.examples) }
      return unsafe Block(scratch + offset, rows: units, columns: columns, stride: sweep.scratchStride)
    }
    private func Z(_ layer: Places) -> Block { unsafe quantity(layer.Z, layer.scratchZ, layer.units) }
    private func A(_ layer: Places) -> Block { unsafe quantity(layer.A, layer.scratchA, layer.units) }
    private func dZ(_ layer: Places) -> Block { unsafe quantity(layer.dZ, layer.scratchDZ, layer.units) }
    private func below(_ index: Int) -> Block {
      if index > 0 { return unsafe A(sweep.layers[index - 1]) }
      return unsafe sweep.plan.gathersX ? gathered : sweep.X!.columns(from: first, count: columns)
    }
    private var Y: Block { unsafe sweep.Y!.columns(from: first, count: columns) }

    /// Where the columns of X stand close together.
    private var gathered: Block {
      return unsafe Block(scratch + sweep.scratchX, rows: sweep.plan.sizes[0], columns: columns, stride: sweep.scratchStride)
    }

    func gather() {
      let (from, to) = unsafe (sweep.X!.columns(from: first, count: columns), gathered)
      for row in unsafe 0..<from.rows {
        unsafe (to.entries + row * to.stride).update(from: from.entries + row * from.stride, count: columns)
      }
    }

    /// Z = W @ A + b and A = g(Z) of every layer; the losses of the block summed, 0 without Y.
    func forward() -> Double {
      let kernels = unsafe sweep.kernels
      var cost = 0.0
      for index in unsafe 0...last {
        let layer = unsafe sweep.layers[index]
        let (Z, A) = unsafe (Z(layer), A(layer))
        var bias: UnsafePointer<Double>? = unsafe layer.b
        if unsafe layer.usesOwnProduct {
          unsafe kernels.product(Factor(layer.W, rows: layer.units, columns: layer.inputs), below(index), bias: bias, into: Z)
          unsafe bias = nil
        } else {
          unsafe GEMM.multiply(Block(reading: layer.W, rows: layer.units, columns: layer.inputs), below(index), into: Z)
        }
        if unsafe index == last && sweep.Y != nil {
          cost = unsafe kernels.output(sweep.loss, layer.activation, bias: bias, Z, into: A, Y: Y)
        } else {
          unsafe kernels.activate(layer.activation, bias: bias, Z, into: A)
        }
      }
      return cost
    }

    /// dZ of every layer, and its share of the gradients.
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
            unsafe kernels.derive(layer.activation, Z, A, dZ)
          }
        } else {
          let above = unsafe sweep.layers[index + 1]
          unsafe sweep.turnedProduct(above.W, self.dZ(above), own: above.usesOwnProduct, into: dZ)
          unsafe kernels.derive(layer.activation, Z(layer), A(layer), dZ)
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

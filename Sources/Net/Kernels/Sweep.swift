/// Passes over all blocks of a data set. Each block goes forward, backward or both as a whole, while it is in the cache.
///
/// `forward` and `backward` write the quantities to matrices. `descend` goes both ways and keeps only the gradients; Z, A and dZ of a block are in a
/// scratch space. All three give the same bits, because they run the same kernels over the same blocks and sum in the order of one plan.
@safe final class Sweep: SharedWork {
  enum Task {
    /// Passes over the blocks.
    case forward, backward, both
    /// Work on one array: sum the gradients of the lanes, or make the step.
    case combine, update
  }

  /// One layer for the blocks: its sizes, and the places of its quantities.
  @unsafe struct LayerBuffers {
    var inputs, units: Int
    var usesOwnProduct: Bool
    var activation: ActivationKernel
    /// The whole matrices of Z, A and dZ, with m columns; nil where they are not kept.
    var Z, A, dZ: UnsafeMutablePointer<Double>?
    /// The start of the layer's quantities in a scratch space.
    var scratchZ = 0, scratchA = 0, scratchDZ = 0, scratchG = 0
    /// The mask of dropout with m columns, and the share of units that it keeps; nil where the layer keeps all units.
    var D: UnsafeMutablePointer<Double>?
    var keep = 1.0
    /// The start of dW and db among the gradients of a lane.
    var gradientW, gradientB: Int
  }

  let kernels: Kernels
  var plan: StepPlan
  /// The activations without a C kernel, one entry for each layer. The list is empty if no layer ever had one.
  private(set) var functions: [(any EntrywiseActivation)?] = []
  var layers: UnsafeMutableBufferPointer<LayerBuffers> = unsafe .init(start: nil, count: 0)
  var gradients: UnsafeMutablePointer<Double>?
  /// The entries of all gradients of a lane.
  var gradientCount = 0
  var costs: UnsafeMutablePointer<Double>?
  var scratch: UnsafeMutablePointer<Double>?
  var scratchCount = 0
  var scratchStride = 0
  var scratchX = 0
  /// The space for the columns of a batch, and for its examples in rows.
  private var (batch, turned): (PassBuffer?, PassBuffer?)

  // The inputs of the present pass.
  var task = Task.forward
  /// The layers whose parameters the pass reads. The list is empty between two passes, so a step can change the parameters in place.
  private(set) var parameters: [Layer] = []
  var X: Block?
  /// The examples of X in rows, where the plan reads them.
  var turnedX: Rows?
  var Y: Block?
  var loss = LossKernel.squaredError
  var fits = false
  var alpha = 0.0
  var lambda = 0.0
  /// m of the L2 penalty.
  var penaltyExamples = 1
  /// The rule of the present step; nil for gradient descent.
  var rule: StepRule?
  var arrayWork: ArrayWork?
  /// Where dW and db are written while the threads share units; nil in other passes.
  var outputs: Pass.Quantities?
  /// The units that the threads share; nil where they share blocks or arrays.
  var unitWork: UnitWork?
  /// The request that ends a pass between two blocks; nil where nothing ends it.
  private(set) var interrupt: Interrupt?

  init(kernels: Kernels) {
    self.kernels = kernels
    plan = StepPlan(sizes: [1, 1], examples: 0, largestOwnProduct: 0)
  }

  func makePlan(_ network: Network, examples: Int) -> StepPlan {
    StepPlan(sizes: network.sizes, examples: examples, largestOwnProduct: kernels.largestOwnProduct)
  }

  deinit { release() }

  func release() {
    unsafe layers.deallocate()
    unsafe gradients?.deallocate()
    unsafe costs?.deallocate()
    unsafe scratch?.deallocate()
  }

  // MARK: Passes

  /// Computes Z and A of every layer. It returns J, or nil without Y.
  func forward(
    _ network: Network, _ inputs: Inputs, Y: Matrix?, into quantities: Pass.Quantities, isMasked: Bool, until interrupt: Interrupt?
  ) -> Double? {
    prepare(network, examples: inputs.count, masks: isMasked ? quantities.Ds : [])
    keep(quantities)
    self.interrupt = interrupt
    run(.forward, network, inputs, Y: Y)
    self.interrupt = nil
    return Y == nil ? nil : meanCost
  }

  /// Computes dZ, dW and db of every layer. `quantities` must hold the Z and A of a forward pass.
  func backward(
    _ network: Network, _ inputs: Inputs, Y: Matrix, into quantities: Pass.Quantities, isMasked: Bool, until interrupt: Interrupt?
  ) {
    prepare(network, examples: inputs.count, masks: isMasked ? quantities.Ds : [])
    keep(quantities)
    for index in quantities.dZs.indices { unsafe layers[index].dZ = quantities.dZs[index].entries }
    self.interrupt = interrupt
    runBackward(.backward, network, inputs, Y: Y, into: quantities)
    self.interrupt = nil
  }

  /// Computes dW and db in one pass over the data and returns J. Z, A and dZ are not kept.
  func descend(_ network: Network, _ inputs: Inputs, Y: Matrix, into quantities: Pass.Quantities, isMasked: Bool) -> Double {
    prepare(network, examples: inputs.count, masks: isMasked ? quantities.Ds : [])
    for index in 0..<network.depth { unsafe (layers[index].Z, layers[index].A, layers[index].dZ) = (nil, nil, nil) }
    runBackward(.both, network, inputs, Y: Y, into: quantities)
    return meanCost
  }

  /// W_{l+1}ᵀ @ dZ_{l+1}, block by block, with the products of a backward pass.
  /// - Parameter layer: l, which is the index of W_{l+1} in the plan.
  func dA(W: Matrix, dZ: PassBuffer, plan: StepPlan, layer: Int) -> Matrix {
    var result = Matrix(rows: W.columns, columns: dZ.shape.columns)
    unsafe result.withMutableBlock { out in
      for block in 0..<plan.blocks {
        let (first, count) = (block * plan.blockColumns, plan.columns(ofBlock: block))
        unsafe turnedProduct(
          W, dZ.block.columns(from: first, count: count), own: plan.usesOwnProducts[layer], rows: 0..<out.rows,
          into: out.columns(from: first, count: count))
      }
    }
    return result
  }

  // MARK: Preparation

  /// Sets the matrices that Z and A are written to.
  private func keep(_ quantities: Pass.Quantities) {
    for index in quantities.Zs.indices {
      unsafe layers[index].Z = quantities.Zs[index].entries
      unsafe layers[index].A = quantities.As[index].entries
    }
  }

  /// Makes the plan and allocates the space for it.
  ///
  /// It allocates nothing where the sizes are those of the last pass, each layer computes g' from the same quantity as before, and the same layers have
  /// masks.
  func prepare(_ network: Network, examples: Int, masks: [PassBuffer?]) {
    if unsafe !plan.serves(network, examples: examples) || layers.count == 0 {
      release()
      plan = makePlan(network, examples: examples)
      unsafe scratch = nil
      unsafe layers = .allocate(capacity: network.depth)
      gradientCount = 0
      for index in 0..<network.depth {
        let (inputs, units) = (plan.sizes[index], plan.sizes[index + 1])
        unsafe layers.initializeElement(
          at: index,
          to: LayerBuffers(
            inputs: inputs, units: units, usesOwnProduct: plan.usesOwnProducts[index], activation: network.layers[index].activation.kernel,
            gradientW: gradientCount, gradientB: gradientCount + inputs * units))
        gradientCount += Self.aligned(inputs * units + units)
      }
      unsafe gradients = Self.allocate(plan.lanes * gradientCount)
      unsafe costs = Self.allocate(plan.lanes)
    }
    loss = network.loss.kernel
    fits = network.lossFitsOutput
    for index in 0..<network.depth {
      let activation = network.layers[index].activation.kernel
      precondition(
        network.layers[index].W.shape == Shape(plan.sizes[index + 1], plan.sizes[index]) && network.layers[index].b.elements.count == plan.sizes[index + 1],
        "the layers must chain")
      if unsafe activation.derivesFromZ != layers[index].activation.derivesFromZ {
        unsafe scratch?.deallocate()
        unsafe scratch = nil
      }
      if activation.isOfSwift || !functions.isEmpty { keepFunction(of: network, index) }
      unsafe layers[index].activation = activation
      if unsafe !masks.isEmpty || layers[index].D != nil { keepMask(masks.isEmpty ? nil : masks[index], of: network, index) }
    }
    prepareScratch()
  }

  /// Keeps the mask of a layer, or forgets it.
  private func keepMask(_ mask: PassBuffer?, of network: Network, _ index: Int) {
    precondition(mask.map { $0.shape == Shape(plan.sizes[index + 1], plan.examples) } ?? true, "the masks must fit")
    if unsafe (mask == nil) != (layers[index].D == nil) {
      unsafe scratch?.deallocate()
      unsafe scratch = nil
    }
    unsafe (layers[index].D, layers[index].keep) = (mask?.entries, network.keep(index + 1))
  }

  /// Keeps a layer's activation where Swift computes it.
  private func keepFunction(of network: Network, _ index: Int) {
    if functions.count != network.depth { functions = Array(repeating: nil, count: network.depth) }
    functions[index] = network.layers[index].activation as? any EntrywiseActivation
  }

  /// Allocates one scratch space for each block that is worked on at the same time.
  ///
  /// A hidden layer writes A over Z where g' is computed from A. A layer with a mask keeps Z, because g' is that of g(Z), which A no longer is.
  func prepareScratch() {
    if unsafe scratch != nil { return }
    scratchStride = Self.apart(plan.blockColumns)
    var count = 0
    func space(_ rows: Int) -> Int {
      defer { count += Self.aligned(rows * scratchStride) }
      return count
    }
    for index in unsafe layers.indices {
      let units = unsafe layers[index].units
      unsafe layers[index].scratchZ = space(units)
      unsafe layers[index].scratchDZ = space(units)
      let isMasked = unsafe layers[index].D != nil
      let apart = unsafe index == layers.count - 1 || layers[index].activation.derivesFromZ || isMasked
      unsafe layers[index].scratchA = apart ? space(units) : layers[index].scratchZ
      if isMasked { unsafe layers[index].scratchG = space(units) }
    }
    if plan.gathersX { scratchX = space(plan.sizes[0]) }
    scratchCount = count
    unsafe scratch = Self.allocate(spaces * count)
  }

  /// The number of scratch spaces: one for each lane, or one for each thread where there are fewer threads.
  var spaces: Int { min(plan.lanes, Workers.shared.threads) }

  /// The doubles from one row of `count` entries to the next. Rows that lie a multiple of 512 bytes apart would use only few places of the cache.
  static func apart(_ count: Int) -> Int { count % 64 == 0 ? count + 8 : count }

  /// `count` rounded up to a multiple of 8 doubles, the length of a cache line.
  static func aligned(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    unsafe UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 8, alignment: 64).bindMemory(to: Double.self, capacity: max(count, 1))
  }

  /// Runs a pass that computes gradients. Where the threads share units, each of them finishes the gradients of its units.
  private func runBackward(_ task: Task, _ network: Network, _ inputs: Inputs, Y: Matrix, into quantities: Pass.Quantities) {
    (lambda, penaltyExamples) = (network.lambda, inputs.all)
    if plan.sharesUnits { outputs = quantities }
    run(task, network, inputs, Y: Y)
    outputs = nil
    if !plan.sharesUnits { combine(into: quantities, network) }
  }

  private func run(_ task: Task, _ network: Network, _ inputs: Inputs, Y: Matrix?) {
    self.task = task
    parameters = network.layers
    unsafe inputs.withColumns(in: &batch) { x in
      unsafe X = x
      guard let Y else { return runLanes() }
      unsafe Y.withBlock { y in
        unsafe self.Y = y
        guard plan.turnsX, task != .forward else { return runLanes() }
        unsafe inputs.withRows(of: x, in: &turned) {
          unsafe turnedX = $0
          runLanes()
        }
      }
    }
    unsafe (X, turnedX, self.Y) = (nil, nil, nil)
    parameters = []
  }

  /// Where the sums for dW and db of a layer are written: among the gradients of the lane, or where the threads share units at once to the results.
  func sums(_ index: Int, lane: Int) -> (W: UnsafeMutablePointer<Double>, b: UnsafeMutablePointer<Double>) {
    if let outputs { return unsafe (outputs.dWs[index].entries, outputs.dbs[index].entries) }
    let own = unsafe gradients! + lane * gradientCount
    return unsafe (own + layers[index].gradientW, own + layers[index].gradientB)
  }

  func runLanes() {
    if plan.sharesUnits { return runUnits(forward: task != .backward, backward: task != .forward) }
    Workers.shared.run(plan.lanes, self)
  }

  /// J: the sum of the lanes' losses, divided by m.
  var meanCost: Double {
    var total = 0.0
    for lane in 0..<plan.lanes { unsafe total += costs![lane] }
    return total / Double(plan.examples)
  }

  func perform(_ index: Int, worker: Int) {
    if unitWork != nil { return performUnits(index) }
    switch task {
    case .forward: performLane(index, worker: worker, forward: true, backward: false)
    case .backward: performLane(index, worker: worker, forward: false, backward: true)
    case .both: performLane(index, worker: worker, forward: true, backward: true)
    case .combine, .update: performPiece(index)
    }
  }
}

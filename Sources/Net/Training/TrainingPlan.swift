/// How `train` makes its steps: with which learning rates, on which examples, and by which optimizer.
public struct TrainingPlan: Equatable, Sendable {
  /// The learning rate of the first step.
  public var alpha: Double
  /// The optimizer of these steps, which begins with averages of 0; nil for that of the network.
  public var optimizer: Optimizer?
  /// The number of examples in a batch; nil where each step uses all examples.
  public var batch: Int?
  /// Whether each time through the data draws a new order of the examples. Otherwise they come in the order of the columns.
  public var shuffles = true
  /// R in alpha / (1 + R · e), where e counts the completed times through the data.
  public var decay = 0.0
  /// K in floor(e / K), which stands for e in the decay.
  public var interval = 1
  /// The largest norm of all gradients together; nil where they are not clipped.
  public var clip: Double?

  public init(alpha: Double) { self.alpha = alpha }

  /// The number of steps of one time through `examples` examples. It is 1 without batches.
  public func stepsPerEpoch(_ examples: Int) -> Int {
    guard let batch else { return 1 }
    return max(1, (examples + batch - 1) / batch)
  }

  /// The learning rate of a step, counted from 0 at the first step of the plan.
  public func alpha(ofStep step: Int, examples: Int) -> Double {
    if decay == 0 { return alpha }
    return alpha / (1 + decay * Double(decays(beforeStep: step, examples: examples)))
  }

  /// e in the decay of a step: the number of completed times through the data, or of completed intervals of them.
  public func decays(beforeStep step: Int, examples: Int) -> Int { step / stepsPerEpoch(examples) / interval }

  /// Whether a further statement with the same plan does not go on where the last one ended.
  public var countsFromItsBeginning: Bool { optimizer != nil || batch != nil || decay != 0 }

  /// Whether its steps draw from the random generator: orders of the examples, or masks of dropout.
  public func draws(_ network: Network) -> Bool { batch != nil && shuffles || network.dropsUnits }

  /// Whether each of its steps uses all examples and all units, so that the pass of a step gives J.
  public func usesAll(_ network: Network) -> Bool { batch == nil && !network.dropsUnits }

  /// The number of examples that a step uses, counted from 0 at the first step of the plan.
  func examples(ofStep step: Int, of examples: Int) -> Int {
    guard let batch else { return examples }
    return min(batch, examples - step % stepsPerEpoch(examples) * batch)
  }

  /// Moves a generator over what a step draws: the order of the examples at the beginning of a time through the data, then the masks.
  /// - Parameters:
  ///   - step: counts from 0 at the first step of the plan.
  ///   - maskWords: the number of words that the masks of one example take.
  public func skipDraws(ofStep step: Int, examples: Int, maskWords: Int, _ generator: inout MersenneTwister) {
    if batch != nil, shuffles, step % stepsPerEpoch(examples) == 0 { _ = order(examples, &generator) }
    if maskWords > 0 { generator.advance(by: maskWords * self.examples(ofStep: step, of: examples)) }
  }

  /// The order of the examples in a time through the data.
  fileprivate func order(_ examples: Int, _ generator: inout MersenneTwister) -> [Int] {
    shuffles ? Interrupt.shielding { generator.permutation(examples) } : Array(0..<examples)
  }
}

extension Network {
  /// The number of words of the generator that the masks of one example take: two for each unit of a layer that drops units.
  public var maskWords: Int { layers.reduce(0) { $0 + ($1.keep < 1 ? 2 * $1.units : 0) } }
}

/// A step of a plan.
public struct PlannedStep: Equatable, Sendable {
  public let plan: TrainingPlan
  /// The number of steps of the plan that were made before.
  public let done: Int

  public init(_ plan: TrainingPlan, done: Int = 0) { (self.plan, self.done) = (plan, done) }
}

/// What the gradients of one step were made of, besides the network and the data.
public struct StepDraw: Equatable, Sendable {
  /// The parts are behind one reference, because most steps have none of them and a session is copied for each statement.
  private final class Parts: Equatable, Sendable {
    let batch: [Int]?
    let masks: MersenneTwister?
    let clip: Double?

    init(_ batch: [Int]?, _ masks: MersenneTwister?, _ clip: Double?) { (self.batch, self.masks, self.clip) = (batch, masks, clip) }

    static func == (one: Parts, other: Parts) -> Bool { one.batch == other.batch && one.masks == other.masks && one.clip == other.clip }
  }
  private let parts: Parts?

  /// The examples of the batch, from 0; nil for all examples in their order.
  public var batch: [Int]? { parts?.batch }
  /// The generator before it drew the masks; nil where no unit was dropped.
  public var masks: MersenneTwister? { parts?.masks }
  /// The largest norm of all gradients together; nil where they were not clipped.
  public var clip: Double? { parts?.clip }

  /// A step; without arguments it is one over all examples, with all units and without a limit.
  public init(batch: [Int]? = nil, masks: MersenneTwister? = nil, clip: Double? = nil) {
    parts = batch == nil && masks == nil && clip == nil ? nil : Parts(batch, masks, clip)
  }

  /// The columns of X or Y that the step uses.
  public func examples(of matrix: Matrix) -> Matrix { batch.map { matrix.selectingColumns($0) } ?? matrix }

  /// Whether it is a step over all examples with all units and without a limit.
  public var isPlain: Bool { parts == nil }
}

/// The steps of one plan, one after the other. It draws their batches and masks.
public struct StepSequence {
  public let plan: TrainingPlan
  /// All examples. Each step uses all of them or a batch.
  private let data: (X: Matrix, Y: Matrix)
  /// The number of steps made since the beginning of the plan.
  public private(set) var done: Int
  /// The generator of the next draw. The caller may draw from it between steps.
  public var generator: MersenneTwister
  /// The order of the examples in this time through the data.
  private var order: [Int] = []
  /// The examples of the present step, and their columns of Y.
  private var inputs: Inputs
  private var targets: Matrix
  /// What the present step is made of.
  public private(set) var draw: StepDraw

  /// The steps of a plan from its beginning, or from a later step on.
  /// - Parameters:
  ///   - done: the number of steps that were made.
  ///   - epoch: the generator at the beginning of the present time through the data. It is needed where `done` lies within it and the plan shuffles.
  public init(_ plan: TrainingPlan, X: Matrix, Y: Matrix, generator: MersenneTwister, done: Int = 0, epoch: MersenneTwister? = nil) {
    (self.plan, data, self.generator, self.done, draw) = (plan, (X, Y), generator, done, StepDraw(clip: plan.clip))
    (inputs, targets) = (Inputs(X: X), Y)
    if plan.batch != nil, done % plan.stepsPerEpoch(X.columns) > 0 {
      var epoch = epoch ?? generator
      order = plan.order(X.columns, &epoch)
    }
  }

  /// Draws what the next step needs: at the beginning of a time through the data the order, then the masks. The pass gets the masks.
  public mutating func prepare(_ network: Network, _ pass: Pass) {
    if plan.usesAll(network) { return }
    let m = data.X.columns
    var examples: [Int]?
    if let size = plan.batch {
      let place = done % plan.stepsPerEpoch(m)
      if place == 0 { order = plan.order(m, &generator) }
      examples = Array(order[place * size..<place * size + plan.examples(ofStep: done, of: m)])
    }
    (inputs.places, targets) = (examples, examples.map { data.Y.selectingColumns($0) } ?? data.Y)
    draw = StepDraw(batch: examples, masks: network.dropsUnits ? generator : nil, clip: plan.clip)
    guard network.dropsUnits else { return }
    pass.drawMasks(of: network, examples: examples?.count ?? m, &generator)
  }

  /// Computes J, dW and db of the prepared step. Z, A and dZ are those of an older pass afterwards.
  func descend(_ network: Network, _ pass: Pass) {
    pass.descend(network, inputs, Y: targets, isMasked: draw.masks != nil)
    if let clip = draw.clip { pass.clip(to: clip) }
  }

  /// Computes all quantities of the prepared step.
  public func pass(_ network: Network, _ pass: Pass) { pass.make(network, inputs, Y: targets, draw) }

  /// Draws what the next step needs, and computes all its quantities.
  public mutating func make(_ network: Network, _ pass: Pass) {
    prepare(network, pass)
    self.pass(network, pass)
  }

  /// Turns X where so many steps follow that the copy pays.
  mutating func turnInputs(forSteps steps: Int) {
    guard let size = plan.batch, steps.multipliedReportingOverflow(by: size).partialValue >= data.X.columns / 2 else { return }
    inputs.turned = Interrupt.shielding { data.X.transposed() }
  }

  /// Computes the gradients of a prepared step over all examples with all units. The pass has its Z and A already.
  public func backward(_ network: Network, _ pass: Pass) {
    pass.backward(network, X: data.X, Y: data.Y, until: nil)
    if let clip = draw.clip {
      pass.note(draw)
      pass.clip(to: clip)
    }
  }

  /// Makes the prepared step with the gradients of the pass.
  public mutating func update(_ network: inout Network, _ pass: Pass) {
    network.update(with: pass, alpha: plan.alpha(ofStep: done, examples: data.X.columns))
    done += 1
  }
}

extension Pass {
  /// Computes all quantities of a step that was drawn before, on all examples or on its batch. The masks are drawn again.
  public func make(_ network: Network, X: Matrix, Y: Matrix, _ draw: StepDraw) {
    if var generator = draw.masks { drawMasks(of: network, examples: draw.batch?.count ?? X.columns, &generator) }
    make(network, Inputs(X: X, places: draw.batch), Y: draw.examples(of: Y), draw)
  }

  /// Computes Z, A and J over all examples, with the masks of an earlier pass where it had some.
  public func forward(_ network: Network, X: Matrix, Y: Matrix?, _ draw: StepDraw) {
    if var generator = draw.masks { drawMasks(of: network, examples: X.columns, &generator) }
    forward(network, X: X, Y: Y, isMasked: draw.masks != nil, until: nil)
  }
}

extension Pass {
  /// Computes all quantities of a step from the inputs and targets of its examples.
  fileprivate func make(_ network: Network, _ inputs: Inputs, Y: Matrix, _ draw: StepDraw) {
    forward(network, inputs, Y: Y, isMasked: draw.masks != nil, until: nil)
    backward(network, inputs, Y: Y, until: nil)
    note(draw)
    if let clip = draw.clip { self.clip(to: clip) }
  }
}

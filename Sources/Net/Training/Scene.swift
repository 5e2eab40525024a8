/// One pass and the values that it was computed from. Explanations, derivations and the search for mistakes read it.
///
/// The pass must not change while a scene is used.
public struct Scene {
  /// The network with the parameters of the pass. Later steps have not changed them.
  public let network: Network
  /// The inputs of the pass, (n0, m). Where the pass is of a batch, they are those of the batch.
  public let X: Matrix
  /// The targets of the pass, (nL, m); nil where the data has none. Then there are no gradients and no J.
  public let Y: Matrix?
  /// Z, A and J of the network on X, and every gradient where Y exists.
  public let pass: Pass
  /// The learning rate of the step with these gradients.
  public let alpha: Double
  /// The network with the parameters before the last step, for the same data; nil where there is none or it was not kept.
  public let previous: Network?
  /// The network with the parameters after the step with these gradients; nil where they have made no step.
  public let updated: Network?
  /// The batch, the masks and the clipping of the pass.
  public let draw: StepDraw
  /// How the step was made, and how many steps were made before it in the same way; nil where the pass has made no step.
  public let plan: PlannedStep?
  /// All inputs and targets, also where the pass is of a batch.
  let all: (X: Matrix, Y: Matrix?)
  /// The examples of the batch, from 0; nil where the pass is of all examples.
  public var batch: [Int]? { draw.batch }
  /// m of the L2 penalty: the number of all examples, also where the pass is of a batch.
  public var examples: Int { all.X.columns }
  /// The largest norm of all gradients together; nil where they were not clipped.
  public var clip: Double? { draw.clip }
  /// Whether wrong lines are written with the weights of a single unit as a column, w = W1ᵀ. Only the search for mistakes reads it. The arrays
  /// themselves keep the shapes of layers.
  public var hasColumnWeights = false

  /// - Parameters:
  ///   - X: all inputs.
  ///   - Y: all targets.
  ///   - draw: the batch, the masks and the clipping of the pass.
  ///   - plan: how the step was made.
  public init(
    network: Network, X: Matrix, Y: Matrix?, pass: Pass, alpha: Double, previous: Network? = nil, updated: Network? = nil, draw: StepDraw = StepDraw(),
    plan: PlannedStep? = nil
  ) {
    (self.network, self.X, self.Y, self.pass, self.alpha, self.previous, self.updated) = (
      network, draw.examples(of: X), Y.map(draw.examples), pass, alpha, previous, updated
    )
    (self.draw, self.plan, all) = (draw, plan, (X, Y))
  }
}

/// How the parameters of a network were drawn. With it they can be drawn again.
public struct Start: Sendable {
  /// The generator before the first draw.
  public let generator: MersenneTwister
  /// The seed that was set last before the draw.
  public let seed: UInt32
  public let initializer: Initializer
  /// The value of `scale=`; nil where it was not given.
  public let scale: Double?

  public init(generator: MersenneTwister, seed: UInt32, initializer: Initializer, scale: Double?) {
    (self.generator, self.seed, self.initializer, self.scale) = (generator, seed, initializer, scale)
  }
}

/// One pass and what it was made from: what explanations, derivations and the search for mistakes speak of. A value to read; nobody
/// steps the pass on while a scene is used.
public struct Scene {
  /// With the parameters of the pass, which later steps have not changed.
  public let network: Network
  /// (n0, m)
  public let X: Matrix
  /// (nL, m); nil where the data has none, and then there are no gradients and no J.
  public let Y: Matrix?
  /// Z, A and J of the network on X, and every gradient where there is Y.
  public let pass: Pass
  /// The learning rate of the step that these gradients make.
  public let alpha: Double
  /// With the parameters of one step before, on the same data; nil where there was none, or it is not kept.
  public let previous: Network?
  /// With the parameters after the step that these gradients made; nil where they made none yet.
  public let updated: Network?
  /// Whether wrong lines are written for one unit whose weights are a column, w = W1ᵀ: only the search for mistakes asks. Arrays stay as layers have them.
  public var hasColumnWeights = false

  public init(network: Network, X: Matrix, Y: Matrix?, pass: Pass, alpha: Double, previous: Network? = nil, updated: Network? = nil) {
    (self.network, self.X, self.Y, self.pass, self.alpha, self.previous, self.updated) = (network, X, Y, pass, alpha, previous, updated)
  }
}

/// How the parameters of a network were drawn, so that they can be drawn again.
public struct Start: Sendable {
  /// The generator as it was before the first draw.
  public let generator: MersenneTwister
  /// The seed last given before the draw.
  public let seed: UInt32
  public let initializer: Initializer
  /// As given with `scale=`; nil without.
  public let scale: Double?

  public init(generator: MersenneTwister, seed: UInt32, initializer: Initializer, scale: Double?) {
    (self.generator, self.seed, self.initializer, self.scale) = (generator, seed, initializer, scale)
  }
}

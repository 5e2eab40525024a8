/// A network that another program made. What its file does not say is nil.
public struct ForeignNetwork: Sendable {
  /// One layer. A network is made of these where the options of `load` have told the activations.
  public struct Part: Sendable {
    /// The weights, (n_l, n_{l-1}).
    public var W: Matrix
    /// The biases, (n_l, 1).
    public var b: Matrix
    /// nil where the file does not say it.
    public var activation: (any ActivationFunction)?
  }

  /// The layers 1 … L; there is at least one, and their sizes chain.
  public var layers: [Part]
  /// Whether a graph says how the layers are computed. Then every layer has its activation.
  public var hasGraph = false
  /// The loss; nil where the file does not say it.
  public var loss: (any LossFunction)?
  /// Whether the file says the activation of every layer.
  public var saysActivations: Bool { layers.allSatisfy { $0.activation != nil } }
  /// The names of the classes, in the order of the outputs. For one sigmoid unit the second one is that of P(1). Empty where the file names none.
  public var classNames: [String] = []
  /// Whether two layouts fit and units were put first.
  public var isLayoutGuessed = false
  /// The layers without biases, counted from 1. They have zeros.
  public var withoutBias: [Int] = []
  /// The names of arrays that are no part of the network.
  public var ignored: [String] = []
  /// The filling and the scales that a graph has around its layers; nil where it has none.
  public var preprocessing: Preprocessing?
  /// Other files that hold weights of the network.
  public var otherFiles: [String] = []

  public init(layers: [Part]) { self.layers = layers }

  /// The slope of leaky_relu that the file gives; nil where no layer has one.
  public var leakySlope: Double? { layers.lazy.compactMap { $0.activation?.slopeLeft }.first }

  /// n0, n1, …, nL.
  public var sizes: [Int] { [layers[0].W.columns] + layers.map(\.W.rows) }

  /// The network with these activations, one for each layer. Traps where there is another number of them.
  public func network(_ activations: [any ActivationFunction], loss: any LossFunction) -> Network {
    precondition(activations.count == layers.count, "each layer needs an activation")
    return Network(layers: zip(layers, activations).map { Layer(W: $0.W, b: $0.b, activation: $1) }, loss: loss)
  }
}

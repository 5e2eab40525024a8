/// A dense network of any depth L >= 1 in the notes' layout: its parameters, activations and loss. A value.
public struct Network: Sendable {
  /// Layers 1 … L at indices 0 … L-1.
  public var layers: [Layer]
  public var loss: any LossFunction
  /// What steps leave as it is; nothing in a new network.
  public var frozen = FrozenEntries()

  /// Traps when there is no layer or the sizes do not chain.
  public init(layers: [Layer], loss: any LossFunction) {
    precondition(!layers.isEmpty, "a network has a layer at least")
    precondition(zip(layers, layers.dropFirst()).allSatisfy { $0.W.rows == $1.W.columns }, "layer sizes must chain")
    self.layers = layers
    self.loss = loss
  }

  /// A new network; W1, W2, … are drawn from `generator` in order.
  public init(
    inputs: Int, layers specifications: [LayerSpecification], loss: any LossFunction, initializer: Initializer = .small, scale: Double? = nil,
    generator: inout MersenneTwister
  ) {
    var before = inputs
    var layers: [Layer] = []
    for specification in specifications {
      let W = initializer.weights(Shape(specification.units, before), scale: scale, generator: &generator)
      layers.append(Layer(W: W, b: Matrix(rows: specification.units, columns: 1), activation: specification.activation))
      before = specification.units
    }
    self.init(layers: layers, loss: loss)
  }

  /// L
  public var depth: Int { layers.count }

  /// n0 … nL
  public var sizes: [Int] { [layers[0].W.columns] + layers.map(\.units) }

  /// n0, without the list of all sizes.
  public var inputs: Int { layers[0].W.columns }

  /// nL
  public var outputs: Int { layers[layers.count - 1].units }

  /// n_l
  public func units(_ layer: Int) -> Int { layer == 0 ? inputs : layers[layer - 1].units }

  /// n0 + … + nL: entries of a pass over one example.
  public var unitCount: Int { layers.reduce(inputs) { $0 + $1.units } }

  public var parameterCount: Int { layers.reduce(0) { $0 + $1.W.elements.count + $1.b.elements.count } }

  /// The activation of layer L.
  public var output: any ActivationFunction { layers[layers.count - 1].activation }

  /// Whether dZ of the output layer is A - Y.
  public var lossFitsOutput: Bool { loss.isPartner(of: output) }

  /// Gradient descent: W_l = W_l - alpha · dW_l, b_l = b_l - alpha · db_l, but for frozen entries, which keep every bit. In place where no
  /// other value shares the parameters. Traps where the pass's gradients are of other shapes.
  public mutating func update(with pass: Pass, alpha: Double) { pass.update(&self, alpha: alpha) }

  /// Whether all sizes are those of another; nothing is allocated.
  func sizes(are other: Network) -> Bool {
    layers.count == other.layers.count && layers.indices.allSatisfy { layers[$0].W.shape == other.layers[$0].W.shape }
  }

  /// The same values in storage of their own, so that neither is copied when the other is written.
  func copy() -> Network {
    var copy = self
    for index in copy.layers.indices {
      copy.layers[index].W = copy.layers[index].W.wholeCopy()
      copy.layers[index].b = copy.layers[index].b.wholeCopy()
    }
    return copy
  }

  /// Takes W and b of another, and nothing else.
  public mutating func takeParameters(of other: Network) {
    for index in layers.indices { (layers[index].W, layers[index].b) = (other.layers[index].W, other.layers[index].b) }
  }

  /// Without W and b: activations and loss of a network whose parameters can be made again.
  public var withoutParameters: Network {
    var copy = self
    let nothing = Matrix(rows: 0, columns: 0)
    for index in layers.indices { (copy.layers[index].W, copy.layers[index].b) = (nothing, nothing) }
    return copy
  }

  /// Takes the values of another of the same sizes into the storage that is there.
  mutating func take(_ other: Network) {
    for index in layers.indices {
      RowKernels.copy(other.layers[index].W.elements, into: &layers[index].W.elements)
      RowKernels.copy(other.layers[index].b.elements, into: &layers[index].b.elements)
      layers[index].activation = other.layers[index].activation
    }
    loss = other.loss
    frozen = other.frozen
  }
}

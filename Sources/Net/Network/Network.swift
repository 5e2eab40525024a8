/// A dense network with L >= 1 layers in the notes' layout: its parameters, activations and loss. It is a value type.
public struct Network: Sendable {
  /// Layers 1 … L at indices 0 … L-1.
  public var layers: [Layer]
  public var loss: any LossFunction
  /// λ, the weight of the L2 penalty λ/(2m) · Σ ‖W_l‖², which J has besides the mean loss. It is 0 or more; 0 means that there is no penalty. b has none.
  public var lambda = 0.0
  /// The entries that a step does not change. A new network has none.
  public var frozen = FrozenEntries()

  /// Traps where there is no layer, or where a layer's inputs are not the units of the layer before.
  public init(layers: [Layer], loss: any LossFunction) {
    precondition(!layers.isEmpty, "a network has a layer at least")
    precondition(zip(layers, layers.dropFirst()).allSatisfy { $0.W.rows == $1.W.columns }, "layer sizes must chain")
    self.layers = layers
    self.loss = loss
  }

  /// A new network with biases 0. `generator` draws W1, W2, … in this order.
  /// - Parameters:
  ///   - inputs: n0.
  ///   - scale: replaces the 0.01 of `.small` and multiplies the weights of the other initializers; nil changes nothing.
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

  /// L, the number of layers.
  public var depth: Int { layers.count }

  /// n0, n1, …, nL.
  public var sizes: [Int] { [layers[0].W.columns] + layers.map(\.units) }

  /// n0, the number of inputs.
  public var inputs: Int { layers[0].W.columns }

  /// nL, the number of outputs.
  public var outputs: Int { layers[layers.count - 1].units }

  /// λ/(2m) · Σ ‖W_l‖², the L2 penalty of J for m examples. It is 0 where λ is 0.
  public func penalty(examples m: Int) -> Double {
    if lambda == 0 { return 0 }
    return lambda / (2 * Double(m)) * layers.reduce(0) { $0 + RowKernels.squares($1.W.elements, from: 0) }
  }

  /// n_l for layer 0 … L; n_0 is the number of inputs.
  public func units(_ layer: Int) -> Int { layer == 0 ? inputs : layers[layer - 1].units }

  /// n0 + n1 + … + nL.
  public var unitCount: Int { layers.reduce(inputs) { $0 + $1.units } }

  /// The number of weights and biases.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.W.elements.count + $1.b.elements.count } }

  /// The activation of layer L.
  public var output: any ActivationFunction { layers[layers.count - 1].activation }

  /// Whether loss and output activation belong together, so that dZ of the output layer is A - Y.
  public var lossFitsOutput: Bool { loss.isPartner(of: output) }

  /// One step of gradient descent: W_l = W_l - alpha · dW_l, b_l = b_l - alpha · db_l. Frozen entries keep every bit.
  ///
  /// The parameters change in place where no other value shares their storage. Traps where the gradients of the pass have other shapes.
  public mutating func update(with pass: Pass, alpha: Double) { pass.update(&self, alpha: alpha) }

  /// Whether all weight matrices have the shapes of the other network's. It allocates nothing.
  func sizes(are other: Network) -> Bool {
    layers.count == other.layers.count && layers.indices.allSatisfy { layers[$0].W.shape == other.layers[$0].W.shape }
  }

  /// A copy with separate storage. A later write to one of the two networks copies nothing.
  func copy() -> Network {
    var copy = self
    for index in copy.layers.indices {
      copy.layers[index].W = copy.layers[index].W.wholeCopy()
      copy.layers[index].b = copy.layers[index].b.wholeCopy()
    }
    return copy
  }

  /// Takes W and b from another network with as many layers. Activations, loss, λ and frozen entries stay.
  public mutating func takeParameters(of other: Network) {
    for index in layers.indices { (layers[index].W, layers[index].b) = (other.layers[index].W, other.layers[index].b) }
  }

  /// The network with empty W and b. It keeps activations and loss where the parameters can be computed again.
  public var withoutParameters: Network {
    var copy = self
    let nothing = Matrix(rows: 0, columns: 0)
    for index in layers.indices { (copy.layers[index].W, copy.layers[index].b) = (nothing, nothing) }
    return copy
  }

  /// Copies the values of another network with the same sizes into the existing storage.
  mutating func take(_ other: Network) {
    for index in layers.indices {
      RowKernels.copy(other.layers[index].W.elements, into: &layers[index].W.elements)
      RowKernels.copy(other.layers[index].b.elements, into: &layers[index].b.elements)
      layers[index].activation = other.layers[index].activation
    }
    (loss, lambda, frozen) = (other.loss, other.lambda, other.frozen)
  }
}

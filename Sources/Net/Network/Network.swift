/// A dense network with L >= 1 layers in the notes' layout: its parameters, activations and loss. It is a value type.
public struct Network: Sendable {
  /// Layers 1 … L at indices 0 … L-1.
  public var layers: [Layer]
  public var loss: any LossFunction
  /// λ, the weight of the L2 penalty λ/(2m) · Σ ‖W_l‖², which J has besides the mean loss. It is 0 or more; 0 means that there is no penalty. b has none.
  public var lambda = 0.0
  /// Whether a layer drops units.
  public private(set) var dropsUnits = false
  /// The rule of a step. A new network has gradient descent.
  public internal(set) var optimizer = Optimizer.sgd
  /// The averages of the optimizer. Steps change them together with the parameters.
  public internal(set) var averages = Averages()
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

  /// The share of units of a layer that dropout keeps; 1 without dropout.
  public func keep(_ layer: Int) -> Double { layers[layer - 1].keep }

  /// The shares of all layers.
  public var keeps: [Double] { layers.map(\.keep) }

  /// Sets the share of units that dropout keeps in a hidden layer. Traps for the output layer, and where the share is not in 0 < keep <= 1.
  public mutating func setKeep(_ keep: Double, layer: Int) {
    precondition((1..<depth).contains(layer) && keep > 0 && keep <= 1, "a share of the units of a hidden layer")
    layers[layer - 1].keep = keep
    dropsUnits = layers.contains { $0.keep < 1 }
  }

  /// One step of the optimizer; for gradient descent it is W_l = W_l - alpha · dW_l, b_l = b_l - alpha · db_l. Frozen entries and their averages keep
  /// every bit.
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
    for index in copy.averages.layers.indices {
      for part in Averages.Layer.parts {
        copy.averages.layers[index][keyPath: part] = copy.averages.layers[index][keyPath: part].wholeCopy()
      }
    }
    return copy
  }

  /// Takes what steps change from another network with as many layers: W, b and the averages of the optimizer. All else stays.
  public mutating func takeParameters(of other: Network) {
    for index in layers.indices { (layers[index].W, layers[index].b) = (other.layers[index].W, other.layers[index].b) }
    averages = other.averages
  }

  /// The network with empty W, b and averages. It keeps activations and loss where the parameters can be computed again.
  public var withoutParameters: Network {
    var copy = self
    copy.averages = Averages()
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
      layers[index].keep = other.layers[index].keep
    }
    (loss, lambda, dropsUnits, frozen) = (other.loss, other.lambda, other.dropsUnits, other.frozen)
    (optimizer, averages.steps) = (other.optimizer, other.averages.steps)
    if !other.averages.layers.isEmpty || !averages.layers.isEmpty { takeAverages(of: other) }
  }

  private mutating func takeAverages(of other: Network) {
    guard averages.hasShapes(of: other.averages) else {
      averages.layers = other.copy().averages.layers
      return
    }
    for index in averages.layers.indices {
      RowKernels.copy(other.averages.layers[index].vW.elements, into: &averages.layers[index].vW.elements)
      RowKernels.copy(other.averages.layers[index].vb.elements, into: &averages.layers[index].vb.elements)
      RowKernels.copy(other.averages.layers[index].sW.elements, into: &averages.layers[index].sW.elements)
      RowKernels.copy(other.averages.layers[index].sb.elements, into: &averages.layers[index].sb.elements)
    }
  }
}

import Net

/// The shares of units that dropout keeps, as the user set them. They hold for the next network too.
struct Dropout: Equatable {
  /// The share of each hidden layer that has no share of its own.
  private(set) var share = 1.0
  /// The shares of single layers.
  private(set) var ofLayers: [Int: Double] = [:]

  init() {}

  /// The shares of a network.
  init(of network: Network) {
    let keeps = network.keeps.dropLast()
    if let first = keeps.first, keeps.allSatisfy({ $0 == first }) {
      share = first
    } else {
      for (index, keep) in keeps.enumerated() { ofLayers[index + 1] = keep }
    }
  }

  /// Sets the share of all hidden layers.
  mutating func set(_ share: Double) { (self.share, ofLayers) = (share, [:]) }

  /// Sets the share of one hidden layer.
  mutating func set(_ share: Double, layer: Int) { ofLayers[layer] = share }

  /// The share of a hidden layer.
  func keep(_ layer: Int) -> Double { ofLayers[layer] ?? share }

  /// Gives the hidden layers of a network their shares. It returns the layers whose own share is lost, because they are not hidden in this network.
  mutating func apply(to network: inout Network) -> [Int] {
    for layer in 1..<max(network.depth, 1) { network.setKeep(keep(layer), layer: layer) }
    let lost = ofLayers.keys.filter { $0 >= network.depth && ofLayers[$0] != 1 }.sorted()
    for layer in lost { ofLayers[layer] = nil }
    return lost
  }
}

extension Session {
  /// Gives a hidden layer, or all hidden layers, another share of units that dropout keeps. Z, A, J and the gradients become stale.
  ///
  /// - Parameter layer: The layer; nil for all hidden layers.
  /// - Throws: A `value` fault where the share is no number in 0 < keep <= 1, or where the layer is the output.
  func setKeep(_ value: Value, layer: Int?) throws(Fault) {
    let name = layer.map { "keep\($0)" } ?? "keep_prob"
    guard let share = value.number, share > 0, share <= 1 else { throw .keep(name, value) }
    if let layer, let network = state.network {
      try check(Quantity(.keep, layer), in: network)
      guard layer < network.depth else { throw .keepOfOutput(layer, share) }
    } else if share < 1, state.network?.depth == 1 {
      throw .keepOfOutput(1, share)
    }
    var (dropout, network) = (state.dropout, state.network)
    if let layer { dropout.set(share, layer: layer) } else { dropout.set(share) }
    if network != nil { _ = dropout.apply(to: &network!) }
    let isSame = network?.keeps == state.network?.keeps
    if !isSame { willEdit() }
    (state.dropout, state.network) = (dropout, network)
    if !isSame { state.ledger.didEditKeep() }
  }

  /// The generator before it drew the masks of the present forward pass, or the generator as it is now where no current pass has masks.
  var masksOfCheck: MersenneTwister {
    let present = freshness(Quantity(.J)) == .current ? workspace.draw.masks : nil
    return present ?? state.generator
  }

  /// The share of all hidden layers.
  ///
  /// - Throws: A `value` fault where the layers have different shares.
  func commonKeep() throws(Fault) -> Double {
    guard let network = state.network, network.depth > 1 else { return state.dropout.share }
    let keeps = (1..<network.depth).map(network.keep)
    guard keeps.allSatisfy({ $0 == keeps[0] }) else { throw .keepsDiffer(keeps) }
    return keeps[0]
  }
}

extension Fault {
  static func keep(_ name: String, _ value: Value) -> Fault {
    let hint =
      value.number == 0
      ? "dropout with \(name) = 0 would drop every unit; 1 keeps all"
      : "it is the share of the units that dropout keeps: 0.8 keeps four of five, and 1 keeps all"
    return Fault(.value, "\(name) must be a number over 0 and at most 1, not \(value.number.map(NumberFormat.shortest) ?? value.description)", hint: hint)
  }

  static func keepOfOutput(_ layer: Int, _ share: Double) -> Fault {
    Fault(
      .value, "layer \(layer) is the output, and dropout never drops an output",
      hint: layer > 1 ? "keep_prob = \(NumberFormat.shortest(share))" : "dropout needs a hidden layer, as in: init 2 8 1")
  }

  static func keepsDiffer(_ keeps: [Double]) -> Fault {
    let each = keeps.enumerated().map { "keep\($0.offset + 1) is \(NumberFormat.shortest($0.element))" }.joined(separator: ", ")
    return Fault(.value, "keep_prob has no one value: \(each)", hint: "read keep1, or set all of them with keep_prob = \(NumberFormat.shortest(keeps[0]))")
  }

  static func noMask(_ layer: Int, keep: Double) -> Fault {
    keep < 1
      ? Fault(.stale, "D\(layer) has not been drawn yet", hint: "run: forward")
      : Fault(.stale, "there is no D\(layer): layer \(layer) keeps all its units", hint: "keep\(layer) = 0.8 makes dropout drop one unit of five")
  }

  static func needsMaskedForward() -> Fault {
    Fault(
      .stale, "backward needs a forward pass with dropout, but the last one kept all units: train ends with such a pass",
      hint: "run: forward")
  }

  /// The hint for a claim about the gradients of a batch.
  static func matchOfBatch(_ name: String) -> String {
    "match \(name) = … compares with the gradients of the batch, where X[:, batch] stands for X and size(batch) for m; forward; backward gives those of all examples"
  }

  static func noBatch() -> Fault {
    Fault(.stale, "there is no batch: the present gradients use all examples", hint: "train 1 batch=8 makes a step on 8 examples")
  }

  static func optimizerSteps(_ value: Value) -> Fault {
    Fault(.value, "k_opt must be a whole number that is 0 or more, not \(value.number.map(NumberFormat.shortest) ?? value.description)")
  }
}

extension Warning {
  /// The note where `forward` drops units although the data is not there to train.
  static func dropsOnOtherPart(_ part: String) -> String {
    "forward drops units of the \(part) part too; evaluate and predict keep all units"
  }

  /// The note where shares of single layers are lost with a new network.
  static func keepIsLost(_ layers: [Int]) -> String {
    let names = layers.map { "keep\($0)" }.joined(separator: ", ")
    return "\(names) \(layers.count == 1 ? "is" : "are") 1 again, because the new network has no such hidden layer"
  }
}

/// The entries of the parameters that steps leave as they are. A value of the network: a new one has none.
///
/// Frozen is against steps alone: a parameter that is assigned takes what it is given.
public struct FrozenEntries: Equatable, Sendable {
  /// LayerBuffers in row-major order from 0, sorted, each once.
  struct Layer: Equatable, Sendable {
    var W: [Int] = []
    var b: [Int] = []
  }

  /// Layers 1 … L at indices 0 … L-1; empty where nothing is frozen, so that a step has nothing to look at.
  private(set) var layers: [Layer] = []

  public init() {}

  public var isEmpty: Bool { layers.isEmpty }

  /// All frozen entries, W and b of every layer.
  public var count: Int { layers.reduce(0) { $0 + $1.W.count + $1.b.count } }

  /// LayerBuffers of W_l, row-major from 0, sorted.
  public func W(_ layer: Int) -> [Int] { layer <= layers.count ? layers[layer - 1].W : [] }

  /// LayerBuffers of b_l, from 0, sorted.
  public func b(_ layer: Int) -> [Int] { layer <= layers.count ? layers[layer - 1].b : [] }

  /// Freezes places of W_l, or of b_l, or gives them back.
  mutating func set(_ places: [Int], layer: Int, isBias: Bool, to isFrozen: Bool) {
    while layers.count < layer { layers.append(Layer()) }
    let part: WritableKeyPath<Layer, [Int]> = isBias ? \.b : \.W
    let before = Set(layers[layer - 1][keyPath: part])
    layers[layer - 1][keyPath: part] = (isFrozen ? before.union(places) : before.subtracting(places)).sorted()
    if layers.allSatisfy({ $0.W.isEmpty && $0.b.isEmpty }) { layers = [] }
  }
}

extension Network {
  /// From now on steps leave these entries of W_l, or of b_l, as they are, or take them along again. Traps where the matrix has no such entries.
  /// - Parameter places: row-major, from 0.
  public mutating func setFrozen(_ isFrozen: Bool, layer: Int, isBias: Bool, places: [Int]) {
    let count = isBias ? layers[layer - 1].b.elements.count : layers[layer - 1].W.elements.count
    precondition(places.allSatisfy { (0..<count).contains($0) }, "an entry of the matrix")
    frozen.set(places, layer: layer, isBias: isBias, to: isFrozen)
  }

  /// Steps move every parameter again.
  public mutating func unfreeze() { frozen = FrozenEntries() }

  /// A gradient dW_l or db_l as a step takes it: 0 where the parameter is frozen.
  public func taken(_ gradient: Matrix, layer: Int, isBias: Bool) -> Matrix {
    let places = isBias ? frozen.b(layer) : frozen.W(layer)
    guard !places.isEmpty else { return gradient }
    var taken = gradient
    for place in places { taken.elements[place] = 0 }
    return taken
  }

  /// Appends the values of the frozen entries.
  func keepFrozen(in values: inout [Double]) {
    for index in frozen.layers.indices {
      for place in frozen.layers[index].W { values.append(layers[index].W.elements[place]) }
      for place in frozen.layers[index].b { values.append(layers[index].b.elements[place]) }
    }
  }

  /// Puts the values back, in the order in which `keepFrozen` took them.
  mutating func putFrozenBack(from values: [Double]) {
    var next = 0
    for index in frozen.layers.indices {
      for place in frozen.layers[index].W {
        layers[index].W.elements[place] = values[next]
        next += 1
      }
      for place in frozen.layers[index].b {
        layers[index].b.elements[place] = values[next]
        next += 1
      }
    }
  }
}

/// The entries of the parameters that a step does not change. A new network has none.
///
/// Only steps leave frozen entries alone. An assignment still changes them.
public struct FrozenEntries: Equatable, Sendable {
  /// The frozen places of one layer, row-major from 0. Each list is sorted, and no place occurs twice.
  struct Layer: Equatable, Sendable {
    var W: [Int] = []
    var b: [Int] = []
  }

  /// Layers 1 … L at indices 0 … L-1. The list may be shorter, and it is empty where nothing is frozen.
  private(set) var layers: [Layer] = []

  /// No frozen entries.
  public init() {}

  public var isEmpty: Bool { layers.isEmpty }

  /// The number of frozen entries in W and b of all layers.
  public var count: Int { layers.reduce(0) { $0 + $1.W.count + $1.b.count } }

  /// The frozen places of W_l, row-major from 0, in ascending order.
  public func W(_ layer: Int) -> [Int] { layer <= layers.count ? layers[layer - 1].W : [] }

  /// The frozen places of b_l, from 0, in ascending order.
  public func b(_ layer: Int) -> [Int] { layer <= layers.count ? layers[layer - 1].b : [] }

  /// Freezes or unfreezes places of W_l, or of b_l where `isBias` is true.
  mutating func set(_ places: [Int], layer: Int, isBias: Bool, to isFrozen: Bool) {
    while layers.count < layer { layers.append(Layer()) }
    let part: WritableKeyPath<Layer, [Int]> = isBias ? \.b : \.W
    let before = Set(layers[layer - 1][keyPath: part])
    layers[layer - 1][keyPath: part] = (isFrozen ? before.union(places) : before.subtracting(places)).sorted()
    if layers.allSatisfy({ $0.W.isEmpty && $0.b.isEmpty }) { layers = [] }
  }
}

extension Network {
  /// Freezes or unfreezes entries of W_l, or of b_l where `isBias` is true. Traps where the matrix has no such entry.
  /// - Parameter places: the entries, row-major from 0.
  public mutating func setFrozen(_ isFrozen: Bool, layer: Int, isBias: Bool, places: [Int]) {
    let count = isBias ? layers[layer - 1].b.elements.count : layers[layer - 1].W.elements.count
    precondition(places.allSatisfy { (0..<count).contains($0) }, "an entry of the matrix")
    frozen.set(places, layer: layer, isBias: isBias, to: isFrozen)
  }

  /// Unfreezes every parameter.
  public mutating func unfreeze() { frozen = FrozenEntries() }

  /// The gradient that a step uses in place of dW_l or db_l: it is 0 where the parameter is frozen.
  public func taken(_ gradient: Matrix, layer: Int, isBias: Bool) -> Matrix {
    let places = isBias ? frozen.b(layer) : frozen.W(layer)
    guard !places.isEmpty else { return gradient }
    var taken = gradient
    for place in places { taken.elements[place] = 0 }
    return taken
  }

  /// Appends the values of the frozen entries, and of their averages, to `values`.
  func keepFrozen(in values: inout [Double]) {
    for index in frozen.layers.indices {
      for place in frozen.layers[index].W {
        values.append(layers[index].W.elements[place])
        if averages.hasV { values.append(averages.layers[index].vW.elements[place]) }
        if averages.hasS { values.append(averages.layers[index].sW.elements[place]) }
      }
      for place in frozen.layers[index].b {
        values.append(layers[index].b.elements[place])
        if averages.hasV { values.append(averages.layers[index].vb.elements[place]) }
        if averages.hasS { values.append(averages.layers[index].sb.elements[place]) }
      }
    }
  }

  /// Writes the values back in the order in which `keepFrozen` appended them.
  mutating func putFrozenBack(from values: [Double]) {
    var rest = values[...]
    for index in frozen.layers.indices {
      for place in frozen.layers[index].W {
        layers[index].W.elements[place] = rest.removeFirst()
        if averages.hasV { averages.layers[index].vW.elements[place] = rest.removeFirst() }
        if averages.hasS { averages.layers[index].sW.elements[place] = rest.removeFirst() }
      }
      for place in frozen.layers[index].b {
        layers[index].b.elements[place] = rest.removeFirst()
        if averages.hasV { averages.layers[index].vb.elements[place] = rest.removeFirst() }
        if averages.hasS { averages.layers[index].sb.elements[place] = rest.removeFirst() }
      }
    }
  }
}

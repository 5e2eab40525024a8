/// A quantity of one step in one layer: the result of one equation.
public struct StepQuantity: Hashable, Sendable {
  /// The kind of a quantity. Its raw value is the name without the layer.
  public enum Kind: String, CaseIterable, Sendable {
    case Z, A, J, dA, dZ, dW, db
    /// The averages of the optimizer after the step.
    case vdW, vdb, sdW, sdb
    /// The parameters after the update. For `init`, the parameters that were drawn.
    case W, b
  }

  public let kind: Kind
  /// The layer, 1 … L; 0 for J.
  public let layer: Int

  /// A quantity of layer `layer`, 1 … L. For J the layer is always 0.
  public init(_ kind: Kind, _ layer: Int) {
    self.kind = kind
    self.layer = kind == .J ? 0 : layer
  }

  /// Whether it belongs to b of its layer and not to W.
  var isOfBias: Bool {
    switch kind {
    case .db, .vdb, .sdb, .b: true
    case .Z, .A, .J, .dA, .dZ, .dW, .vdW, .sdW, .W: false
    }
  }

  /// The name of the quantity, for example `dW1` or `J`.
  public var name: String { kind == .J ? "J" : kind.rawValue + String(layer) }
}

/// Which quantities each quantity's equation reads.
struct StepGraph {
  let depth: Int
  private let optimizer: Optimizer

  init(_ network: Network) { (depth, optimizer) = (network.depth, network.optimizer) }

  var all: [StepQuantity] {
    let averages: [StepQuantity.Kind] = (optimizer.keepsV ? [.vdW, .vdb] : []) + (optimizer.keepsS ? [.sdW, .sdb] : [])
    return [StepQuantity(.J, 0)]
      + (1...depth).flatMap { layer in ([.Z, .A, .dA, .dZ, .dW, .db] + averages + [.W, .b]).map { (kind: StepQuantity.Kind) in StepQuantity(kind, layer) } }
  }

  /// The quantities that the equation reads, without data and parameters. For dZ of the output, those of both its forms.
  func reads(_ quantity: StepQuantity) -> [StepQuantity] {
    let l = quantity.layer
    let output = [StepQuantity(.A, depth), StepQuantity(.Z, depth)]
    switch quantity.kind {
    case .Z: return l == 1 ? [] : [StepQuantity(.A, l - 1)]
    case .A: return [StepQuantity(.Z, l)]
    case .J: return output
    case .dA: return l == depth ? output : [StepQuantity(.dZ, l + 1)]
    case .dZ:
      // This holds also where dZ is A - Y. By the chain rule it follows from dA, so a mistake in dA changes it.
      return [StepQuantity(.dA, l), StepQuantity(.Z, l), StepQuantity(.A, l)]
    case .dW: return [StepQuantity(.dZ, l)] + (l == 1 ? [] : [StepQuantity(.A, l - 1)])
    case .db: return [StepQuantity(.dZ, l)]
    case .vdW, .sdW: return [StepQuantity(.dW, l)]
    case .vdb, .sdb: return [StepQuantity(.db, l)]
    case .W:
      return [StepQuantity(.dW, l)] + (optimizer.keepsV ? [StepQuantity(.vdW, l)] : []) + (optimizer.keepsS ? [StepQuantity(.sdW, l)] : [])
    case .b:
      return [StepQuantity(.db, l)] + (optimizer.keepsV ? [StepQuantity(.vdb, l)] : []) + (optimizer.keepsS ? [StepQuantity(.sdb, l)] : [])
    }
  }

  /// The quantity and all quantities that it follows from, each with the number of equations between the two.
  func upstream(of quantity: StepQuantity) -> [StepQuantity: Int] {
    var distances = [quantity: 0]
    var front = [quantity]
    while !front.isEmpty {
      var next: [StepQuantity] = []
      for at in front {
        for read in reads(at) where distances[read] == nil {
          distances[read] = distances[at]! + 1
          next.append(read)
        }
      }
      front = next
    }
    return distances
  }
}

/// A quantity of one step, by layer: what one equation gives.
public struct StepQuantity: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case Z, A, J, dA, dZ, dW, db
    /// The parameters after the update; for `init` those that were drawn.
    case W, b
  }

  public let kind: Kind
  /// 1 … L; 0 for J.
  public let layer: Int

  public init(_ kind: Kind, _ layer: Int) {
    self.kind = kind
    self.layer = kind == .J ? 0 : layer
  }

  /// `dW1`, `J`
  public var name: String { kind == .J ? "J" : kind.rawValue + String(layer) }
}

/// Which quantity's equation reads which others.
struct StepGraph {
  let depth: Int

  init(_ network: Network) { depth = network.depth }

  var all: [StepQuantity] {
    [StepQuantity(.J, 0)]
      + (1...depth).flatMap { layer in [.Z, .A, .dA, .dZ, .dW, .db, .W, .b].map { (kind: StepQuantity.Kind) in StepQuantity(kind, layer) } }
  }

  /// What the equation reads, but for data and parameters; of dZ of the output in both its forms.
  func reads(_ quantity: StepQuantity) -> [StepQuantity] {
    let l = quantity.layer
    let output = [StepQuantity(.A, depth), StepQuantity(.Z, depth)]
    switch quantity.kind {
    case .Z: return l == 1 ? [] : [StepQuantity(.A, l - 1)]
    case .A: return [StepQuantity(.Z, l)]
    case .J: return output
    case .dA: return l == depth ? output : [StepQuantity(.dZ, l + 1)]
    case .dZ:
      // Also where it is A - Y: by the chain rule it follows from dA, and a mistake there goes on into it.
      return [StepQuantity(.dA, l), StepQuantity(.Z, l), StepQuantity(.A, l)]
    case .dW: return [StepQuantity(.dZ, l)] + (l == 1 ? [] : [StepQuantity(.A, l - 1)])
    case .db: return [StepQuantity(.dZ, l)]
    case .W: return [StepQuantity(.dW, l)]
    case .b: return [StepQuantity(.db, l)]
    }
  }

  /// The quantity and all that it follows from, with the number of equations in between.
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

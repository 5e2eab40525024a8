import Net

/// What is frozen of one parameter.
struct FrozenPart: Equatable, Sendable {
  /// `W1`, `b2`
  let name: String
  let shape: Shape
  /// Row-major from 0, sorted, one at least.
  let places: [Int]

  /// Entries that are named before the rest is only counted.
  private static let mostNamed = 8

  /// `all`, `row 2`, `columns 1, 3`, `[1,2] [3,1]`
  var description: String {
    if places.count == shape.rows * shape.columns { return "all" }
    let rows = Dictionary(grouping: places) { $0 / shape.columns }
    if rows.values.allSatisfy({ $0.count == shape.columns }) { return Self.list("row", rows.keys.sorted()) }
    let columns = Dictionary(grouping: places) { $0 % shape.columns }
    if columns.values.allSatisfy({ $0.count == shape.rows }) { return Self.list("column", columns.keys.sorted()) }
    let named = places.prefix(Self.mostNamed).map { "[\($0 / shape.columns + 1),\($0 % shape.columns + 1)]" }.joined(separator: " ")
    return named + (places.count > Self.mostNamed ? " … (\(places.count) in all)" : "")
  }

  private static func list(_ word: String, _ numbers: [Int]) -> String {
    let named = numbers.prefix(mostNamed).map { String($0 + 1) }.joined(separator: ", ")
    return "\(word)\(numbers.count == 1 ? "" : "s") \(named)" + (numbers.count > mostNamed ? " … (\(numbers.count) in all)" : "")
  }

  /// A matrix of the parameter's shape, 1 where it is frozen.
  var mask: Matrix {
    var mask = Matrix(shape)
    for place in places { mask.elements[place] = 1 }
    return mask
  }

  /// [[i, j], …], counted from 1.
  var indices: JSONValue { .places(places, columns: shape.columns) }
}

extension Network {
  /// What is frozen of a parameter; nil where nothing is, or where the quantity is no parameter.
  func frozenPart(_ quantity: Quantity) -> FrozenPart? {
    guard quantity.source == .parameters, (1...depth).contains(quantity.layer) else { return nil }
    let isBias = quantity.kind == .b
    let places = isBias ? frozen.b(quantity.layer) : frozen.W(quantity.layer)
    guard !places.isEmpty else { return nil }
    let layer = layers[quantity.layer - 1]
    return FrozenPart(name: quantity.name, shape: isBias ? layer.b.shape : layer.W.shape, places: places)
  }

  /// What is frozen, parameter by parameter.
  var frozenParts: [FrozenPart] {
    if frozen.isEmpty { return [] }
    return (1...depth).flatMap { [Quantity(.W, $0), Quantity(.b, $0)] }.compactMap(frozenPart)
  }

  /// Whether steps leave an entry of a parameter; of a gradient: the parameter that it is the derivative by.
  func isFrozen(_ entry: Entry) -> Bool {
    if frozen.isEmpty { return false }
    let layer = entry.quantity.layer
    switch entry.quantity.kind {
    case .W, .dW: return frozen.W(layer).contains(entry.row * layers[layer - 1].W.columns + entry.column)
    case .b, .db: return frozen.b(layer).contains(entry.row)
    default: return false
    }
  }
}

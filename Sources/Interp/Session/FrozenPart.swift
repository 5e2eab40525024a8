import Net

/// The frozen entries of one parameter.
struct FrozenPart: Equatable, Sendable {
  /// The parameter's name, `W1` or `b2`.
  let name: String
  let shape: Shape
  /// The frozen entries as sorted row-major indices from 0. There is at least one.
  let places: [Int]

  /// The largest number of rows, columns or entries that are listed. Further ones are only counted.
  private static let mostNamed = 8

  /// The entries in words, such as `all`, `row 2`, `columns 1, 3` or `[1,2] [3,1]`.
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

  /// A matrix of the parameter's shape with 1 at each frozen entry and 0 elsewhere.
  var mask: Matrix {
    var mask = Matrix(shape)
    for place in places { mask.elements[place] = 1 }
    return mask
  }

  /// The pairs [[i, j], …] of the frozen entries, counted from 1.
  var indices: JSONValue { .places(places, columns: shape.columns) }
}

extension Network {
  /// The frozen entries of a parameter. Nil where none is frozen, or where the quantity is no parameter of this network.
  func frozenPart(_ quantity: Quantity) -> FrozenPart? {
    guard quantity.source == .parameters, (1...depth).contains(quantity.layer) else { return nil }
    let isBias = quantity.kind == .b
    let places = isBias ? frozen.b(quantity.layer) : frozen.W(quantity.layer)
    guard !places.isEmpty else { return nil }
    let layer = layers[quantity.layer - 1]
    return FrozenPart(name: quantity.name, shape: isBias ? layer.b.shape : layer.W.shape, places: places)
  }

  /// The frozen entries of all parameters that have any, layer by layer.
  var frozenParts: [FrozenPart] {
    if frozen.isEmpty { return [] }
    return (1...depth).flatMap { [Quantity(.W, $0), Quantity(.b, $0)] }.compactMap(frozenPart)
  }

  /// Whether steps leave the entry unchanged. An entry of a gradient stands for the same entry of its parameter.
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

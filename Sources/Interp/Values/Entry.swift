/// One entry of a quantity; row and column counted from 0.
struct Entry: Hashable, Sendable {
  let quantity: Quantity
  let row: Int
  let column: Int

  init(_ quantity: Quantity, _ row: Int, _ column: Int = 0) {
    (self.quantity, self.row, self.column) = (quantity, row, column)
  }

  /// As it can be typed: `dW1[2,1]`, `b1[2,1]`, `J`.
  var name: String { quantity.isScalar ? quantity.name : "\(quantity.name)[\(row + 1),\(column + 1)]" }
}

extension Quantity {
  /// Whether a pass makes it.
  var isComputed: Bool { source == .forward || source == .backward }
}

extension Entry {
  /// Whether a pass makes it, so that it can be written out in turn.
  var isComputed: Bool { quantity.isComputed }
}

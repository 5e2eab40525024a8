/// An entry of a quantity. Row and column are counted from 0.
struct Entry: Hashable, Sendable {
  let quantity: Quantity
  let row: Int
  let column: Int

  init(_ quantity: Quantity, _ row: Int, _ column: Int = 0) {
    (self.quantity, self.row, self.column) = (quantity, row, column)
  }

  /// The name as a user types it, with indices from 1: `dW1[2,1]`, `b1[2,1]`. A scalar such as `J` has no indices.
  var name: String { quantity.isScalar ? quantity.name : "\(quantity.name)[\(row + 1),\(column + 1)]" }
}

extension Quantity {
  /// Whether the forward or backward pass computes the quantity.
  var isComputed: Bool { source == .forward || source == .backward }
}

extension Entry {
  /// Whether the forward or backward pass computes the entry. Its equation can then be written out too.
  var isComputed: Bool { quantity.isComputed }
}

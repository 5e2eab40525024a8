import Net

extension StepQuantity {
  /// The same quantity for use in a step, or nil for data and settings, which a step does not compute.
  init?(_ quantity: Quantity) {
    guard let kind = Kind(rawValue: quantity.kind.rawValue) else { return nil }
    self.init(kind, quantity.layer)
  }
}

extension Place {
  /// A function that reads the part from an array with this shape. From arrays of other shapes it reads only a whole part, and otherwise returns nil.
  func part(of shape: Shape) -> (Matrix) -> Matrix? {
    { matrix in matrix.shape == shape || isWhole ? read(from: .matrix(matrix)).asMatrix : nil }
  }
}

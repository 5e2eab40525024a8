import Net

extension StepQuantity {
  /// nil for data and settings, which no step makes.
  init?(_ quantity: Quantity) {
    guard let kind = Kind(rawValue: quantity.kind.rawValue) else { return nil }
    self.init(kind, quantity.layer)
  }
}

extension Place {
  /// Takes the part out of an array of the quantity's shape; the whole of any other array too.
  func part(of shape: Shape) -> (Matrix) -> Matrix? {
    { matrix in matrix.shape == shape || isWhole ? read(from: .matrix(matrix)).asMatrix : nil }
  }
}

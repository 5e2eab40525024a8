import Net

extension GivenArray {
  /// The array that a user gave, as numbers or as text in a printed form.
  /// - Parameters:
  ///   - range: the place that errors name.
  ///   - quantity: the quantity whose value the array should be. Its name chooses among several printed arrays.
  ///   - typed: the quantity as the user typed it. It chooses too.
  ///   - shape: the shape that the array should have.
  /// - Throws: where the array is empty, where the text is no printed array, or where it has no array with the name.
  init(_ given: Given, _ range: SourceRange, _ quantity: Quantity, typed: String, _ shape: Shape) throws(Fault) {
    switch given {
    case .array(let matrix, let tolerances):
      guard !matrix.elements.isEmpty else { throw Fault.emptyArray().located(range) }
      self.init(matrix, tolerances: tolerances)
    case .printed(let text, let path):
      do {
        // In a network of one unit, `dw` is a usual name of dW1.
        let names = [typed, quantity.name] + (quantity.layer == 1 ? [quantity.kind.rawValue, quantity.kind.rawValue.lowercased()] : [])
        self.init(try PrintedArray(text, names: names, shape: shape))
      } catch {
        throw Fault.printedArray(error, path).located(range)
      }
    }
  }
}

import Net

extension GivenArray {
  /// The array that a user gave, as numbers or as text in NumPy's printed form.
  /// - Parameter range: the place that errors name.
  /// - Throws: where the array is empty, or where the text is no printed array.
  init(_ given: Given, _ range: SourceRange) throws(Fault) {
    switch given {
    case .array(let matrix, let tolerances):
      guard !matrix.elements.isEmpty else { throw Fault.printedArray(.empty, nil).located(range) }
      self.init(matrix, tolerances: tolerances)
    case .printed(let text):
      do { self.init(try PrintedArray(text)) } catch { throw Fault.printedArray(error.reason, error.offset + 1).located(range) }
    }
  }
}

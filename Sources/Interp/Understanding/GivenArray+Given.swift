import Net

extension GivenArray {
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

import Net

extension ValueEvent {
  /// With the numbers that rows and columns have in the whole where the expression is a part of one.
  func labelled(_ evaluator: Evaluator, _ expression: Expression) -> ValueEvent {
    guard value.isMatrix, let place = try? evaluator.place(expression) else { return self }
    var event = self
    event.rowLabels = (place.isTransposed ? place.columns : place.rows)?.map { $0 + 1 }
    event.columnLabels = (place.isTransposed ? place.rows : place.columns)?.map { $0 + 1 }
    return event
  }
}

import Net

extension ValueEvent {
  /// The same event with row and column numbers of the whole array, if the expression is a part of an array.
  func labelled(_ evaluator: Evaluator, _ expression: Expression) -> ValueEvent {
    guard value.isMatrix, let place = try? evaluator.place(expression) else { return self }
    var event = self
    event.rowLabels = (place.isTransposed ? place.columns : place.rows)?.map { $0 + 1 }
    event.columnLabels = (place.isTransposed ? place.rows : place.columns)?.map { $0 + 1 }
    return event
  }
}

import Net

extension Session {
  /// The inputs that a user gives as an expression, of shape (n0, any number of examples).
  ///
  /// - Throws: A fault where they are no numbers, are empty, do not fit the network or are too large.
  func inputs(_ expression: Expression, _ network: Network) throws(Fault) -> Matrix {
    let value = try Evaluator(self).evaluate(expression)
    guard let matrix = value.asMatrix else { throw Fault.notNumbers("an input", value).located(expression.range) }
    if matrix.columns == 0 { throw Fault.emptyData("the input", matrix.shape).located(expression.range) }
    guard matrix.rows == network.inputs else {
      throw Fault.inputShape(network: network.sizes, X: matrix.shape, turned: ShapeRepair.transpose(source.words(of: expression))).located(expression.range)
    }
    try checkPass(network, examples: matrix.columns)
    return matrix
  }
}

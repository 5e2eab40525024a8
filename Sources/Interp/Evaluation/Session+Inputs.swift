import Net

extension Session {
  /// The inputs that a user gives as an expression, of shape (n0, any number of examples).
  ///
  /// - Parameter areInDataUnits: Whether the numbers are in the units of the data, so that the scale of the data is applied. Otherwise they are on that
  ///   scale, and numbers outside the range of the training part give a warning.
  /// - Throws: A fault where they are no numbers, are empty, do not fit the network or are too large.
  func inputs(_ expression: Expression, _ network: Network, areInDataUnits: Bool = false) throws(Fault) -> Matrix {
    let value = try Evaluator(self).evaluate(expression)
    guard let matrix = value.asMatrix else { throw Fault.notNumbers("an input", value).located(expression.range) }
    if matrix.columns == 0 { throw Fault.emptyData("the input", matrix.shape).located(expression.range) }
    guard matrix.rows == network.inputs else {
      throw Fault.inputShape(network: network.sizes, X: matrix.shape, turned: ShapeRepair.transpose(source.words(of: expression))).located(expression.range)
    }
    try checkPass(network, examples: matrix.columns)
    if areInDataUnits, preprocessing.featureNames.count == matrix.rows { return preprocessing.inputs(matrix) }
    guard let scaling = preprocessing.scaling, scaling.mean.rows == matrix.rows else { return matrix }
    guard let (least, most) = state.data.range, state.data.scaling == scaling else { return matrix }
    for feature in 0..<matrix.rows {
      if let outside = matrix.row(feature).first(where: { $0 < least[feature, 0] || $0 > most[feature, 0] }) {
        let name = state.data.train.featureNames[feature]
        warn(Warning(kind: .note, message: Warning.offScale(name, outside, least[feature, 0], most[feature, 0]), range: expression.range))
        break
      }
    }
    return matrix
  }
}

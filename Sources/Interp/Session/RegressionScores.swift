import Net

/// How far outputs that are numbers lie from their targets, in the units of the data. Several outputs have the mean of their scores.
struct RegressionScores: Equatable, Sendable {
  /// The root of the mean squared difference.
  let rmse: Double
  /// The mean absolute difference.
  let mae: Double
  /// 1 - (squared differences) / (squared differences of Y from its mean); nil where an output has equal targets only.
  let r2: Double?

  /// nil where the shapes differ or there are no entries.
  init?(_ output: Matrix, _ Y: Matrix) {
    guard output.shape == Y.shape, let difference = Matrix.broadcast(output, Y, -), !Y.elements.isEmpty else { return nil }
    let squares = Matrix(difference.shape, elements: difference.elements.map { $0 * $0 })
    let absolute = Matrix(difference.shape, elements: difference.elements.map(abs))
    func mean(_ scores: [Double]) -> Double { Matrix(row: scores).reduced(.mean, axis: 1)[0, 0] }
    let meanSquares = squares.reduced(.mean, axis: 1).elements
    rmse = mean(meanSquares.map { $0.squareRoot() })
    mae = mean(absolute.reduced(.mean, axis: 1).elements)
    let variances = Y.reduced(.variance, axis: 1).elements
    r2 = variances.contains(0) ? nil : mean(zip(meanSquares, variances).map { 1 - $0 / $1 })
  }
}

/// The noise of the gradient of a batch against its size, measured on batches of the data.
///
/// G is the gradient of J over all m examples, and g that over b of them; both are lists of all dW and db. The noise is the root mean square of ‖g - G‖
/// over the batches, divided by ‖G‖. At 1, the error of a batch is as long as the gradient itself.
///
/// Its square is the "simple noise scale" tr(Σ)/‖G‖² of McCandlish, Kaplan, Amodei and others, "An Empirical Model of Large-Batch Training" (2018),
/// divided by b, for b far below m. Σ is the covariance of the gradients of single examples. For batches that are drawn without putting examples back,
/// the mean of ‖g - G‖² is tr(Σ)/b · (m - b)/(m - 1).
struct GradientNoise: Equatable {
  /// The root mean square of ‖g - G‖ over the batches.
  let deviation: Double
  /// ‖G‖.
  let norm: Double
  /// The number of batches.
  let batches: Int

  /// deviation / norm. It is infinite where the gradient is 0 and those of the batches are not, and NaN where both are 0.
  var ratio: Double { deviation / norm }

  /// Measures full batches from as many times through the data as are needed. Frozen entries do not count, and no unit is dropped.
  /// - Parameters:
  ///   - X: all inputs, (n0, m); Y: all targets, (nL, m). They must fit the network.
  ///   - plan: must have a batch of at most m examples.
  ///   - generator: draws the orders of the examples, unless the plan takes them in the order of the columns.
  init(_ network: Network, X: Matrix, Y: Matrix, _ plan: TrainingPlan, generator: MersenneTwister, pass: Pass, isStopped: () -> Bool = { false }) {
    let (m, size) = (X.columns, plan.batch ?? X.columns)
    var generator = generator
    pass.descend(network, Inputs(X: X), Y: Y)
    let whole = pass.freeGradients(network)
    let work = 3 * network.parameterCount * size
    let affordable = max(DiagnosisThresholds.leastNoiseBatches, DiagnosisThresholds.workOfTrial / max(work, 1))
    // Without a new order, the batches are the same each time through the data.
    let most = plan.shuffles ? DiagnosisThresholds.noiseBatches : min(DiagnosisThresholds.noiseBatches, m / size)
    var squares = 0.0
    var count = 0
    while count < min(most, affordable), !isStopped() {
      let order = plan.shuffles ? generator.permutation(m) : Array(0..<m)
      for place in 0..<m / size where count < min(most, affordable) {
        let chosen = Array(order[place * size..<(place + 1) * size])
        pass.descend(network, Inputs(X: X, places: chosen), Y: Y.selectingColumns(chosen))
        squares += zip(pass.freeGradients(network), whole).reduce(0) { $0 + Self.squaredDistance($1.0, $1.1) }
        count += 1
      }
    }
    norm = whole.reduce(0) { sum, part in part.elements.reduce(sum) { $0 + $1 * $1 } }.squareRoot()
    deviation = (squares / Double(max(count, 1))).squareRoot()
    batches = count
  }

  private static func squaredDistance(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}

extension Pass {
  /// dW and db of all layers. Frozen entries are 0, as in a step.
  func freeGradients(_ network: Network) -> [Matrix] {
    (1...network.depth).flatMap { [network.taken(dW($0), layer: $0, isBias: false), network.taken(db($0), layer: $0, isBias: true)] }
  }
}

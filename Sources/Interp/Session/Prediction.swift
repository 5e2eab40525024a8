import Net

/// The class that a network predicts for one example.
struct Prediction {
  /// The number of the class, counted from 0. Nil for several sigmoid units, which each decide separately.
  var number: Int?
  /// The decision of each output unit, 0 or 1.
  var units: [Int]

  /// The predictions for the columns of the last activation. A softmax layer predicts the unit with the largest value, the first one of equals. Other units
  /// predict 1 above 0.5. Empty where the output is no class (linear, relu, tanh …).
  static func classes(_ output: Matrix, _ network: Network) -> [Prediction] {
    let isSoftmax = !network.output.isElementwise
    guard areClasses(network) else { return [] }
    var all: [Prediction] = []
    all.reserveCapacity(output.columns)
    Slabs.each(output.columns) { for example in $0 { all.append(prediction(output, example, isSoftmax)) } }
    return all
  }

  /// Whether the output of a network stands for classes.
  static func areClasses(_ network: Network) -> Bool {
    !network.output.isElementwise || network.output.isProbability || network.loss is CrossEntropy
  }

  private static func prediction(_ output: Matrix, _ example: Int, _ isSoftmax: Bool) -> Prediction {
    let column = (0..<output.rows).map { output[$0, example] }
    if isSoftmax {
      let best = column.indices.max { column[$0] < column[$1] || column[$0] == column[$1] && $0 > $1 } ?? 0
      return Prediction(number: best, units: column.indices.map { $0 == best ? 1 : 0 })
    }
    let units = column.map { $0 > 0.5 ? 1 : 0 }
    return Prediction(number: output.rows == 1 ? units[0] : nil, units: units)
  }

  /// The share of examples in which all units are right, from 0 to 1. Nil where the output is no class, Y has another shape, or Y has values other than 0
  /// and 1.
  static func accuracy(_ output: Matrix, _ Y: Matrix, _ network: Network) -> Double? {
    let predicted = classes(output, network)
    guard !predicted.isEmpty, Y.shape == output.shape, Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let right = predicted.indices.filter { example in
      predicted[example].units.indices.allSatisfy { Double(predicted[example].units[$0]) == Y[$0, example] }
    }
    return Double(right.count) / Double(predicted.count)
  }
}

import Net

/// What a network's output says of each example.
struct Prediction {
  /// The class's number from 0; nil where several sigmoid units answer each for itself.
  var number: Int?
  /// 0 or 1 of each output unit.
  var units: [Int]

  /// Of each column of A; empty where the output is no class (linear, relu, tanh …).
  static func classes(_ output: Matrix, _ network: Network) -> [Prediction] {
    let isSoftmax = !network.output.isElementwise
    guard isSoftmax || network.output.isProbability || network.loss is CrossEntropy else { return [] }
    var all: [Prediction] = []
    all.reserveCapacity(output.columns)
    Slabs.each(output.columns) { for example in $0 { all.append(prediction(output, example, isSoftmax)) } }
    return all
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

  /// The share of examples that are right; nil where Y holds no classes.
  static func accuracy(_ output: Matrix, _ Y: Matrix, _ network: Network) -> Double? {
    let predicted = classes(output, network)
    guard !predicted.isEmpty, Y.shape == output.shape, Y.elements.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    let right = predicted.indices.filter { example in
      predicted[example].units.indices.allSatisfy { Double(predicted[example].units[$0]) == Y[$0, example] }
    }
    return Double(right.count) / Double(predicted.count)
  }
}

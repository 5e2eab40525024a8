import Net

/// `predict`: the output and the class of each example.
struct PredictCommand: Command {
  let name = "predict"
  let group = CommandGroup.training
  let usage = "predict [matrix]"
  let summary = "the output for X or for inputs given, and the predicted classes"
  let details = [
    "A class is predicted where A > 0.5 (sigmoid) or by the largest output (softmax). Inputs given are taken as they are;",
    "where the data was standardised they must be on the same scale.",
  ]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1))
  let example = CommandExample("init 2 1:sigmoid weights=zeros", "predict [1; 2]", output: ["Yhat (1, 1)", "     1", "1  0.5", "classes 0"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    let pass = Pass()
    if let expression = Arguments(call, executor).expressions.first {
      pass.forward(network, X: try session.inputs(expression, network), Y: nil)
    } else {
      try session.checkInputs(network)
      pass.forward(network, X: session.X, Y: nil)
    }
    let output = pass.A(network.depth)
    let classes = Prediction.classes(output, network)
    let names = session.state.data.current.classNames
    let count = output.rows == 1 ? 2 : output.rows
    var values: [JSONValue] = []
    var texts: [String] = []
    for column in classes {
      if let number = column.number {
        let label = names?.count == count ? names![number] : String(number)
        values.append(Double(label).map { .number($0) } ?? .string(label))
        texts.append(label)
      } else {
        values.append(.array(column.units.map { .integer($0) }))
        texts.append(column.units.map(String.init).joined())
      }
    }
    executor.emit(PredictEvent(value: output, classes: values, classTexts: texts))
  }
}

/// What a network's output says of each example.
struct Prediction {
  /// The class's number from 0; nil where several sigmoid units answer each for itself.
  var number: Int?
  /// 0 or 1 of each output unit.
  var units: [Int]

  /// Of each column of A; empty where the output is no class (linear, relu, tanh …).
  static func classes(_ output: Matrix, _ network: Network) -> [Prediction] {
    let isSoftmax = !network.output.isElementwise
    guard isSoftmax || network.output.name == "sigmoid" || network.loss.name == "cross_entropy" else { return [] }
    return (0..<output.columns).map { example in
      let column = (0..<output.rows).map { output[$0, example] }
      if isSoftmax {
        let best = column.indices.max { column[$0] < column[$1] || column[$0] == column[$1] && $0 > $1 } ?? 0
        return Prediction(number: best, units: column.indices.map { $0 == best ? 1 : 0 })
      }
      let units = column.map { $0 > 0.5 ? 1 : 0 }
      return Prediction(number: output.rows == 1 ? units[0] : nil, units: units)
    }
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

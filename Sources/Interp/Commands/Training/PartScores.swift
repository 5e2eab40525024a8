import Net

extension Session {
  /// J and the scores of the network on parts of the data. J has no L2 penalty.
  ///
  /// - Throws: A fault where there is no network, or where it does not fit X. An `interrupted` fault after Ctrl-C.
  func scores(of parts: [DataSplit.Part]) throws(Fault) -> [EvaluateEvent.Row] {
    let network = try network()
    try checkInputs(network)
    let pass = Pass()
    var rows: [EvaluateEvent.Row] = []
    for part in parts {
      let set = state.data.dataset(part)!
      pass.forward(network, X: set.X, Y: set.Y)
      let output = pass.A(network.depth)
      let classes = set.Y.flatMap { ClassScores(output, $0, network, names: set.classNames) }
      let isNumber = set.classNames == nil && !Prediction.areClasses(network)
      let scores =
        isNumber ? set.Y.flatMap { NumberScores(predicted: preprocessing.outputs(output), truth: state.data.targetsInUnits($0)) } : nil
      rows.append(EvaluateEvent.Row(part: part.rawValue, cost: pass.meanLoss, classes: classes, scores: scores, examples: set.examples))
      try checkCut()
    }
    return rows
  }
}

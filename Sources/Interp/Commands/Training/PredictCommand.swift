import Net

/// `predict` computes the output and the class of each example.
struct PredictCommand: Command {
  let name = "predict"
  let group = CommandGroup.training
  let usage = "predict | predict E [units=data]"
  let summary = "compute the output and the class of each example"
  let details = [
    "A bare predict takes X. predict E takes other inputs, one example a column.",
    "A sigmoid unit predicts class 1 where A > 0.5. softmax predicts the class with the largest output.",
  ]
  let cautions = [
    "Where the data was standardised or normalised, E must be on the same scale. With units=data it is in the units of the data, and predict scales it."
  ]
  let otherWords = ["prediction", "classify", "inference"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 0, atMost: 1),
    options: [.init("units", .word, "whether E is on the scale of the network, or in the units of the data", choices: ["network", "data"])])
  let example = CommandExample("init 2 1:sigmoid weights=zeros", "predict [1; 2]", output: ["Yhat (1, 1)", "     1", "1  0.5", "classes 0"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    let pass = Pass()
    if let inputs = try Arguments(call, executor).inputs(network) {
      pass.forward(network, X: inputs, Y: nil)
    } else {
      try session.checkInputs(network)
      pass.forward(network, X: session.X, Y: nil)
    }
    let output = pass.A(network.depth)
    let classes = Prediction.classes(output, network)
    try session.checkCut()
    let names = session.state.data.current.classNames
    let count = output.rows == 1 ? 2 : output.rows
    var values: [JSONValue] = []
    var texts: [String] = []
    for (index, column) in classes.enumerated() {
      if index & 0xffff == 0 { try session.checkInterrupt() }
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

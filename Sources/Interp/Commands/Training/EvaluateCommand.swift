import Net

/// `evaluate` computes cost and accuracy of each part of the data.
struct EvaluateCommand: Command {
  let name = "evaluate"
  let group = CommandGroup.training
  let usage = "evaluate"
  let summary = "compute the cost and the share of right answers"
  let details = [
    "The accuracy is the share of examples whose predicted class is right. It exists only where Y holds classes.",
    "A sigmoid output is right where A > 0.5 agrees with Y; with several sigmoid units all of them must agree. softmax is right where its "
      + "largest output is the class.",
  ]
  let cautions = ["J is the mean of the losses here. It has no L2 penalty, so that networks with different lambda can be compared."]
  let otherWords = ["accuracy", "score", "evaluation", "performance"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample("init 2 1:sigmoid weights=zeros", "evaluate", output: ["train: J = 0.693147, accuracy 50.00 %, 400 examples"])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let network = try session.network()
    try session.checkInputs(network)
    let pass = Pass()
    var rows: [EvaluateEvent.Row] = []
    for part in session.state.data.parts {
      let set = session.state.data.dataset(part)!
      pass.forward(network, X: set.X, Y: set.Y)
      let accuracy = set.Y.flatMap { Prediction.accuracy(pass.A(network.depth), $0, network) }
      rows.append(EvaluateEvent.Row(part: part.rawValue, cost: pass.meanLoss, accuracy: accuracy, examples: set.examples))
    }
    executor.emit(EvaluateEvent(rows: rows))
  }
}

import Net

/// `evaluate`: cost and accuracy of each data part.
struct EvaluateCommand: Command {
  let name = "evaluate"
  let group = CommandGroup.training
  let usage = "evaluate"
  let summary = "the cost and, for classes, the accuracy of each data part"
  let details = ["Right is A > 0.5 as Y says (with several sigmoid units in all of them), for softmax the largest output."]
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
      rows.append(EvaluateEvent.Row(part: part.rawValue, cost: pass.cost, accuracy: accuracy, examples: set.examples))
    }
    executor.emit(EvaluateEvent(rows: rows))
  }
}

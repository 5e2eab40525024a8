/// `evaluate` computes cost and accuracy of each part of the data.
struct EvaluateCommand: Command {
  let name = "evaluate"
  let group = CommandGroup.training
  let usage = "evaluate"
  let summary = "compute the cost, and how good the outputs are"
  let details = [
    "It does so for each part of the data. The table has a row for each true class, and says how often each class was predicted. precision is the share of a "
      + "class's predictions that are right, recall is the share of its examples that were found, and F1 is their harmonic mean. - stands for 0/0.",
    "A network is of use where its accuracy is above the share of the commonest class, because always predicting that class reaches this share.",
    "The accuracy is the share of examples whose predicted class is right. It exists only where Y holds classes.",
    "A sigmoid output is right where A > 0.5 agrees with Y; with several sigmoid units all of them must agree. softmax is right where its "
      + "largest output is the class.",
    "For targets that are numbers it gives the root mean squared error (RMSE), the mean absolute error (MAE) and R2, the explained share of the variance. "
      + "Under standardize=both J is on the scale of the network, and RMSE and MAE are in the units of the data.",
  ]
  let cautions = ["J is the mean of the losses here. It has no L2 penalty, so that networks with different lambda can be compared."]
  let otherWords = ["accuracy", "score", "evaluation", "performance", "rmse", "mae", "r2", "confusion matrix", "precision", "recall", "f1"]
  let syntax = CommandSyntax(arguments: .none)
  let example = CommandExample(
    "init 2 1:sigmoid weights=zeros", "evaluate",
    output: [
      "train: J = 0.693147, accuracy 50.00 %, 400 examples; the commonest class has 50.00 %", "true \\ predicted    0  1  precision  recall      F1",
      "0                 200  0        0.5       1  0.6667", "1                 200  0          -       0       0",
    ])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let (preprocessing, data) = (session.preprocessing, session.state.data)
    let rows = try session.scores(of: data.parts)
    if rows.contains(where: { $0.scores != nil }), data.targetScaling != preprocessing.targetScaling {
      session.warn(Warning(kind: .note, message: Warning.otherTargetScale()))
    }
    executor.emit(EvaluateEvent(rows: rows))
  }
}

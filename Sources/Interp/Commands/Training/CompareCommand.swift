import Net

/// `compare NAME=v1,v2 … { … }` runs a block with each combination of values and compares the networks.
struct CompareCommand: Command {
  let name = "compare"
  let group = CommandGroup.training
  let usage = "compare NAME=V1,V2 … [repeats= seed= seconds=] { … }"
  let summary = "run a block with different settings and compare the networks"
  let details = [
    "The block runs once for each combination of the values. Each run begins with a copy of the session, in which the names have their values. The session "
      + "stays as it was.",
    "NAME is alpha, lambda, keep_prob, keep1 or a variable that the block reads. A value is a number, a word, a text in quotes or an expression in brackets, "
      + "as in alpha=0.1,(1/3) act=tanh,relu.",
    "In the block, a variable in brackets stands for a number or a word: init 2 (n):act 1, optimizer (rule), train 100 optimizer=(rule), data (file).",
    "repeats=5 makes five runs of each combination. Their generators have the seeds 1 to 5, or begin with seed=. In the block, S is the seed of the run, for "
      + "data moons seed=(S).",
    "The table has a row for each combination, with J and the accuracy, or RMSE, of the train part and of the dev part. Without a dev part it shows "
      + "the test part. Under repeats= it shows the mean ± the deviation (divisor: repeats - 1).",
    "* marks the best row: the highest mean accuracy of dev, or the lowest RMSE. Nothing is marked without a dev part, because a choice by the "
      + "test part would make its accuracy too good.",
    "Under repeats= a line names the rows that cannot be told from the best one: the difference of the means is at most twice the root of the sum of their squared "
      + "standard errors, which are the deviation / sqrt(repeats).",
    "The runs share the processors. Their number changes no result.",
  ]
  let cautions = [
    "What the block prints is dropped. It may not write a file, quit or compare.",
    "A run has none of the steps that were made before compare, so back and goto reach only the steps of the run.",
    "A run ends after seconds= (60 unless set), and Ctrl-C ends all runs. Where a run fails, its row gives the reason, and that row is never the best. "
      + "A row whose J or parameters are not finite stands last and is never the best.",
    "init seed=2 in the block makes all repeats equal. Leave seed= out, or write init seed=(S).",
    "J is the mean of the losses here, without the L2 penalty, as in evaluate.",
  ]
  let otherWords = [
    "grid search", "hyperparameter", "hyperparameters", "tuning", "tune", "sweep", "ablation", "search", "experiment", "seeds", "cross validation",
    "gridsearchcv",
  ]
  let syntax = CommandSyntax(
    arguments: .choices,
    options: [
      .init("repeats", .expression, "how many runs each combination gets; 1 unless set"),
      .init("seed", .expression, "the seed of the first run of each combination; 1 unless set"),
      .init("seconds", .expression, "the longest time of a run; 60 unless set"),
    ])
  let refusedInRuns: RunRefusal? = .compares
  let example = CommandExample(
    "data moons split=0.6,0.2,0.2 seed=1", "compare alpha=0.1,1 n=2,8 { init 2 (n) 1; train 200 }",
    output: [
      "row  alpha  n   train J  train accuracy     dev J  dev accuracy", "  1    0.1  2   0.40852         81.67 %  0.402697       81.25 %",
      "  2    0.1  8  0.352468         82.50 %  0.345038       82.50 %", "  3      1  2  0.262383         87.08 %  0.272707       90.00 %",
      "* 4      1  8  0.258199         87.08 %  0.268818       90.00 %", "* row 4 has the highest accuracy of dev, and of equal rows the lowest J",
    ])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let block = call.block ?? []
    try executor.checkRuns(block)
    // The expressions of the statement may draw random numbers, but the session stays as it was.
    let before = session.state.changedByExpressions
    defer { session.state.changedByExpressions = before }
    let plan = try ComparePlan(call, executor)
    let outcomes = try CompareRuns(plan, block, executor).outcomes()
    let rows = plan.rows(of: outcomes)
    let event = CompareEvent(names: plan.names, rows: rows, repeats: plan.repeats)
    let equal = rows.indices.filter { rows[$0].cameOutEqual }
    if !equal.isEmpty { session.warn(Warning(kind: .note, message: Warning.equalRuns(equal.map { $0 + 1 }))) }
    if let fault = outcomes.first?.fault, outcomes.allSatisfy({ $0.fault != nil }) {
      let place = fault.sourcedFrom.isEmpty ? fault.range : nil
      session.warn(Warning(kind: .note, message: Warning.noRunSucceeded(fault.message), range: place))
    }
    executor.emit(event)
  }
}

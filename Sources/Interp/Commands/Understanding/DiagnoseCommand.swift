import Net

/// `diagnose` finds what is wrong with the network, the data or the learning rate.
struct DiagnoseCommand: Command {
  let name = "diagnose"
  let group = CommandGroup.understanding
  let usage = "diagnose [apply=N]"
  let summary = "look for what keeps the network from learning"
  let details = [
    "For each finding it prints what it measured, the reason, and one line that repairs it.",
    "diagnose looks for units that stay equal, saturated units (on the flat part of their curve), dead units (their relu gives 0 for every example), gradients "
      + "that become tiny or huge in the first layers, hidden layers that are all linear, values of a layer that lie far from 0, an output or loss that does not fit Y, features on different scales, a learning rate that is too high or too "
      + "low, NaN and infinity, classes out of balance, and a cost that does not fall.",
    "It also looks at what steps beyond gradient descent do: dropout or lambda that keeps the network from learning, a rate that does not suit the optimizer, "
      + "batches whose gradients are mostly noise (straight after train batch=), and overfitting (the cost of the dev part rises while that of the train part falls).",
    "For NaN and infinity it searches the recorded steps for the first one that was not finite, and prints the line that goes there.",
    "apply=N runs the repair of finding N on a copy, trains with it and without it, and says whether the finding is gone.",
  ]
  let cautions = [
    "diagnose changes nothing, also with apply=. It makes its passes and trial steps on a copy.",
    "overfitting needs data with a dev part, as in data moons split=0.6,0.2,0.2. The test part is not looked at, because a choice by it would spoil it.",
  ]
  let otherWords = ["overfit", "problem", "problems", "debug", "stuck"]
  let syntax = CommandSyntax(arguments: .none, options: [.init("apply", .expression, "try the repair of this finding on a copy")])
  let example = CommandExample(
    "init 2 4:tanh 1:sigmoid weights=zeros", "diagnose apply=1",
    output: [
      "1 symmetric-units: units 1, 2, 3, 4 of layer 1", "  repair, on a copy: init 2 4:tanh 1:sigmoid weights=xavier seed=1", "  J ...", "  without  ...",
      "  with  ...", "  the finding is gone; the session is as it was",
    ])
  let isAtomic = true

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let plan = session.judgedPlan
    let network = try session.judgedNetwork(plan)
    let number = try Arguments(call, executor).integer(option: "apply", in: 1...1_000_000)
    let looks = try executor.withProgress { (tells) throws(Fault) in try session.devLooks(tells: tells) }
    let diagnosis = try session.diagnosis(plan, looks: looks)
    let history = try diagnosis.findings.first { $0.kind == .notFinite }.map { (finding) throws(Fault) in
      try executor.withProgress { (tells) throws(Fault) in try session.notFiniteHistory(finding, tells: tells) }
    }
    guard let number else {
      let reports = diagnosis.findings.map { FindingReport($0, session, network, history) }
      return executor.emit(DiagnosisEvent(findings: reports, lookedFor: diagnosis.lookedFor, leftOut: diagnosis.leftOut))
    }
    guard diagnosis.findings.indices.contains(number - 1) else {
      throw Fault.noSuchFinding(number, count: diagnosis.findings.count).located(call.option("apply")!.valueRange)
    }
    let report = FindingReport(diagnosis.findings[number - 1], session, network, history)
    let trial = try RepairTrial(of: report.finding, by: report.repair, session, run: executor.runSilently)
    executor.emit(RepairEvent(number: number, report: report, trial: trial))
  }
}

import Net

/// `use train|dev|test` chooses the part of the data to work on.
struct UseCommand: Command {
  let name = "use"
  let group = CommandGroup.data
  let usage = "use train|dev|test"
  let summary = "work on another part of the data: train, dev or test"
  let details = [
    "X, Y and m are those of the part. data with split= makes the parts."
  ]
  let cautions = [
    "Z, A, J and the gradients are stale afterwards, because they belong to the part before.",
    "train changes the network with the part in use. A note says so where that part is not train.",
  ]
  let otherWords = ["part", "dev", "validation", "test set"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let example = CommandExample("data moons m=10 split=0.8", "use test", "m", output: ["2"])
  let completes = CompletionKind.parts

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let word = try Arguments(call, executor).word(0) ?? ""
    let parts = DataSplit.Part.allCases.map(\.rawValue)
    guard let part = DataSplit.Part(rawValue: word) else { throw Fault.unknownChoice("part", word, parts).located(call.arguments[0].range) }
    if part == session.state.data.part { return }
    session.willEdit()
    guard session.state.data.use(part) else {
      throw Fault.noPart(word, session.state.data.parts.map(\.rawValue)).located(call.arguments[0].range)
    }
    session.state.ledger.didEditInputs()
  }
}

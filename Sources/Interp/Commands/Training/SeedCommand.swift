import Net

/// `seed N` starts the random generator again.
struct SeedCommand: Command {
  let name = "seed"
  let group = CommandGroup.training
  let usage = "seed N"
  let summary = "start the random generator again at the number N"
  let details = [
    "The same seed gives the same random numbers, as numpy.random.seed(N) does. A session starts with seed 1."
  ]
  let otherWords = ["random", "reproducible", "generator"]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 1, atMost: 1))
  let example = CommandExample("seed 2", "randn()", output: ["-0.416758"])

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let expression = Arguments(call, executor).expressions[0]
    let value = try Evaluator(executor.session).number(expression, "the seed")
    guard let seed = UInt32(exactly: value) else { throw Fault.seedValue(value).located(expression.range) }
    executor.session.state.generator = MersenneTwister(seed: seed)
    executor.session.state.seed = seed
  }
}

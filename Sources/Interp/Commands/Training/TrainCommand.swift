import Net

/// `train N` makes N steps, over all examples or over batches of them.
struct TrainCommand: Command {
  let name = "train"
  let group = CommandGroup.training
  let usage = "train N [alpha= batch= every= until=(condition) optimizer=]"
  let summary = "make many steps of the optimizer, then a forward pass"
  let details = [
    "Without batch=, each step uses every example, so one step is one epoch. train N gives exactly the same numbers as repeat N { forward; backward; step }; forward.",
    "every=100 prints the cost every 100 steps, and that of the dev part where the data has one. until=(J < 0.3) stops after the first step where the condition holds.",
    "batch=64 makes each step on 64 examples. Each time through the data draws a new order of the examples and cuts it into batches; the last one may be smaller. "
      + "epochs=5 goes 5 times through the data. shuffle=no takes the examples in the order of their columns.",
    "decay=R makes the learning rate alpha / (1 + R * e), where e counts the completed times through the data. interval=K makes it fall only every K times.",
    "clip=C makes all gradients smaller by one factor where their common norm is above C. patience=K stops where the cost of the dev part has not fallen at K looks in a "
      + "row, and names the step where it was least. The looks are those of every=, else the ends of each time through the data.",
    "optimizer=adam makes these steps with its usual settings and averages that begin at 0. The session's own optimizer and averages are back afterwards.",
  ]
  let cautions = [
    "The options hold for this statement alone. alpha = 0.5 changes the learning rate for all later steps.",
    "Afterwards Z, A and J fit the new weights and all examples. The gradients are those of the last step, so backward is needed before step.",
    "After batch=, dZ, dA and dW belong to the examples batch of the last step. X[:, batch] are their inputs.",
    "Ctrl-C stops after one more whole step, and all steps made until then stay.",
  ]
  let otherWords = [
    "training", "epoch", "epochs", "iteration", "iterations", "fit", "learn", "optimize", "batch", "mini-batch", "shuffle", "decay", "schedule", "clipping",
    "early stopping", "patience",
  ]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 0, atMost: 1),
    options: [
      .init("alpha", .expression, "the learning rate of these steps"),
      .init("batch", .expression, "the number of examples of each step"),
      .init("clip", .expression, "the largest norm of all gradients together"),
      .init("decay", .expression, "how fast the learning rate falls with the times through the data"),
      .init("epochs", .expression, "how often to go through the data"),
      .init("every", .expression, "print the cost each time this many steps are made"),
      .init("interval", .expression, "the times through the data after which decay= lowers the rate"),
      .init("optimizer", .word, "the rule of these steps, with averages that begin at 0", choices: Optimizer.all.map(\.name)),
      .init("patience", .expression, "stop after this many looks at which the cost of the dev part has not fallen"),
      .init("shuffle", .word, "whether each time through the data has a new order", choices: ["yes", "no"]),
      .init("until", .expression, "stop after the first step where this condition holds"),
    ],
    foreignOptions: [
      "lr": "train 100 alpha=0.1", "learning_rate": "train 100 alpha=0.1", "eta": "train 100 alpha=0.1", "batch_size": "train epochs=10 batch=32",
      "steps": "train 100", "iterations": "train 100", "num_iterations": "train 100", "max_iter": "train 100", "weight_decay": "lambda = 0.1",
      "lambda": "lambda = 0.1", "dropout": "keep_prob = 0.8  # the share that dropout keeps", "keep_prob": "keep_prob = 0.8",
    ])
  let recorded = RecordedForm.steps
  let example = CommandExample(
    "init seed=2", "train 100 alpha=1.2 every=50", output: ["step 0: J = 0.693048", "step 50: J = 0.623091", "step 100: J = 0.604442"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    let network = try session.network()
    let request = try TrainingRequest(arguments, examples: session.X.columns)
    try session.checkInputs(network)
    guard let Y = session.Y else { throw .noTargets() }
    let output = Shape(network.outputs, session.X.columns)
    guard Y.shape == output else { throw .targetShape(Y: Y.shape, wanted: output, sizes: network.sizes) }
    if request.patience != nil, DevCost(session, network) == nil { throw Fault.patienceNeedsDev().located(call.option("patience")!.range) }
    if request.until != nil || !session.state.watching.breakpoints.isEmpty { try check(request, session) }
    if session.state.data.part != .train { session.warn(Warning(kind: .note, message: Warning.trainsOnOtherPart(session.state.data.part.rawValue))) }
    if let until = request.until, request.plan.batch != nil, until.names.contains("J"), session.isFirst("until J of batches") {
      session.warn(Warning(kind: .note, message: Warning.conditionOnAllExamples(session.X.columns)))
    }
    try TrainingRun(executor, Y: Y, request).run()
  }

  /// Tries the condition and the breakpoints on a copy, so that one that cannot be evaluated fails before anything changes.
  private func check(_ request: TrainingRequest, _ session: Session) throws(Fault) {
    let copy = session.withPasses(request.plan)
    if let condition = request.until { _ = try Evaluator(copy).condition(condition) }
    try copy.checkBreakpoints()
  }
}

extension TrainingRequest {
  /// What the argument and the options of `train` ask for.
  ///
  /// - Parameter examples: The number of examples of the data.
  /// - Throws: A fault where one cannot be computed, is out of range, or would have no effect.
  fileprivate init(_ arguments: Arguments, examples: Int) throws(Fault) {
    let (call, session) = (arguments.call, arguments.session)
    let most = 1_000_000_000_000
    func needs(_ option: String, _ other: String) throws(Fault) {
      if let given = call.option(option), call.option(other) == nil { throw Fault.optionNeeds(option, other).located(given.range) }
    }
    try needs("shuffle", "batch")
    try needs("interval", "decay")
    plan = TrainingPlan(alpha: try arguments.number(option: "alpha")?.value ?? session.state.alpha)
    if let size = try arguments.integer(option: "batch", in: 1...most) {
      plan.batch = min(size, examples)
      if size > examples { session.warn(Warning(kind: .note, message: Warning.batchOfAll(size, examples))) }
    }
    plan.shuffles = try arguments.flag(option: "shuffle") ?? true
    if let (value, range) = try arguments.number(option: "decay") {
      guard value >= 0 else { throw Fault.optionNumber("decay", value, "0 or more").located(range) }
      plan.decay = value
    }
    plan.interval = try arguments.integer(option: "interval", in: 1...most) ?? 1
    if let (value, range) = try arguments.number(option: "clip") {
      guard value > 0 else { throw Fault.optionNumber("clip", value, "more than 0").located(range) }
      plan.clip = value
    }
    if let (word, range) = try arguments.word(option: "optimizer") {
      guard let optimizer = Optimizer.named(word) else { throw Fault.unknownChoice("optimizer", word, Optimizer.all.map(\.name)).located(range) }
      plan.optimizer = optimizer
    }
    every = try arguments.integer(option: "every", in: 1...most)
    patience = try arguments.integer(option: "patience", in: 1...most)
    if let option = call.option("until"), case .expression(let expression) = option.value { until = expression }
    let epochs = try arguments.integer(option: "epochs", in: 0...most)
    if let count = arguments.expressions.first {
      if let option = call.option("epochs") { throw Fault.stepsAndEpochs(arguments.executor.text(count.range)).located(option.range) }
      steps = try Evaluator(session).count(count, "the number of steps")
    } else if let epochs {
      let (product, overflow) = epochs.multipliedReportingOverflow(by: plan.stepsPerEpoch(examples))
      guard !overflow, product <= most else {
        throw Fault.optionNumber("epochs", Double(epochs), "fewer: at most \(most) steps are allowed").located(call.option("epochs")!.range)
      }
      steps = product
    } else {
      throw Fault.trainNeedsSteps().located(call.nameRange)
    }
  }
}

extension Fault {
  static func trainNeedsSteps() -> Fault {
    Fault(.usage, "train needs the number of steps", hint: "as in: train 1000, or: train epochs=5 batch=64")
  }

  static func stepsAndEpochs(_ steps: String) -> Fault {
    Fault(.usage, "train \(shortened(steps)) gives the number of steps, and epochs= gives it too", hint: "leave one of them out")
  }

  static func optionNeeds(_ option: String, _ other: String) -> Fault {
    Fault(.usage, "\(option)= has no effect without \(other)=", hint: "give \(other)= too, or leave \(option)= out")
  }

  static func patienceNeedsDev() -> Fault {
    Fault(
      .usage, "patience= looks at the dev part, and the data has none that fits the network",
      hint: "load the data with three parts, as in: data moons split=0.6,0.2,0.2")
  }
}

extension Warning {
  static func batchOfAll(_ size: Int, _ examples: Int) -> String {
    "batch=\(size) is more than the \(examples) examples, so each step uses all of them, in a new order"
  }

  static func conditionOnAllExamples(_ examples: Int) -> String {
    "J in until= is that of all \(examples) examples, so each step makes one more pass over them"
  }
}

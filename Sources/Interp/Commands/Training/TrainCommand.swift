import Net

/// `train N`: N steps of full-batch gradient descent.
struct TrainCommand: Command {
  let name = "train"
  let group = CommandGroup.training
  let usage = "train N [alpha= every= until=(condition)]"
  let summary = "N steps of gradient descent over all examples, and a forward pass"
  let details = [
    "The same bits as repeat N { forward; backward; step }; forward.",
    "every=K prints the cost every K steps. until=(J < 0.3) stops after the first step where it holds.",
    "Ctrl-C stops after one more whole step. Options hold for this statement; alpha = 0.5 stays.",
  ]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 1),
    options: [
      .init("alpha", .expression, "learning rate"),
      .init("every", .expression, "print the cost every so many steps"),
      .init("until", .expression, "stop after the first step where this holds"),
      .init(later: "batch", .expression),
      .init(later: "optimizer", .word),
    ])
  let example = CommandExample(
    "init seed=2", "train 100 alpha=1.2 every=50", output: ["step 0: J = 0.693048", "step 50: J = 0.623091", "step 100: J = 0.604442"])
  let isAtomic = true
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    let network = try session.network()
    let count = try Evaluator(session).count(arguments.expressions[0], "the number of steps")
    let alpha = try arguments.number(option: "alpha")?.value ?? session.state.alpha
    let every = try arguments.integer(option: "every", in: 1...1_000_000_000_000)
    var condition: Expression?
    if let option = call.option("until"), case .expression(let expression) = option.value { condition = expression }
    try session.checkInputs(network)
    guard let Y = session.Y else { throw .noTargets() }
    let output = Shape(network.outputs, session.X.columns)
    guard Y.shape == output else { throw .targetShape(Y: Y.shape, wanted: output, sizes: network.sizes) }
    if let condition { try check(condition, session, Y: Y, alpha: alpha) }
    if session.state.data.part != .train { session.warn(Warning(kind: "note", message: Warning.trainsOnOtherPart(session.state.data.part.rawValue))) }
    try train(executor, Y: Y, count: count, alpha: alpha, every: every, until: condition)
  }

  /// A condition that cannot be evaluated is found on a copy, before anything has changed.
  private func check(_ condition: Expression, _ session: Session, Y: Matrix, alpha: Double) throws(Fault) {
    let copy = Session(copying: session)
    try copy.forward()
    copy.workspace.backward(copy.state.network!, X: copy.X, Y: Y)
    copy.state.backwardStamp = copy.state.forwardStamp
    _ = try Evaluator(copy).condition(condition)
  }

  private func train(_ executor: Executor, Y: Matrix, count: Int, alpha: Double, every: Int?, until: Expression?) throws(Fault) {
    let session = executor.session
    // A condition may fail on the way: then all is as it was.
    let saved = until.map { _ in (state: session.state, pass: session.workspace.copy()) }
    let start = session.state.steps
    let interval = every ?? max(1, count / 10)
    var history: [CostLine] = []
    var stopped: String?
    var conditionFault: Fault?
    var progress = TrainingProgress(total: count, executor: executor)

    func record(_ done: Int) {
      let line = CostLine(step: start + done, cost: session.workspace.cost)
      history.append(line)
      if every != nil { executor.emit(CostEvent(line: line)) }
    }
    /// What the pass speaks of after `done` steps: current Z, A, J; the gradients made the last step.
    func stamp(_ done: Int) {
      let before = session.state.versions
      session.state.steps = start + done
      if done > 0 {
        session.state.backwardStamp = Session.Stamp(versions: before, step: start + done - 1)
        session.state.update = Session.Update(versions: before, alpha: alpha, setAlpha: session.state.alpha)
        session.state.versions.parameters += 1
      }
      session.state.forwardStamp = Session.Stamp(versions: session.state.versions, step: start + done)
    }

    // The network is taken out of the session while it trains, so that its arrays are changed in place; a condition that
    // reads the parameters gets them back for as long as it is evaluated.
    var network = session.state.network!
    session.state.network = nil
    let outcome = Trainer.train(&network, pass: session.workspace, X: session.X, Y: Y, steps: count, alpha: alpha, keepsEveryStep: until != nil) {
      stamp(0)
      record(0)
    } afterStep: { done, current in
      stamp(done)
      if done % interval == 0 { record(done) }
      progress.update(done, cost: session.workspace.cost)
      if let until {
        session.state.network = current
        defer { session.state.network = nil }
        do throws(Fault) {
          if try Evaluator(session).condition(until) { stopped = executor.text(until.range) }
        } catch {
          conditionFault = error
        }
      }
      if session.interrupt.isRequested { stopped = "interrupted" }
      return stopped != nil || conditionFault != nil
    }
    session.state.network = network
    progress.finish()
    if history.last?.step != start + outcome.steps { record(outcome.steps) }
    if let cost = session.workspace.cost, !cost.isFinite { session.warn(Warning(kind: "not-finite", message: Fault.notFiniteCost())) }
    if let conditionFault {
      if let saved {
        session.state = saved.state
        session.workspace.restore(saved.pass)
      }
      throw conditionFault
    }
    let event = TrainEvent(
      step: session.state.steps, cost: session.workspace.cost, history: history, stopped: stopped, seconds: progress.seconds, steps: outcome.steps,
      printsCosts: every != nil)
    if stopped == "interrupted" { throw .trainingInterrupted(event) }
    executor.emit(event)
  }
}

/// One line of `train every=K`: text only, since the JSON form of `train` holds them all.
struct CostEvent: Event {
  let command = "train"
  let line: CostLine
  func text(_ style: TextStyle) -> [String] { [line.text(style)] }
}

/// The progress line of a terminal: step, cost, steps a second, time left. Four times a second at most.
struct TrainingProgress {
  let total: Int
  let executor: Executor
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var nextLook = 64

  init(total: Int, executor: Executor) {
    self.total = total
    self.executor = executor
    start = clock.now
    lastShown = start
  }

  var seconds: Double { (clock.now - start) / .seconds(1) }

  mutating func update(_ done: Int, cost: Double?) {
    // The clock is not read at every step: a step may take a microsecond.
    guard done >= nextLook || done == total else { return }
    let now = clock.now
    let elapsed = (now - start) / .seconds(1)
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    nextLook = done + max(1, Int(rate / 20))
    guard now - lastShown > .milliseconds(250) else { return }
    lastShown = now
    let left = rate > 0 ? Double(total - done) / rate : 0
    let costText = cost.map { NumberFormat.significant($0, 6) } ?? "none"
    executor.sink.progress(
      "step \(done)/\(total)  J \(costText)  \(NumberFormat.significant(rate.rounded(), 6)) steps/s  \(NumberFormat.significant(left.rounded(.up), 6)) s left")
  }

  func finish() { executor.sink.progress(nil) }
}

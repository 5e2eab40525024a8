import Net

/// One run of `train`. It makes the steps and updates the session after each one. The command has already checked its arguments.
///
/// During the run, the session does not hold the network, so the steps can change its arrays in place. The network is put back only while expressions
/// are evaluated.
final class TrainingRun {
  private let executor: Executor
  private let session: Session
  private let Y: Matrix
  private let count: Int
  private let plan: TrainingPlan
  private let every: Int?
  private let until: Expression?
  /// The number of steps since `init` before this run.
  private let start: Int
  /// The number of steps between two costs of the history.
  private let interval: Int
  /// Computes the cost of the dev part; nil without a dev part.
  private let dev: DevCost?
  /// The last cost of the dev part that was computed, and the number of steps before it.
  private var lastDevCost: (done: Int, cost: Double?)?
  /// Ends the run where the cost of the dev part no longer falls; nil where nobody asked for that.
  private var patience: Patience?
  private var history: [CostLine] = []
  private var progress: TrainingProgress
  /// The reason why the run ends before its last step, or nil.
  private var stopped: String?
  private var fault: Fault?
  private let recording: Timeline.OpenSteps
  private let frozen: FrozenEntries
  /// Whether Z, A and J of the first parameters are there already.
  private let isPassed: Bool
  /// Whether the steps draw from the session's generator.
  private let isDrawing: Bool
  /// Whether each step uses all examples and all units. Then its pass gives J, and otherwise each cost of the history takes one more pass.
  private let usesAll: Bool
  private let observer: StepObserver?
  /// Whether the observer evaluates anything after each step.
  private let looks: Bool
  /// The batch, the masks and the clipping of the last step.
  private var lastDraw = StepDraw()
  /// The pictures that are drawn meanwhile; nil where there are none.
  private let pictures: LivePictures?
  /// The last step of this run for which displays were printed, counted from 1. 0 where there is none.
  private var displayed = 0

  /// Prepares a run. The timeline opens a recording for its steps.
  /// - Parameters:
  ///   - Y: the targets. They have the shape of the output.
  ///   - request: the steps and looks. The condition that ends the run can be evaluated on the state before the run.
  /// - Throws: where Ctrl-C stops the computation of earlier costs for a picture.
  init(_ executor: Executor, Y: Matrix, _ request: TrainingRequest) throws(Fault) {
    (self.executor, session) = (executor, executor.session)
    (self.Y, count, plan, every, until) = (Y, request.steps, request.plan, request.every, request.until)
    let watching = session.state.watching
    observer = watching.isEmpty ? nil : StepObserver(executor.session, emit: executor.emit)
    looks = watching.looksAtEveryStep || !watching.displays.isEmpty && request.every != nil
    start = session.state.steps
    dev = DevCost(session, session.state.network!)
    patience = request.patience.map { Patience(looks: $0) }
    progress = TrainingProgress(total: request.steps, executor: executor)
    frozen = session.state.network!.frozen
    isDrawing = request.plan.draws(session.state.network!)
    usesAll = request.plan.usesAll(session.state.network!)
    // Where a cost takes one more pass, there are only those at the start and the end.
    interval = request.every ?? (usesAll ? max(1, request.steps / 10) : Int.max)
    isPassed = session.freshness(Quantity(.J)) == .current && session.workspace.draw.isPlain
    recording = session.timeline.begin(session, request.plan, isTraining: true, executor.place)
    do throws(Fault) { pictures = try LivePictures(executor, dev: dev) } catch {
      session.timeline.finish(recording, steps: 0, session)
      throw error
    }
  }

  /// Makes the steps and prints the report.
  ///
  /// - Throws: The fault of a condition that cannot be evaluated after a step. The session is then as before the run. An `interrupted` fault after Ctrl-C,
  ///   with the steps made so far kept.
  func run() throws(Fault) {
    session.takeBaselines()
    // If a condition fails during the run, this state is restored.
    let mayFail = until != nil || !session.state.watching.breakpoints.isEmpty
    let saved = mayFail ? (state: session.state, pass: session.workspace.copy(), marks: session.state.watching.traces.map(\.mark)) : nil
    var network = session.state.network!
    session.state.network = nil
    let firstDev = devCost(0, network)
    let outcome = Trainer.train(
      &network, pass: session.workspace, X: session.X, Y: Y, steps: count, plan: plan, generator: { session.state.generator },
      keepsEveryStep: until != nil || looks || patience != nil && usesAll, isPassed: isPassed,
      looks: { isLook($0) }, begin: { begin(firstDev) },
      afterStep: { afterStep($0, $1) })
    session.state.network = network
    if !looksAtSteps { stampAll(outcome.steps) }
    progress.finish()
    if history.last?.step != start + outcome.steps { record(outcome.steps, devCost(outcome.steps, network)) }
    if let observer, fault == nil, displayed < outcome.steps { observer.displays(in: session, besideCost: every != nil).forEach(executor.emit) }
    observer?.finish()
    session.warnOfCost()
    if let fault {
      if let saved {
        session.state = saved.state
        session.workspace.restore(saved.pass)
        for (trace, mark) in zip(saved.state.watching.traces, saved.marks) { trace.cut(to: mark) }
      }
      session.timeline.finish(recording, steps: 0, session)
      throw fault
    }
    session.timeline.finish(recording, steps: outcome.steps, session)
    if let pictures {
      pictures.made(start + outcome.steps, cost: session.workspace.cost)
      // After Ctrl-C the last pictures stay, and nothing more is computed.
      if stopped == "interrupted" { pictures.last.forEach(executor.emit) } else { executor.drawPictures(pictures.course) }
    }
    if every == nil, outcome.steps > 1, !session.state.watching.displays.isEmpty, session.isFirst("displays-at-end") {
      session.warn(Warning(kind: .note, message: Warning.displaysAtEnd(count)))
    }
    let event = TrainEvent(
      end: history[history.count - 1], history: history, stopped: stopped, seconds: progress.seconds, steps: outcome.steps, best: patience?.best,
      isBestKept: patience?.best.map { session.timeline.keeps($0.step) } ?? false, printsCosts: every != nil)
    if stopped == "interrupted" { throw .trainingInterrupted(event) }
    // Where no report is printed, the step that `patience=` found is told all the same.
    if patience != nil, !executor.reports, executor.blockDepth == 0 { executor.emit(PatienceEvent(event: event)) }
    executor.emit(event)
  }

  /// Whether J of all examples is looked at after `done` steps.
  private func isLook(_ done: Int) -> Bool { done % interval == 0 || patience != nil && isPatienceLook(done) }

  /// Whether the cost of the dev part is looked at for `patience=` after `done` steps: with `every=`, or at the end of each time through the data.
  private func isPatienceLook(_ done: Int) -> Bool { done % (every ?? plan.stepsPerEpoch(session.X.columns)) == 0 }

  /// Called when J of the parameters before the first step is known.
  private func begin(_ devCost: Double?) {
    stamp(0, StepDraw())
    pictures?.made(start, cost: session.workspace.cost)
    record(0, devCost)
    if patience != nil { patience!.begin(step: start, cost: devCost) }
  }

  /// Called after a step. Returns whether the run ends.
  private func afterStep(_ sequence: StepSequence, _ network: Network) -> Bool {
    let done = sequence.done
    if looksAtSteps { stamp(done, sequence.draw) } else { lastDraw = sequence.draw }
    if session.timeline.wantsCheckpoint(start + done) { session.timeline.made(start + done, network, session) }
    if isDrawing { session.state.generator = sequence.generator }
    if done % interval == 0 { record(done, devCost(done, network)) }
    if let pictures { pictures.made(start + done, cost: lastCost) }
    if progress.looks(at: done) { show(done, sequence.draw, network) }
    let made = session.state.generator.position
    if until != nil || looks {
      session.state.network = network
      defer { session.state.network = nil }
      // A step and its observations belong together, so Ctrl-C takes effect after both.
      do throws(Fault) { try Interrupt.shielding { () throws(Fault) in try look(done) } } catch { fault = error }
    }
    if isDrawing || until != nil || looks { session.timeline.left(recording, step: start + done, made: made, session.state.generator, session) }
    if patience != nil, isPatienceLook(done), patience!.isOver(step: start + done, cost: devCost(done, network)) { stopped = stopped ?? patience!.reason }
    if session.interrupt.isRequested { stopped = "interrupted" }
    return stopped != nil || fault != nil
  }

  /// Shows the progress after `done` steps, with the pictures above it.
  private func show(_ done: Int, _ draw: StepDraw, _ network: Network) {
    guard let pictures, pictures.isLive else { return progress.update(done, cost: lastCost) }
    progress.update(done, cost: lastCost) { pictures.lines(self.viewer(done, draw, network)) }
  }

  /// Evaluates the condition and the observations after `done` steps. The session holds the network meanwhile.
  private func look(_ done: Int) throws(Fault) {
    if let until, try Evaluator(session).condition(until) { stopped = executor.text(until.range) }
    guard looks, let observer else { return }
    let sight = try observer.look(at: session, showsDisplays: false)
    stopped = sight.stop ?? stopped
    if every != nil, done % interval == 0 || done == count || stopped != nil {
      if history.last?.step != start + done { record(done, devCost(done, session.state.network!)) }
      progress.hide()
      observer.displays(in: session, besideCost: true).forEach(executor.emit)
      displayed = done
    }
    if !sight.events.isEmpty { progress.hide() }
    observer.tell(sight, step: session.state.steps)
  }

  /// A copy of the session as it would be after `done` steps, for the pictures. It holds the gradients that made the last step.
  private func viewer(_ done: Int, _ draw: StepDraw, _ network: Network) -> Session {
    let copy = Session(copying: session)
    copy.workspace.restore(session.workspace)
    (copy.state.network, copy.state.steps) = (network, start + done)
    copy.state.ledger.didTrain(
      to: start + done, alpha: plan.alpha(ofStep: done - 1, examples: session.X.columns), setAlpha: session.state.alpha, frozen: frozen, draw: draw,
      plan: PlannedStep(plan, done: done - 1))
    // Only the gradients are those of a step that nobody looks at.
    copy.state.ledger.didEditParameters()
    return copy
  }

  /// J of the last step, for the progress line. It is nil where a step draws or takes a batch, because such a step does not compute J of all examples.
  private var lastCost: Double? { usesAll ? session.workspace.cost : nil }

  /// The cost of the dev part after `done` steps; nil without a dev part. It is computed once for each step.
  private func devCost(_ done: Int, _ network: Network) -> Double? {
    if let lastDevCost, lastDevCost.done == done { return lastDevCost.cost }
    let cost = dev?.cost(network)
    lastDevCost = (done, cost)
    return cost
  }

  /// Adds the cost after `done` steps to the history, and prints it where `every=` was given.
  private func record(_ done: Int, _ devCost: Double?) {
    let line = CostLine(
      step: start + done, cost: session.workspace.cost, meanLoss: session.state.lambda == 0 ? nil : session.workspace.meanLoss, dev: devCost)
    history.append(line)
    if every != nil {
      progress.hide()
      executor.emit(CostEvent(line: line))
    }
  }

  /// Whether something reads the session after each step.
  private var looksAtSteps: Bool { until != nil || looks }

  /// Records all steps of the run at once, where nobody looked at the single ones.
  private func stampAll(_ steps: Int) {
    guard steps > 0 else { return }
    session.state.steps = start + steps
    session.state.ledger.didSteps(steps, to: start + steps)
    session.state.ledger.lastStepWasTraining(
      step: start + steps, alpha: plan.alpha(ofStep: steps - 1, examples: session.X.columns), setAlpha: session.state.alpha, frozen: frozen, draw: lastDraw,
      plan: PlannedStep(plan, done: steps - 1))
  }

  /// Records that `done` steps are made. Z, A and J are then current, and the gradients are those that made the last step.
  private func stamp(_ done: Int, _ draw: StepDraw) {
    session.state.steps = start + done
    if done > 0 {
      let alpha = plan.alpha(ofStep: done - 1, examples: session.X.columns)
      session.state.ledger.didTrain(
        to: start + done, alpha: alpha, setAlpha: session.state.alpha, frozen: frozen, draw: draw, plan: PlannedStep(plan, done: done - 1))
    } else {
      session.state.ledger.didForward(step: start, isAsked: false)
    }
  }
}

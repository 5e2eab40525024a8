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
  private let alpha: Double
  private let every: Int?
  private let until: Expression?
  /// The number of steps since `init` before this run.
  private let start: Int
  /// The number of steps between two costs of the history.
  private let interval: Int
  private var history: [CostLine] = []
  private var progress: TrainingProgress
  /// The reason why the run ends before its last step, or nil.
  private var stopped: String?
  private var fault: Fault?
  private let recording: Timeline.OpenSteps
  private let frozen: FrozenEntries
  private let observer: StepObserver?
  /// Whether the observer evaluates anything after each step.
  private let looks: Bool
  /// The last step of this run for which displays were printed, counted from 1. 0 where there is none.
  private var displayed = 0

  /// Prepares a run. The timeline opens a recording for its steps.
  /// - Parameters:
  ///   - Y: the targets. They have the shape of the output.
  ///   - count: the number of steps.
  ///   - every: the number of steps between two costs that are printed, or nil where none are printed.
  ///   - until: the condition that ends the run. It can be evaluated on the state before the run.
  init(_ executor: Executor, Y: Matrix, count: Int, alpha: Double, every: Int?, until: Expression?) {
    (self.executor, session) = (executor, executor.session)
    (self.Y, self.count, self.alpha, self.every, self.until) = (Y, count, alpha, every, until)
    let watching = session.state.watching
    observer = watching.isEmpty ? nil : StepObserver(executor.session, emit: executor.emit)
    looks = watching.looksAtEveryStep || !watching.displays.isEmpty && every != nil
    start = session.state.steps
    interval = every ?? max(1, count / 10)
    progress = TrainingProgress(total: count, executor: executor)
    frozen = session.state.network!.frozen
    recording = session.timeline.begin(session, alpha: alpha, isTraining: true, executor.place)
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
    let outcome = Trainer.train(
      &network, pass: session.workspace, X: session.X, Y: Y, steps: count, alpha: alpha, keepsEveryStep: until != nil || looks, begin: { begin() },
      afterStep: { afterStep($0, $1) })
    session.state.network = network
    progress.finish()
    if history.last?.step != start + outcome.steps { record(outcome.steps) }
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
    if every == nil, outcome.steps > 1, !session.state.watching.displays.isEmpty, session.isFirst("displays-at-end") {
      session.warn(Warning(kind: .note, message: Warning.displaysAtEnd(count)))
    }
    let event = TrainEvent(
      end: costLine(session.state.steps), history: history, stopped: stopped, seconds: progress.seconds, steps: outcome.steps,
      printsCosts: every != nil)
    if stopped == "interrupted" { throw .trainingInterrupted(event) }
    executor.emit(event)
  }

  /// Called when J of the parameters before the first step is known.
  private func begin() {
    stamp(0)
    record(0)
  }

  /// Called after `done` steps. Returns whether the run ends.
  private func afterStep(_ done: Int, _ network: Network) -> Bool {
    stamp(done)
    session.timeline.made(start + done, network)
    if done % interval == 0 { record(done) }
    progress.update(done, cost: session.workspace.cost)
    if until != nil || looks {
      session.state.network = network
      defer { session.state.network = nil }
      // A step and its observations belong together, so Ctrl-C takes effect after both.
      do throws(Fault) { try Interrupt.shielding { () throws(Fault) in try look(done) } } catch { fault = error }
      session.timeline.left(recording, step: start + done, session.state.generator)
    }
    if session.interrupt.isRequested { stopped = "interrupted" }
    return stopped != nil || fault != nil
  }

  /// Evaluates the condition and the observations after `done` steps. The session holds the network meanwhile.
  private func look(_ done: Int) throws(Fault) {
    if let until, try Evaluator(session).condition(until) { stopped = executor.text(until.range) }
    guard looks, let observer else { return }
    let sight = try observer.look(at: session, showsDisplays: false)
    stopped = sight.stop ?? stopped
    if every != nil, done % interval == 0 || done == count || stopped != nil {
      if history.last?.step != start + done { record(done) }
      progress.hide()
      observer.displays(in: session, besideCost: true).forEach(executor.emit)
      displayed = done
    }
    if !sight.events.isEmpty { progress.hide() }
    observer.tell(sight, step: session.state.steps)
  }

  private func costLine(_ step: Int) -> CostLine {
    CostLine(step: step, cost: session.workspace.cost, meanLoss: session.state.lambda == 0 ? nil : session.workspace.meanLoss)
  }

  /// Adds the cost after `done` steps to the history, and prints it where `every=` was given.
  private func record(_ done: Int) {
    let line = costLine(start + done)
    history.append(line)
    if every != nil {
      progress.hide()
      executor.emit(CostEvent(line: line))
    }
  }

  /// Records that `done` steps are made. Z, A and J are then current, and the gradients are those that made the last step.
  private func stamp(_ done: Int) {
    session.state.steps = start + done
    if done > 0 {
      session.state.ledger.didTrain(to: start + done, alpha: alpha, setAlpha: session.state.alpha, frozen: frozen)
    } else {
      session.state.ledger.didForward(step: start, isAsked: false)
    }
  }
}

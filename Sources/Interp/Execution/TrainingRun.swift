import Net

/// One run of `train`: the steps, and what the session keeps of each while they are made. Its arguments are checked before.
///
/// While it runs the network is out of the session, so that its arrays are changed in place: what reads the parameters gets them back for
/// as long as it reads.
final class TrainingRun {
  private let executor: Executor
  private let session: Session
  private let Y: Matrix
  private let count: Int
  private let alpha: Double
  private let every: Int?
  private let until: Expression?
  /// Steps since `init` before the first of these.
  private let start: Int
  /// Steps between two costs of the history.
  private let interval: Int
  private var history: [CostLine] = []
  private var progress: TrainingProgress
  /// Why the run ends before its last step.
  private var stopped: String?
  private var fault: Fault?
  private let recording: Timeline.OpenSteps
  private let frozen: FrozenEntries
  private let observer: StepObserver?
  /// Whether something is looked at after every step.
  private let looks: Bool
  /// The last of these steps that displays were printed for.
  private var displayed = 0

  /// - Parameters:
  ///   - Y: targets of the output's shape.
  ///   - every: steps between two costs that are printed; nil where none is.
  ///   - until: a condition that could be evaluated on the state before.
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

  func run() throws(Fault) {
    session.takeBaselines()
    // A condition may fail on the way: then all is as it was.
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
    if let cost = session.workspace.cost, !cost.isFinite { session.warn(Warning(kind: .notFinite, message: Fault.notFiniteCost())) }
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
      step: session.state.steps, cost: session.workspace.cost, history: history, stopped: stopped, seconds: progress.seconds, steps: outcome.steps,
      printsCosts: every != nil)
    if stopped == "interrupted" { throw .trainingInterrupted(event) }
    executor.emit(event)
  }

  /// J of the parameters before the first step is known.
  private func begin() {
    stamp(0)
    record(0)
  }

  /// After `done` steps; true ends the run.
  private func afterStep(_ done: Int, _ network: Network) -> Bool {
    stamp(done)
    session.timeline.made(start + done, network)
    if done % interval == 0 { record(done) }
    progress.update(done, cost: session.workspace.cost)
    if until != nil || looks {
      session.state.network = network
      defer { session.state.network = nil }
      // A step and what is looked at after it are one: Ctrl-C is heard behind both.
      do throws(Fault) { try Interrupt.shielding { () throws(Fault) in try look(done) } } catch { fault = error }
      session.timeline.left(recording, step: start + done, session.state.generator)
    }
    if session.interrupt.isRequested { stopped = "interrupted" }
    return stopped != nil || fault != nil
  }

  /// Evaluates what is asked of the state after `done` steps: the network is in the session meanwhile.
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

  private func record(_ done: Int) {
    let line = CostLine(step: start + done, cost: session.workspace.cost)
    history.append(line)
    if every != nil {
      progress.hide()
      executor.emit(CostEvent(line: line))
    }
  }

  /// What the pass speaks of after `done` steps: current Z, A, J; the gradients made the last step.
  private func stamp(_ done: Int) {
    session.state.steps = start + done
    if done > 0 {
      session.state.ledger.didTrain(to: start + done, alpha: alpha, setAlpha: session.state.alpha, frozen: frozen)
    } else {
      session.state.ledger.didForward(step: start, isAsked: false)
    }
  }
}

import Net
import Synchronization

/// The runs of `compare`. Each has a copy of the session, and several run at the same time.
final class CompareRuns {
  /// What the thread of a run and the waiting thread tell each other.
  private final class Signal: Sendable {
    let interrupt = Interrupt()
    /// The nanoseconds from the start of all runs to the beginning of this one, plus 1. It is 0 before the beginning.
    let began = Atomic<UInt64>(0)
    let isDone = Atomic<Bool>(false)
    let isLate = Atomic<Bool>(false)
  }

  /// The place where a run leaves its outcome. It is read when all threads have ended.
  private final class Slot {
    var outcome: CompareOutcome?
  }

  private let plan: ComparePlan
  private let block: [Statement]
  private let executor: Executor
  private let signals: [Signal]
  private let slots: [Slot]
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let isStopped = Atomic<Bool>(false)
  private let done = Atomic<Int>(0)
  /// The first run that may not have ended.
  private var first = 0
  private var lastShown: ContinuousClock.Instant

  init(_ plan: ComparePlan, _ block: [Statement], _ executor: Executor) {
    (self.plan, self.block, self.executor) = (plan, block, executor)
    signals = (0..<plan.count).map { _ in Signal() }
    slots = (0..<plan.count).map { _ in Slot() }
    start = clock.now
    lastShown = start
  }

  /// Makes all runs.
  ///
  /// - Returns: the outcomes in the order of the combinations. The repeats of a combination stand together.
  /// - Throws: An `interrupted` fault after Ctrl-C, and a fault where no thread can be started.
  func outcomes() throws(Fault) -> [CompareOutcome] {
    // Activations that a test adds belong to the task, and the threads of the runs are outside of it.
    let added = Activations.added
    let hasRun = Crew.run(plan.count) { [self] index in
      Activations.$added.withValue(added) { run(index) }
    } meanwhile: {
      look()
    }
    executor.sink.progress?(nil)
    try executor.session.checkInterrupt()
    if !hasRun { throw .noThread() }
    return slots.map { $0.outcome! }
  }

  // MARK: On the thread of a run

  private func run(_ index: Int) {
    let signal = signals[index]
    if isStopped.load(ordering: .relaxed) { return }
    signal.began.store(nanoseconds + 1, ordering: .relaxed)
    var outcome = CompareOutcome(seed: plan.seed(index))
    do throws(Fault) {
      try Interrupt.listening(to: signal.interrupt) { () throws(Fault) in
        (outcome.scores, outcome.isFinite) = try measure(index, signal.interrupt)
      }
    } catch {
      outcome.fault = error.kind == .interrupted && signal.isLate.load(ordering: .relaxed) ? .tooSlow(plan.seconds) : error
    }
    slots[index].outcome = outcome
    signal.isDone.store(true, ordering: .releasing)
    done.wrappingAdd(1, ordering: .relaxed)
  }

  /// Runs the block in a copy of the session. The result has the scores of the train part, and of the dev part or else the test part. It also says whether
  /// all parameters and costs are finite.
  private func measure(_ index: Int, _ interrupt: Interrupt) throws(Fault) -> ([DataSplit.Part: CompareOutcome.Scores], isFinite: Bool) {
    let session = Session(run: executor.session, seed: plan.seed(index), interrupt)
    let separate = executor.makeSeparate(session)
    let runner = separate.executor
    (runner.source, runner.sourceStack, runner.scriptPath) = (executor.source, executor.sourceStack, executor.scriptPath)
    (runner.isInRun, runner.blockDepth) = (true, 1)
    for (setting, value) in zip(plan.settings, plan.values(index / plan.repeats)) {
      try Assignment(runner).give(value, to: setting.target)
    }
    _ = try runner.run(block)
    let network = try session.network()
    let data = session.state.data
    let parts = [.train, data.dev != nil ? .dev : .test].filter { data.dataset($0) != nil }
    for part in parts {
      let set = data.dataset(part)!
      guard let Y = set.Y else { throw .noTargets() }
      let output = Shape(network.outputs, set.examples)
      guard Y.shape == output else { throw .targetShape(Y: Y.shape, wanted: output, sizes: network.sizes) }
    }
    let rows = try session.scores(of: parts)
    try session.checkInterrupt()
    let isFinite = network.layers.allSatisfy { $0.W.isFinite && $0.b.isFinite } && rows.allSatisfy { $0.cost?.isFinite ?? true }
    let scores = rows.map { CompareOutcome.Scores(cost: $0.cost, accuracy: $0.classes?.accuracy, rmse: $0.scores?.rmse) }
    return withExtendedLifetime(separate) { (Dictionary(uniqueKeysWithValues: zip(parts, scores)), isFinite) }
  }

  private var nanoseconds: UInt64 { UInt64(max(0, (clock.now - start) / .nanoseconds(1))) }

  // MARK: On the waiting thread

  /// Stops runs that take too long, and all runs after Ctrl-C. Shows the progress.
  private func look() {
    if executor.session.interrupt.isRequested { isStopped.store(true, ordering: .relaxed) }
    let isStopped = isStopped.load(ordering: .relaxed)
    while first < signals.count, signals[first].isDone.load(ordering: .acquiring) { first += 1 }
    let now = nanoseconds
    for signal in signals[first...] {
      let began = signal.began.load(ordering: .relaxed)
      // The runs begin in order.
      if began == 0, !isStopped { break }
      if began == 0 || signal.isDone.load(ordering: .relaxed) { continue }
      if isStopped { signal.interrupt.request() }
      if Double(now) - Double(began) > plan.seconds * 1e9 {
        signal.isLate.store(true, ordering: .relaxed)
        signal.interrupt.request()
      }
    }
    showProgress()
  }

  private func showProgress() {
    let now = clock.now
    guard let progress = executor.sink.progress, now - lastShown > .milliseconds(250) else { return }
    lastShown = now
    let done = done.load(ordering: .relaxed)
    let seconds = (now - start) / .seconds(1)
    let left = done > 0 ? "  \(NumberFormat.significant((seconds / Double(done) * Double(plan.count - done)).rounded(.up), 6)) s left" : ""
    progress("run \(min(done + 1, plan.count)) of \(plan.count)\(left)")
  }
}

extension Session {
  /// A copy of a session for a run of `compare`. It has the passes of the session, a generator of its own and a timeline without steps, and nothing is
  /// observed in it.
  fileprivate convenience init(run other: Session, seed: UInt32, _ interrupt: Interrupt) {
    self.init(copying: other, interrupt: interrupt)
    workspace.restore(other.workspace)
    layersWin = other.layersWin
    // Nobody reads which mistake a failed claim has.
    explainsClaims = false
    state.watching = Watching()
    (state.settings.report, state.settings.echo) = (false, false)
    (state.generator, state.seed) = (MersenneTwister(seed: seed), seed)
    state.variables["S"] = .scalar(Double(seed))
    steps.limitHasChanged(self)
  }
}

/// The progress line of `train` on a terminal. It shows step, cost, steps per second and the time left, and changes at most four times a second.
struct TrainingProgress {
  /// The number of steps that the run should make.
  var total: Int
  let executor: Executor
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var nextLook = 64
  private var isShown = false

  init(total: Int, executor: Executor) {
    self.total = total
    self.executor = executor
    start = clock.now
    lastShown = start
  }

  /// The seconds since the start.
  var seconds: Double { (clock.now - start) / .seconds(1) }

  /// Shows the line after `done` steps, if enough time has passed.
  mutating func update(_ done: Int, cost: Double?) {
    // The clock is not read at every step, because a step may take only a microsecond.
    guard done >= nextLook || done == total, executor.sink.progress != nil else { return }
    let now = clock.now
    let elapsed = (now - start) / .seconds(1)
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    nextLook = done + max(1, Int(rate / 20))
    guard now - lastShown > .milliseconds(250) else { return }
    lastShown = now
    isShown = true
    let left = rate > 0 ? Double(total - done) / rate : 0
    let costText = cost.map { "  J \(NumberFormat.significant($0, 6))" } ?? ""
    executor.sink.progress?(
      "step \(done)/\(total)\(costText)  \(NumberFormat.significant(rate.rounded(), 6)) steps/s  \(NumberFormat.significant(left.rounded(.up), 6)) s left")
  }

  /// Removes the line if it is shown, before other output is printed.
  mutating func hide() {
    if isShown { executor.sink.progress?(nil) }
    isShown = false
  }

  /// Removes the line at the end.
  func finish() { executor.sink.progress?(nil) }
}

/// The progress line of `train` on a terminal. It shows step, cost, steps per second and the time left, and changes at most four times a second.
/// With pictures above it, it changes with them.
struct TrainingProgress {
  /// The number of steps that the run should make.
  private var total: Int
  let executor: Executor
  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var nextLook = 64
  private var isShown = false
  /// The costs that were shown last.
  private var costs: [Double] = []
  /// How long the last drawing took.
  private var drawing = Duration.zero

  init(total: Int, executor: Executor) {
    self.total = total
    self.executor = executor
    start = clock.now
    lastShown = start
  }

  /// Begins to count again, for the next part of work that has several.
  mutating func restart(total: Int) {
    self.total = total
    (start, nextLook, costs) = (clock.now, 1, [])
  }

  /// The seconds since the start.
  var seconds: Double { (clock.now - start) / .seconds(1) }

  /// The least time between two changes.
  private func pause(_ hasPictures: Bool) -> Duration {
    hasPictures ? max(LivePictures.pause, drawing * (1 / LivePictures.share - 1)) : .milliseconds(250)
  }

  /// Whether `update` has anything to do after `done` steps. The clock is not read at every step, because a step may take only a microsecond.
  func looks(at done: Int) -> Bool { done >= nextLook || done == total }

  /// Shows the line after `done` steps, if enough time has passed.
  /// - Parameter pictures: makes the lines of the pictures above it; nil where there are none.
  mutating func update(_ done: Int, cost: Double?, pictures: (() -> [String])? = nil) {
    guard looks(at: done), executor.sink.progress != nil else { return }
    let now = clock.now
    let elapsed = (now - start) / .seconds(1)
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    nextLook = done + max(1, Int(rate / 20))
    guard now - lastShown > pause(pictures != nil) else { return }
    isShown = true
    let left = rate > 0 ? Double(total - done) / rate : 0
    var costText = ""
    if let cost {
      costs = costs.suffix(11) + [cost]
      costText = "  J \(NumberFormat.significant(cost, 6))" + (executor.sink.course().map { " " + $0(costs) } ?? "")
    }
    let line =
      "step \(done)/\(total)\(costText)  \(NumberFormat.significant(rate.rounded(), 6)) steps/s  \(NumberFormat.significant(left.rounded(.up), 6)) s left"
    executor.sink.progress?(((pictures?() ?? []) + [line]).joined(separator: "\n"))
    lastShown = clock.now
    drawing = lastShown - now
  }

  /// Removes the line if it is shown, before other output is printed.
  mutating func hide() {
    if isShown { executor.sink.progress?(nil) }
    isShown = false
  }

  /// Removes the line at the end.
  func finish() { executor.sink.progress?(nil) }
}

extension Executor {
  /// Does work that takes long, with a progress line on a terminal.
  /// - Parameter work: calls `tells` with what is done, with all, and with J. Where what is done falls, or all changes, another part of the work begins.
  func withProgress<T>(_ work: (_ tells: @escaping (Int, Int, Double?) -> Void) throws(Fault) -> T) throws(Fault) -> T {
    var progress = TrainingProgress(total: 0, executor: self)
    var last = (done: 0, total: 0)
    defer { progress.finish() }
    return try work { done, total, cost in
      if done < last.done || total != last.total { progress.restart(total: total) }
      last = (done, total)
      progress.update(done, cost: cost)
    }
  }
}

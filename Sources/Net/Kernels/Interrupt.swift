import Synchronization

/// The wish to stop what runs, as Ctrl-C makes it: the one datum that a signal handler shares with the rest.
///
/// Long computations ask it between parts. One that ends early for it returns values that nobody may use: `hasCutWork` is true from then on
/// until `clear()`, and whoever asked for the values throws them away.
public final class Interrupt: Sendable {
  /// What the computations of this thread listen to; nil where nothing stops them.
  @TaskLocal public static var current: Interrupt?

  /// -1: requested; 0: not; above: it will be at the question of this number.
  private let state = Atomic<Int>(0)
  private let cut = Atomic<Bool>(false)

  public init() {}

  /// Safe in a signal handler.
  public func request() { state.store(-1, ordering: .relaxed) }

  /// Requests it when it is asked for the n-th time from now on: a Ctrl-C at a moment that can be repeated. For tests, on one thread.
  package func request(atQuestion number: Int) { state.store(number, ordering: .relaxed) }

  public var isRequested: Bool {
    let now = state.load(ordering: .relaxed)
    return now == 0 ? false : countDown(now)
  }

  private func countDown(_ now: Int) -> Bool {
    if now < 0 { return true }
    state.store(now == 1 ? -1 : now - 1, ordering: .relaxed)
    return now == 1
  }

  /// Whether a computation ended early.
  public var hasCutWork: Bool { cut.load(ordering: .relaxed) }

  public func clear() {
    state.store(0, ordering: .relaxed)
    cut.store(false, ordering: .relaxed)
  }

  /// Runs what nothing cuts short.
  public static func shielding<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try listening(to: nil, body)
  }

  /// Runs what ends early where `interrupt` says so.
  public static func listening<Returned, Failure: Error>(to interrupt: Interrupt?, _ body: () throws(Failure) -> Returned) throws(Failure) -> Returned {
    try $current.withValue(interrupt) { Swift.Result<Returned, Failure>(catching: body) }.get()
  }

  /// Asked by a computation before each part: true where it is to end here, and that is remembered.
  public func endsWork() -> Bool {
    guard isRequested else { return false }
    cut.store(true, ordering: .relaxed)
    return true
  }
}

/// Loops over so many entries that one may not want to wait for their end.
public enum Slabs {
  /// Whether work was cut short: what is made of it is thrown away, so that it need not be made.
  static var areCut: Bool { Interrupt.current?.hasCutWork == true }

  /// Entries between two questions: at most some 25 ms of the slowest function.
  public static let entries = 1 << 18

  /// Runs a loop over 0 ..< count in parts; ends early where `Interrupt.current` says so.
  @inlinable @inline(__always)
  public static func each(_ count: Int, _ body: (Range<Int>) -> Void) {
    if count <= entries { return body(0..<count) }
    each(count, of: entries, body)
  }

  /// The same for a loop of which each turn goes over several entries.
  @inlinable @inline(__always)
  public static func each(_ count: Int, entriesOfEach size: Int, _ body: (Range<Int>) -> Void) {
    let turns = Swift.max(1, entries / Swift.max(1, size))
    if count <= turns { return body(0..<count) }
    each(count, of: turns, body)
  }

  @inlinable @inline(__always)
  static func each(_ count: Int, of turns: Int, _ body: (Range<Int>) -> Void) {
    let interrupt = Interrupt.current
    var start = 0
    while start < count, interrupt?.endsWork() != true {
      let end = Swift.min(start + turns, count)
      body(start..<end)
      start = end
    }
  }
}

import Synchronization

/// A request to stop the work, as Ctrl-C makes it. It is the only data that a signal handler shares with the rest of the program.
///
/// Long computations ask for it between their parts. A computation that ends early returns values that must not be used. From then on `hasCutWork` is
/// true until `clear()`, and the caller throws the values away.
public final class Interrupt: Sendable {
  /// The request that the computations in this task obey; nil where nothing stops them.
  @TaskLocal public static var current: Interrupt?

  /// -1 means that a stop is requested, and 0 that it is not. A number n > 0 means that the n-th question from now makes the request.
  private let state = Atomic<Int>(0)
  private let cut = Atomic<Bool>(false)

  public init() {}

  /// Requests a stop. A signal handler may call it.
  public func request() { state.store(-1, ordering: .relaxed) }

  /// Makes the request at the n-th question from now. Tests use it on one thread to repeat a Ctrl-C at the same moment.
  package func request(atQuestion number: Int) { state.store(number, ordering: .relaxed) }

  /// Whether a stop is requested. Each call is one question for `request(atQuestion:)`.
  public var isRequested: Bool {
    let now = state.load(ordering: .relaxed)
    return now == 0 ? false : countDown(now)
  }

  private func countDown(_ now: Int) -> Bool {
    if now < 0 { return true }
    state.store(now == 1 ? -1 : now - 1, ordering: .relaxed)
    return now == 1
  }

  /// Whether a computation ended early since the last `clear()`.
  public var hasCutWork: Bool { cut.load(ordering: .relaxed) }

  /// Removes the request and the mark that work ended early.
  public func clear() {
    state.store(0, ordering: .relaxed)
    cut.store(false, ordering: .relaxed)
  }

  /// Runs `body` so that no request ends its work early.
  public static func shielding<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try listening(to: nil, body)
  }

  /// Runs `body` so that a request of `interrupt` ends its work early.
  public static func listening<Returned, Failure: Error>(to interrupt: Interrupt?, _ body: () throws(Failure) -> Returned) throws(Failure) -> Returned {
    try $current.withValue(interrupt) { Swift.Result<Returned, Failure>(catching: body) }.get()
  }

  /// Whether a stop is requested, at every 65536th turn of a loop with small steps. At the other turns it is false.
  @inline(__always)
  static func stopsTurn(_ turn: Int) -> Bool { turn & 0xFFFF == 0xFFFF && current?.isRequested == true }

  /// Whether the work must end here. A computation asks before each part. A true answer also sets `hasCutWork`.
  public func endsWork() -> Bool {
    guard isRequested else { return false }
    cut.store(true, ordering: .relaxed)
    return true
  }
}

/// Long loops over entries, which a user may want to stop.
public enum Slabs {
  /// Whether work ended early. Then its result is thrown away, and the rest of it need not be computed.
  static var areCut: Bool { Interrupt.current?.hasCutWork == true }

  /// The number of entries between two questions. The slowest function takes about 25 ms for them.
  public static let entries = 1 << 18

  /// Runs a loop over 0 ..< count in parts. It ends early where `Interrupt.current` requests a stop.
  @inlinable @inline(__always)
  public static func each(_ count: Int, _ body: (Range<Int>) -> Void) {
    if count <= entries { return body(0..<count) }
    each(count, of: entries, body)
  }

  /// Runs a loop whose turns go over `size` entries each. It ends early where `Interrupt.current` requests a stop.
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

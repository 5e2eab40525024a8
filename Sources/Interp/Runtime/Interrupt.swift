import Synchronization

/// Set from a signal handler when Ctrl-C is pressed, asked between steps: the one datum that is shared between contexts.
public final class Interrupt: Sendable {
  /// -1: requested; 0: not; above: it will be at the question of this number.
  private let state = Atomic<Int>(0)

  public init() {}

  /// Safe in a signal handler.
  public func request() { state.store(-1, ordering: .relaxed) }

  /// Requests it when it is asked for the n-th time from now on: a Ctrl-C at a moment that can be repeated. For tests, on one thread.
  func request(atQuestion number: Int) { state.store(number, ordering: .relaxed) }

  public var isRequested: Bool {
    let now = state.load(ordering: .relaxed)
    return now == 0 ? false : countDown(now)
  }

  private func countDown(_ now: Int) -> Bool {
    if now < 0 { return true }
    state.store(now == 1 ? -1 : now - 1, ordering: .relaxed)
    return now == 1
  }

  public func clear() { state.store(0, ordering: .relaxed) }
}

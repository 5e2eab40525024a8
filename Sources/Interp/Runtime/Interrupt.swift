import Synchronization

/// Set from a signal handler when Ctrl-C is pressed, asked between steps: the one datum that is shared between contexts.
public final class Interrupt: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}

  /// Safe in a signal handler.
  public func request() { flag.store(true, ordering: .relaxed) }

  public var isRequested: Bool { flag.load(ordering: .relaxed) }

  public func clear() { flag.store(false, ordering: .relaxed) }
}

import Glibc
import Synchronization

/// Work in parts. Any thread may do any part, in any order.
protocol SharedWork: AnyObject {
  /// Does part `index`. `worker` is the number of the thread, from 0. It says which scratch space the part may use.
  func perform(_ index: Int, worker: Int)
}

/// The threads that share a pass: the caller's thread, and one more for each further processor.
///
/// The threads start when work is first shared. After a part they look for more work for some microseconds, then they sleep. They end with the
/// process. The result of a part never depends on the thread.
@safe final class Workers: Sendable {
  /// The shared threads, 1 to 64. NNSHELL_THREADS sets the number; the default is the number of processors that this process may use.
  static let shared = Workers(threads: Environment.value("NNSHELL_THREADS").flatMap(count) ?? min(Kernels.processors, most))

  private static let most = 64

  /// The number of threads that a text spells; nil where it is not a whole number from 1 to 64.
  static func count(_ text: String) -> Int? { Int(text).flatMap { (1...most).contains($0) ? $0 : nil } }

  /// The number of threads, with the caller's.
  let threads: Int

  /// The parts that are still to be given out: the generation (32 bits), the number of parts (16 bits) and the next part (16 bits).
  ///
  /// This is one atomic number. So a thread that comes late cannot take a part of newer work by mistake.
  private let ticket = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isBusy = Atomic<Bool>(false)
  private let isStarted = Atomic<Bool>(false)
  /// The number of threads that have started. Each thread takes its own number from it.
  private let served = Atomic<Int>(0)
  private nonisolated(unsafe) var work: (any SharedWork)?
  private nonisolated(unsafe) let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private nonisolated(unsafe) let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(threads: Int) {
    precondition((1...Self.most).contains(threads), "from 1 to 64 threads")
    self.threads = threads
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  /// Does the parts 0 ..< count and returns when all are done.
  ///
  /// The caller does all parts alone in two cases: another caller or a `Crew` uses the threads, or there are more than 2^15 parts. With more parts, threads that
  /// come late could overflow the 16 bits of the next part.
  func run(_ count: Int, _ work: any SharedWork) {
    guard threads > 1, count > 1, count <= 1 << 15, !isBusy.exchange(true, ordering: .acquiring) else {
      for index in 0..<count { work.perform(index, worker: 0) }
      return
    }
    if !isStarted.exchange(true, ordering: .relaxed) { start() }
    unsafe self.work = work
    finished.store(0, ordering: .relaxed)
    let generation = (ticket.load(ordering: .relaxed) >> 32 &+ 1) & 0xffff_ffff
    ticket.store(generation << 32 | UInt64(count) << 16, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      unsafe pthread_mutex_lock(mutex)
      unsafe pthread_cond_broadcast(condition)
      unsafe pthread_mutex_unlock(mutex)
    }
    takeParts(worker: 0)
    var looks = 0
    while finished.load(ordering: .acquiring) < count {
      looks += 1
      if looks > Self.looksBeforeYield { sched_yield() }
    }
    unsafe self.work = nil
    isBusy.store(false, ordering: .releasing)
  }

  private static let looksBeforeYield = 300
  private static let looksBeforeSleep = 600

  private func takeParts(worker: Int) {
    while true {
      let taken = ticket.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
      let (index, count) = (Int(taken & 0xffff), Int(taken >> 16 & 0xffff))
      guard index < count else { return }
      unsafe work!.perform(index, worker: worker)
      finished.wrappingAdd(1, ordering: .releasing)
    }
  }

  /// Keeps the threads from all passes until `release`. Each caller of `run` then does its parts alone. False where the threads have work, or where there
  /// is only the caller's.
  func reserve() -> Bool { threads > 1 && !isBusy.exchange(true, ordering: .acquiring) }

  /// Gives the threads back to the passes after `reserve`.
  func release() { isBusy.store(false, ordering: .releasing) }

  private func start() {
    _ = GEMM.onlyThisThread
    Self.blockingSignals {
      for _ in 1..<threads {
        var thread = pthread_t()
        // Where a thread cannot be started, the other threads do its parts.
        _ = unsafe pthread_create(
          &thread, nil, { context in unsafe Unmanaged<Workers>.fromOpaque(context!).takeUnretainedValue().serve() },
          Unmanaged.passRetained(self).toOpaque())
      }
    }
  }

  /// Runs a body that starts threads. One thread of the program reads the signals, so the new threads block all signals.
  static func blockingSignals<Result>(_ body: () -> Result) -> Result {
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }

  private func serve() -> UnsafeMutableRawPointer? {
    let worker = served.wrappingAdd(1, ordering: .relaxed).newValue
    var seen: UInt64 = 0
    while true {
      wait(for: &seen)
      takeParts(worker: worker)
    }
  }

  /// Returns when there is work with another generation than `seen`, and sets `seen` to it.
  private func wait(for seen: inout UInt64) {
    var looks = 0
    while ticket.load(ordering: .acquiring) >> 32 == seen {
      looks += 1
      if looks < Self.looksBeforeYield { continue }
      if looks < Self.looksBeforeSleep {
        sched_yield()
        continue
      }
      unsafe pthread_mutex_lock(mutex)
      sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
      while ticket.load(ordering: .sequentiallyConsistent) >> 32 == seen { unsafe pthread_cond_wait(condition, mutex) }
      sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
      unsafe pthread_mutex_unlock(mutex)
    }
    seen = ticket.load(ordering: .acquiring) >> 32
  }
}

/// Environment variables that control the arithmetic.
enum Environment {
  static func value(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
}

import Glibc
import Synchronization

/// Work that falls into parts, any of which can be done on any thread, at any time after the last `run` ended.
protocol SharedWork: AnyObject {
  /// Does part `index`. `worker` counts the threads from 0 and tells whose scratch space may be used.
  func perform(_ index: Int, worker: Int)
}

/// The threads of a pass: one beside the caller's for each further processor. They are started when work is first shared, look for
/// more for some microseconds after they ended, then sleep, and end with the process. Which thread does a part never changes its result.
@safe final class Workers: Sendable {
  /// Threads in all, 1 to 64: NNSHELL_THREADS from the environment, else the processors that this process may use.
  static let shared = Workers(threads: Environment.value("NNSHELL_THREADS").flatMap(count) ?? min(Kernels.processors, most))

  private static let most = 64

  /// A number of threads as it is written; nil where it is none.
  static func count(_ text: String) -> Int? { Int(text).flatMap { (1...most).contains($0) ? $0 : nil } }

  /// The caller's thread among them.
  let threads: Int

  /// The parts still to be handed out: generation (32 bits), how many there are (16), the next one (16). One atomic number, so
  /// that a thread which comes late can never take a part of other work than it thinks.
  private let ticket = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isBusy = Atomic<Bool>(false)
  private let isStarted = Atomic<Bool>(false)
  /// Threads that have begun: each takes a number of its own.
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

  /// Does parts 0 ..< count and returns when all are done; alone where the threads are taken by another caller, or parts are so many that
  /// threads which come late could overrun the 16 bits of the next one.
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

  private func start() {
    // Signals are for the thread that reads them: these block all.
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    for _ in 1..<threads {
      var thread = pthread_t()
      // No thread, no help: the caller does the parts.
      _ = unsafe pthread_create(
        &thread, nil, { context in unsafe Unmanaged<Workers>.fromOpaque(context!).takeUnretainedValue().serve() },
        Unmanaged.passRetained(self).toOpaque())
    }
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  private func serve() -> UnsafeMutableRawPointer? {
    let worker = served.wrappingAdd(1, ordering: .relaxed).newValue
    var seen: UInt64 = 0
    while true {
      wait(for: &seen)
      takeParts(worker: worker)
    }
  }

  /// Returns when there is work of another generation than `seen`.
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

/// Variables of the environment that arithmetic listens to.
enum Environment {
  static func value(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
}

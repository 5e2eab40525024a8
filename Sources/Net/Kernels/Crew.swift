import Glibc
import Synchronization

/// Threads that do long jobs, each job on one thread from its beginning to its end.
///
/// `Workers` share the parts of one pass. A crew is for jobs that need nothing from each other, such as the runs of `compare`. While two or more of its
/// threads have work, no pass in a job is shared: the thread of the job does all parts of it. The last job has the `Workers` for itself.
@safe public final class Crew {
  private let count: Int
  private let job: (Int) -> Void
  /// The next job that is given out.
  private let next = Atomic<Int>(0)
  /// The threads that still have work. The mutex guards it.
  private var working = 0
  /// Whether this crew keeps the `Workers` from the passes. The mutex guards it.
  private var holdsWorkers = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Does the jobs 0 ..< count on up to `threads` threads, in this order, and returns when all are done.
  ///
  /// - Parameters:
  ///   - job: does one job. It is called on other threads, and several calls run at the same time, so they may write no common data.
  ///   - meanwhile: called on the caller's thread about twenty times a second.
  /// - Returns: false where the system starts no thread. Then nothing is done.
  public static func run(_ count: Int, threads: Int = Kernels.threads, _ job: @escaping (Int) -> Void, meanwhile: () -> Void) -> Bool {
    guard count > 0 else { return true }
    let crew = Crew(count, job)
    let started = crew.start(min(count, max(1, threads)))
    if started.isEmpty { return false }
    crew.wait(meanwhile)
    for thread in started { pthread_join(thread, nil) }
    return true
  }

  private init(_ count: Int, _ job: @escaping (Int) -> Void) {
    (self.count, self.job) = (count, job)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// The size of a thread's stack: that of the main thread, on which statements run elsewhere, and at least 8 MiB.
  private static var stackSize: Int {
    var limit = rlimit()
    let size = unsafe getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0 ? limit.rlim_cur : 0
    return size > 1 << 28 ? 8 << 20 : max(Int(size), 8 << 20)
  }

  private func start(_ threads: Int) -> [pthread_t] {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    _ = GEMM.onlyThisThread
    if threads > 1 { holdsWorkers = Workers.shared.reserve() }
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, Self.stackSize)
    defer { unsafe pthread_attr_destroy(&attributes) }
    let started = Workers.blockingSignals {
      var started: [pthread_t] = []
      for _ in 0..<threads {
        var thread = pthread_t()
        let result = unsafe pthread_create(
          &thread, &attributes,
          { context in
            unsafe Unmanaged<Crew>.fromOpaque(context!).takeUnretainedValue().serve()
            return nil
          }, Unmanaged.passUnretained(self).toOpaque())
        if result == 0 { started.append(thread) }
      }
      return started
    }
    working = started.count
    if working < 2 { releaseWorkers() }
    return started
  }

  /// Runs on a thread of the crew.
  private func serve() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { break }
      job(index)
    }
    unsafe pthread_mutex_lock(mutex)
    working -= 1
    if working == 1 { releaseWorkers() }
    if working == 0 { unsafe pthread_cond_signal(condition) }
    unsafe pthread_mutex_unlock(mutex)
  }

  private func releaseWorkers() {
    if holdsWorkers { Workers.shared.release() }
    holdsWorkers = false
  }

  private func wait(_ meanwhile: () -> Void) {
    while true {
      var until = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &until)
      until.tv_nsec += 50_000_000
      if until.tv_nsec >= 1_000_000_000 { (until.tv_sec, until.tv_nsec) = (until.tv_sec + 1, until.tv_nsec - 1_000_000_000) }
      unsafe pthread_mutex_lock(mutex)
      if working > 0 { unsafe pthread_cond_timedwait(condition, mutex, &until) }
      let isDone = working == 0
      unsafe pthread_mutex_unlock(mutex)
      meanwhile()
      if isDone { return }
    }
  }
}

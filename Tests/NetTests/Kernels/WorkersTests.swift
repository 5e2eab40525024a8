import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Net

/// The threads that share the work of a pass. Each part of the work is done exactly once.
///
/// These tests use `Workers.shared`, because all threads serve it. `ThreadTests` runs the program with other numbers of threads.
@Suite struct WorkersTests {
  /// Counts how often each part was done, and how often two parts used the same worker number at the same time.
  private final class Counting: SharedWork, Sendable {
    private struct State {
      var done: [Int]
      var isBusy = [Bool](repeating: false, count: 64)
      var collisions = 0
    }
    private let state: Mutex<State>
    /// Work that each part shares in turn.
    private let inner: Counting?

    init(_ count: Int, inner: Counting? = nil) {
      state = Mutex(State(done: [Int](repeating: 0, count: count)))
      self.inner = inner
    }

    var done: [Int] { state.withLock { $0.done } }
    var collisions: Int { state.withLock { $0.collisions } }

    func perform(_ index: Int, worker: Int) {
      state.withLock {
        if worker >= Workers.shared.threads || $0.isBusy[worker] { $0.collisions += 1 }
        $0.isBusy[worker] = true
      }
      if let inner { Workers.shared.run(inner.done.count, inner) }
      state.withLock {
        $0.done[index] += 1
        $0.isBusy[worker] = false
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 8, 100]) func eachPartOnce(_ count: Int) {
    let runs = 3000
    let work = Counting(count)
    for run in 1...runs {
      Workers.shared.run(count, work)
      // When `run` returns, all parts are done.
      if run % 100 == 1 { #expect(work.done == [Int](repeating: run, count: count)) }
    }
    #expect(work.done == [Int](repeating: runs, count: count))
    #expect(work.collisions == 0)
  }

  /// Several threads share work of different sizes at once. One of them gets the workers, and the others do their work alone.
  @Test func severalCallersAtOnce() {
    let counts = [1, 2, 5, 33, 100, 0]
    let runs = 2000
    let works = counts.map { Counting($0) }
    let ends = counts.map { _ in DispatchSemaphore(value: 0) }
    for place in counts.indices {
      let (work, count, end) = (works[place], counts[place], ends[place])
      Thread {
        for _ in 0..<runs { Workers.shared.run(count, work) }
        end.signal()
      }.start()
    }
    for end in ends { #expect(end.wait(timeout: .now() + 60) == .success) }
    for place in counts.indices {
      #expect(works[place].done == [Int](repeating: runs, count: counts[place]))
      #expect(works[place].collisions == 0)
    }
  }

  /// After a pause the workers sleep. The work is done all the same.
  @Test func workAfterAPause() {
    let work = Counting(16)
    for _ in 0..<30 {
      Thread.sleep(forTimeInterval: 0.003)
      Workers.shared.run(16, work)
    }
    #expect(work.done == [Int](repeating: 30, count: 16))
    #expect(work.collisions == 0)
  }

  @Test func workWithinWork() {
    let inner = Counting(3)
    let work = Counting(10, inner: inner)
    for _ in 0..<200 { Workers.shared.run(10, work) }
    #expect(work.done == [Int](repeating: 200, count: 10))
    #expect(inner.done == [Int](repeating: 2000, count: 3))
  }

  @Test func numbersOfThreads() {
    for (text, count) in [("-1", nil), ("0", nil), ("1", 1), ("5", 5), ("64", 64), ("65", nil), ("zzz", nil), ("", nil)] {
      #expect(Workers.count(text) == count, "\(text)")
    }
    // Workers with one thread start no other thread.
    let alone = Workers(threads: 1)
    let work = Counting(100)
    for _ in 0..<10 { alone.run(100, work) }
    #expect(work.done == [Int](repeating: 10, count: 100))
  }
}

import Foundation

/// Runs `body` on a thread with 8 MiB of stack, as a program's main thread has. The shell runs there, and test threads have less.
public func onMainSizedStack(_ body: @escaping () -> Void) {
  let done = DispatchSemaphore(value: 0)
  nonisolated(unsafe) let work = body
  let thread = Thread {
    unsafe work()
    done.signal()
  }
  thread.stackSize = 8 << 20
  thread.start()
  done.wait()
}

import Glibc

/// Calls that wait on open files. Ctrl-C ends the wait.
enum Descriptor {
  /// Waits until a read from the descriptor does not block, also at the end of the file. It returns false where Ctrl-C comes first.
  static func isReadable(_ file: Int32) -> Bool {
    let interrupt = Interrupt.current
    while interrupt?.isRequested != true {
      var events = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      // A signal does not end `poll` where another thread took it or where it came just before. Therefore the loop asks again every 50 ms.
      if unsafe poll(&events, 1, 50) > 0 { return true }
    }
    return false
  }

  /// Opens a file to write to it. For a pipe, it waits until the pipe has a reader.
  /// - Throws: `DataError.unwritable` with the system's reason, or `interrupted` where Ctrl-C comes first.
  static func openForWriting(_ path: String, _ flags: Int32) throws(DataError) -> Int32 {
    while true {
      let file = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | flags, 0o644)
      if file >= 0 {
        _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK)
        return file
      }
      let code = errno
      // ENXIO means that the pipe has no reader.
      guard code == EINTR || code == ENXIO && isPipe(path) else { throw .unwritable(reason: FileBytes.reason(code)) }
      if Interrupt.current?.isRequested == true { throw .interrupted }
      usleep(10_000)
    }
  }

  private static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  /// Writes all bytes. It returns the number of bytes written, and the failure where there was one.
  static func write(_ bytes: ArraySlice<UInt8>, to file: Int32) -> (count: Int, failure: DataError?) {
    // A write to a pipe waits for room first. Then it writes no more than fits without blocking.
    let most = isRegular(file) ? Int.max : Int(PIPE_BUF)
    var done = 0
    while done < bytes.count {
      if most != .max, !isWritable(file) { return (done, .interrupted) }
      let count = unsafe bytes.dropFirst(done).prefix(most).withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        return (done, .unwritable(reason: FileBytes.reason()))
      }
    }
    return (done, nil)
  }

  /// Waits until a write to the descriptor does not block. It returns false where Ctrl-C comes first.
  private static func isWritable(_ file: Int32) -> Bool {
    let interrupt = Interrupt.current
    while interrupt?.isRequested != true {
      var events = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
      if unsafe poll(&events, 1, 50) > 0 { return true }
    }
    return false
  }

  private static func isRegular(_ file: Int32) -> Bool {
    var status = stat()
    return unsafe fstat(file, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }
}

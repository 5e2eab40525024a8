import Glibc

/// Calls on open files that wait: Ctrl-C is heard while they do.
enum Descriptor {
  /// Waits until a descriptor can be read without waiting, or is at its end; false where Ctrl-C is pressed first.
  static func isReadable(_ file: Int32) -> Bool {
    let interrupt = Interrupt.current
    while interrupt?.isRequested != true {
      var events = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      // A signal that another thread took, or that came just before, wakes nobody: so it asks again.
      if unsafe poll(&events, 1, 50) > 0 { return true }
    }
    return false
  }

  /// Opens a file to write into. A pipe that nobody reads yet is waited for.
  static func openForWriting(_ path: String, _ flags: Int32) throws(DataError) -> Int32 {
    while true {
      let file = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | flags, 0o644)
      if file >= 0 {
        _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK)
        return file
      }
      let code = errno
      // ENXIO: a pipe without a reader.
      guard code == EINTR || code == ENXIO && isPipe(path) else { throw .unwritable(reason: FileBytes.reason(code)) }
      if Interrupt.current?.isRequested == true { throw .interrupted }
      usleep(10_000)
    }
  }

  private static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  /// Writes all bytes. Returns how many were written, and why not all.
  static func write(_ bytes: ArraySlice<UInt8>, to file: Int32) -> (count: Int, failure: DataError?) {
    // Into a pipe as much at a time as goes without waiting, once there is room.
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

  /// Waits until a descriptor takes bytes without waiting; false where Ctrl-C is pressed first.
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

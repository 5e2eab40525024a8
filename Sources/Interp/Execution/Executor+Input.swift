extension Executor {
  /// The path of a file that a command reads. `-` is the standard input.
  ///
  /// - Throws: A fault where the standard input is the script itself or a prompt, in a run of `compare`, or under `--safe`.
  func inputPath(_ path: String) throws(Fault) -> String {
    if path == "-", isInRun { throw Fault.standardInputInRun() }
    if path == "-", readsStandardInput { throw Fault.standardInputIsScript() }
    return try session.readable(path == "-" ? "/dev/stdin" : path)
  }
}

extension Executor {
  /// Checks that a file may be written.
  ///
  /// - Throws: A `file` fault where the file is a script that runs, or a trace has it open.
  func checkFree(_ path: String) throws(Fault) {
    let real = FilePaths.real(path)
    if openFiles.contains(real) { throw .scriptThatRuns(path) }
    if session.state.watching.traces.contains(where: { FilePaths.real($0.path) == real || $0.identity == real }) { throw .fileOfTrace(path) }
  }

  /// Completes the file of each trace after a statement at the top level. It reports the traces that have ended and closes them.
  ///
  /// - Parameter fails: Whether the statement failed. A problem with a file is then a warning, because the statement already has an error.
  /// - Throws: A `file` fault for the first file that could not be written, unless the statement failed.
  func settleTraces(_ statement: Statement, fails: Bool = false) throws(Fault) {
    guard !session.state.watching.traces.isEmpty, sourceStack.isEmpty else { return }
    session.state.watching.traces.forEach { $0.settle() }
    var fault: Fault?
    for trace in endTraces(where: { $0.ending != nil }) {
      switch trace.ending {
      case .columns(let reason):
        warn(Warning.traceEnded(trace.path, reason, lastStep: trace.lastStep), statement)
      case .file(let reason):
        let failed = Fault.traceFailed(trace.path, reason, lastStep: trace.lastStep, now: session.state.steps, kept: trace.leftover)
        if fails || fault != nil { warn(failed.message, statement) } else { fault = failed }
      case nil: break
      }
    }
    if let fault { throw fault.located(statement.range) }
  }

  private func warn(_ message: String, _ statement: Statement) {
    sink.warning(Warning(kind: .trace, message: message, range: statement.range), source)
    sink.statementEnds(statement.commandName)
  }

  /// Closes the traces for which `isOver` is true, and removes them from the session.
  private func endTraces(where isOver: (Trace) -> Bool) -> [Trace] {
    let over = session.state.watching.traces.filter(isOver)
    session.state.watching.traces.removeAll(where: isOver)
    over.forEach { $0.close() }
    return over
  }

  /// Completes and closes the files of all traces, for `trace off` and the end of the session.
  func finishTraces() -> [Trace] {
    session.state.watching.traces.forEach { $0.settle() }
    return endTraces { _ in true }
  }
}

extension Executor {
  /// Adds a statement that ran to its end to the log of `record`.
  func log(_ statement: Statement, since mark: StatementLog.Mark?) {
    guard let mark else { return }
    if source.characters[statement.range.start..<statement.range.end].contains("$") { log.writeOut() }
    if case .command(let call) = statement.timed.kind {
      let form = commands.command(named: call.name)?.recorded
      if form == .leftOut { return }
      if form == .file, let frame = sourced, frame.isWrittenOut { return frame.entries.forEach { log.add($0) } }
    }
    var shortened: ((Int) -> String)?
    var kind = statement.isCompound ? StatementLog.Kind.compound : .simple
    if case .command(let call) = statement.kind {
      let form = commands.command(named: call.name)?.recorded
      if form == .steps, case .expression(let count)? = call.arguments.first?.kind, !count.draws(session.words) {
        shortened = writing(statement, replacing: count.range)
      }
      if form == .journey { kind = .journey }
      if form == .file { kind = .compound }
    }
    log.add(written(statement), since: mark, session, kind, shortened: shortened)
  }

  /// Adds the statements that repeat the finished part of a failed statement.
  func logFailed(_ statement: Statement, since mark: StatementLog.Mark?) {
    log.writeOut()
    guard let mark else { return }
    if case .command(let call) = statement.timed.kind, commands.command(named: call.name)?.recorded == .file, let sourced {
      sourced.entries.forEach { log.add($0) }
    } else if statement.isCompound || !partial.isEmpty {
      log.add(partial: partial, since: mark, session)
    }
    partial = []
  }
}

extension Statement {
  /// The statement that `time` runs, or the statement itself.
  fileprivate var timed: Statement {
    if case .time(let inner) = kind { return inner.timed }
    return self
  }

  /// Whether it contains other statements.
  var isCompound: Bool {
    switch kind {
    case .conditional, .whileLoop, .forLoop, .repeatLoop, .time, .block: true
    default: false
    }
  }
}

/// An executor of a separate session. Nothing that runs in it is printed. The executor works as long as this object is kept.
protocol SeparateExecution: AnyObject {
  var executor: Executor { get }
}

/// Makes the executor of a separate session. Any thread may call it.
typealias MakeSeparate = (Session) -> any SeparateExecution

extension Executor {
  /// Checks that a run of `compare` may contain a command.
  ///
  /// - Throws: A `usage` fault where the command writes a file, ends the program or compares again.
  func checkRun(_ call: CommandCall) throws(Fault) {
    guard let command = commands.command(named: call.name) else { return }
    let refusal = command.refusedInRuns ?? (command.writesFile(call) ? .writesFile : nil)
    if let refusal { throw Fault.refusedInRun(call.name, refusal).located(call.nameRange).of("compare") }
  }

  /// Checks every command in the block of `compare` before anything runs.
  ///
  /// - Throws: A `usage` fault for the first command that a run may not contain.
  func checkRuns(_ statements: [Statement]) throws(Fault) {
    for statement in statements {
      if case .command(let call) = statement.kind { try checkRun(call) }
      try checkRuns(statement.inner)
    }
  }
}

extension Statement {
  /// The statements of its blocks.
  fileprivate var inner: [Statement] {
    switch kind {
    case .conditional(let branches, let otherwise): branches.flatMap(\.body) + (otherwise ?? [])
    case .whileLoop(_, let body), .forLoop(_, _, _, let body), .repeatLoop(_, let body), .block(let body): body
    case .time(let timed): [timed]
    default: []
    }
  }
}

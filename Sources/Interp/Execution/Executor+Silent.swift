import Net

extension Executor {
  /// Runs a line in another session as if the user typed it there. Nothing is printed.
  ///
  /// - Throws: The fault of the line, without a place and a command, because the user did not type the line.
  func runSilently(_ line: String, in session: Session) throws(Fault) {
    let sink = Sink(event: { _ in }, warning: { _, _ in }, progress: nil, statementEnds: { _ in })
    let executor = Executor(session: session, commands: commands, sink: sink, makeReplay: makeReplay, makeSeparate: makeSeparate)
    let source = SourceText(name: "repair", text: line)
    executor.source = source
    var parser = Parser(source, context: session.parserContext())
    do throws(Fault) {
      while let statements = try parser.nextLine() { _ = try executor.run(statements) }
    } catch {
      var fault = error
      (fault.range, fault.command) = (nil, nil)
      throw fault
    }
  }
}

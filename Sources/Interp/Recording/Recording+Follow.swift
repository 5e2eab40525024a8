import Net

extension Recording {
  /// A statement that ran again.
  struct Followed {
    let statement: Statement
    /// The text in which it stands.
    let source: SourceText
    /// The session before it, without its passes.
    let before: Session
    /// The session after it.
    let after: Session
    /// The session after the same statements with other rounding: each statement began with weights that differ in their last digits.
    let rounded: Session
  }

  /// Runs the statements again in another session and looks at each of them. The statements of a file stand for the statement that reads it.
  /// - Parameters:
  ///   - command: the command that asks for it.
  ///   - progress: shows a progress line on a terminal; nil removes the line.
  ///   - look: is called after each statement.
  /// - Throws: where a statement fails now, where `look` refuses it, where the other session differs at the end, and after Ctrl-C.
  func follow(
    _ command: String, makeReplay: MakeReplay, progress write: ((String?) -> Void)?, _ look: (Followed) throws(Fault) -> Void
  ) throws(Fault) {
    let texts = entries.flatMap(expanded)
    let progress = ReplayProgress(command, texts.count, write)
    defer { progress.finish() }
    let replay = makeReplay(session.interrupt, write != nil) { progress.show($0) }
    let twin = makeReplay(session.interrupt, write != nil) { progress.show($0) }
    twin.session.roundsOtherwise = true
    for (index, text) in texts.enumerated() {
      progress.begin(index)
      let source = SourceText(name: "<\(command)>", text: text)
      let before = Session(copying: replay.session)
      var parser = Parser(source, context: before.parserContext())
      let statements = (try? parser.nextLine()) ?? []
      var failure: Fault?
      replay.run(source) { fault in
        failure = fault
        return fault == nil
      }
      if let failure {
        throw failure.kind == .interrupted ? .interrupted() : .replay(.fails(failure), index + 1, entries[min(index, entries.count - 1)])
      }
      twin.session.changeLastDigits()
      var isCut = false
      twin.run(source) { fault in
        isCut = fault?.kind == .interrupted
        return fault == nil
      }
      if isCut { throw .interrupted() }
      for statement in statements {
        let followed = Followed(statement: statement, source: source, before: before, after: replay.session, rounded: twin.session)
        do throws(Fault) { try look(followed) } catch {
          throw .refusedStatement(index + 1, text, error)
        }
      }
    }
    if let difference = SessionComparison(one: session, other: replay.session, withAnswer: false).firstDifference() {
      throw .replay(.differs(difference), texts.count, entries.last)
    }
  }

  /// The text of an entry, or the texts of the statements of the file that it reads, where the file is as it was.
  private func expanded(_ entry: StatementLog.Entry) -> [String] {
    var parser = Parser(SourceText(name: "", text: entry.text), context: session.parserContext())
    guard entry.kind == .compound, let statement = try? parser.nextLine()?.first, case .command(let call) = statement.kind, call.name == "source",
      call.arguments.count == 1, case .word(let path) = call.arguments[0].kind,
      session.filesRead.first(where: { FilePaths.real($0.key) == FilePaths.real(path) })?.value == FilePaths.stamp(path),
      let script = try? ScriptText(path: path)
    else { return [entry.text] }
    let source = SourceText(name: path, text: script.text)
    let writer = StatementWriter(source, session.words, arguments: [], written: session.filesWritten)
    var file = Parser(source, context: session.parserContext())
    var texts: [String] = []
    while let line = try? file.nextLine() { texts += line.map { writer.text($0) } }
    return texts
  }
}

extension Fault {
  /// A statement that a program of another language cannot have.
  fileprivate static func refusedStatement(_ number: Int, _ text: String, _ reason: Fault) -> Fault {
    if reason.kind == .interrupted { return reason }
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return Fault(
      reason.kind, "statement \(number), '\(shortened(line))': \(reason.message)",
      hint: reason.hint ?? "export net.onnx writes the network without the statements")
  }
}

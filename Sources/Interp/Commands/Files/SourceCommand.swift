/// `source FILE` runs a file in this session.
struct SourceCommand: Command {
  let name = "source"
  let group = CommandGroup.files
  let usage = "source FILE"
  let summary = "run the statements of a file in this session"
  let details = [
    "A relative path is searched beside the file that names it, then in the working folder."
  ]
  let cautions = [
    "After an error the statements that ran before it keep their effect."
  ]
  let otherWords = ["script", "run"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1), path: .always)
  let recorded = RecordedForm.file
  let example = CommandExample("source first.nns")
  // Only the statement that failed in the file is undone.
  let isAtomic = true
  let completes = CompletionKind.files(["nns"])

  static let maximumDepth = 64

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let path = try executor.session.readable(Arguments(call, executor).word(0) ?? "")
    let real = FilePaths.real(path)
    let open = executor.openFiles
    if let first = open.firstIndex(of: real) { throw Fault.sourceCycle(path, through: Array(open[first...]) + [real]).located(call.arguments[0].range) }
    guard executor.sourceStack.count < Self.maximumDepth else { throw Fault.sourceDepth(Self.maximumDepth).located(call.arguments[0].range) }
    executor.sourceStack.append(real)
    defer { executor.sourceStack.removeLast() }
    try executor.runFile(path, call)
  }
}

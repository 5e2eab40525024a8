/// `source FILE`: runs a file in this session.
struct SourceCommand: Command {
  let name = "source"
  let group = CommandGroup.files
  let usage = "source FILE"
  let summary = "run a file's statements in this session"
  let details = ["A relative path is sought beside the file that names it, then in the working directory. The statements done before an error stay done."]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1), path: .always)
  let recorded = RecordedForm.file
  let example = CommandExample("source first.nns")
  // Of a sourced file only the statement that failed is undone.
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

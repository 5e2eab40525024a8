import Net

/// The kinds of files that `export` writes, by the ending of their name. A new kind is a case here and in `ExportCommand.contents`.
enum ExportFormat: String, CaseIterable {
  case page = ".html"

  /// The kind that a path asks for; nil where its ending is another one.
  init?(path: String) {
    let name = path.lowercased()
    guard let found = Self.allCases.first(where: { name.hasSuffix($0.rawValue) }) else { return nil }
    self = found
  }
}

/// `export FILE` writes the session for people who do not have nnshell.
struct ExportCommand: Command {
  let name = "export"
  let group = CommandGroup.files
  let usage = "export FILE.html"
  let summary = "write the session as one page for a browser"
  let details = [
    "The page needs no network and no other file, so you can send it to somebody or hand it out. It shows the network, shapes and formulas, J by step of up "
      + "to 8 branches, and the statements of the session. With two features and classes it also shows the areas of the classes.",
    "A slider and the arrow keys go through up to 200 steps of the present branch, from the first one that the timeline keeps to the last. "
      + "Parameters, gradients, norms and areas change with it. They are the numbers that goto STEP and show give.",
    "The page opens at the last step. session.html#step=40 opens it at step 40, or at the nearest step that it has. A printed page shows one step.",
  ]
  let cautions = [
    "A page stays below 2 MB. For a large network it has fewer steps and leaves out entries of the largest arrays. A sentence on the page says so.",
    "The statements may contain names of your files and folders, and the page contains up to 1000 examples of two features. Look at it before you send it.",
  ]
  let otherWords = ["html", "page", "browser", "web", "share", "report"]
  let syntax = CommandSyntax(arguments: .words(atLeast: 1, atMost: 1))
  let example = CommandExample("init seed=2", "train 100 alpha=1.2", "export session.html")
  let isAtomic = true
  let completes = CompletionKind.files(["html"])

  func writesFile(_ call: CommandCall) -> Bool { true }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    _ = try session.network()
    let typed = try Arguments(call, executor).word(0) ?? ""
    let path = try session.writable(typed)
    let range = call.arguments[0].range
    let format: ExportFormat
    do throws(Fault) {
      try executor.checkFree(path)
      guard let found = ExportFormat(path: path) else { throw .exportsOther(typed) }
      format = found
      if session.hasRead(path) { throw .exportsOverRead(typed) }
    } catch { throw error.located(range) }
    let (bytes, text) = try contents(format, executor)
    try session.checkInterrupt()
    do { try FileBytes.write(bytes, to: path) } catch { throw Fault.data(error, path).located(range) }
    executor.emit(TextEvent(name, ["wrote \(path): \(text), \((bytes.count + 1023) / 1024) KiB"], isReport: true))
  }

  /// The bytes of a file, and what the report says about it.
  private func contents(_ format: ExportFormat, _ executor: Executor) throws(Fault) -> (bytes: [UInt8], text: String) {
    switch format {
    case .page:
      let page = try executor.withProgress { (tells) throws(Fault) in
        try PageMaker(session: executor.session, tells: tells).page(statements: executor.log.all.map(\.text))
      }
      return (PageText.bytes(page), "\(page.steps.count) step\(page.steps.count == 1 ? "" : "s") of \(page.line)")
    }
  }
}

extension Fault {
  fileprivate static func exportsOther(_ path: String) -> Fault {
    let endings = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
    return Fault(
      .usage, "export writes files whose names end in \(endings), and '\(shortened(path))' has another ending", hint: "export session.html # save writes .npz")
  }

  fileprivate static func exportsOverRead(_ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' was read in this session, so export does not replace it", hint: "choose another name")
  }
}

import Net

/// `record FILE`: the session as a script.
struct RecordCommand: Command {
  let name = "record"
  let group = CommandGroup.files
  let usage = "record FILE.nns [--verify] [branches=yes] | record --verify"
  let summary = "write the session's statements from its start on as a script that gives the same bits"
  let details = [
    "Failed statements are left out; of a block or file that failed half way, and of a train that was stopped, what had been done stands in its place. A branch that was",
    "left is left out too, unless branches=yes. --verify runs the script in a session of its own, writes no file in it, and compares everything bit for bit.",
  ]
  let syntax = CommandSyntax(
    arguments: .words(atLeast: 1, atMost: 2), options: [.init("branches", .word, "branches that were left, too", choices: ["yes", "no"])])
  let example = CommandExample(
    "init seed=2", "train 10 alpha=1.2", "record --verify", output: ["2 statements give the same session in every bit: network 2-4-1, step 10"])
  let isAtomic = true
  let completes = CompletionKind.files(["nns"])
  let words = [Self.verifyWord]

  static let verifyWord = "--verify"

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    guard executor.blockDepth == 0 else { throw Fault.recordInBlock().located(call.nameRange) }
    let arguments = Arguments(call, executor)
    var path: String?
    var verifies = false
    for index in call.arguments.indices {
      let word = try arguments.word(index) ?? ""
      if word == Self.verifyWord {
        verifies = true
      } else if path == nil, !word.hasPrefix("--") {
        path = word
      } else {
        throw Fault.recordWord(word).located(call.arguments[index].range)
      }
    }
    let all = executor.log.all.map(\.text)
    let wantsBranches = try arguments.flag(option: "branches") ?? false
    let short = wantsBranches ? nil : executor.log.withoutLeftBranches()
    let lines = short ?? all
    let file = try executor.writable(path ?? Self.verifyWord)
    if let path {
      if executor.openFiles.contains(FilePaths.real(path)) { throw Fault.recordsOverItself(path).located(call.arguments[0].range) }
      let text = "# recorded by nnshell \(Version.number)\n" + lines.map { $0 + "\n" }.joined()
      do { try FileBytes.write(Array(text.utf8), to: file) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    }
    let leftOut = all.count - lines.count
    if verifies { try verify(lines, executor.session, withAnswer: leftOut == 0) }
    let keepsBranches = short == nil && !wantsBranches
    executor.emit(
      RecordEvent(
        path: path, statements: lines.count, leftOut: leftOut, keepsBranches: keepsBranches, verified: verifies ? executor.session.standing : nil))
  }

  /// Runs the statements in a session of their own and compares it with this one.
  private func verify(_ lines: [String], _ session: Session, withAnswer: Bool) throws(Fault) {
    let replay = Interpreter(interrupt: session.interrupt) { _, _ in }
    replay.executor.log.isOn = false
    replay.executor.writesFiles = false
    for (index, line) in lines.enumerated() {
      if let fault = replay.fault(of: line) {
        if fault.kind == .interrupted { throw .interrupted() }
        throw .replayFails(index + 1, line, fault)
      }
    }
    if let difference = SessionComparison(one: session, other: replay.executor.session, withAnswer: withAnswer).firstDifference() {
      throw .replayDiffers(difference)
    }
  }
}

extension Session {
  /// `network 2-4-1, step 10`
  fileprivate var standing: String {
    guard let network = state.network else { return "no network" }
    return "network \(network.sizes.map(String.init).joined(separator: "-")), step \(state.steps)"
  }
}

/// `record`: what was written, and whether it was verified.
struct RecordEvent: Event {
  let command = "record"
  let path: String?
  let statements: Int
  /// Statements of branches that were left.
  let leftOut: Int
  /// Branches that were left are in it, though nobody asked for them.
  let keepsBranches: Bool
  /// The state that the replay gave too; nil where it was not asked for.
  let verified: String?
  var isReport: Bool { verified == nil }

  func text(_ style: TextStyle) -> [String] {
    let count = "\(statements) statement\(statements == 1 ? "" : "s")"
    let left =
      leftOut > 0
      ? "; \(leftOut) of branches that were left \(leftOut == 1 ? "is" : "are") not in it"
      : keepsBranches ? "; branches that were left are in it, since something that stays was set on them, or a block went back" : ""
    return (path.map { ["wrote \($0): \(count)\(left)"] } ?? [])
      + (verified.map { ["\(count) give\(statements == 1 ? "s" : "") the same session in every bit: \($0)"] } ?? [])
  }

  func fields() -> [JSONField]? {
    [
      JSONField("file", path.map { .string($0) } ?? .null), JSONField("statements", .integer(statements)), JSONField("left_out", .integer(leftOut)),
      JSONField("verified", verified == nil ? .null : .boolean(true)),
    ]
  }
}

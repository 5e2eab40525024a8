import Net

/// `record FILE`: the session as a script.
struct RecordCommand: Command {
  let name = "record"
  let group = CommandGroup.files
  let usage = "record FILE.nns [--verify] [branches=yes] | record --verify"
  let summary = "write the session's statements from its start on as a script that gives the same bits"
  let details = [
    "Failed statements are left out; of a block or file that failed half way, and of a train that was stopped, what had been done stands in its place. A branch that was",
    "left is left out too, unless branches=yes. What is not plainly the session is run again in a session of its own, which writes no file, and compared bit for bit,",
    "before it is written; with --verify everything is.",
  ]
  let syntax = CommandSyntax(
    arguments: .words(atLeast: 1, atMost: 2), options: [.init("branches", .word, "branches that were left, too", choices: ["yes", "no"])])
  let recorded = RecordedForm.leftOut
  let writesFiles = true
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
      } else if ["on", "off"].contains(word) {
        throw Fault.recordSwitch(word).located(call.arguments[index].range)
      } else if path == nil, !word.hasPrefix("--") {
        path = word
      } else {
        throw Fault.recordWord(word, usage).located(call.arguments[index].range)
      }
    }
    let all = Recording(executor.log, executor.session)
    let file = try executor.session.writable(path ?? Self.verifyWord)
    if path != nil { do { try executor.checkFree(file) } catch { throw error.located(call.arguments[0].range) } }
    let wantsBranches = try arguments.flag(option: "branches") ?? false
    let short = wantsBranches ? nil : try withoutLeftBranches(executor)
    let recording = short ?? all
    let isProven = verifies || short != nil || !all.holdsByConstruction
    if short == nil, isProven { try prove(all, executor) }
    if let path {
      let text = "# recorded by nnshell \(Version.number)\n" + recording.text
      do { try FileBytes.write(Array(text.utf8), to: file) } catch { throw Fault.data(error, path).located(call.arguments[0].range) }
    }
    let leftOut = all.entries.count - recording.entries.count
    executor.emit(
      RecordEvent(
        path: path, statements: recording.entries.count, leftOut: leftOut, keepsBranches: short == nil && !wantsBranches && executor.log.hasJourneys,
        isProven: isProven, verified: verifies ? executor.session.standing : nil))
  }

  /// The statements without those of branches that were left, where they give the session and are fewer.
  private func withoutLeftBranches(_ executor: Executor) throws(Fault) -> Recording? {
    guard executor.log.hasJourneys, let entries = executor.log.withoutLeftBranches() else { return nil }
    let short = Recording(executor.log, executor.session, entries)
    do {
      return try short.failure(withAnswer: false, makeReplay: executor.makeReplay, progress: executor.sink.progress) == nil ? short : nil
    } catch {
      throw .replayInterrupted(wholeNeedsNone: Recording(executor.log, executor.session).holdsByConstruction)
    }
  }

  private func prove(_ recording: Recording, _ executor: Executor) throws(Fault) {
    let found: (statement: Int?, failure: Recording.Failure)?
    do { found = try recording.failure(withAnswer: true, makeReplay: executor.makeReplay, progress: executor.sink.progress) } catch {
      throw .replayInterrupted(wholeNeedsNone: false)
    }
    guard let found else { return }
    // What is no whole statement, or read a file, is what may not hold.
    let suspect = found.statement ?? recording.entries.firstIndex { !$0.isWhole } ?? recording.entries.count - 1
    throw .replay(found.failure, suspect + 1, recording.entries.isEmpty ? nil : recording.entries[min(suspect, recording.entries.count - 1)])
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
  /// Whether it was run again and compared.
  let isProven: Bool
  /// The state that the replay gave too; nil where it was not asked for.
  let verified: String?
  var isReport: Bool { verified == nil }

  func text(_ style: TextStyle) -> [String] {
    let count = "\(statements) statement\(statements == 1 ? "" : "s")"
    let left =
      leftOut > 0
      ? "; it leaves out \(leftOut) statement\(leftOut == 1 ? "" : "s") of other branches"
      : keepsBranches ? "; it keeps the other branches, because something that stays was set on them, something looked at them, or a block went back" : ""
    return (path.map { ["wrote \($0): \(count)\(left)"] } ?? [])
      + (verified.map { ["\(count) give\(statements == 1 ? "s" : "") the same session in every bit: \($0)"] } ?? [])
  }

  func fields() -> [JSONField]? {
    [
      JSONField("file", path.map { .string($0) } ?? .null), JSONField("statements", .integer(statements)), JSONField("left_out", .integer(leftOut)),
      JSONField("verified", isProven ? .boolean(true) : .null),
    ]
  }
}

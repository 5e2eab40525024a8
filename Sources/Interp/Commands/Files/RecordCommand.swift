import Net

/// `record FILE` writes the session as a script.
struct RecordCommand: Command {
  let name = "record"
  let group = CommandGroup.files
  let usage = "record FILE.nns [--verify] [branches=yes] | record --verify"
  let summary = "write this session as a script that gives the same numbers"
  let details = [
    "The script holds all statements since the start of the session. record --verify writes no file: it runs the statements again and compares every number exactly.",
    "Failed statements are left out. Where a block, a file or a train stopped half way, the script holds the part that ran.",
    "record runs the script again in another session before it writes it, unless the result is certain without that. This run writes no files.",
  ]
  let cautions = [
    "Branches that you left are left out too. branches=yes keeps them."
  ]
  let otherWords = ["transcript", "script", "reproduce"]
  let syntax = CommandSyntax(
    arguments: .words(atLeast: 1, atMost: 2), options: [.init("branches", .word, "keep the branches that you left", choices: ["yes", "no"])])
  let recorded = RecordedForm.leftOut
  let example = CommandExample(
    "init seed=2", "train 10 alpha=1.2", "record --verify", output: ["2 statements give the same session in every bit: network 2-4-1, step 10"])
  let isAtomic = true
  let completes = CompletionKind.newFiles(["nns"])
  let words = [Self.verifyWord]

  static let verifyWord = "--verify"

  func writesFile(_ call: CommandCall) -> Bool { true }

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

  /// The statements without those of left branches. nil if they do not give the same session, or if no statement is left out.
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
    // Only a statement that is not whole, or that read a file, may differ.
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

/// The result of `record`: what it wrote, and whether it was verified.
struct RecordEvent: Event {
  let command = "record"
  let path: String?
  let statements: Int
  /// The number of statements that belong to left branches.
  let leftOut: Int
  /// True where left branches are in the script although the user did not ask for them.
  let keepsBranches: Bool
  /// True where the script was run again and compared.
  let isProven: Bool
  /// The state that the second run gave. nil where the user did not ask for it.
  let verified: String?
  var isReport: Bool { verified == nil }

  func text(_ style: TextStyle) -> [String] {
    let count = "\(statements) statement\(statements == 1 ? "" : "s")"
    let left =
      leftOut > 0
      ? ". It leaves out \(leftOut) statement\(leftOut == 1 ? "" : "s") of other branches."
      : keepsBranches ? ". It keeps the old branches, because later lines need them." : ""
    return (path.map { style.sentence("wrote \($0): \(count)\(left)") } ?? [])
      + (verified.map { style.sentence("\(count) give\(statements == 1 ? "s" : "") the same session in every bit: \($0)") } ?? [])
  }

  func fields() -> [JSONField]? {
    [
      JSONField("file", path.map { .string($0) } ?? .null), JSONField("statements", .integer(statements)), JSONField("left_out", .integer(leftOut)),
      JSONField("verified", isProven ? .boolean(true) : .null),
    ]
  }
}

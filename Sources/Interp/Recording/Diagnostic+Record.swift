/// Error sentences of `record`, and of `save` where its file is wrong.
extension Fault {
  static func recordInBlock() -> Fault {
    Fault(.usage, "record does not work in a block, because the block is not done yet", hint: "put record after the block")
  }

  static func recordWord(_ word: String, _ usage: String) -> Fault {
    Fault(.usage, "record: '\(shortened(word))' is not expected here", hint: usageHint(usage))
  }

  static func recordSwitch(_ word: String) -> Fault {
    Fault(
      .usage, "record need not be switched \(word): every statement is kept already",
      hint: "type record session.nns to write them; to write a file named \(word), type record ./\(word)")
  }

  static func scriptThatRuns(_ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' is the script that runs", hint: "use another name")
  }

  static func fileOfTrace(_ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' is being written by a trace", hint: "use another name, or type trace off to end the traces")
  }

  static func savesArchives(_ path: String) -> Fault {
    Fault(.usage, "save writes a .npz archive, but the name '\(shortened(path))' does not end in .npz", hint: "save net.npz # export writes other files")
  }

  /// The error where the recorded statements do not give the session.
  /// - Parameters:
  ///   - number: the number of the statement that fails, or after which the two sessions differ, from 1.
  ///   - entry: that statement; nil where nothing was recorded.
  static func replay(_ failure: Recording.Failure, _ number: Int, _ entry: StatementLog.Entry?) -> Fault {
    let line = entry?.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let place = entry == nil ? "" : " statement \(number), '\(shortened(line))'"
    let hint =
      entry?.isWhole == false
      ? "a block or a file failed half way, or went on after an error under -k: run its statements one by one"
      : "a file that was read has perhaps changed, or this session wrote it: read it again, or start a new session from it"
    return switch failure {
    case .fails(let fault): Fault(.assertion, "the session cannot be recorded: when it runs again,\(place) fails: \(fault.message)", hint: hint)
    case .differs(let what):
      Fault(.assertion, "the session cannot be recorded: when it runs again,\(place) gives another session, which differs in \(what)", hint: hint)
    }
  }

  /// The error where Ctrl-C stops the comparison.
  /// - Parameter wholeNeedsNone: whether a recording of every statement could be written without a comparison.
  static func replayInterrupted(wholeNeedsNone: Bool) -> Fault {
    Fault(
      .interrupted, "interrupted while the recording ran again for the comparison; no file is written",
      hint: wholeNeedsNone ? "branches=yes writes every statement, and nothing runs again" : nil)
  }
}

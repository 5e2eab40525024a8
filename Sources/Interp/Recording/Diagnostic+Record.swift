/// Error sentences of `record`, and of `save` where its file is wrong.
extension Fault {
  static func recordInBlock() -> Fault {
    Fault(.usage, "record does not work in a block, which has not run to its end", hint: "put it after the block")
  }

  static func recordWord(_ word: String, _ usage: String) -> Fault {
    Fault(.usage, "record: '\(shortened(word))' is too much", hint: usageHint(usage))
  }

  static func recordSwitch(_ word: String) -> Fault {
    Fault(
      .usage, "record: nothing is to be switched \(word), since every statement is kept",
      hint: "record session.nns writes them; a file of this name: record ./\(word)")
  }

  static func scriptThatRuns(_ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' is the script that runs", hint: "take another name")
  }

  static func fileOfTrace(_ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' is being written by a trace", hint: "take another name, or end the traces: trace off")
  }

  static func savesArchives(_ path: String) -> Fault {
    Fault(.usage, "save writes archives, whose names end in .npz, not '\(shortened(path))'", hint: "save net.npz")
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
      ? "it stands for a block or a file that failed half way, or that went on after an error under -k: run its statements one by one"
      : "a file that was read may have changed since, or was written in this session: read it again, or begin a session anew from it"
    return switch failure {
    case .fails(let fault): Fault(.assertion, "the session cannot be recorded: run again,\(place) fails: \(fault.message)", hint: hint)
    case .differs(let what):
      Fault(.assertion, "the session cannot be recorded: run again,\(place) gives another session; different is \(what)", hint: hint)
    }
  }

  /// The error where Ctrl-C stops the comparison.
  /// - Parameter wholeNeedsNone: whether a recording of every statement could be written without a comparison.
  static func replayInterrupted(wholeNeedsNone: Bool) -> Fault {
    Fault(
      .interrupted, "interrupted while the recording was run again to compare it; nothing is written",
      hint: wholeNeedsNone ? "branches=yes writes every statement, which need not be run again" : nil)
  }
}

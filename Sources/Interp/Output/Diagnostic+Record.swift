/// Sentences for `record`.
extension Fault {
  static func recordInBlock() -> Fault {
    Fault(.usage, "record cannot stand in a block: the block has not run to its end", hint: "put it after the block")
  }

  static func recordWord(_ word: String) -> Fault {
    Fault(.usage, "record: '\(shortened(word))' is too much", hint: usageHint("record"))
  }

  static func recordsOverItself(_ path: String) -> Fault {
    Fault(.file, "'\(shortened(path))' is the script that runs", hint: "record into another file")
  }

  static func replayFails(_ number: Int, _ line: String, _ fault: Fault) -> Fault {
    let first = line.split(separator: "\n").first.map(String.init) ?? line
    return Fault(.assertion, "the recording fails at its statement \(number), '\(shortened(first))': \(fault.message)")
  }

  static func replayDiffers(_ difference: String) -> Fault {
    Fault(
      .assertion, "the recording gives another session; different is \(difference)",
      hint: "a file that was read may have changed since, or was written in this session")
  }
}

import Net

/// Error sentences for displays, watches, breakpoints and traces.
extension Fault {
  /// The error where the condition of a breakpoint cannot be evaluated.
  static func breakpoint(_ number: Int, _ name: String, _ fault: Fault) -> Fault {
    let hint = "type unbreak \(number) to remove the breakpoint"
    return Fault(fault.kind, "breakpoint \(number), \(shortened(name)): \(fault.message)", hint: fault.hint.map { "\($0); \(hint)" } ?? hint)
  }

  /// The error where no display, watch or breakpoint has the given number.
  /// - Parameters:
  ///   - there: the numbers that exist.
  ///   - listedBy: the commands that list them.
  static func noSuchNumber(_ what: String, _ number: Int, _ there: [Int], listedBy: String) -> Fault {
    let known = there.isEmpty ? "there are none yet" : "the number\(there.count == 1 ? " is" : "s are") \(there.map(String.init).joined(separator: ", "))"
    return Fault(
      .index, "there is no \(what) \(number)", hint: there.isEmpty ? known : "\(known); \(listedBy) list\(listedBy == "breakpoints" ? "s" : "") them")
  }

  static func notANumber(_ what: String, _ word: String) -> Fault {
    Fault(.value, "'\(shortened(word))' is not the number of a \(what)")
  }

  // MARK: Traces

  static func traceWithoutFile() -> Fault {
    Fault(.usage, "trace needs a file", hint: "as in: trace J, W1 to=run.csv; type trace off to end all traces")
  }

  static func traceWithoutExpression() -> Fault {
    Fault(.usage, "trace needs a quantity to write", hint: "as in: trace J, W1 to=run.csv")
  }

  static func traceFormat(_ path: String) -> Fault {
    Fault(.usage, "a trace cannot be written to '\(shortened(path))'", hint: "the name must end in .csv, .jsonl or .npz")
  }

  static func tracedFile(_ path: String) -> Fault {
    Fault(.usage, "'\(shortened(path))' is being written by another trace", hint: "type trace off to end all traces, or use another name")
  }

  static func tracedTwice(_ name: String) -> Fault {
    Fault(.usage, "\(shortened(name)) is in this trace twice", hint: name == "t" ? "leave out t: it is always the first column" : nil)
  }

  /// The error where the file of a trace can no longer be written.
  /// - Parameters:
  ///   - lastStep: the step of the last row in the file; nil where the file has no row.
  ///   - now: the step that the training reached.
  ///   - kept: another file that holds all rows; nil where there is none.
  static func traceFailed(_ path: String, _ reason: String, lastStep: Int?, now: Int, kept: String?) -> Fault {
    let last = lastStep.map { "its last row is that of step \($0)" } ?? "it has no row"
    let rest = kept.map { ", and the rows are whole in \($0)" } ?? ""
    return Fault(
      .file, "the trace to '\(path)' has ended: \(reason); \(last)\(rest); the training went on to step \(now)",
      hint: "the network is not changed by this; type trace E to=FILE to begin another trace")
  }
}

extension Warning {
  /// The note after a `train` without `every=` while there are displays.
  static func displaysAtEnd(_ count: Int) -> String { "train shows the displays after its last step only; type train \(count) every=1 to show them after each" }

  static func display(_ number: Int, _ name: String, _ fault: Fault) -> String {
    "display \(number), \(Fault.shortened(name)), cannot be shown: \(fault.message); type undisplay \(number) to end it"
  }

  /// The warning where a trace ends because of its columns.
  static func traceEnded(_ path: String, _ reason: String, lastStep: Int?) -> String {
    "the trace to '\(path)' has ended: \(reason); \(lastStep.map { "its last row is that of step \($0)" } ?? "it has no row")"
  }
}

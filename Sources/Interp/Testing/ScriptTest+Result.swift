extension ScriptTest {
  /// What came of one check: an assert, a claim, or a statement with `#>` lines.
  public struct Check: Sendable, Equatable {
    /// What the check compares.
    public enum Kind: String, Sendable {
      case assertion = "assert"
      case claim
      /// The lines that a statement printed.
      case output
    }

    /// What came of it.
    public enum Outcome: String, Sendable {
      case passed, failed
      /// The script ended before the check, and the check does not count.
      case notReached
    }

    public let kind: Kind
    /// The line of the script or the key, from 1.
    public let line: Int
    /// The first line of its statement.
    public let statement: String
    public internal(set) var outcome: Outcome
    /// Why it failed or was not reached, on one line. It is empty for a check that passed.
    public internal(set) var message = ""
    /// All that is said about it. It is empty for a check that passed.
    public internal(set) var text = ""
    /// How long its line ran. The first check of a line has the time, and the others have 0.
    public internal(set) var seconds = 0.0
  }

  /// A failure of a test.
  public struct Failure: Sendable, Equatable {
    /// The line of the script, from 1. It is 0 for what stopped a submission.
    public let line: Int
    /// What failed, on one line.
    public let message: String
    /// The whole text, as it is printed.
    public let text: String
    /// Whether a check failed, which counts.
    var isOfCheck = false
  }

  /// The result of a script.
  public struct Result: Sendable, Equatable {
    /// The path of the script or of the submission.
    public let name: String
    /// Every check, in the order of the script.
    public internal(set) var checks: [Check] = []
    /// Every failure with its message.
    public internal(set) var failures: [Failure] = []
    /// The script with its wrong `#>` lines rewritten; nil where all of them match.
    public internal(set) var rewritten: String?
    /// Whether Ctrl-C or the end of the time stopped the script.
    public internal(set) var wasInterrupted = false
    /// How long the script ran. Under a key this includes the checks of the key.
    public internal(set) var seconds = 0.0

    init(name: String) {
      self.name = name
    }

    /// The number of asserts, claims and statements with `#>` lines that hold.
    public var passed: Int { checks.count { $0.outcome == .passed } }
    /// The number of checks that failed, also because an error stood before them on their line.
    public var failed: Int { failedLines.count }
    /// The line of each check that failed, in the order of the script.
    public var failedLines: [Int] { checks.filter { $0.outcome == .failed }.map(\.line) }
    /// Whether there is no failure and the script ran to its end.
    public var isPassed: Bool { failures.isEmpty && !wasInterrupted }

    /// The same result with the time that the script took.
    public func after(_ time: Duration) -> Self {
      var result = self
      result.seconds = time.seconds
      return result
    }

    /// What went wrong and is no check, such as a statement that failed, or the end of a submission's time.
    public var problems: [Failure] {
      let found = failures.filter { !$0.isOfCheck }
      guard wasInterrupted, !found.contains(where: { $0.line == 0 }) else { return found }
      return found + [Failure(line: 0, message: "the time was up", text: "the time was up")]
    }

    /// The result in one line: `ada.nns: 7 passed, 2 failed; the key's lines 12, 20`.
    public var line: String {
      var text = "\(name.replacing("\r", with: "\\r").replacing("\n", with: "\\n")): \(passed) passed, \(failed) failed"
      let lines = Set(failedLines).sorted().map { line in
        let count = failedLines.count { $0 == line }
        return "\(line)" + (count > 1 ? " (\(count) checks)" : "")
      }
      if !lines.isEmpty { text += "; the key's line\(lines.count == 1 ? "" : "s") " + lines.joined(separator: ", ") }
      // If a statement of the key fails and is no check, it does not count, but the line names it.
      for failure in failures where failure.line > 0 && !failure.isOfCheck {
        text += "; line \(failure.line) of the key is not a check, but it failed: \(failure.message)"
      }
      if wasInterrupted { text += "; the time was up" }
      if let stop = failures.first(where: { $0.line == 0 }) { text += "; " + stop.message }
      return text
    }

    /// The result as a JSON object on one line.
    public var json: String {
      let failures = failures.map { failure in
        JSONValue.object([JSONField("line", .integer(failure.line)), JSONField("message", .string(failure.message)), JSONField("text", .string(failure.text))])
      }
      return JSONWriter.line([
        JSONField("command", .string("test")), JSONField("name", .string(name)), JSONField("passed", .integer(passed)), JSONField("failed", .integer(failed)),
        JSONField("failures", .array(failures)),
      ])
    }
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// All that a run of `--test` found. It is written as one document, which other programs read.
public struct TestReport: Sendable {
  /// The forms of the document.
  public enum Form: String, CaseIterable, Sendable {
    /// The XML that systems such as Jenkins and GitLab read.
    case junit
    /// The Test Anything Protocol, as `prove` reads it.
    case tap
    /// The file `results.json` of Gradescope.
    case gradescope
  }

  /// The key under `--on`; nil where each script has its own checks.
  public let key: String?
  /// The results, in the order of the command line.
  public var results: [ScriptTest.Result] = []
  /// Why the run ended before its end; nil where it did not.
  public var stop: String?

  public init(key: String?) {
    self.key = key
  }

  /// The document. It ends with a newline.
  public func document(_ form: Form) -> String {
    switch form {
    case .junit: JUnitReport(self).document
    case .tap: TAPReport(self).document
    case .gradescope: GradescopeReport(self).document
    }
  }

  /// A row of a document: a check, or that a script ran to its end.
  struct Item {
    enum Outcome {
      case passed, failed, skipped
      /// What went wrong is no check.
      case broken
    }

    /// No two items of a script have the same name, because GitLab shows only the first of them.
    var name: String
    /// The word for the kind of check: `assert`, `claim`, `output`, or `run` for a script that must run to its end.
    let kind: String
    let outcome: Outcome
    /// The script or the key.
    let file: String
    /// The line of this file; 0 where there is none.
    let line: Int
    /// Why it did not pass, on one line.
    var message = ""
    /// All that is said about it.
    var text = ""
    var seconds = 0.0
  }

  /// The rows of a script, in the order of its lines. It has one for each check, and one for everything else that went wrong. A script without a check
  /// must run to its end, which is its only row.
  func items(_ result: ScriptTest.Result) -> [Item] {
    var items = checkItems(result)
    for problem in problemItems(result) {
      let place = items.firstIndex { problem.line > 0 && ($0.line > problem.line || $0.line == 0) }
      items.insert(problem, at: place ?? items.endIndex)
    }
    if items.isEmpty { items = [Item(name: Self.wholeRun, kind: "run", outcome: .passed, file: Self.visible(result.name), line: 0, seconds: result.seconds)] }
    var counts: [String: Int] = [:]
    for index in items.indices {
      let count = counts[items[index].name, default: 0] + 1
      counts[items[index].name] = count
      if count > 1 { items[index].name += " (\(count))" }
    }
    return items
  }

  /// The rows of the checks of a script.
  func checkItems(_ result: ScriptTest.Result) -> [Item] {
    result.checks.map { check in
      let outcome: Item.Outcome =
        switch check.outcome {
        case .passed: .passed
        case .failed: .failed
        case .notReached: .skipped
        }
      return Item(
        name: Self.visible("line \(check.line): \(check.statement)"), kind: check.kind.rawValue, outcome: outcome, file: Self.visible(key ?? result.name),
        line: check.line, message: Self.visible(check.message), text: Self.visible(check.text), seconds: check.seconds)
    }
  }

  /// The rows of what went wrong and is no check.
  func problemItems(_ result: ScriptTest.Result) -> [Item] {
    result.problems.map { problem in
      Item(
        name: problem.line > 0 ? "line \(problem.line) runs" : Self.wholeRun, kind: "run", outcome: .broken,
        file: Self.visible(problem.line > 0 ? key ?? result.name : result.name), line: problem.line, message: Self.visible(problem.message),
        text: Self.visible(problem.text))
    }
  }

  private static let wholeRun = "the file runs to its end"

  /// The text without characters that a terminal obeys and without those that XML and YAML forbid. They are written as `\x1b` or `\uffff`.
  static func visible(_ text: String) -> String {
    replacing(["\u{FFFE}": "\\ufffe", "\u{FFFF}": "\\uffff"], in: Escaping.visible(text))
  }

  /// The text with other texts in place of some characters. An accent after such a character does not hide it, as it would in a search for letters.
  static func replacing(_ table: [Unicode.Scalar: String], in text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let other = table[scalar] { scalars.append(contentsOf: other.unicodeScalars) } else { scalars.append(scalar) }
    }
    return String(scalars)
  }

  /// Seconds with three digits after the point.
  static func seconds(_ seconds: Double) -> String {
    let thousandths = Int((max(seconds, 0) * 1000).rounded())
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}

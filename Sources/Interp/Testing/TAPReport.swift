/// A report in the Test Anything Protocol, with a test point for each row of each script.
///
/// It has the version 13. It needs nothing of version 14, and `prove` of Perl 5.36 counts a document of version 14 as failed. As version 14 says, `\` and
/// `#` are escaped.
struct TAPReport {
  private let report: TestReport

  init(_ report: TestReport) { self.report = report }

  var document: String {
    let items = report.results.flatMap { result in report.items(result).map { (TestReport.visible(result.name), $0) } }
    var text = "TAP version 13\n1..\(items.count)\n"
    for (index, (script, item)) in items.enumerated() {
      let isOK = item.outcome == .passed || item.outcome == .skipped
      text += "\(isOK ? "ok" : "not ok") \(index + 1) - \(Self.escaped("\(script): \(item.name)"))"
      text += item.outcome == .skipped ? " # SKIP \(Self.escaped(item.message))\n" : "\n"
      if !isOK { text += Self.diagnosis(item) }
    }
    if let stop = report.stop { text += "Bail out! \(Self.escaped(TestReport.visible(stop)))\n" }
    return text
  }

  /// The block of YAML below a test point that failed.
  private static func diagnosis(_ item: TestReport.Item) -> String {
    var lines = ["---", "message: \(quoted(item.message))", "severity: \(item.outcome == .broken ? "error" : "fail")", "file: \(quoted(item.file))"]
    if item.line > 0 { lines.append("line: \(item.line)") }
    lines += ["text: \(quoted(item.text))", "..."]
    return lines.map { "  \($0)\n" }.joined()
  }

  /// A text on one line, in which `#` does not begin a directive.
  private static func escaped(_ text: String) -> String {
    TestReport.replacing(["\\": "\\\\", "#": "\\#", "\n": " ", "\t": " "], in: text)
  }

  /// A text in double quotes, with escapes that both YAML and Perl's part of it know.
  private static func quoted(_ text: String) -> String {
    "\"" + TestReport.replacing(["\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\t": "\\t"], in: text) + "\""
  }
}

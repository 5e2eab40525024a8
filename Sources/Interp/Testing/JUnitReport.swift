/// A report as JUnit XML: a `testsuite` for each script, and a `testcase` for each of its rows.
///
/// It fits the schema junit-10.xsd of Jenkins. That one has no attribute for a file or a line of a test case, so the name has the line.
struct JUnitReport {
  private let report: TestReport

  init(_ report: TestReport) { self.report = report }

  var document: String {
    var suites = report.results.map { result in
      Suite(
        name: TestReport.visible(result.name), items: report.items(result), seconds: result.seconds,
        output: report.key == nil ? nil : TestReport.visible(result.line))
    }
    let name = TestReport.visible(report.key ?? "nnshell --test")
    if let stop = report.stop.map(TestReport.visible) {
      let item = TestReport.Item(name: "the run goes to its end", kind: "run", outcome: .broken, file: name, line: 0, message: stop, text: stop)
      suites.append(Suite(name: name, items: [item], seconds: 0))
    }
    let items = suites.flatMap(\.items)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name=\(Self.quoted(name)) \(Self.counts(items)) time="\(TestReport.seconds(suites.reduce(0) { $0 + $1.seconds }))">
      \(suites.map(\.element).joined())</testsuites>

      """
  }

  private struct Suite {
    let name: String
    let items: [TestReport.Item]
    let seconds: Double
    /// The text of `system-out`; nil where there is none.
    var output: String?

    var element: String {
      let skipped = items.count { $0.outcome == .skipped }
      let head = "  <testsuite name=\(quoted(name)) \(counts(items)) skipped=\"\(skipped)\" time=\"\(TestReport.seconds(seconds))\">\n"
      let tail = output.map { "    <system-out>\(escaped($0))</system-out>\n" } ?? ""
      return head + items.map { testcase($0, in: name) }.joined() + tail + "  </testsuite>\n"
    }
  }

  private static func testcase(_ item: TestReport.Item, in suite: String) -> String {
    let head = "    <testcase classname=\(quoted(suite)) name=\(quoted(item.name)) time=\"\(TestReport.seconds(item.seconds))\""
    let why = "message=\(quoted(item.message)) type=\"\(item.kind)\">\(escaped(item.text))"
    return switch item.outcome {
    case .passed: head + "/>\n"
    case .skipped: head + ">\n      <skipped message=\(quoted(item.message))/>\n    </testcase>\n"
    case .failed: head + ">\n      <failure \(why)</failure>\n    </testcase>\n"
    case .broken: head + ">\n      <error \(why)</error>\n    </testcase>\n"
    }
  }

  private static func counts(_ items: [TestReport.Item]) -> String {
    "tests=\"\(items.count)\" failures=\"\(items.count { $0.outcome == .failed })\" errors=\"\(items.count { $0.outcome == .broken })\""
  }

  /// The value of an attribute, with its quotes. A reader would turn line ends and tabs into blanks, so they are written as numbers.
  private static func quoted(_ text: String) -> String {
    "\"" + TestReport.replacing(["\"": "&quot;", "\n": "&#10;", "\t": "&#9;"], in: escaped(text)) + "\""
  }

  /// The text with `&`, `<` and `>` written as XML wants them. So there is no `]]>` either.
  private static func escaped(_ text: String) -> String {
    TestReport.replacing(["&": "&amp;", "<": "&lt;", ">": "&gt;"], in: text)
  }
}

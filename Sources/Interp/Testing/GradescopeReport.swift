/// A report as the file `results.json` of Gradescope. Each check is worth one point.
///
/// The fields and their values are those of "Autograder Specifications" in Gradescope's documentation. Gradescope reads the top-level output as HTML where
/// it is not told that it is text.
struct GradescopeReport {
  private let report: TestReport

  init(_ report: TestReport) { self.report = report }

  var document: String {
    let items = report.results.flatMap { result in
      report.checkItems(result).map { item in
        var item = item
        if report.results.count > 1 { item.name = "\(TestReport.visible(result.name)): \(item.name)" }
        return item
      }
    }
    let tests = items.enumerated().map { index, item in JSONWriter.line(test(item, number: index + 1)) }
    let head = JSONWriter.line([
      JSONField("score", .integer(score(items))), JSONField("execution_time", .number(seconds)), JSONField("output", .string(output(items))),
      JSONField("output_format", .string("text")), JSONField("visibility", .string("visible")), JSONField("stdout_visibility", .string("hidden")),
    ])
    return head.dropLast() + ",\"tests\":[" + (tests.isEmpty ? "" : "\n" + tests.joined(separator: ",\n") + "\n") + "]}\n"
  }

  private func test(_ item: TestReport.Item, number: Int) -> [JSONField] {
    let isPassed = item.outcome == .passed
    return [
      JSONField("score", .integer(isPassed ? 1 : 0)), JSONField("max_score", .integer(1)), JSONField("status", .string(isPassed ? "passed" : "failed")),
      JSONField("name", .string(item.name)), JSONField("name_format", .string("text")), JSONField("number", .string("\(number)")),
      JSONField("output", .string(item.text.isEmpty ? item.message : item.text)), JSONField("output_format", .string("text")),
      JSONField("tags", .array([.string(item.kind)])), JSONField("visibility", .string("visible")),
      JSONField("extra_data", .object([JSONField("file", .string(item.file)), JSONField("line", .integer(item.line))])),
    ]
  }

  private func score(_ items: [TestReport.Item]) -> Int { items.count { $0.outcome == .passed } }

  private var seconds: Double { (report.results.reduce(0) { $0 + $1.seconds } * 1000).rounded() / 1000 }

  /// What belongs to no check: how many passed, and what ended the script.
  private func output(_ items: [TestReport.Item]) -> String {
    let problems = report.results.flatMap { report.problemItems($0).map(\.text) } + (report.stop.map { [TestReport.visible($0)] } ?? [])
    return ((items.isEmpty ? [] : ["\(score(items)) of \(items.count) checks passed"]) + problems).joined(separator: "\n")
  }
}

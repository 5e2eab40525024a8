import Net

/// Runs a script as a test. Its printed lines must match its `#>` lines, and its asserts and claims must hold.
public final class ScriptTest {
  /// The result of a script.
  public struct Result: Sendable {
    /// The path of the script or of the submission.
    public let name: String
    /// The number of asserts, claims and statements with `#>` lines that hold.
    public fileprivate(set) var passed = 0
    /// The number of checks that failed or were not reached.
    public var failed: Int { failedLines.count }
    /// The line of each check that failed or was not reached, in the order of the script.
    public fileprivate(set) var failedLines: [Int] = []
    /// Every failure with its message.
    public fileprivate(set) var failures: [Failure] = []
    /// The script with its wrong `#>` lines rewritten; nil where all of them match.
    public fileprivate(set) var rewritten: String?
    /// Whether Ctrl-C or the end of the time stopped the script.
    public fileprivate(set) var wasInterrupted = false

    /// Whether there is no failure and the script ran to its end.
    public var isPassed: Bool { failures.isEmpty && !wasInterrupted }

    fileprivate init(name: String) {
      self.name = name
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

  /// A failure of a test.
  public struct Failure: Sendable {
    /// The line of the script, from 1. It is 0 for what stopped a submission.
    public let line: Int
    /// What failed, on one line.
    public let message: String
    /// The whole text, as it is printed.
    public let text: String
    /// Whether a check failed, which counts.
    var isOfCheck = false
  }

  private let source: SourceText
  private let interpreter: Interpreter
  private let box: Box
  /// The fault where the script cannot be read as text; otherwise nil.
  private let fault: Fault?
  private var result: Result
  private var edits: [(range: SourceRange, text: String)] = []

  /// The output of the interpreter since the last statement.
  private final class Box {
    var output = ""
    var errors = ""
    /// Whether output is kept. It is false while a submission runs, because only the output of the key is compared.
    var isOpen = true
  }

  // MARK: Running

  /// Runs a script as a test in a new session.
  public static func run(_ script: ScriptText, name: String, options: Interpreter.Options, interrupt: Interrupt) -> Result {
    let test = ScriptTest(script, name: name, options: options, interrupt: interrupt)
    test.check(keepGoing: options.keepGoing)
    return test.result
  }

  /// Runs a submission in a new session that reads and writes no file. Then runs the checks of a key in the same session.
  /// - Parameters:
  ///   - explains: whether the JSON names the mistakes behind failed claims. This takes most of the time.
  ///   - endOfSubmission: called between the two; returns true where the time of the submission was up.
  public static func mark(
    _ submission: ScriptText, name: String, key: ScriptText, keyName: String, explains: Bool = true, interrupt: Interrupt,
    endOfSubmission: () -> Bool
  ) -> Result {
    var options = Interpreter.Options()
    options.isSafe = true
    let test = ScriptTest(key, name: keyName, options: options, interrupt: interrupt)
    test.result = Result(name: name)
    test.interpreter.executor.session.explainsClaims = explains
    test.box.isOpen = false
    let outcome = test.interpreter.run(submission, name: name)
    let isLate = endOfSubmission()
    let stop = isLate ? "the time was up" : outcome.status == 0 || outcome.quits ? nil : "stopped: " + (test.interpreter.reporter.firstReport ?? "an error")
    test.box.errors = ""
    test.box.isOpen = true
    test.interpreter.resetOutputSettings()
    test.interpreter.executor.session.layersWin = true
    test.check(keepGoing: true)
    if isLate {
      // A check may fail only because the submission did not come so far.
      test.result.failures = test.result.failures.map {
        Failure(line: $0.line, message: "the time was up: " + $0.message, text: $0.text, isOfCheck: $0.isOfCheck)
      }
    }
    if let stop {
      // This failure is no check of the key. It tells the reader why checks fail.
      test.result.failures.insert(Failure(line: 0, message: stop.split(separator: "\n").first.map(String.init) ?? stop, text: stop), at: 0)
    }
    return test.result
  }

  /// The result of a script in which every check failed for one reason. The script is read but not run.
  func failingEverything(name: String, reason: String) -> Result {
    result = Result(name: name)
    interpreter.readLines(source) { [unowned self] statements, range in
      let checks =
        statements.flatMap { $0.checks(Names.Context(isSingleUnit: true), interpreter.executor.session.words) }
        + (Expectation(in: source, after: range.end).isEmpty ? [] : [range])
      result.failedLines += checks.map { line(of: $0.start) }
    }
    result.failures = [Failure(line: 0, message: reason, text: reason)]
    return result
  }

  init(_ script: ScriptText, name: String, options: Interpreter.Options, interrupt: Interrupt) {
    let box = Box()
    self.box = box
    var options = options
    options.json = false
    options.echo = false
    interpreter = Interpreter(options: options, interrupt: interrupt) { stream, text in
      // A submission may print without end, so output that is not compared is not kept.
      switch stream {
      case .standardOutput, .verbatim, .pages: if box.isOpen { box.output += text }
      case .standardError: if box.errors.utf8.count < 100_000 { box.errors += text }
      case .progress: break
      }
    }
    source = SourceText(name: name, text: script.text)
    result = Result(name: name)
    fault = script.fault
  }

  private func check(keepGoing: Bool) {
    if let fault {
      fail(at: fault.range?.start ?? 0, fault.message, FaultText.lines(fault, source))
      return
    }
    if let place = Expectation.orphan(in: source) {
      fail(at: place, "#> below no statement", ["\(position(place)): #> states what the statement above it prints, but no statement is above it"])
    }
    interpreter.run(source) { [unowned self] line in look(at: line) || keepGoing && !result.wasInterrupted }
    if !edits.isEmpty { result.rewritten = rewritten() }
  }

  // MARK: Looking

  /// Compares the effect of a line with its `#>` comments. False where an unexpected error stopped it.
  private func look(at line: RanLine) -> Bool {
    var printed = box.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    let errors = box.errors
    box.output = ""
    box.errors = ""
    let expectation = Expectation(in: source, after: line.range.end)
    if let place = Expectation.inside(line.range, of: source) {
      fail(
        at: place, "#> inside a statement",
        ["\(position(place)): this #> line is inside a statement", "  hint: put it below the closing bracket, where it states what the whole statement prints"])
    }
    // The line may fail because a network of one unit is missing, so its names are read as for one unit.
    let context = line.fault == nil ? interpreter.executor.session.nameContext : Names.Context(isSingleUnit: true)
    let checks = line.statements.flatMap { $0.checks(context, interpreter.executor.session.words) }
    // Warnings and hints are compared only where a comment asks for them.
    if expectation.lines.contains(where: { $0.hasPrefix("warning: ") }) { printed += line.warnings.map { "warning: " + $0 } }
    let expectsFault = expectation.lines.contains { $0.hasPrefix("error: ") }
    if let fault = line.fault {
      if fault.kind == .interrupted {
        result.wasInterrupted = true
        return false
      }
      guard expectsFault else {
        // Checks before the place of the fault were done. Those after it were not reached.
        let place = fault.sourcedFrom.isEmpty ? fault.range?.start ?? line.range.start : line.range.start
        let failed = checks.filter { $0.end > place }
        result.passed += checks.count - failed.count
        result.failedLines += failed.map { self.line(of: $0.start) } + (expectation.isEmpty ? [] : [self.line(of: line.range.start)])
        let text = errors.isEmpty ? FaultText.lines(fault, source).joined(separator: "\n") : errors
        fail(
          at: fault.range?.start ?? line.range.start, fault.message, [text.trimmingSuffix("\n")], isOfCheck: !failed.isEmpty || !expectation.isEmpty)
        return false
      }
      printed.append("error: " + fault.message)
      if let hint = fault.hint, expectation.lines.contains(where: { $0.hasPrefix("hint: ") }) { printed.append("hint: " + hint) }
    }
    result.passed += checks.count
    guard !expectation.isEmpty else { return true }
    let comparison = Comparison(expected: expectation.lines, printed: printed)
    if comparison.holds {
      result.passed += 1
      return true
    }
    result.failedLines.append(self.line(of: line.range.start))
    let statement = source.text(line.range).split { $0.isNewline }.first.map(String.init) ?? ""
    var lines = ["\(position(line.range.start)): difference: what is printed (+) is not what is stated (-)", "  " + statement]
    for row in comparison.rows {
      switch row {
      case .same(let text): lines.append("    " + text)
      case .missing(let text): lines.append("  - " + text)
      case .extra(let text): lines.append("  + " + text)
      }
    }
    fail(at: line.range.start, "\(Fault.shortened(statement)) prints something else", lines, isOfCheck: true)
    edit(expectation, to: printed, line)
    return true
  }

  private func fail(at place: Int, _ message: String, _ lines: [String], isOfCheck: Bool = false) {
    result.failures.append(Failure(line: line(of: place), message: message, text: lines.joined(separator: "\n") + "\n", isOfCheck: isOfCheck))
  }

  private func line(of place: Int) -> Int { source.position(of: place).line }

  private func position(_ place: Int) -> String {
    let (line, column) = source.position(of: place)
    return "\(source.name):\(line):\(column)"
  }

  // MARK: Rewriting

  private func edit(_ expectation: Expectation, to printed: [String], _ line: RanLine) {
    var start = line.range.start
    while start > 0, !source.characters[start - 1].isNewline { start -= 1 }
    let indent = String(source.characters[start...].prefix { Alphabet.isBlank($0) })
    let needsEnd = expectation.below > 0 && !source.characters[expectation.below - 1].isNewline
    let text = printed.map { indent + ($0.isEmpty ? "#>" : "#> " + $0) + "\n" }.joined()
    let place = expectation.places.first { $0.start >= expectation.below }?.start ?? expectation.below
    edits.append((SourceRange(place, place), (needsEnd && !text.isEmpty ? "\n" : "") + text))
    edits += expectation.places.map { ($0, "") }
  }

  private func rewritten() -> String {
    var text = ""
    var place = 0
    // The new lines end as the lines of the script do.
    let end = source.characters.first(where: \.isNewline).map(String.init) ?? "\n"
    for edit in edits.sorted(by: { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }) {
      text += source.text(SourceRange(place, edit.range.start)) + edit.text.replacing("\n", with: end)
      place = max(place, edit.range.end)
    }
    return text + source.text(SourceRange(place, source.characters.count))
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: Character) -> String {
    var text = self[...]
    while text.last == suffix { text = text.dropLast() }
    return String(text)
  }
}

import Net

/// Runs a script as a test. Its printed lines must match its `#>` lines, and its asserts and claims must hold.
public final class ScriptTest {
  private let source: SourceText
  private let interpreter: Interpreter
  private let box: Box
  /// The fault where the script cannot be read as text; otherwise nil.
  private let fault: Fault?
  private var result: Result
  private var edits: [(range: SourceRange, text: String)] = []
  private let clock = ContinuousClock()
  /// When the last line ended.
  private var lineStart: ContinuousClock.Instant
  private let start: ContinuousClock.Instant

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
    return test.timed()
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
      for index in test.result.checks.indices where test.result.checks[index].outcome == .failed {
        test.result.checks[index].message = "the time was up: " + test.result.checks[index].message
      }
    }
    if let stop {
      // This failure is no check of the key. It tells the reader why checks fail.
      test.result.failures.insert(Failure(line: 0, message: stop.split(separator: "\n").first.map(String.init) ?? stop, text: stop), at: 0)
    }
    return test.timed()
  }

  /// The result of a script in which every check failed for one reason. The script is read but not run.
  func failingEverything(name: String, reason: String) -> Result {
    result = Result(name: name)
    addChecks(after: 0, .failed, reason)
    result.failures = [Failure(line: 0, message: reason, text: reason)]
    return result
  }

  /// Adds the checks after a place. They are read but not run.
  private func addChecks(after place: Int, _ outcome: Check.Outcome, _ message: String) {
    interpreter.readLines(source) { [unowned self] statements, range in
      guard range.start >= place else { return }
      let checks = statements.flatMap { $0.checks(Names.Context(isSingleUnit: true), interpreter.executor.session.words) }
      for check in checks { add(check.kind, at: check.range, outcome, message, message) }
      if !Expectation(in: source, after: range.end).isEmpty { add(.output, at: range, outcome, message, message) }
    }
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
    lineStart = clock.now
    start = lineStart
  }

  /// The result with the time since the start.
  private func timed() -> Result { result.after(clock.now - start) }

  private func check(keepGoing: Bool) {
    if let fault {
      fail(at: fault.range?.start ?? 0, fault.message, FaultText.lines(fault, source).joined(separator: "\n") + "\n")
      return
    }
    if let place = Expectation.orphan(in: source) {
      fail(at: place, "#> below no statement", "\(position(place)): #> states what the statement above it prints, but no statement is above it\n")
    }
    lineStart = clock.now
    var reached = 0
    var reason = "not reached"
    interpreter.run(source) { [unowned self] line in
      let goesOn = look(at: line) || keepGoing && !result.wasInterrupted
      reached = result.wasInterrupted ? line.range.start : line.range.end
      if !goesOn, !result.wasInterrupted, let last = result.failures.last { reason += ", because line \(last.line) failed" }
      return goesOn
    }
    addChecks(after: reached, .notReached, reason)
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
        """
        \(position(place)): this #> line is inside a statement
          hint: put it below the closing bracket, where it states what the whole statement prints

        """)
    }
    // The line may fail because a network of one unit is missing, so its names are read as for one unit.
    let context = line.fault == nil ? interpreter.executor.session.nameContext : Names.Context(isSingleUnit: true)
    let checks = line.statements.flatMap { $0.checks(context, interpreter.executor.session.words) }
    let firstOfLine = result.checks.count
    defer { time(from: firstOfLine) }
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
        let text = (errors.isEmpty ? FaultText.lines(fault, source).joined(separator: "\n") : errors).trimmingSuffix("\n") + "\n"
        let isOfCheck = checks.contains { $0.range.end > place } || !expectation.isEmpty
        let later = "not reached, because line \(self.line(of: place)) failed: \(fault.message)"
        for check in checks {
          if check.range.end <= place {
            add(check.kind, at: check.range, .passed)
          } else {
            add(check.kind, at: check.range, .failed, check.range.start <= place ? fault.message : later, text)
          }
        }
        if !expectation.isEmpty { add(.output, at: line.range, .failed, fault.message, text) }
        fail(at: fault.range?.start ?? line.range.start, fault.message, text, isOfCheck: isOfCheck)
        return false
      }
      printed.append("error: " + fault.message)
      if let hint = fault.hint, expectation.lines.contains(where: { $0.hasPrefix("hint: ") }) { printed.append("hint: " + hint) }
    }
    for check in checks { add(check.kind, at: check.range, .passed) }
    guard !expectation.isEmpty else { return true }
    let comparison = Comparison(expected: expectation.lines, printed: printed)
    if comparison.holds {
      add(.output, at: line.range, .passed)
      return true
    }
    let statement = statement(at: line.range)
    var lines = ["\(position(line.range.start)): difference: what is printed (+) is not what is stated (-)", "  " + statement]
    for row in comparison.rows {
      switch row {
      case .same(let text): lines.append("    " + text)
      case .missing(let text): lines.append("  - " + text)
      case .extra(let text): lines.append("  + " + text)
      }
    }
    let message = "\(Fault.shortened(statement)) prints something else"
    let text = lines.joined(separator: "\n") + "\n"
    add(.output, at: line.range, .failed, message, text)
    fail(at: line.range.start, message, text, isOfCheck: true)
    edit(expectation, to: printed, line)
    return true
  }

  private func fail(at place: Int, _ message: String, _ text: String, isOfCheck: Bool = false) {
    result.failures.append(Failure(line: line(of: place), message: message, text: text, isOfCheck: isOfCheck))
  }

  private func add(_ kind: Check.Kind, at range: SourceRange, _ outcome: Check.Outcome, _ message: String = "", _ text: String = "") {
    result.checks.append(
      Check(kind: kind, line: line(of: range.start), statement: statement(at: range), outcome: outcome, message: message, text: text))
  }

  /// Gives the time since the last line to the first check of this line.
  private func time(from firstOfLine: Int) {
    let now = clock.now
    if firstOfLine < result.checks.count { result.checks[firstOfLine].seconds = (now - lineStart).seconds }
    lineStart = now
  }

  /// The first line of a statement.
  private func statement(at range: SourceRange) -> String { source.text(range).split { $0.isNewline }.first.map(String.init) ?? "" }

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

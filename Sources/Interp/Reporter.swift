/// Turns the results, warnings and errors of statements into output, as text or as JSON Lines. It decides what is printed, and to which stream.
final class Reporter {
  var options: Interpreter.Options
  /// The command of the statement that runs or has failed. The JSON object of an error contains its name.
  var command: String?
  /// The messages of the warnings since the last line began to run.
  var lineWarnings: [String] = []
  /// The first line of the first fault that was reported, or nil without one.
  private(set) var firstReport: String?

  private unowned let executor: Executor
  private let write: (Interpreter.Stream, String) -> Void
  /// The JSON objects of the running statement. They wait until its warnings are known.
  private var pending: [[JSONField]] = []
  /// The warnings of the running statement, for its last JSON object.
  private var warnings: [JSONValue] = []

  /// Receives the results of the executor from now on.
  init(executor: Executor, options: Interpreter.Options, write: @escaping (Interpreter.Stream, String) -> Void) {
    (self.executor, self.options, self.write) = (executor, options, write)
    executor.sink = Executor.Sink(
      isJSON: options.json, event: { [unowned self] in emit($0) }, warning: { [unowned self] in warn($0, $1) },
      progress: options.showsProgress ? { [unowned self] in self.write(.progress, $0 ?? "") } : nil, picture: { [unowned self] in picture($0, $1) },
      pixels: { [unowned self] in pixels }, course: { [unowned self] in course },
      statementEnds: { [unowned self] in endStatement($0) })
  }

  // MARK: Results

  private func emit(_ event: any Event) {
    if options.json { return emitObject(event) }
    if event.isReport, !executor.reports { return }
    let lines = event.text(style)
    if hasCutWork { return }
    if !lines.isEmpty { write(stream(of: event), lines.joined(separator: "\n") + "\n") }
  }

  private func emitObject(_ event: any Event) {
    if event.isTextOnly || event.isSilentInBlocks && executor.blockDepth > 0 && !executor.reports { return }
    if let fields = event.fields() {
      let object = [JSONField("command", .string(event.command))] + fields
      if event.isImmediate, pending.isEmpty { return write(.verbatim, JSONWriter.line(object) + "\n") }
      pending.append(object)
    } else if !event.isReport || executor.reports {
      let text = event.text(style).joined(separator: "\n")
      if !text.isEmpty { pending.append([JSONField("command", .string(event.command)), JSONField("text", .string(text))]) }
    }
  }

  /// The pixels of the window, where the user and the terminal want pictures in pixels.
  private var pixels: (columns: Int, rows: Int)? {
    guard !options.json, !options.isSafe, executor.session.state.settings.asksForPixels else { return nil }
    return options.pixels?()
  }

  /// How a small curve is written; nil where `set plots` or the lack of a terminal says that there is none.
  private var course: (([Double]) -> String)? {
    guard !options.json, executor.session.state.settings.plots ?? (options.window != nil) else { return nil }
    return { [isUnicode = options.picture.isUnicode] in Sparkline.text($0, isUnicode: isUnicode) }
  }

  /// The lines of one of some pictures that share the window. A row is left for the progress line.
  private func picture(_ event: PlotEvent, _ count: Int) -> [String] {
    var style = self.style
    style.picture.rows = (style.picture.rows - 1) / max(count, 1)
    return event.text(style)
  }

  private var style: TextStyle {
    var picture = options.picture
    // The user may have changed the window since the statement began. A row stays free for the prompt.
    if let (columns, rows) = options.window?() { (picture.columns, picture.rows) = (columns, max(rows - 1, 1)) }
    return TextStyle(digits: executor.session.state.settings.digits, width: options.width, breaksSentences: options.breaksSentences, picture: picture)
  }

  /// Whether Ctrl-C cut the computation of the output short.
  private var hasCutWork: Bool { executor.session.interrupt.hasCutWork }

  /// Only a statement that was typed at the prompt is shown page by page.
  private func stream(of event: any Event) -> Interpreter.Stream {
    if event.isVerbatim { return .verbatim }
    let isPaged = event.mayBePaged && executor.isAtPrompt && executor.session.state.settings.usesPager && !options.isSafe
    return isPaged ? .pages : .standardOutput
  }

  private func endStatement(_ command: String?) {
    guard options.json else { return }
    if !warnings.isEmpty {
      if pending.isEmpty { pending.append([JSONField("command", .string(command ?? ""))]) }
      pending[pending.count - 1].append(JSONField("warnings", .array(warnings)))
      warnings.removeAll()
    }
    flush()
  }

  /// Writes the JSON objects that wait. A failed statement does not add its warnings to them.
  func flush() {
    for object in pending {
      let line = JSONWriter.line(object)
      if hasCutWork { break }
      write(.verbatim, line + "\n")
    }
    pending.removeAll()
    warnings.removeAll()
  }

  // MARK: Warnings, errors and echo

  func warn(_ warning: Warning, _ source: SourceText) {
    lineWarnings.append(warning.message)
    guard options.json else {
      let (line, column) = source.position(of: warning.range?.start ?? 0)
      write(.standardError, "\(source.name):\(line):\(column): warning: \(warning.message)\n")
      return
    }
    warnings.append(.object([JSONField("kind", .string(warning.kind.rawValue)), JSONField("message", .string(warning.message))]))
  }

  /// Prints an error, unless an inner file has already reported it.
  func report(_ fault: Fault, _ source: SourceText) {
    if fault.isReported { return }
    flush()
    if firstReport == nil { firstReport = FaultText.lines(fault, source)[0] }
    if options.json {
      write(.verbatim, JSONWriter.line(FaultText.fields(fault, source, command: fault.command ?? command)) + "\n")
    } else {
      write(.standardError, FaultText.lines(fault, source).joined(separator: "\n") + "\n")
    }
  }

  /// Prints the lines of the statements, as a user would have typed them.
  func echo(_ source: SourceText, from start: Int, _ statements: [Statement]) {
    guard let first = statements.first, let last = statements.last else { return }
    var end = last.range.end
    while end < source.characters.count, !source.characters[end].isNewline { end += 1 }
    var begin = first.range.start
    while begin > start, !source.characters[begin - 1].isNewline { begin -= 1 }
    let lines = source.text(SourceRange(begin, end)).split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() { write(.standardOutput, (index == 0 ? "nn> " : "... ") + line + "\n") }
  }
}

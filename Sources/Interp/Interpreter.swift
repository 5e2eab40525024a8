import Net

/// The language as a library: statements in, results out. The shell is an ordinary client of it.
///
/// Results go to `.standardOutput`, errors and warnings to `.standardError` (with `--json` everything to standard output),
/// progress to `.progress`. One interpreter holds one session; it is used from one thread.
public final class Interpreter {
  public struct Options {
    /// JSON Lines in place of text.
    public var json = false
    /// Columns of the window; 80 where there is none.
    public var width = 80
    /// Print each statement before its output, and report.
    public var echo = false
    /// Go on after an error.
    public var keepGoing = false
    /// `$1`, `$2` …
    public var arguments: [String] = []
    /// Whether long statements tell how far they are.
    public var showsProgress = false
    /// No file is written, none is read but those that the client hands over.
    public var isSafe = false

    public init() {}
  }

  public enum Stream: Sendable {
    case standardOutput, standardError
    /// Results that are written as they are: what `print` prints, and JSON, which has no letter that acts on a terminal.
    case verbatim
    /// A line that is rewritten; empty text takes it away.
    case progress
  }

  /// How a text ended.
  public struct Outcome: Equatable, Sendable {
    /// 0, or the status of the first error: 1, 3 or 130; after `quit N` it is N.
    public var status: Int32 = 0
    /// `quit` ran.
    public var quits = false
    /// It was given a status: that of an error before does not count.
    public var givesStatus = false
    /// A statement failed, or Ctrl-C stopped one: a script ends here.
    public var stops = false

    public init(status: Int32 = 0, quits: Bool = false, stops: Bool = false) {
      self.status = status
      self.quits = quits
      self.stops = stops
    }
  }

  public var options: Options
  /// Lines typed, oldest first: what `history` shows.
  public var history: [String] = []
  /// Set by the client's signal handler.
  public let interrupt: Interrupt
  let executor: Executor
  private let write: (Stream, String) -> Void
  /// Objects of the running statement, held back until its warnings are known.
  private var pending: [[JSONField]] = []
  private var warnings: [JSONValue] = []

  public init(options: Options = Options(), interrupt: Interrupt = Interrupt(), write: @escaping (Stream, String) -> Void) {
    self.options = options
    self.interrupt = interrupt
    self.write = write
    let commands = CommandRegistry.standard
    let session = Session(
      arguments: options.arguments, words: LanguageWords(commands: commands), steps: Timeline(), data: .flower(), interrupt: interrupt)
    session.isSafe = options.isSafe
    session.namedShape = { session, expression in (try? ShapeEvaluator(session).tree(expression, session.source))?.shape }
    if options.echo { session.state.settings.report = true }
    executor = Executor(
      session: session, commands: commands, sink: Executor.Sink(event: { _ in }, warning: { _, _ in }, progress: nil, statementEnds: { _ in }),
      makeReplay: Self.replay)
    executor.sink = Executor.Sink(
      isJSON: options.json, event: { [unowned self] in emit($0) }, warning: { [unowned self] in warn($0, $1) },
      progress: options.showsProgress ? { [unowned self] in self.write(.progress, $0 ?? "") } : nil, statementEnds: { [unowned self] in endStatement($0) })
    executor.historyLines = { [unowned self] in history }
    executor.runFile = { [unowned self] (path, call) throws(Fault) in try runFile(path, call) }
  }

  /// The two lines that the prompt begins with. Each fits a window of 80 columns.
  public func banner() -> String {
    let data = executor.session.state.data.current
    return "nnshell \(Version.number) with the \(data.name) set loaded: X \(data.X.shape), Y \(data.Y?.shape.description ?? "none").\n"
      + "Type init, then forward, backward, step. Type help for help, Ctrl-D to leave.\n"
  }

  /// Runs a script's text, or reports at which byte it is no text.
  @discardableResult
  public func run(_ script: ScriptText, name: String, firstLine: Int = 1, elseOnNextLine: Bool = true) -> Outcome {
    guard let fault = script.fault else { return run(script.text, name: name, firstLine: firstLine, elseOnNextLine: elseOnNextLine) }
    report(fault, SourceText(name: name, text: script.text, firstLine: firstLine), command: nil)
    return Outcome(status: fault.kind.status, stops: !options.keepGoing)
  }

  // MARK: Running

  /// Parses and runs a text line by line: a statement runs before the next line is read.
  @discardableResult
  public func run(_ text: String, name: String, firstLine: Int = 1, atPrompt: Bool = false, elseOnNextLine: Bool = true) -> Outcome {
    let source = SourceText(name: name, text: text, firstLine: firstLine)
    executor.isAtPrompt = atPrompt
    executor.scriptPath = name.hasPrefix("<") ? nil : FilePaths.real(name)
    var outcome = Outcome()
    do {
      try runLines(source, &outcome, atPrompt: atPrompt, elseOnNextLine: elseOnNextLine)
    } catch {
      report(error, source, command: nil)
      outcome.status = outcome.status == 0 ? error.kind.status : outcome.status
      outcome.stops = true
    }
    return outcome
  }

  /// Runs a text and tells of each of its lines what it did; a line that failed is reported unless `goesOn` says to go on.
  func run(_ source: SourceText, eachLine goesOn: @escaping (RanLine) -> Bool) {
    executor.isAtPrompt = false
    var outcome = Outcome()
    try? runLines(source, &outcome, atPrompt: false, elseOnNextLine: true, eachLine: goesOn)
  }

  func run(_ source: SourceText, goesOn: @escaping (Fault?) -> Bool) { run(source) { line in goesOn(line.fault) } }

  /// Digits, reports and echo as at the start: what a script set of them is its own affair.
  func resetOutputSettings() {
    let start = Settings()
    executor.session.state.settings.digits = start.digits
    executor.session.state.settings.report = start.report
    executor.session.state.settings.echo = start.echo
  }

  /// Hands on each line's statements with their place; runs nothing. Lines that cannot be read are passed over.
  func readLines(_ source: SourceText, _ body: ([Statement], SourceRange) -> Void) {
    var parser = Parser(source, context: executor.session.parserContext())
    while true {
      let start = parser.position
      do {
        guard let line = try parser.nextLine() else { return }
        if let first = line.first, let last = line.last { body(line, first.range.union(last.range)) }
      } catch {
        guard let next = OpenBrackets.nextLine(in: source, from: start, after: error.range?.start ?? start) else { return }
        parser = Parser(source, position: next, context: executor.session.parserContext())
      }
    }
  }

  /// Every syntax error of a text; runs nothing. Returns 0, or 1 where there is one.
  public func check(_ script: ScriptText, name: String) -> Int32 {
    let source = SourceText(name: name, text: script.text)
    if let fault = script.fault {
      report(fault, source, command: nil)
      return 1
    }
    var status: Int32 = 0
    var parser = Parser(source, context: executor.session.parserContext())
    while true {
      let start = parser.position
      do {
        guard try parser.nextLine() != nil else { return status }
      } catch {
        report(error, source, command: nil)
        status = 1
        guard let next = OpenBrackets.nextLine(in: source, from: start, after: error.range?.start ?? start) else { return status }
        parser = Parser(source, position: next, context: executor.session.parserContext())
      }
    }
  }

  /// Ends what the session holds open: the files of its traces. Called once, at the end.
  public func finish() { _ = executor.finishTraces() }

  /// Runs the lines; throws at the first fault unless the interpreter keeps going, or `eachLine` says to go on. Long computations listen to
  /// the session's interrupt meanwhile.
  private func runLines(
    _ source: SourceText, _ outcome: inout Outcome, atPrompt: Bool, elseOnNextLine: Bool, eachLine: ((RanLine) -> Bool)? = nil
  ) throws(Fault) {
    var reached = outcome
    defer { outcome = reached }
    try Interrupt.listening(to: interrupt) { () throws(Fault) in
      try runEachLine(source, &reached, atPrompt: atPrompt, elseOnNextLine: elseOnNextLine, eachLine: eachLine)
    }
  }

  private func runEachLine(
    _ source: SourceText, _ outcome: inout Outcome, atPrompt: Bool, elseOnNextLine: Bool, eachLine: ((RanLine) -> Bool)?
  ) throws(Fault) {
    func context() -> ParserContext {
      executor.session.parserContext(allowsAbbreviation: atPrompt, elseOnNextLine: elseOnNextLine && !atPrompt)
    }
    var parser = Parser(source, context: context())
    while true {
      if refusedHeader { parser = Parser(source, position: passOverBlock(source, from: parser.position), context: context()) }
      let start = parser.position
      var statements: [Statement] = []
      failedCommand = nil
      do {
        guard let line = try parser.nextLine() else { return }
        statements = line
        if executor.session.state.settings.echo || options.echo, !atPrompt, !options.json { echo(source, from: start, statements) }
        try run(statements, source, &outcome)
        if let eachLine, !eachLine(ranLine(statements, source, start)) { return }
        if outcome.quits { return }
      } catch {
        if error.kind == .syntax, !error.isIncomplete, let place = error.range?.start {
          let line = source.lineText(around: place)
          // A comment may follow the colon; within a text the sign of one is none.
          let code = line.contains { "\"'".contains($0) } ? line[...] : line.prefix { $0 != "#" }
          refusedHeader = code.last { !$0.isWhitespace } == ":"
        }
        if let eachLine {
          guard eachLine(ranLine(statements, source, start, error)) else { return }
        } else {
          guard options.keepGoing, error.kind != .interrupted, !atPrompt else { throw error }
          report(error, source, command: failedCommand)
          executor.log.writeOut()
          if outcome.status == 0 { outcome.status = error.kind.status }
        }
        guard parser.position <= start || error.kind == .syntax || !parser.isAtLineStart else { continue }
        guard let next = OpenBrackets.nextLine(in: source, from: start, after: max(error.range?.start ?? start, start)) else { return }
        parser = Parser(source, position: next, context: context())
      }
    }
  }

  /// A line of Python's that ends in a colon was refused: what is indented after it is its block, and is not run by itself.
  private var refusedHeader = false

  /// Where the first line begins that is not indented.
  private func passOverBlock(_ source: SourceText, from position: Int) -> Int {
    var place = position
    var first: SourceRange?
    while place < source.characters.count {
      let end = source.endOfLine(around: place)
      let line = source.characters[place..<end]
      if let letter = line.first(where: { !$0.isWhitespace }), letter == line.first {
        refusedHeader = false
        break
      }
      if first == nil, !line.allSatisfy(\.isWhitespace) { first = SourceRange(place, end) }
      place = min(end + 1, source.characters.count)
    }
    if let first { warn(Warning(kind: "note", message: Warning.blockPassedOver(), range: first), source) }
    return place
  }

  /// Messages of the warnings since the last line.
  private var lineWarnings: [String] = []

  private func ranLine(_ statements: [Statement], _ source: SourceText, _ start: Int, _ fault: Fault? = nil) -> RanLine {
    if let first = statements.first, let last = statements.last {
      return RanLine(statements: statements, range: first.range.union(last.range), warnings: lineWarnings, fault: fault)
    }
    // What could not be read goes to the end of its line; what is never closed, to the end of the line that opens it.
    let end =
      fault?.isIncomplete == true
      ? source.endOfLine(around: fault?.range?.start ?? start)
      : OpenBrackets.nextLine(in: source, from: start, after: max(fault?.range?.start ?? start, start)).map { $0 - 1 } ?? source.characters.count
    var begin = start
    while begin < end, source.characters[begin].isWhitespace { begin += 1 }
    return RanLine(statements: [], range: SourceRange(begin, end), warnings: lineWarnings, fault: fault)
  }

  private var failedCommand: String?
  /// The status of the first error that a sourced file went on after: the statement that sourced it takes it over.
  private var statusOfFiles: Int32 = 0

  private func takeStatusOfFiles(_ outcome: inout Outcome) {
    if outcome.status == 0, !outcome.givesStatus { outcome.status = statusOfFiles }
    statusOfFiles = 0
  }

  private func run(_ statements: [Statement], _ source: SourceText, _ outcome: inout Outcome) throws(Fault) {
    let outer = executor.source
    executor.source = source
    defer { executor.source = outer }
    if executor.sourceStack.isEmpty { lineWarnings = [] }
    for statement in statements {
      failedCommand = statement.commandName
      let mark = executor.log.mark(executor.session)
      executor.partial = []
      executor.sourced = nil
      defer { takeStatusOfFiles(&outcome) }
      let flow: Executor.Flow
      do {
        flow = try executor.run(statement)
        executor.log(statement, since: mark)
      } catch {
        executor.logFailed(statement, since: mark)
        executor.blockDepth = 0
        flushPending()
        try executor.settleTraces(statement, fails: true)
        throw error
      }
      try executor.settleTraces(statement)
      if case .quit(let status) = flow {
        outcome.status = status ?? outcome.status
        outcome.givesStatus = status != nil
        outcome.quits = true
        return
      }
    }
  }

  private func runFile(_ path: String, _ call: CommandCall) throws(Fault) {
    // Of a file that cannot be read nothing ran, whatever ran of the one before.
    executor.sourced = nil
    let script: ScriptText
    do throws(Fault) {
      script = try ScriptText(path: path)
    } catch {
      throw error.located(call.arguments[0].range)
    }
    let source = SourceText(name: path, text: script.text)
    let outer = (executor.isAtPrompt, executor.blockDepth, executor.loopDepth)
    (executor.isAtPrompt, executor.blockDepth, executor.loopDepth) = (false, 0, 0)
    defer { (executor.isAtPrompt, executor.blockDepth, executor.loopDepth) = outer }
    var outcome = Outcome()
    defer { if statusOfFiles == 0, !outcome.givesStatus { statusOfFiles = outcome.status } }
    executor.log.openFile()
    do throws(Fault) {
      if let fault = script.fault { throw fault }
      try runLines(source, &outcome, atPrompt: false, elseOnNextLine: true)
      executor.sourced = executor.log.closeFile()
    } catch {
      executor.sourced = executor.log.closeFile()
      if error.isReported { throw error.passedThrough(path) }
      report(error, source, command: failedCommand)
      var passed = error
      passed.isReported = true
      throw passed.passedThrough(path)
    }
    executor.flow = outcome.quits ? .quit(outcome.givesStatus ? outcome.status : nil) : .normal
  }

  // MARK: Output

  private var style: TextStyle {
    TextStyle(digits: executor.session.state.settings.digits, width: options.width)
  }

  private func emit(_ event: any Event) {
    guard options.json else {
      if event.isReport, !executor.reports { return }
      let lines = event.text(style)
      if interrupt.hasCutWork { return }
      if !lines.isEmpty { write(event is PrintEvent ? .verbatim : .standardOutput, lines.joined(separator: "\n") + "\n") }
      return
    }
    if event is CostEvent { return }
    let printsCosts = (event as? TrainEvent)?.printsCosts ?? false
    let silentInBlocks = event.isReport && !printsCosts || event is AssertEvent
    if executor.blockDepth > 0, silentInBlocks, !executor.reports { return }
    if let fields = event.fields() {
      let object = [JSONField("command", .string(event.command))] + fields
      if event.isImmediate, pending.isEmpty { return write(.verbatim, JSONWriter.line(object) + "\n") }
      pending.append(object)
    } else if !event.isReport || executor.reports {
      let text = event.text(style).joined(separator: "\n")
      if !text.isEmpty { pending.append([JSONField("command", .string(event.command)), JSONField("text", .string(text))]) }
    }
  }

  private func warn(_ warning: Warning, _ source: SourceText) {
    lineWarnings.append(warning.message)
    guard options.json else {
      let (line, column) = source.position(of: warning.range?.start ?? 0)
      write(.standardError, "\(source.name):\(line):\(column): warning: \(warning.message)\n")
      return
    }
    warnings.append(.object([JSONField("kind", .string(warning.kind)), JSONField("message", .string(warning.message))]))
  }

  private func endStatement(_ command: String?) {
    guard options.json else { return }
    if !warnings.isEmpty {
      if pending.isEmpty { pending.append([JSONField("command", .string(command ?? ""))]) }
      pending[pending.count - 1].append(JSONField("warnings", .array(warnings)))
      warnings.removeAll()
    }
    flushPending()
  }

  private func flushPending() {
    for object in pending {
      let line = JSONWriter.line(object)
      if interrupt.hasCutWork { break }
      write(.verbatim, line + "\n")
    }
    pending.removeAll()
    warnings.removeAll()
  }

  /// The first line of the first fault that was reported.
  private(set) var firstReport: String?

  private func report(_ fault: Fault, _ source: SourceText, command: String?) {
    if fault.isReported { return }
    flushPending()
    if firstReport == nil { firstReport = FaultText.lines(fault, source)[0] }
    if options.json {
      write(.verbatim, JSONWriter.line(FaultText.fields(fault, source, command: fault.command ?? command ?? failedCommand)) + "\n")
    } else {
      write(.standardError, FaultText.lines(fault, source).joined(separator: "\n") + "\n")
    }
  }

  private func echo(_ source: SourceText, from start: Int, _ statements: [Statement]) {
    guard let first = statements.first, let last = statements.last else { return }
    var end = last.range.end
    while end < source.characters.count, !source.characters[end].isNewline { end += 1 }
    var begin = first.range.start
    while begin > start, !source.characters[begin - 1].isNewline { begin -= 1 }
    let lines = source.text(SourceRange(begin, end)).split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() { write(.standardOutput, (index == 0 ? "nn> " : "... ") + line + "\n") }
  }
}

extension Interpreter: Replay {
  var session: Session { executor.session }

  /// A session for `record`: it keeps no log and writes no file.
  private static func replay(_ interrupt: Interrupt, _ showsProgress: Bool, _ tell: @escaping (String) -> Void) -> any Replay {
    var options = Options()
    options.showsProgress = showsProgress
    let replay = Interpreter(options: options, interrupt: interrupt) { stream, text in
      if stream == .progress { tell(text) }
    }
    replay.executor.log.isOn = false
    replay.executor.writesFiles = false
    return replay
  }
}

/// What a line of a script did.
struct RanLine {
  /// Empty where the line could not be read.
  var statements: [Statement]
  /// From its first statement to the end of its last.
  var range: SourceRange
  var warnings: [String]
  var fault: Fault?
}

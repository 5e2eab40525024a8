import Net

/// The language as a library. It runs statements and passes their output to its client. The shell is one such client.
///
/// Results go to `.standardOutput` or `.verbatim`, errors and warnings to `.standardError`, and progress to `.progress`. With JSON, errors and
/// warnings also go to `.verbatim`. An interpreter holds one session and must be used from one thread.
public final class Interpreter {
  /// The options of an interpreter.
  public struct Options {
    /// Whether the output is JSON Lines, not text.
    public var json = false
    /// The width of the window in columns, or 80 without a window.
    public var width = 80
    /// Whether long sentences of results are broken at the width, as a terminal needs.
    public var breaksSentences = false
    /// How pictures are drawn.
    public var picture = PictureStyle()
    /// The pixels of the window, where the terminal answers that it draws sixels; nil where it does not. Without a window it is never asked.
    public var pixels: (() -> (columns: Int, rows: Int)?)?
    /// The columns and rows of the window now; nil without a window.
    public var window: (() -> (columns: Int, rows: Int))?
    /// Whether each statement is printed before its output. It also switches reports on.
    public var echo = false
    /// Whether a text goes on after an error. Ctrl-C still ends it.
    public var keepGoing = false
    /// The arguments of the script: `$1`, `$2` …
    public var arguments: [String] = []
    /// Whether long statements show a progress line.
    public var showsProgress = false
    /// Whether statements may neither read nor write files.
    public var isSafe = false

    public init() {}
  }

  /// The kind of a piece of output.
  public enum Stream: Sendable {
    case standardOutput, standardError
    /// Results that the client writes unchanged. They are the output of `print`, and JSON, which contains no character that controls a terminal.
    case verbatim
    /// A result that a terminal may show page by page, where it is longer than the window.
    case pages
    /// A progress line, which replaces the one before. An empty text removes it.
    case progress
  }

  /// How a text ended.
  public struct Outcome: Equatable, Sendable {
    /// 0, or the exit status of the first error: 1, 3 or 130. After `quit N` it is N.
    public var status: Int32 = 0
    /// Whether `quit` ended the text.
    public var quits = false
    /// Whether `quit` had a status. The status of an earlier error then does not count.
    public var givesStatus = false
    /// Whether an error or Ctrl-C ended the text. A script ends there.
    public var stops = false

    public init(status: Int32 = 0, quits: Bool = false, stops: Bool = false) {
      self.status = status
      self.quits = quits
      self.stops = stops
    }
  }

  /// The options. Only `width`, `picture` and `keepGoing` may be changed later.
  public var options: Options {
    get { reporter.options }
    set { reporter.options = newValue }
  }
  /// The lines that the user typed, oldest first. `history` shows them.
  public var history: [String] = []
  /// The flag that the client's signal handler sets.
  public let interrupt: Interrupt
  let executor: Executor
  let reporter: Reporter

  /// An interpreter with a new session, which holds the flower data set.
  /// - Parameters:
  ///   - interrupt: the flag that stops a running statement.
  ///   - write: receives the output.
  public convenience init(options: Options = Options(), interrupt: Interrupt = Interrupt(), write: @escaping (Stream, String) -> Void) {
    self.init(options: options, interrupt: interrupt, commands: .standard, write: write)
  }

  /// The same with other commands. A test adds one.
  convenience init(
    options: Options = Options(), interrupt: Interrupt = Interrupt(), commands: CommandRegistry, write: @escaping (Stream, String) -> Void
  ) {
    let session = Session(
      arguments: options.arguments, words: LanguageWords(commands: commands), steps: Timeline(), data: .flower(), interrupt: interrupt)
    session.isSafe = options.isSafe
    session.namedShape = { session, expression in (try? ShapeEvaluator(session).tree(expression, session.source))?.shape }
    if options.echo { session.state.settings.report = true }
    self.init(session, options: options, commands: commands, write: write)
  }

  /// An interpreter of a given session.
  init(_ session: Session, options: Options, commands: CommandRegistry, write: @escaping (Stream, String) -> Void) {
    interrupt = session.interrupt
    executor = Executor(
      session: session, commands: commands, sink: Executor.Sink(event: { _ in }, warning: { _, _ in }, progress: nil, statementEnds: { _ in }),
      makeReplay: { Self.replay(commands, $0, $1, $2) }, makeSeparate: { Self.separate(commands, $0) })
    reporter = Reporter(executor: executor, options: options, write: write)
    executor.historyLines = { [unowned self] in history }
    executor.runFile = { [unowned self] (path, call) throws(Fault) in try runFile(path, call) }
  }

  /// The two lines that the prompt begins with. Each fits a window of 80 columns.
  public func banner() -> String {
    let data = executor.session.state.data.current
    return "nnshell \(Version.number) with the \(data.name) set loaded: X \(data.X.shape), Y \(data.Y?.shape.description ?? "none").\n"
      + "Type init, then forward, backward, step. Type help for help, Ctrl-D to leave.\n"
  }

  /// Every command, topic, function, setting and quantity as Markdown: the text of docs/reference.md.
  public static var reference: String { Reference.markdown(CommandRegistry.standard) }

  /// Runs the text of a script. If its bytes are no text, nothing runs, and the place of the first wrong byte is reported.
  /// - Parameters:
  ///   - name: the name of the script in messages.
  ///   - firstLine: the number of its first line in messages.
  ///   - elseOnNextLine: whether `else` may begin the line after a `}`.
  @discardableResult
  public func run(_ script: ScriptText, name: String, firstLine: Int = 1, elseOnNextLine: Bool = true) -> Outcome {
    guard let fault = script.fault else { return run(script.text, name: name, firstLine: firstLine, elseOnNextLine: elseOnNextLine) }
    reporter.report(fault, SourceText(name: name, text: script.text, firstLine: firstLine))
    return Outcome(status: fault.kind.status, stops: !options.keepGoing)
  }

  // MARK: Running

  /// Parses and runs a text line by line. The statements of a line run before the next line is parsed. Errors are reported.
  /// - Parameters:
  ///   - name: the name of the text in messages. If it does not begin with `<`, it is the path of a file.
  ///   - firstLine: the number of its first line in messages.
  ///   - atPrompt: whether the user typed the text at the prompt. Words may then be shortened, and reports are on by default.
  ///   - elseOnNextLine: whether `else` may begin the line after a `}`. At the prompt it may not.
  @discardableResult
  public func run(_ text: String, name: String, firstLine: Int = 1, atPrompt: Bool = false, elseOnNextLine: Bool = true) -> Outcome {
    let source = SourceText(name: name, text: text, firstLine: firstLine)
    executor.isAtPrompt = atPrompt
    executor.scriptPath = name.hasPrefix("<") ? nil : FilePaths.real(name)
    executor.readsStandardInput = atPrompt || name == "<stdin>"
    var outcome = Outcome()
    do {
      try runLines(source, &outcome, atPrompt: atPrompt, elseOnNextLine: elseOnNextLine)
    } catch {
      reporter.report(error, source)
      outcome.status = outcome.status == 0 ? error.kind.status : outcome.status
      outcome.stops = true
    }
    return outcome
  }

  /// Runs a text. After each line, `goesOn` receives what the line did, and returns whether the run goes on. A fault of a line is not reported.
  func run(_ source: SourceText, eachLine goesOn: @escaping (RanLine) -> Bool) {
    executor.isAtPrompt = false
    var outcome = Outcome()
    try? runLines(source, &outcome, atPrompt: false, elseOnNextLine: true, eachLine: goesOn)
  }

  func run(_ source: SourceText, goesOn: @escaping (Fault?) -> Bool) { run(source) { line in goesOn(line.fault) } }

  /// Sets digits, reports and echo to their values at the start, because a script may have changed them.
  func resetOutputSettings() {
    let start = Settings()
    executor.session.state.settings.digits = start.digits
    executor.session.state.settings.report = start.report
    executor.session.state.settings.echo = start.echo
  }

  /// Passes the statements of each line and their range to `body`. Nothing runs. Empty lines and lines with a syntax error are left out.
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

  /// Reports every syntax error of a script. Nothing runs.
  /// - Returns: 0, or 1 where there is an error.
  public func check(_ script: ScriptText, name: String) -> Int32 {
    let source = SourceText(name: name, text: script.text)
    if let fault = script.fault {
      reporter.report(fault, source)
      return 1
    }
    var status: Int32 = 0
    var parser = Parser(source, context: executor.session.parserContext())
    while true {
      let start = parser.position
      do {
        guard try parser.nextLine() != nil else { return status }
      } catch {
        reporter.report(error, source)
        status = 1
        guard let next = OpenBrackets.nextLine(in: source, from: start, after: error.range?.start ?? start) else { return status }
        parser = Parser(source, position: next, context: executor.session.parserContext())
      }
    }
  }

  /// Completes and closes the files of the session's traces. The client calls it once, at the end.
  public func finish() { _ = executor.finishTraces() }

  /// Runs the lines of a text. Meanwhile, long computations obey the session's interrupt.
  /// - Throws: the first fault, unless the interpreter keeps going. With `eachLine`, no fault is thrown.
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
      reporter.command = nil
      do {
        guard let line = try parser.nextLine() else { return }
        statements = line
        if executor.session.state.settings.echo || options.echo, !atPrompt, !options.json { reporter.echo(source, from: start, statements) }
        try run(statements, source, &outcome)
        if let eachLine, !eachLine(ranLine(statements, source, start)) { return }
        if outcome.quits { return }
      } catch {
        if error.kind == .syntax, !error.isIncomplete, let place = error.range?.start {
          let line = source.lineText(around: place)
          // A comment may follow the colon. In a line with quotes, `#` may be part of a text, so nothing is cut off there.
          let code = line.contains { "\"'".contains($0) } ? line[...] : line.prefix { $0 != "#" }
          refusedHeader = code.last { !$0.isWhitespace } == ":"
        }
        if let eachLine {
          guard eachLine(ranLine(statements, source, start, error)) else { return }
        } else {
          guard options.keepGoing, error.kind != .interrupted, !atPrompt else { throw error }
          reporter.report(error, source)
          executor.log.writeOut()
          if outcome.status == 0 { outcome.status = error.kind.status }
        }
        guard parser.position <= start || error.kind == .syntax || !parser.isAtLineStart else { continue }
        guard let next = OpenBrackets.nextLine(in: source, from: start, after: max(error.range?.start ?? start, start)) else { return }
        parser = Parser(source, position: next, context: context())
      }
    }
  }

  /// Whether the last line had a syntax error and ended in a colon, as a block of Python begins. The indented lines after it must not run alone.
  private var refusedHeader = false

  /// Skips indented lines and gives a note. Returns the start of the first line that is not indented, or the end of the text.
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
    if let first { reporter.warn(Warning(kind: .note, message: Warning.blockPassedOver(), range: first), source) }
    return place
  }

  private func ranLine(_ statements: [Statement], _ source: SourceText, _ start: Int, _ fault: Fault? = nil) -> RanLine {
    if let first = statements.first, let last = statements.last {
      return RanLine(statements: statements, range: first.range.union(last.range), warnings: reporter.lineWarnings, fault: fault)
    }
    // A line with a syntax error ends at its newline. If a bracket or a text is never closed, the line that opens it is the whole range.
    let end =
      fault?.isIncomplete == true
      ? source.endOfLine(around: fault?.range?.start ?? start)
      : OpenBrackets.nextLine(in: source, from: start, after: max(fault?.range?.start ?? start, start)).map { $0 - 1 } ?? source.characters.count
    var begin = start
    while begin < end, source.characters[begin].isWhitespace { begin += 1 }
    // Nothing ran, so the warnings are those of an earlier line.
    return RanLine(statements: [], range: SourceRange(begin, end), warnings: [], fault: fault)
  }

  /// The status of the first error in a sourced file that went on after it. The statement with `source` takes this status over.
  private var statusOfFiles: Int32 = 0

  private func takeStatusOfFiles(_ outcome: inout Outcome) {
    if outcome.status == 0, !outcome.givesStatus { outcome.status = statusOfFiles }
    statusOfFiles = 0
  }

  private func run(_ statements: [Statement], _ source: SourceText, _ outcome: inout Outcome) throws(Fault) {
    let outer = executor.source
    executor.source = source
    defer { executor.source = outer }
    if executor.sourceStack.isEmpty { reporter.lineWarnings = [] }
    for statement in statements {
      reporter.command = statement.commandName
      let mark = executor.log.mark(executor.session)
      executor.partial = []
      executor.sourced = nil
      defer { takeStatusOfFiles(&outcome) }
      let flow: Executor.Flow
      let stepsMade = executor.session.timeline.stepsMade
      do {
        flow = try executor.run(statement)
        executor.drawAfterSteps(since: stepsMade, statement)
        executor.log(statement, since: mark)
      } catch {
        executor.logFailed(statement, since: mark)
        executor.blockDepth = 0
        reporter.flush()
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
    // If this file cannot be read, no statement of it ran. The list may still hold those of the file before.
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
      reporter.report(error, source)
      var passed = error
      passed.isReported = true
      throw passed.passedThrough(path)
    }
    executor.flow = outcome.quits ? .quit(outcome.givesStatus ? outcome.status : nil) : .normal
  }
}

/// The effect of one line of a script.
struct RanLine {
  /// The statements of the line. The list is empty where the line has a syntax error.
  var statements: [Statement]
  /// The range from the first statement to the end of the last.
  var range: SourceRange
  /// The messages of the warnings.
  var warnings: [String]
  var fault: Fault?
}

import Net

/// `trace E, … to=FILE` writes one row a step to a file.
struct TraceCommand: Command {
  let name = "trace"
  let group = CommandGroup.eachStep
  let usage = "trace E, … to=FILE [every=N], trace off"
  let summary = "write values to a file, one row for each step"
  let details = [
    "trace J, W1 to=run.csv writes t, J and W1 after each step to a .csv, .jsonl or .npz file. trace off ends all traces. A bare trace lists them.",
    "every=N writes a row only where t is divisible by N. All digits are written, so that reading gives the same numbers.",
    "The file is complete after each statement, and after Ctrl-C too.",
  ]
  let cautions = [
    "A trace ends with a warning where the shape of an expression changes. The rows before stay.",
    "Where the disk is full, the training goes on and an error follows. The rows before stay.",
  ]
  let otherWords = ["record values", "log", "export"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 0, atMost: 100),
    options: [
      .init("to", .word, "the file to write: .csv, .jsonl or .npz", files: ["csv", "jsonl", "npz"]),
      .init("every", .expression, "write a row only where t is divisible by this number"),
    ])
  let example = CommandExample("init seed=2", "trace J, W1, norm(dW1) to=run.csv", "train 100", "trace off")
  // It checks everything before it opens a file. It does not open a closed file again.
  let isAtomic = true
  let completes = CompletionKind.names
  let words = ["off"]

  func writesFile(_ call: CommandCall) -> Bool { true }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let session = executor.session
    let arguments = Arguments(call, executor)
    let expressions = arguments.expressions
    let target = try arguments.word(option: "to")
    if call.options.isEmpty, expressions.isEmpty { return executor.emit(TextEvent(name, lines(session.state.watching.traces))) }
    if call.options.isEmpty, expressions.count == 1, expressions[0].plainName == "off" { return try off(executor) }
    guard let target else { throw Fault.traceWithoutFile().located(call.nameRange) }
    guard !expressions.isEmpty else { throw Fault.traceWithoutExpression().located(call.nameRange) }
    let every = try arguments.integer(option: "every", in: 1...1_000_000_000_000) ?? 1
    var observed: [Observed] = []
    for expression in expressions {
      let item = Observed(expression, executor.source)
      if item.name == "t" || observed.contains(where: { $0.name == item.name }) { throw Fault.tracedTwice(item.name).located(expression.range) }
      let value = try session.presentValue(item) { (session) throws(Fault) in try item.value(in: session, isDefined: false) }
      if let value, value.asMatrix == nil { throw Fault.traceTakesNumbers(item.name, value).located(expression.range) }
      observed.append(item)
    }
    let trace = try open(target.word, target.range, observed, every, executor)
    session.state.watching.traces.append(trace)
    executor.emit(
      TextEvent(
        name, ["trace of t, \(observed.map(\.name).joined(separator: ", ")) to \(target.word)\(every > 1 ? ", every \(every) steps" : "")"], isReport: true))
  }

  private func open(_ word: String, _ range: SourceRange, _ observed: [Observed], _ every: Int, _ executor: Executor) throws(Fault) -> Trace {
    guard let opener = Trace.opener(word) else { throw Fault.traceFormat(word).located(range) }
    do throws(Fault) {
      let path = try executor.session.writable(word)
      let identity = Trace.identity(path)
      if executor.session.state.watching.traces.contains(where: { $0.path == path || $0.identity == identity }) { throw .tracedFile(word) }
      do { return Trace(path: path, observed: observed, every: every, file: try opener(path)) } catch { throw Fault.data(error, path) }
    } catch {
      throw error.located(range)
    }
  }

  private func off(_ executor: Executor) throws(Fault) {
    let traces = executor.finishTraces()
    executor.emit(TextEvent(name, traces.isEmpty ? ["no traces"] : lines(traces), isReport: true))
    for trace in traces {
      if case .file(let reason)? = trace.ending {
        throw .traceFailed(trace.path, reason, lastStep: trace.lastStep, now: executor.session.state.steps, kept: trace.leftover)
      }
    }
  }

  private func lines(_ traces: [Trace]) -> [String] {
    if traces.isEmpty { return ["no traces"] }
    return TextTable.lines(
      traces.map { trace in
        let rows = "\(trace.rows) row\(trace.rows == 1 ? "" : "s")" + (trace.lastStep.map { ", the last of step \($0)" } ?? "")
        return [trace.path, rows, "t, " + trace.observed.map(\.name).joined(separator: ", "), trace.every > 1 ? "every \(trace.every) steps" : ""]
      }, [.left])
  }
}

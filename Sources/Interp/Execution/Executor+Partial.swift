import Net

/// What of a block had run when it failed, in statements that do it again.
///
/// `partial` is built on the way out: the statement that failed begins it, and each block and loop around puts before it what it had done.
extension Executor {
  private var writer: StatementWriter { StatementWriter(source, session.words, arguments: session.arguments, written: session.filesWritten) }

  func written(_ statement: Statement) -> String { writer.text(statement) }

  /// The statement with another text in one place.
  func written(_ statement: Statement, replacing range: SourceRange, by text: String) -> String {
    writer.text(statement, replacing: (range, text))
  }

  /// As `written`, for later.
  func writing(_ statement: Statement, replacing range: SourceRange) -> (Int) -> String {
    let writer = writer
    return { writer.text(statement, replacing: (range, String($0))) }
  }

  private func written(_ expression: Expression) -> String { writer.text(expression) }

  /// The statements of a block before the one that failed.
  func ran(_ statements: ArraySlice<Statement>) {
    guard log.isOn else { return }
    partial = statements.map(written) + partial
  }

  /// Conditions that were evaluated on the way and drew: a statement that draws again stands for each.
  func ran(conditions: [Expression]) {
    guard log.isOn else { return }
    partial = conditions.map { "if \(written($0)) { }" } + partial
  }

  /// Statements that evaluate numbers and leave nothing but their draws.
  func drawing(_ numbers: [Expression]) -> [String] { numbers.map { "if (\(written($0))) == 0 { }" } }

  /// The whole turns of a loop, and what the last one began with.
  func ran(_ turns: Turns, of loop: Statement) {
    guard log.isOn else { return }
    var lines: [String] = []
    var begin: [String] = []
    var body: [Statement] = []
    func block(_ head: String, _ lines: [String]) -> String { head + " {\n" + lines.joined(separator: "\n") + "\n}" }
    switch loop.kind {
    case .repeatLoop(let count, let statements):
      body = statements
      if turns.headDraws { lines = drawing([count]) }
      if turns.done > 0 { lines.append(block("repeat \(turns.done)", body.map(written))) }
    case .whileLoop(let condition, let statements):
      body = statements
      let turn = turns.headDraws ? [block("if \(written(condition))", body.map(written))] : body.map(written)
      if turns.done > 0 { lines = [block("repeat \(turns.done)", turn)] }
      if turns.isInBody, turns.headDraws { begin = ["if \(written(condition)) { }"] }
    case .forLoop(let name, _, let range, let statements):
      body = statements
      switch range {
      case .range(let start, let step, let end):
        if turns.headDraws { lines = drawing([start, end, step].compactMap { $0 }) }
        if turns.done > 0, let numbers = turns.numbers {
          let last = numbers.first + Double(turns.done - 1) * numbers.stride
          let parts = [numbers.first, last] + (numbers.stride == 1 ? [] : [numbers.stride])
          lines.append(block("for \(name) in \(parts.map { StatementWriter.literal($0) }.joined(separator: ":"))", body.map(written)))
        }
      case .columns(let expression):
        let whole = written(expression)
        if turns.done > 0 {
          lines = [block("for \(name) in (\(whole))[:,1:\(turns.done)]", body.map(written))]
        } else if turns.isInBody, turns.headDraws {
          lines = ["for \(name) in \(whole) { break }"]
        }
      }
      if turns.isInBody, let value = turns.value(turns.done) { begin = ["\(name) = \(StatementWriter.literal(value))"] }
    default: return
    }
    var last = begin + partial
    if !partial.isEmpty, body.contains(where: \.leavesLoop) { last = begin + [block("repeat 1", partial)] }
    partial = lines + last
  }
}

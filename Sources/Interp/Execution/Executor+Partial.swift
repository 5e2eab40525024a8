import Net

/// The statements that repeat the finished part of a failed block.
///
/// `partial` is built from the inside out, while the fault passes through the blocks. The failed statement begins it. Then each block and loop around it
/// adds its finished statements in front.
extension Executor {
  private var writer: StatementWriter { StatementWriter(source, session.words, arguments: session.arguments, written: session.filesWritten) }

  /// The statement as a recording writes it.
  func written(_ statement: Statement) -> String { writer.text(statement) }

  /// The same with `text` in place of one part of the statement.
  func written(_ statement: Statement, replacing range: SourceRange, by text: String) -> String {
    writer.text(statement, replacing: (range, text))
  }

  /// A function that writes the statement with a number in place of one part. It still works when the source of the executor has changed.
  func writing(_ statement: Statement, replacing range: SourceRange) -> (Int) -> String {
    let writer = writer
    return { writer.text(statement, replacing: (range, String($0))) }
  }

  private func written(_ expression: Expression) -> String { writer.text(expression) }

  /// Adds the statements of a block before the failed one.
  func ran(_ statements: ArraySlice<Statement>) {
    guard log.isOn else { return }
    partial = statements.map(written) + partial
  }

  /// Adds a statement for each evaluated condition that drew random numbers. The statement draws them again.
  func ran(conditions: [Expression]) {
    guard log.isOn else { return }
    partial = conditions.map { "if \(written($0)) { }" } + partial
  }

  /// Statements that evaluate these numbers again. They only repeat the random draws.
  func drawing(_ numbers: [Expression]) -> [String] { numbers.map { "if (\(written($0))) == 0 { }" } }

  /// Adds the whole turns of a loop, and the beginning of the turn that failed.
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

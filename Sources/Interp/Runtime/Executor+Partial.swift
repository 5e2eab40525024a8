import Net

/// What of a block had run when it failed, in statements that do it again.
///
/// `partial` is built on the way out: the statement that failed begins it, and each block and loop around puts before it what it had done.
extension Executor {
  private var writer: StatementWriter { StatementWriter(source, arguments: session.arguments, written: filesWritten) }

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

  /// A condition that was evaluated on the way: only where it drew numbers does that leave a trace.
  func ran(condition: Expression) {
    guard log.isOn, draws(condition) else { return }
    partial = ["if \(written(condition)) { }"] + partial
  }

  /// The whole turns of a loop, and what the last one began with.
  /// - Parameters:
  ///   - isInBody: whether a turn was under way, not the question whether there is another.
  ///   - numbers: of a loop over numbers the first and the distance to the next.
  ///   - value: what the variable of a `for` was at the beginning of a turn, counted from 0.
  func ran(turns: Int, of loop: Statement, isInBody: Bool, numbers: (first: Double, stride: Double)?, value: (Int) -> Value?) {
    guard log.isOn else { return }
    var lines: [String] = []
    var begin: [String] = []
    var body: [Statement] = []
    func block(_ head: String, _ lines: [String]) -> String { head + " {\n" + lines.joined(separator: "\n") + "\n}" }
    switch loop.kind {
    case .repeatLoop(_, let statements):
      body = statements
      if turns > 0 { lines = [block("repeat \(turns)", body.map(written))] }
    case .whileLoop(let condition, let statements):
      body = statements
      let turn = draws(condition) ? [block("if \(written(condition))", body.map(written))] : body.map(written)
      if turns > 0 { lines = [block("repeat \(turns)", turn)] }
      if isInBody, draws(condition) { begin = ["if \(written(condition)) { }"] }
    case .forLoop(let name, _, let range, let statements):
      body = statements
      switch range {
      case .range:
        if turns > 0, let numbers {
          let last = numbers.first + Double(turns - 1) * numbers.stride
          let parts = [numbers.first, last] + (numbers.stride == 1 ? [] : [numbers.stride])
          lines = [block("for \(name) in \(parts.map { StatementWriter.literal($0) }.joined(separator: ":"))", body.map(written))]
        }
      case .columns(let expression):
        let whole = written(expression)
        if turns > 0 {
          lines = [block("for \(name) in (\(whole))[:,1:\(turns)]", body.map(written))]
        } else if isInBody, draws(expression) {
          lines = ["for \(name) in \(whole) { break }"]
        }
      }
      if isInBody, let value = value(turns) { begin = ["\(name) = \(StatementWriter.literal(value))"] }
    default: return
    }
    var last = begin + partial
    if !partial.isEmpty, body.contains(where: \.leavesLoop) { last = begin + [block("repeat 1", partial)] }
    partial = lines + last
  }

  private func draws(_ expression: Expression) -> Bool { expression.draws }
}

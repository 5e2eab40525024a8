import Net

/// An expression that is looked at after each step, with the text that it was typed in.
///
/// Looking changes nothing: what an expression draws is given back, and its warnings are dropped.
struct Observed: Sendable {
  let expression: Expression
  let source: SourceText
  /// As typed; line ends and runs of blanks are one blank.
  let name: String

  init(_ expression: Expression, _ source: SourceText) {
    (self.expression, self.source) = (expression, source)
    name = source.text(expression.range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Its value in a session. A fault has no place: the expression does not stand in the line that runs.
  func value(in session: Session) throws(Fault) -> Value {
    try reading(session) { (evaluator) throws(Fault) in try evaluator.evaluate(expression) }
  }

  /// Whether it is true, as a condition; a fault has no place.
  func holds(in session: Session) throws(Fault) -> Bool {
    try reading(session) { (evaluator) throws(Fault) in try evaluator.condition(expression) }
  }

  /// Its value as `show` prints it; rows and columns of a part keep their own numbers.
  func shown(in session: Session) throws(Fault) -> ValueEvent {
    try reading(session) { (evaluator) throws(Fault) in
      let value = try evaluator.evaluate(expression)
      return ValueEvent(command: "show", name: name, value: value).labelled(evaluator, expression)
    }
  }

  private func reading<Result>(_ session: Session, _ read: (Evaluator) throws(Fault) -> Result) throws(Fault) -> Result {
    let (outer, generator, seed, warnings) = (session.source, session.state.generator, session.state.seed, session.warnings.count)
    session.source = source
    defer {
      session.source = outer
      (session.state.generator, session.state.seed) = (generator, seed)
      session.warnings.removeLast(session.warnings.count - warnings)
    }
    do throws(Fault) {
      return try read(Evaluator(session))
    } catch {
      var fault = error
      fault.range = nil
      throw fault
    }
  }
}

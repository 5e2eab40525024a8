import Net

extension Observed {
  /// The value of the expression in a session. The generator, the seed and the warnings of the session stay as they were.
  /// - Parameter isDefined: whether the expression was defined by an earlier statement. A fault then has no place in the running text.
  /// - Throws: a `Fault` where the expression cannot be evaluated in the session.
  func value(in session: Session, isDefined: Bool = true) throws(Fault) -> Value {
    try reading(session, isDefined) { (evaluator) throws(Fault) in try evaluator.evaluate(expression) }
  }

  /// Whether the expression is true as a condition. It is evaluated as in `value`.
  func holds(in session: Session, isDefined: Bool = true) throws(Fault) -> Bool {
    try reading(session, isDefined) { (evaluator) throws(Fault) in try evaluator.condition(expression) }
  }

  /// The value as `show` prints it. The rows and columns of a part keep their own numbers. It is evaluated as in `value`.
  func shown(in session: Session, isDefined: Bool = true) throws(Fault) -> ValueEvent {
    try reading(session, isDefined) { (evaluator) throws(Fault) in
      let value = try evaluator.evaluate(expression)
      return ValueEvent(command: "show", name: name, value: value).labelled(evaluator, expression)
    }
  }

  private func reading<Result>(_ session: Session, _ isDefined: Bool, _ read: (Evaluator) throws(Fault) -> Result) throws(Fault) -> Result {
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
      if isDefined { fault.range = nil }
      throw fault
    }
  }
}

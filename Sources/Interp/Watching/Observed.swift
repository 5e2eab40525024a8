import Net

/// An expression that is looked at after each step, with the text that it was typed in.
///
/// Looking changes nothing: what an expression draws is given back, and its warnings are dropped. A fault has a place only where the line
/// that runs is the one that the expression stands in: where it is defined.
struct Observed: Sendable {
  let expression: Expression
  let source: SourceText
  /// As typed, on one line and without needless blanks.
  let name: String

  init(_ expression: Expression, _ source: SourceText) {
    (self.expression, self.source) = (expression, source)
    name = source.oneLine(expression.range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Its value in a session.
  func value(in session: Session, isDefined: Bool = true) throws(Fault) -> Value {
    try reading(session, isDefined) { (evaluator) throws(Fault) in try evaluator.evaluate(expression) }
  }

  /// Whether it is true, as a condition.
  func holds(in session: Session, isDefined: Bool = true) throws(Fault) -> Bool {
    try reading(session, isDefined) { (evaluator) throws(Fault) in try evaluator.condition(expression) }
  }

  /// Its value as `show` prints it; rows and columns of a part keep their own numbers.
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

extension Executor {
  /// What `display` and `watch` do with their arguments: each is tried, then all are added and told of; without any the list is shown.
  func observe(_ call: CommandCall, _ list: @autoclosure () -> [(number: Int, name: String)], none: String, add: (Observed, ValueEvent?) -> Int) throws(Fault) {
    let observed = Arguments(call, self).expressions.map { Observed($0, source) }
    if observed.isEmpty {
      let rows = list().map { ["\($0.number)", $0.name] }
      return emit(TextEvent(call.name, rows.isEmpty ? [none] : Table.lines(rows, [.right, .left])))
    }
    let shown = try observed.map { (item) throws(Fault) in
      try session.presentValue(item) { (session) throws(Fault) in try item.shown(in: session, isDefined: false) }
    }
    for (item, value) in zip(observed, shown) {
      let number = add(item, value)
      emit(ObservedEvent(command: call.name, heading: "\(call.name) \(number)", name: item.name, shown: value, note: ", from the next step on"))
    }
  }
}

/// `assert C` fails where the condition does not hold.
struct AssertCommand: Command {
  let name = "assert"
  let group = CommandGroup.flow
  let usage = "assert C [tol=] [\"message\"]"
  let summary = "fail where a condition does not hold"
  let details = [
    "A script ends there with status 3. The message, if you give one, is part of the error.",
    "tol= is the absolute tolerance of every == and != in the condition.",
  ]
  let cautions = [
    "A number is no condition. For a matrix of truth values, all entries must be true."
  ]
  let otherWords = ["test", "verify", "ensure"]
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 2), options: [.init("tol", .expression, "the absolute tolerance of == and !=")], isCheck: true)
  let example = CommandExample("assert 0.1 + 0.2 == 0.3 tol=1e-12 \"sums agree\"")
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    // The message may come before or after tol=.
    var expressions = arguments.expressions
    let evaluator = Evaluator(executor.session)
    if let (value, range) = try arguments.number(option: "tol") {
      guard value >= 0 else { throw Fault.optionNumber("tol", value, "0 or more").located(range) }
      evaluator.tolerance = value
    }
    var message: String?
    if expressions.count == 2 {
      guard case .text(let text) = try Evaluator(executor.session).evaluate(expressions.removeLast()) else {
        throw Fault.tooManyArguments(name, usage, found: Token(kind: .end, range: call.arguments[1].range, followsBlank: true))
      }
      message = text
    }
    let condition = expressions[0]
    guard try evaluator.condition(condition) else {
      throw Fault.assertionFails(executor.text(condition.range), message, evidence: evidence(condition, executor)).located(condition.range)
    }
    executor.emit(AssertEvent())
  }

  /// The numbers on both sides of a comparison. For matrices they are those of the first entry that fails.
  private func evidence(_ condition: Expression, _ executor: Executor) -> String? {
    guard case .comparison(let operands, _, _) = condition.kind else { return nil }
    let evaluator = Evaluator(executor.session)
    let values = operands.compactMap { try? evaluator.evaluate($0) }
    guard values.count == operands.count else { return nil }
    let names = operands.map { executor.text($0.range) }
    let numbers = values.compactMap(\.number)
    if numbers.count == values.count {
      let told = zip(operands, zip(names, numbers)).filter { !$0.0.isPlainNumber }
      return told.isEmpty ? nil : told.map { "\($0.1.0) is \(NumberFormat.shortest($0.1.1))" }.joined(separator: ", ")
    }
    guard case .booleans(let truth)? = try? evaluator.evaluate(condition), let place = truth.elements.firstIndex(of: 0) else { return nil }
    let (row, column) = (place / truth.columns, place % truth.columns)
    let entries = zip(names, values).compactMap { name, value -> String? in
      guard let matrix = value.asMatrix, matrix.rows > 0, matrix.columns > 0 else { return nil }
      return "\(name) is \(NumberFormat.shortest(matrix[matrix.rows == 1 ? 0 : row, matrix.columns == 1 ? 0 : column]))"
    }
    let count = truth.elements.filter { $0 == 0 }.count
    return "\(count) of \(truth.elements.count) entries; at [\(row + 1),\(column + 1)] " + entries.joined(separator: ", ")
  }
}

/// The result of an `assert` that holds. It prints nothing as text.
struct AssertEvent: Event {
  let command = "assert"
  let isSilentInBlocks = true
  func text(_ style: TextStyle) -> [String] { [] }
  func fields() -> [JSONField]? { [JSONField("ok", .boolean(true))] }
}

/// `assert C`: fails where the condition does not hold.
struct AssertCommand: Command {
  let name = "assert"
  let group = CommandGroup.flow
  let usage = "assert C [tol=] [\"message\"]"
  let summary = "fail (status 3) where the condition does not hold; tol= is the absolute tolerance of its == and !="
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 1, atMost: 2), options: [.init("tol", .expression, "absolute tolerance of == and !=")])
  let example = CommandExample("assert 0.1 + 0.2 == 0.3 tol=1e-12 \"sums agree\"")
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    // The message may stand before or after tol=.
    var expressions = arguments.expressions
    let evaluator = Evaluator(executor.session)
    if let (value, range) = try arguments.number(option: "tol") {
      guard value >= 0 else { throw Fault.optionNumber("tol", value, "0 or more").located(range) }
      evaluator.tolerance = value
    }
    var message: String?
    if expressions.count == 2 {
      guard case .text(let text) = try Evaluator(executor.session).evaluate(expressions.removeLast()) else {
        throw Fault.tooManyArguments(name, found: Token(kind: .end, range: call.arguments[1].range, followsBlank: true))
      }
      message = text
    }
    let condition = expressions[0]
    guard try evaluator.condition(condition) else {
      throw Fault.assertionFails(executor.text(condition.range), message, evidence: evidence(condition, executor)).located(condition.range)
    }
    executor.emit(AssertEvent())
  }

  /// Both sides of a comparison of numbers.
  private func evidence(_ condition: Expression, _ executor: Executor) -> String? {
    guard case .comparison(let operands, _, _) = condition.kind else { return nil }
    let values = operands.compactMap { operand -> String? in
      guard let number = try? Evaluator(executor.session).evaluate(operand).number else { return nil }
      return "\(executor.text(operand.range)) is \(NumberFormat.shortest(number))"
    }
    return values.count == operands.count ? values.joined(separator: ", ") : nil
  }
}

import Net

/// `print E, …`
struct PrintCommand: Command {
  let name = "print"
  let group = CommandGroup.flow
  let usage = "print E, …"
  let summary = "the values on one line, joined by blanks; {E} and {E:.4f} in \"text\" are replaced"
  let details = ["{{ prints a brace. A format has width, precision and one of f e g d %."]
  let syntax = CommandSyntax(arguments: .expressions(atLeast: 0, atMost: 1000))
  let example = CommandExample("print \"m is {m}, alpha {alpha:.3f}\"", output: ["m is 400, alpha 0.100"])
  let completes = CompletionKind.names

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let parts = try Arguments(call, executor).expressions.map { (expression) throws(Fault) -> String in
      if case .text(let text) = expression.kind {
        // Places inside the text are not places of the line: the fault points at the whole text.
        do throws(Fault) { return try fill(text, executor) } catch { throw Fault(error.kind, error.message, hint: error.hint, expression.range) }
      }
      return plain(try Evaluator(executor.session).evaluate(expression), executor)
    }
    executor.emit(PrintEvent(line: parts.joined(separator: " ")))
  }

  /// A value in a line of text.
  private func plain(_ value: Value, _ executor: Executor) -> String {
    let digits = executor.session.state.settings.digits
    switch value {
    case .scalar(let number): return NumberFormat.significant(number, digits)
    case .boolean(let truth): return truth ? "True" : "False"
    case .text(let text): return text
    case .extent(let shape): return shape?.description ?? "()"
    case .matrix(let matrix), .booleans(let matrix):
      if matrix.elements.count > 100 { return "\(matrix.shape) matrix" }
      let rows = matrix.nested.map { row in
        "[" + row.map { value.isBoolean ? ($0 != 0 ? "True" : "False") : NumberFormat.significant($0, digits) }.joined(separator: ", ") + "]"
      }
      return matrix.rows == 1 ? rows[0] : "[" + rows.joined(separator: ", ") + "]"
    }
  }

  /// The text with `{E}` and `{E:format}` replaced.
  private func fill(_ text: String, _ executor: Executor) throws(Fault) -> String {
    var result = ""
    let characters = Array(text)
    var place = 0
    while place < characters.count {
      let next = characters[place]
      place += 1
      guard next == "{" else {
        // }} prints one brace, as in Python; a single one prints itself.
        if next == "}", place < characters.count, characters[place] == "}" { place += 1 }
        result.append(next)
        continue
      }
      if place < characters.count, characters[place] == "{" {
        result.append("{")
        place += 1
        continue
      }
      guard let end = characters[place...].firstIndex(of: "}") else { throw .printBrace() }
      result += try replacement(String(characters[place..<end]), executor)
      place = end + 1
    }
    return result
  }

  private func replacement(_ inside: String, _ executor: Executor) throws(Fault) -> String {
    var depth = 0
    var colon: String.Index?
    for index in inside.indices {
      if "([".contains(inside[index]) { depth += 1 }
      if ")]".contains(inside[index]) { depth -= 1 }
      if inside[index] == ":", depth == 0 { colon = index }
    }
    let source = SourceText(name: "text", text: String(inside[..<(colon ?? inside.endIndex)]))
    var parser = Parser(source, context: executor.parserContext())
    let expression = try parser.wholeExpression()
    let outer = executor.source
    executor.source = source
    defer { executor.source = outer }
    let value = try Evaluator(executor.session).evaluate(expression)
    guard let colon else { return plain(value, executor) }
    let specification = String(inside[inside.index(after: colon)...])
    guard let number = value.number else { throw .notNumber("a formatted value", value) }
    guard let formatted = NumberFormat.formatted(number, specification) else { throw .printFormat(specification) }
    return formatted
  }
}

extension Parser {
  /// An expression and nothing after it.
  mutating func wholeExpression() throws(Fault) -> Expression {
    let result = try expression()
    let end = try peek()
    guard end.kind == .end || end.kind == .newline else { throw .expected("the end of the expression", found: end) }
    return result
  }
}

extension Executor {
  /// What the parser asks of this session.
  func parserContext(allowsAbbreviation: Bool = false, elseOnNextLine: Bool = true) -> ParserContext {
    let session = session
    return ParserContext(
      syntax: CommandRegistry.syntax, commandNames: CommandRegistry.names,
      isKnownName: { name in
        Names.reserved(name, session.nameContext) != nil || session.state.variables[name] != nil || Names.alias(name, session.nameContext) != nil
          || Functions.named(name) != nil || Activations.named(name) != nil || name == "ans"
      }, allowsAbbreviation: allowsAbbreviation, elseOnNextLine: elseOnNextLine)
  }
}

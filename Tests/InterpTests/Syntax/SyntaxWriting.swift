@testable import Interp

extension Expression {
  /// The tree as text: every operator in round brackets of its own. What binds tightest (indices, calls, `.T`) has none.
  var written: String {
    switch kind {
    case .number(let value): NumberFormat.shortest(value)
    case .text(let text): "\"\(text)\""
    case .argument(let index): "$\(index)"
    case .name(let name): name
    case .matrix(let rows): "[" + rows.map { $0.map(\.written).joined(separator: ", ") }.joined(separator: "; ") + "]"
    case .index(let base, let items): "\(base.written)[\(items.map(\.written).joined(separator: ", "))]"
    case .unit(let base, let unit): "\(base.written)unit\(unit)"
    case .example(let base, let which): "\(base.written)⁽\(which.written)⁾"
    case .call(let callee, let arguments): "\(callee.written)(\(Self.written(arguments)))"
    case .method(let base, let name, let arguments): "\(base.written).\(name)(\(Self.written(arguments)))"
    case .transpose(let base): base.written + ".T"
    case .shapeOf(let base): base.written + ".shape"
    case .derivative(let base): base.written + "'"
    case .unary(let operation, let base): "(\(operation.rawValue)\(base.written))"
    case .binary(.implicitProduct, let left, let right, _): "(\(left.written) joined \(right.written))"
    case .binary(let operation, let left, let right, _): "(\(left.written) \(operation.rawValue) \(right.written))"
    case .comparison(let operands, let operators, _):
      "(" + operands[0].written + zip(operators, operands.dropFirst()).map { " \($0.rawValue) \($1.written)" }.joined() + ")"
    case .and(let left, let right): "(\(left.written) and \(right.written))"
    case .or(let left, let right): "(\(left.written) or \(right.written))"
    case .not(let base): "(not \(base.written))"
    }
  }

  private static func written(_ arguments: [CallArgument]) -> String {
    arguments.map { ($0.keyword.map { $0 + "=" } ?? "") + $0.value.written }.joined(separator: ", ")
  }

  /// The expression and all within it.
  var nodes: [Expression] { [self] + kind.children.flatMap(\.nodes) }
}

extension IndexItem {
  fileprivate var written: String {
    switch self {
    case .single(let expression): expression.written
    case .slice(let start, let end, let step, _):
      (start?.written ?? "") + ":" + (end?.written ?? "") + (step.map { ":" + $0.written } ?? "")
    }
  }
}

extension Statement {
  /// The statement as text. Words and paths are in ‹ ›, blocks in braces.
  var written: String {
    switch kind {
    case .command(let call): call.written
    case .expression(let expression): expression.written
    case .equation(let sides): sides.map(\.written).joined(separator: " = ")
    case .augmented(let target, let operation, let value, _): "\(target.written) \(operation.rawValue)= \(value.written)"
    case .unpacking(let targets, let values): "\(Self.list(targets)) from \(Self.list(values))"
    case .shuffle(let target): "shuffle \(target.written)"
    case .conditional(let branches, let otherwise):
      branches.map { "if \($0.condition.written) \(Self.block($0.body))" }.joined(separator: " else ") + (otherwise.map { " else \(Self.block($0))" } ?? "")
    case .whileLoop(let condition, let body): "while \(condition.written) \(Self.block(body))"
    case .forLoop(let name, _, .columns(let matrix), let body): "for \(name) in \(matrix.written) \(Self.block(body))"
    case .forLoop(let name, _, .range(let start, let step, let end), let body):
      "for \(name) from \(start.written) to \(end.written)\(step.map { " by \($0.written)" } ?? "") \(Self.block(body))"
    case .repeatLoop(let count, let body): "repeat \(count.written) \(Self.block(body))"
    case .leave: "break"
    case .proceed: "continue"
    case .time(let statement): "time \(statement.written)"
    case .block(let body): Self.block(body)
    case .importLine(let text): "‹\(text)›"
    }
  }

  private static func list(_ items: [Expression]) -> String { items.map(\.written).joined(separator: ", ") }
  fileprivate static func block(_ body: [Statement]) -> String { body.isEmpty ? "{ }" : "{ \(body.map(\.written).joined(separator: "; ")) }" }

  /// The expressions that stand in it, without those of the statements in its blocks.
  var expressions: [Expression] {
    switch kind {
    case .command(let call): call.arguments.flatMap(\.expressions) + call.options.compactMap(\.expression)
    case .expression(let expression), .shuffle(let expression), .whileLoop(let expression, _), .repeatLoop(let expression, _): [expression]
    case .equation(let sides): sides
    case .augmented(let target, _, let value, _): [target, value]
    case .unpacking(let targets, let values): targets + values
    case .conditional(let branches, _): branches.map(\.condition)
    case .forLoop(_, _, .columns(let matrix), _): [matrix]
    case .forLoop(_, _, .range(let start, let step, let end), _): [start, end] + [step].compactMap(\.self)
    case .time, .block, .leave, .proceed, .importLine: []
    }
  }

  /// The statement and all in its blocks.
  var nodes: [Statement] {
    let inner: [Statement] =
      switch kind {
      case .conditional(let branches, let otherwise): branches.flatMap(\.body) + (otherwise ?? [])
      case .whileLoop(_, let body), .repeatLoop(_, let body), .forLoop(_, _, _, let body), .block(let body): body
      case .time(let statement): [statement]
      case .command(let call): call.block ?? []
      default: []
      }
    return [self] + inner.flatMap(\.nodes)
  }
}

extension CommandCall {
  fileprivate var written: String {
    let parts = arguments.map(\.written) + options.map { "\($0.name)=\($0.written)" }
    let block = block.map { " " + Statement.block($0) } ?? ""
    return parts.isEmpty ? "<\(name)\(block)>" : "<\(name) \(parts.joined(separator: " | "))\(block)>"
  }
}

extension CommandArgument {
  fileprivate var written: String {
    switch kind {
    case .expression(let expression): expression.written
    case .word(let word): "‹\(word)›"
    case .layer(let size, let activation): "layer \(size.written)\(activation.map { ":" + $0.written } ?? "")"
    case .binding(let target, .expression(let value)): "\(target.written) said \(value.written)"
    case .binding(let target, .file(let path, _)): "\(target.written) said ‹\(path)›"
    case .place(.name(let name)): "place ‹\(name)›"
    case .place(.step(let step)): "step \(step.written)"
    case .place(.stepOf(let branch, let step)): "place ‹\(branch)› step \(step.written)"
    case .place(.when(let condition)): "when \(condition.written)"
    case .command(let call): call.written
    case .choice(let target, let values): "\(target.written) takes \(values.map(\.written).joined(separator: ", "))"
    }
  }

  fileprivate var expressions: [Expression] {
    switch kind {
    case .expression(let expression), .place(.step(let expression)), .place(.stepOf(_, let expression)), .place(.when(let expression)): [expression]
    case .layer(let size, let activation): [size] + [activation].compactMap(\.self)
    case .binding(let target, .expression(let value)): [target, value]
    case .binding(let target, .file): [target]
    case .command(let call): call.arguments.flatMap(\.expressions)
    case .choice(let target, let values): [target] + values.compactMap(\.expression)
    case .word, .place(.name): []
    }
  }
}

extension ChosenValue {
  fileprivate var written: String {
    switch kind {
    case .number(let number): NumberFormat.shortest(number)
    case .text(let text): "‹\(text)›"
    case .expression(let expression): expression.written
    }
  }

  fileprivate var expression: Expression? { if case .expression(let expression) = kind { expression } else { nil } }
}

extension CommandOption {
  fileprivate var written: String {
    switch value {
    case .expression(let expression): expression.written
    case .word(let word): "‹\(word)›"
    case .argument(let index): "‹$\(index)›"
    case .list(let items): items.map { ($0.isExcluded ? "-" : "") + ($0.isQuoted ? "‹“\($0.text)”›" : "‹\($0.text)›") }.joined(separator: ",")
    }
  }

  fileprivate var expression: Expression? { if case .expression(let expression) = value { expression } else { nil } }
}

/// What the parser asks, as a session with a network of two layers and the variables `v` and `k` answers it.
func tableContext(atPrompt: Bool = false, elseOnNextLine: Bool = true) -> ParserContext {
  ParserContext(
    words: LanguageWords(commands: .standard),
    isKnownName: { name in
      let names = Names.Context(depth: 2)
      return ["v", "k"].contains(name) || Names.reserved(name, names) != nil || Names.alias(name, names) != nil || Functions.named(name) != nil
    }, allowsAbbreviation: atPrompt, elseOnNextLine: elseOnNextLine)
}

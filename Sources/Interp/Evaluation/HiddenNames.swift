import Net

/// Variables that hide a spelling of the notes. For example, after `W = [1, 2; 3, 4]`, `W[1]` is row 1 of the variable.
struct HiddenNames {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// The fault with a sentence added to its hint, if the statement indexes or calls such a variable. Otherwise the same fault.
  func explain(_ fault: Fault, _ statement: Statement) -> Fault {
    if let range = fault.range, fault.kind == .shape || fault.kind == .claim, let columns = session.columnsOfBatch(range, statement) {
      return fault.adding(hint: columns)
    }
    guard [.shape, .claim, .index, .value].contains(fault.kind), !session.state.variables.isEmpty else { return fault }
    // For loops and `if` only the head is searched. The statements in its block have explained their own faults.
    let spoken = statement.expressions.filter { part in fault.range.map { $0.start < part.range.end && part.range.start < $0.end } ?? true }
    guard let sentence = spoken.lazy.compactMap(sentence).first else { return fault }
    return fault.adding(hint: sentence)
  }

  private func sentence(_ expression: Expression) -> String? {
    switch expression.kind {
    case .index(let base, let items):
      if let name = base.plainName, items.count == 1, case .single(let item) = items[0], let layered = hiddenBase(name) {
        return sentence(name, layered, item)
      }
    case .call(let callee, _):
      if let name = callee.plainName, let layered = hiddenBase(name) { return Fault.hiddenName(name, layered) }
    // In `a[1]2` the bracket always contains a layer, even if there is a variable.
    case .unit: return nil
    default: break
    }
    return expression.kind.children.lazy.compactMap(sentence).first
  }

  /// The base of the layers' names, if a variable hides the spelling with brackets. Otherwise nil.
  private func hiddenBase(_ name: String) -> String? {
    guard session.state.variables[name] != nil, Names.reserved(name, session.nameContext) == nil else { return nil }
    return name == "g" ? "g" : Names.layered(name)?.rawValue
  }

  private func sentence(_ name: String, _ layered: String, _ item: Expression) -> String? {
    var number: Double?
    if case .number(let value) = item.kind { number = value }
    if let variable = item.plainName { number = session.state.variables[variable]?.number }
    guard let number, let layer = Int(exactly: number) else { return Fault.hiddenName(name, layered) }
    let first = layered == "A" || layered == "n" ? 0 : 1
    guard (first...max(first, session.state.network?.depth ?? 1_000_000)).contains(layer) else { return nil }
    let isRow = layer > 0 && session.state.variables[name]?.shape.map { $0.rows > 1 } ?? false
    return Fault.hiddenName(name, layered, layer: layer, isRow: isRow)
  }
}

extension Statement {
  /// The expressions of the statement itself, without those in its blocks.
  var expressions: [Expression] {
    switch kind {
    case .command(let call):
      call.arguments.flatMap(\.expressions) + call.options.compactMap { if case .expression(let expression) = $0.value { expression } else { nil } }
    case .expression(let expression): [expression]
    case .equation(let sides): sides
    case .augmented(let target, _, let operand, _): [target, operand]
    case .unpacking(let targets, let values): targets + values
    case .shuffle(let target): [target]
    case .conditional(let branches, _): branches.map(\.condition)
    case .whileLoop(let condition, _), .repeatLoop(let condition, _): [condition]
    case .forLoop(_, _, .columns(let matrix), _): [matrix]
    case .forLoop(_, _, .range(let start, let step, let end), _): [start, step, end].compactMap { $0 }
    case .leave, .proceed, .time, .block, .importLine: []
    }
  }
}

extension CommandArgument {
  fileprivate var expressions: [Expression] {
    switch kind {
    case .expression(let expression), .binding(let expression, .file): [expression]
    case .binding(let target, .expression(let value)): [target, value]
    case .layer(let size, _): [size]
    case .place(.step(let expression)), .place(.stepOf(_, let expression)), .place(.when(let expression)): [expression]
    case .choice(_, let values): values.compactMap { if case .expression(let expression) = $0.kind { expression } else { nil } }
    case .command(let call): call.arguments.flatMap(\.expressions)
    case .word, .place(.name): []
    }
  }
}

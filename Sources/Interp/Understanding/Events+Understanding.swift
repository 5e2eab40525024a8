import Net

/// The output of `explain`: a quantity, an activation, a loss, or an entry with its arithmetic.
struct ExplainEvent: Event {
  let command = "explain"
  /// The name as the user typed it.
  let name: String
  let formula: String
  /// Whether the formula is only the right side, so that `name = ` must stand before it.
  var isRightSide = false
  /// The shape; nil for a scalar, an entry and a function.
  var shape: Shape?
  /// The lines that explain the formula and the shape.
  let derivation: [String]
  /// The pass that is explained; nil where it belongs to the present parameters.
  let heading: String?
  var entry: EntryEvent?

  func text(_ style: TextStyle) -> [String] {
    let head = heading.map { [$0 + ":"] } ?? []
    if let entry, entry.explanation.entry.quantity.kind != .J { return style.fitting(head + entry.text(style)) }
    let title = isRightSide ? "\(name) = \(formula)" : formula.contains(" = ") ? formula : "\(name): \(formula)"
    let whole = (head + [title + (shape.map { "   \($0)" } ?? "")] + derivation).flatMap { TextTable.wrapped($0, width: style.width) }
    return whole + style.fitting(entry?.text(style) ?? [])
  }

  func fields() -> [JSONField]? {
    var fields = [
      JSONField("name", .string(name)), JSONField("formula", .string(formula)), JSONField("shape", .shape(shape)),
      JSONField("derivation", .array(derivation.map { .string($0) })),
    ]
    if let heading { fields.append(JSONField("heading", .string(heading))) }
    return fields + (entry?.fields() ?? [])
  }
}

/// The arithmetic of an entry, with the entries from which it follows.
struct EntryEvent: Sendable {
  /// The arithmetic of an entry that is a factor above.
  struct Expansion: Sendable {
    let explanation: EntryExplanation
    /// How many levels it lies below the entry itself, from 1.
    let level: Int
  }

  let explanation: EntryExplanation
  let expansions: [Expansion]
  /// The most terms that are printed for each sum.
  let shown: Int
  /// The last step, where it changed this parameter.
  let update: ParameterUpdate?
  /// The names of a single unit, where the user typed them.
  var spelling: UnitSpelling?

  /// The lines of the entry. After a step, a parameter has the lines of its update.
  func text(_ style: TextStyle) -> [String] {
    let lines = lines(style)
    return spelling.map { lines.map($0.names) } ?? lines
  }

  private func lines(_ style: TextStyle) -> [String] {
    let entry = explanation.entry
    if let update { return update.lines(entry, style) }
    let text = EntryText(style: style, shown: shown)
    return text.lines(explanation)
      + expansions.flatMap { expansion in text.lines(expansion.explanation).map { String(repeating: "  ", count: expansion.level) + $0 } }
  }

  /// The fields for JSON, with all terms.
  func fields() -> [JSONField] {
    let fields = layeredFields()
    return spelling.map { own in fields.map { JSONField(own.names($0.name), $0.value.mappingTexts(own.names)) } } ?? fields
  }

  private func layeredFields() -> [JSONField] {
    var fields = Self.arithmetic(explanation, value: update?.value(explanation.entry) ?? explanation.value)
    if explanation.isFrozen { fields.append(JSONField("frozen", .boolean(true))) }
    if explanation.activation != nil { fields.append(JSONField("z", .number(explanation.total))) }
    if let update {
      fields.append(JSONField("update", .object(update.numbers.map { JSONField($0.name, .number($0.value)) })))
    }
    if !expansions.isEmpty {
      let entries = expansions.map(\.explanation).map {
        JSONField($0.entry.name, .object([JSONField("formula", .string($0.formula))] + Self.arithmetic($0, value: $0.value)))
      }
      fields.append(JSONField("expansions", .object(entries)))
    }
    return fields
  }

  private static func arithmetic(_ explanation: EntryExplanation, value: Double) -> [JSONField] {
    [
      JSONField("value", .number(value)), JSONField("terms", .array(explanation.terms.map(term))), JSONField("scale", .number(explanation.scale.value)),
      JSONField("offset", .number(explanation.offset?.value ?? 0)),
    ]
  }

  private static func term(_ term: EntryExplanation.Term) -> JSONValue {
    let factors = term.factors.map { JSONValue.object([JSONField("name", .string($0.name)), JSONField("value", .number($0.value))]) }
    return .object([
      JSONField("factors", .array(factors)), JSONField("value", .number(term.value)), JSONField("example", term.example.map { .integer($0) } ?? .null),
      JSONField("index", term.index.map { .integer($0) } ?? .null),
    ])
  }
}

/// The output of `derive`: the steps of the chain rule.
struct DeriveEvent: Event {
  let command = "derive"
  let steps: [Derivation.Step]
  /// The gradient to derive; nil for the whole pass with one line for each equation.
  let target: Quantity?
  /// The example whose numbers are printed, from 1.
  let example: Int
  /// The pass that is derived; nil where it belongs to the present parameters.
  let heading: String?

  func text(_ style: TextStyle) -> [String] {
    let head = heading.map { [$0 + ":"] } ?? []
    guard target != nil else {
      let rows = steps.map { ["\($0.symbol) = \($0.rule)", "\($0.names) = \($0.shape)", $0.isOfCost ? "of J" : "of L"] }
      return style.fitting(head + TextTable.lines(rows, [.left]))
    }
    return style.fitting(head + steps.flatMap { lines($0, style) })
  }

  private func lines(_ step: Derivation.Step, _ style: TextStyle) -> [String] {
    let indent = String(repeating: " ", count: step.symbol.count)
    var lines = ["\(step.symbol) = \(step.rules[0])   \(step.names) = \(step.shape)"]
    lines += step.rules.dropFirst().map { "\(indent) = \($0)" }
    if let note = step.note { lines += TextTable.wrapped("  " + note, width: style.width) }
    return lines + numbers(step, style)
  }

  /// The equation with numbers. For dW and db these are what one example adds, and the sum over all.
  private func numbers(_ step: Derivation.Step, _ style: TextStyle) -> [String] {
    let arithmetic = step.arithmetic
    let name = step.entry.name
    if step.isOfCost {
      let term = arithmetic.terms[example - 1]
      let factors = ["1/\(arithmetic.terms.count)"] + term.factors.map { EntryExplainer.number($0.value, style.digits) }
      let all = "all \(arithmetic.terms.count) together \(name) = \(style.number(arithmetic.value))"
      return [
        "  example \(example) adds 1/m · \(term.names) = \(factors.joined(separator: " · ")) = \(style.number(arithmetic.scale.value * term.value)); \(all)"
      ]
    }
    let chain =
      step.chain.map { ["\(name) = " + $0.map { EntryExplainer.number($0, style.digits) }.joined(separator: " · ") + " by the chain rule, and"] } ?? []
    return (chain + EntryText(style: style, shown: 3).lines(arithmetic)).map { "  " + $0 }
  }

  func fields() -> [JSONField]? {
    let list = steps.map { step in
      JSONValue.object([
        JSONField("symbol", .string(step.symbol)), JSONField("rule", .string(step.rule)), JSONField("shape", .shape(step.shape)),
        JSONField("name", .string(step.entry.name)), JSONField("value", .number(step.arithmetic.value)),
        JSONField("note", step.note.map { .string($0) } ?? .null),
      ])
    }
    return (heading.map { [JSONField("heading", .string($0))] } ?? []) + [JSONField("steps", .array(list))]
  }
}

extension Derivation.Step {
  /// Whether the step is a derivative of J, as dW and db are. dA and dZ are derivatives of the L of one example.
  var isOfCost: Bool { entry.quantity.kind == .dW || entry.quantity.kind == .db }
}

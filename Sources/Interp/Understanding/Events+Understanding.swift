import Net

/// `explain`: a quantity, an activation or a loss, and of an entry its arithmetic.
struct ExplainEvent: Event {
  let command = "explain"
  /// As typed.
  let name: String
  let formula: String
  /// Whether the formula is what the name equals, not a whole equation or a word.
  var isRightSide = false
  /// nil for a scalar and a function.
  var shape: Shape?
  let derivation: [String]
  /// Which pass is spoken of, where it is not that of the present parameters.
  let heading: String?
  var entry: EntryEvent?

  func text(_ style: TextStyle) -> [String] {
    let head = heading.map { [$0 + ":"] } ?? []
    if let entry, entry.explanation.entry.quantity.kind != .J { return head + entry.text(style) }
    let title = isRightSide ? "\(name) = \(formula)" : formula.contains(" = ") ? formula : "\(name): \(formula)"
    let whole = (head + [title + (shape.map { "   \($0)" } ?? "")] + derivation).flatMap { TextTable.wrapped($0, width: style.width) }
    return whole + (entry?.text(style) ?? [])
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

/// What the step that was just made did to a parameter: after = before - alpha · gradient; after = before where it was frozen.
struct ParameterUpdate: Sendable {
  let before: Double
  let alpha: Double
  let gradient: Double
  let after: Double
  let isFrozen: Bool
}

/// The arithmetic of an entry.
struct EntryEvent: Sendable {
  /// A factor written out in turn.
  struct Expansion: Sendable {
    let explanation: EntryExplanation
    /// How far below the entry itself.
    let level: Int
  }

  let explanation: EntryExplanation
  let expansions: [Expansion]
  /// Terms shown of each sum.
  let shown: Int
  let update: ParameterUpdate?
  /// The names of one unit, where these were typed.
  var spelling: UnitSpelling?

  func text(_ style: TextStyle) -> [String] {
    let lines = lines(style)
    return spelling.map { lines.map($0.names) } ?? lines
  }

  private func lines(_ style: TextStyle) -> [String] {
    let entry = explanation.entry
    if let update {
      let gradient = "d" + entry.name
      let numbers = [update.before, update.alpha, update.gradient].map { EntryExplainer.number($0, style.digits) }
      if update.isFrozen { return ["\(entry.name) = \(style.number(update.after)): frozen, the step left it; \(gradient) was \(numbers[2])"] }
      return [
        "\(entry.name) = \(entry.name) - alpha · \(gradient)", "\(entry.name) = \(numbers[0]) - \(numbers[1]) · \(numbers[2]) = \(style.number(update.after))",
      ]
    }
    let text = EntryText(style: style, shown: shown)
    return text.lines(explanation)
      + expansions.flatMap { expansion in text.lines(expansion.explanation).map { String(repeating: "  ", count: expansion.level) + $0 } }
  }

  func fields() -> [JSONField] {
    let fields = layeredFields()
    return spelling.map { own in fields.map { JSONField(own.names($0.name), $0.value.mappingTexts(own.names)) } } ?? fields
  }

  private func layeredFields() -> [JSONField] {
    var fields = Self.arithmetic(explanation, value: update?.after ?? explanation.value)
    if explanation.isFrozen { fields.append(JSONField("frozen", .boolean(true))) }
    if explanation.activation != nil { fields.append(JSONField("z", .number(explanation.total))) }
    if let update {
      let parts = [("before", update.before), ("alpha", update.alpha), ("gradient", update.gradient)]
      fields.append(JSONField("update", .object(parts.map { JSONField($0.0, .number($0.1)) })))
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

/// `derive`: the steps of the chain rule.
struct DeriveEvent: Event {
  let command = "derive"
  let steps: [Derivation.Step]
  /// nil: the whole pass, an equation a line.
  let target: Quantity?
  let example: Int
  let heading: String?

  func text(_ style: TextStyle) -> [String] {
    let head = heading.map { [$0 + ":"] } ?? []
    guard target != nil else {
      return head + TextTable.lines(steps.map { ["\($0.symbol) = \($0.rule)", "\($0.names) = \($0.shape)", $0.isOfCost ? "of J" : "of L"] }, [.left])
    }
    return head + steps.flatMap { lines($0, style) }
  }

  private func lines(_ step: Derivation.Step, _ style: TextStyle) -> [String] {
    let indent = String(repeating: " ", count: step.symbol.count)
    var lines = ["\(step.symbol) = \(step.rules[0])   \(step.names) = \(step.shape)"]
    lines += step.rules.dropFirst().map { "\(indent) = \($0)" }
    if let note = step.note { lines += TextTable.wrapped("  " + note, width: style.width) }
    return lines + numbers(step, style)
  }

  /// The same with numbers: of a parameter's gradient what the example adds, then all.
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
  /// dW and db are derivatives of J, dA and dZ of one example's L.
  var isOfCost: Bool { entry.quantity.kind == .dW || entry.quantity.kind == .db }
}

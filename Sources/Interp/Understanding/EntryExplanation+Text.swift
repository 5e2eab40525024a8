import Net

/// How entries are written out in lines, and in JSON.
struct EntryText {
  let explainer: EntryExplainer
  let style: TextStyle
  /// Terms shown of each sum.
  let shown: Int
  /// How often factors are written out in turn; 1: not at all.
  let depth: Int

  func lines(_ explanation: EntryExplanation) -> [String] {
    var known: Set<Entry> = [explanation.entry]
    return block(explanation) + inner(explanation, depth - 1, &known, indent: "  ")
  }

  /// The factors of the terms shown, each written out once.
  private func inner(_ explanation: EntryExplanation, _ levels: Int, _ known: inout Set<Entry>, indent: String) -> [String] {
    guard levels > 0 else { return [] }
    var lines: [String] = []
    for entry in largest(explanation).flatMap(\.factors).compactMap(\.entry) + [explanation.scale.entry].compactMap({ $0 }) {
      guard entry.isComputed, known.insert(entry).inserted else { continue }
      let next = explainer.explain(entry)
      lines += block(next).map { indent + $0 } + inner(next, levels - 1, &known, indent: indent + "  ")
    }
    return lines
  }

  /// The largest terms, in order of size.
  private func largest(_ explanation: EntryExplanation) -> [EntryExplanation.Term] {
    let sorted = explanation.terms.sorted { abs($0.value) > abs($1.value) || abs($0.value).isNaN && !abs($1.value).isNaN }
    return Array(sorted.prefix(shown))
  }

  // MARK: One entry

  private func block(_ explanation: EntryExplanation) -> [String] {
    let name = explanation.entry.name
    guard !explanation.terms.isEmpty || !explanation.formula.isEmpty else { return ["\(name) = \(number(explanation.value))"] }
    let z = explanation.activation == nil ? name : Entry(Quantity(.Z, explanation.entry.quantity.layer), explanation.entry.row, explanation.entry.column).name
    var lines: [String] = []
    if explanation.activation != nil { lines.append("\(name) = g\(explanation.entry.quantity.layer)(\(z))") }
    lines.append("\(z) = \(explanation.formula)")
    lines += terms(explanation).map { "  " + $0 }
    lines += balance(explanation).map { "  " + $0 }
    if let arithmetic = explanation.scaleArithmetic {
      lines.append("  \(explanation.scale.name) = \(arithmetic) = \(number(explanation.scale.value))")
    }
    lines.append("\(z) = \(arithmetic(explanation))\(number(explanation.total))")
    if let activation = explanation.activation { lines.append("\(name) = \(activation) = \(number(explanation.value))") }
    return lines + difference(explanation)
  }

  /// A line a term: what is counted, the names, the numbers, the product.
  private func terms(_ explanation: EntryExplanation) -> [String] {
    let shown = largest(explanation)
    var rows = shown.map { term in
      [
        term.index.map { "\(explanation.sum.rawValue) \($0)" } ?? "", term.names,
        term.factors.count > 1 ? "= " + term.factors.map { EntryExplainer.number($0.value) }.joined(separator: " · ") : "", "= " + number(term.value),
      ]
    }
    let rest = explanation.terms.count - shown.count
    if rest > 0 {
      let sum = explanation.sumOfTerms - EntryExplanation.sum(shown.map(\.value))
      rows.append(["", "the other \(rest) together", "", "= " + number(sum)])
    }
    if rows.allSatisfy({ $0[0].isEmpty }) { rows = rows.map { Array($0.dropFirst()) } }
    return Table.lines(rows, [.left])
  }

  /// How much the terms cancel, and which examples pull which way.
  private func balance(_ explanation: EntryExplanation) -> [String] {
    let values = explanation.terms.map(\.value)
    guard values.count > 2 else { return [] }
    let up = EntryExplanation.sum(values.filter { $0 > 0 })
    let down = EntryExplanation.sum(values.filter { $0 < 0 })
    var lines = ["Σ of all \(values.count) = \(number(explanation.sumOfTerms))"]
    if up > 0, down < 0 {
      let share = 100 * (1 - abs(up + down) / (up - down))
      lines[0] += ": \(number(up)) and \(number(down)), of which \(NumberFormat.significant(share, 3)) % cancels"
    }
    let quantity = explanation.entry.quantity
    if quantity.kind == .dW || quantity.kind == .db {
      let parameter = Entry(Quantity(quantity.kind == .dW ? .W : .b, quantity.layer), explanation.entry.row, explanation.entry.column).name
      let (raising, lowering) = (values.count { $0 < 0 }, values.count { $0 > 0 })
      lines.append("a step raises \(parameter) for \(raising) examples and lowers it for \(lowering): it goes against the sign of the sum")
    }
    return lines
  }

  /// `1/400 · 0.0123 + 0.5 = `, nothing where the entry is the plain sum.
  private func arithmetic(_ explanation: EntryExplanation) -> String {
    var text = ""
    let terms = explanation.terms
    if explanation.scale.name == "1/m" {
      text = "1/\(terms.count) · \(EntryExplainer.number(explanation.sumOfTerms))"
    } else if explanation.scale.name != "1" {
      text = "\(EntryExplainer.number(explanation.scale.value)) · \(EntryExplainer.number(explanation.sumOfTerms))"
    } else if terms.count > 1, terms.count <= 2 {
      text = terms.map { EntryExplainer.number($0.value) }.joined(separator: " + ")
    } else if explanation.offset != nil {
      text = number(explanation.sumOfTerms)
    }
    if let offset = explanation.offset { text += " + \(EntryExplainer.number(offset.value))" }
    return text.isEmpty ? "" : text + " = "
  }

  /// The network adds in an order of its own; by how much the two differ.
  private func difference(_ explanation: EntryExplanation) -> [String] {
    guard explanation.activation == nil else { return [] }
    let difference = abs(explanation.total - explanation.value)
    guard difference > 0 else { return [] }
    return ["  the network adds in another order and has \(NumberFormat.significant(explanation.value - explanation.total, 2)) more"]
  }

  private func number(_ value: Double) -> String { style.number(value) }
}

extension Entry {
  /// Whether a pass makes it, so that it can be written out in turn.
  var isComputed: Bool { quantity.source == .forward || quantity.source == .backward }
}

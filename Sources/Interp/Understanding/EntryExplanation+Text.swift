import Net

/// Writes the arithmetic of an entry in lines.
struct EntryText {
  let style: TextStyle
  /// The most terms that are printed for each sum.
  let shown: Int

  // MARK: One entry

  /// The lines for one entry.
  func lines(_ explanation: EntryExplanation) -> [String] {
    let name = explanation.entry.name
    guard explanation.entry.isComputed else {
      return ["\(name) = \(number(explanation.value)): \(explanation.formula)\(explanation.isFrozen ? "; it is frozen" : "")"]
    }
    let z = explanation.activation == nil ? name : Entry(Quantity(.Z, explanation.entry.quantity.layer), explanation.entry.row, explanation.entry.column).name
    var lines: [String] = []
    let mask = explanation.mask
    if explanation.activation != nil { lines.append("\(name) = g\(explanation.entry.quantity.layer)(\(z))\(mask.map { " · " + $0.name } ?? "")") }
    lines.append("\(z) = \(explanation.formula)")
    lines += terms(explanation).map { "  " + $0 }
    lines += balance(explanation).flatMap { style.sentence("  " + $0) }
    if let arithmetic = explanation.scaleArithmetic {
      lines.append("  \(explanation.scale.name) = \(arithmetic) = \(number(explanation.scale.value))")
    }
    lines += style.sentence("\(z) = \(arithmetic(explanation))\(number(explanation.total))\(difference(explanation))")
    if let activation = explanation.activation {
      lines.append("\(name) = \(mask == nil ? activation : "(\(activation)) · \(number(mask!.value))") = \(number(explanation.value))")
    }
    if let clip = explanation.clip {
      lines += style.sentence("clip=\(number(clip)) made all gradients smaller by one factor, so \(name) became \(number(explanation.value))")
    }
    return lines
  }

  /// One line for each term: its number, the names, the numbers and the product.
  private func terms(_ explanation: EntryExplanation) -> [String] {
    let shown = explanation.largest(shown)
    var rows = shown.map { term in
      [
        term.index.map { "\(explanation.sum.rawValue) \($0)" } ?? "", term.names,
        term.factors.count > 1 ? "= " + term.factors.map { EntryExplainer.number($0.value) }.joined(separator: " · ") : "", "= " + number(term.value),
      ]
    }
    if explanation.isGradientOfParameter {
      for index in rows.indices { rows[index].append(shown[index].value > 0 ? "down" : shown[index].value < 0 ? "up" : "") }
    }
    let rest = explanation.terms.count - shown.count
    if rest > 0 {
      let sum = explanation.sumOfTerms - EntryExplanation.sum(shown.map(\.value))
      rows.append(["", "the other \(rest) together", "", "= " + number(sum)])
    }
    // Empty columns are left out.
    for column in [2, 0] where rows.allSatisfy({ $0[column].isEmpty }) { for index in rows.indices { rows[index].remove(at: column) } }
    return TextTable.lines(rows, [.left])
  }

  /// Lines that say how much the terms cancel, and how many examples pull the parameter up and down.
  private func balance(_ explanation: EntryExplanation) -> [String] {
    let values = explanation.terms.map(\.value)
    guard values.count > 2 else { return [] }
    let up = EntryExplanation.sum(values.filter { $0 > 0 })
    let down = EntryExplanation.sum(values.filter { $0 < 0 })
    var lines = ["Σ of all \(values.count) = \(number(explanation.sumOfTerms))"]
    if up > 0, down < 0 {
      let share = 100 * (1 - abs(up + down) / (up - down))
      let percent = share > 99.9 && up + down != 0 ? "over 99.9" : NumberFormat.significant(share, 3)
      // For a gradient a positive term makes a step lower the parameter.
      let names = explanation.isGradientOfParameter ? ("the products marked down", "those marked up") : ("the positive terms", "the negative terms")
      lines.append(
        "\(names.0) add up to \(number(up)), and \(names.1) to \(number(down)); without signs all add up to \(number(up - down)), and \(percent) % of that cancels"
      )
    }
    // If a term is NaN, no example has a direction.
    if explanation.isGradientOfParameter, values.allSatisfy({ !$0.isNaN }) {
      let quantity = explanation.entry.quantity
      let parameter = Entry(Quantity(quantity.kind == .dW ? .W : .b, quantity.layer), explanation.entry.row, explanation.entry.column).name
      let (raising, lowering) = (values.count { $0 < 0 }, values.count { $0 > 0 })
      let idle = values.count - raising - lowering
      lines.append(
        "\(raising) \(raising == 1 ? "example pulls" : "examples pull") \(parameter) up, \(lowering) down\(idle > 0 ? ", \(idle) not at all" : ""); \(explanation.isFrozen ? "it is frozen, so a step does not change it" : direction(explanation, parameter))"
      )
    }
    return lines
  }

  /// What a step with a positive alpha does to the parameter.
  private func direction(_ explanation: EntryExplanation, _ parameter: String) -> String {
    let total = explanation.total
    let sum = explanation.offset == nil ? "the sum" : "with the penalty the sum"
    if explanation.followsAverage { return "\(sum) is \(number(total)), and the step follows the average v\(explanation.entry.name)" }
    if total == 0 { return "\(sum) is 0, so a step does not change \(parameter)" }
    return "\(sum) is \(total > 0 ? "positive" : "negative"), so a step makes \(parameter) \(total > 0 ? "smaller" : "larger")"
  }

  /// The numbers before the result, such as `1/400 · 0.0123 + 0.5 = `. It is empty where the entry is the plain sum.
  private func arithmetic(_ explanation: EntryExplanation) -> String {
    var text = ""
    let terms = explanation.terms
    if explanation.scale.name == "1/m" {
      text = "1/\(terms.count) · \(EntryExplainer.number(explanation.sumOfTerms))"
    } else if explanation.scale.name != "1" {
      text = "\(EntryExplainer.number(explanation.scale.value)) · \(EntryExplainer.number(explanation.sumOfTerms))"
    } else if terms.count > 1, terms.count <= 2 {
      text = sum(terms)
    } else if explanation.offset != nil {
      text = number(explanation.sumOfTerms)
    }
    if let offset = explanation.offset { text += signed(offset.value, isMinus: offset.value < 0) }
    return text.isEmpty ? "" : text + " = "
  }

  /// The terms as a sum: `0.5 - 0.25 + 1`.
  private func sum(_ terms: [EntryExplanation.Term]) -> String {
    number(terms[0].value) + terms.dropFirst().map { signed($0.value, isMinus: $0.value < 0 || $0.factors[0].name.hasPrefix("-") && $0.value == 0) }.joined()
  }

  private func signed(_ value: Double, isMinus: Bool) -> String { (isMinus ? " - " : " + ") + number(abs(value)) }

  /// The difference from the value in the network, which adds in another order. It is empty where there is none.
  private func difference(_ explanation: EntryExplanation) -> String {
    let difference = explanation.value - explanation.total
    guard explanation.activation == nil, explanation.clip == nil, difference != 0, difference.isFinite else { return "" }
    return "   (the network's own sum is \(NumberFormat.significant(abs(difference), 2)) \(difference > 0 ? "larger" : "smaller"))"
  }

  private func number(_ value: Double) -> String { style.number(value == 0 ? 0 : value) }
}

extension EntryExplanation {
  /// Whether a step subtracts this entry from a parameter, so that each example pulls the parameter up or down.
  var isGradientOfParameter: Bool { entry.quantity.kind == .dW || entry.quantity.kind == .db }

  /// The largest terms in order of magnitude, NaN first.
  ///
  /// If only one term would be left out, it is included, because a line about the rest would be as long.
  /// - Parameter count: the most terms otherwise.
  func largest(_ count: Int) -> [Term] {
    let count = terms.count == count + 1 ? count + 1 : count
    func size(_ term: Term) -> Double { term.value.isNaN ? .infinity : abs(term.value) }
    return Array(terms.sorted { size($0) > size($1) }.prefix(count))
  }
}

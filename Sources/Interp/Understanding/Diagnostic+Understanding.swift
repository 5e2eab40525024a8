import Net

/// Error sentences of the commands that explain and check.
extension Fault {
  static func notExplained(_ typed: String, _ session: Session) -> Fault {
    let hint =
      session.state.variables[typed] != nil
      ? "\(typed) is your variable; type show \(typed)"
      : "explain takes a quantity (dW1), an entry (dW1[2,1]), an activation (g1, tanh) or a loss; shape E explains the shape of an expression"
    return Fault(.usage, "explain does not know '\(shortened(typed))'", hint: hint)
  }

  static func explainsOneEntry(_ typed: String, _ quantity: Quantity) -> Fault {
    Fault(
      .usage, "'\(shortened(typed))' is more than one entry",
      hint: "type explain \(quantity.name) for the whole, explain \(Entry(quantity, 0).name) for one entry")
  }

  static func tooManyTerms(_ limit: Int) -> Fault {
    Fault(.limit, "the explanation would have more than \(limit) entries", hint: "use a smaller depth: depth=2")
  }

  static func derivesGradients(_ typed: String) -> Fault {
    Fault(.usage, "derive takes a gradient, not '\(shortened(typed))'", hint: "give dA, dZ, dW or db of a layer, as in: derive dW1")
  }

  static func checksParameters(_ quantity: Quantity) -> Fault {
    let hint =
      quantity.isComputed
      ? "type check W1 for a parameter, or check \(quantity.name) = E for an array of your own" : "type check W1 for one parameter, or check for all of them"
    return Fault(.usage, "check without an array takes parameters, not \(quantity.name)", hint: hint)
  }

  static func checksComputed(_ typed: String) -> Fault {
    Fault(.usage, "'\(shortened(typed))' is not computed in a pass", hint: "give Z, A, J, dA, dZ, dW or db, or a part of one, as in: check dW1 = E")
  }

  static func ownShape(_ name: String, _ got: String, _ wanted: Shape) -> Fault {
    Fault(.shape, "\(name) is \(wanted), but your array is \(got)", hint: "type explain \(name) to see how its shape follows")
  }

  static func costNotFinite(_ cost: Double) -> Fault {
    Fault(.value, "J is \(NumberFormat.shortest(cost)), so it has no differences to check", hint: "type diagnose to see where it comes from")
  }

  static func checksEither(_ quantity: Quantity) -> Fault {
    Fault(.usage, "check takes parameters, or arrays of your own, not both", hint: "to check \(quantity.name) alone, type check \(quantity.name)")
  }
}

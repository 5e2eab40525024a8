import Net

/// Error sentences of the commands that explain and check.
extension Fault {
  static func notExplained(_ typed: String, _ session: Session) -> Fault {
    let hint =
      session.state.variables[typed] != nil
      ? "\(typed) is a variable: show \(typed)"
      : "a quantity (dW1), an entry (dW1[2,1]), an activation (g1, tanh) or a loss; shape E explains an expression's shape"
    return Fault(.usage, "explain speaks of what the notes name, not of '\(shortened(typed))'", hint: hint)
  }

  static func explainsOneEntry(_ typed: String, _ quantity: Quantity) -> Fault {
    Fault(.usage, "'\(shortened(typed))' is more than one entry", hint: "explain \(quantity.name) explains the whole, \(Entry(quantity, 0).name) one entry")
  }

  static func tooManyTerms(_ limit: Int) -> Fault {
    Fault(.limit, "written out that far, more than \(limit) entries take part", hint: "depth=2 goes one step less deep")
  }

  static func derivesGradients(_ typed: String) -> Fault {
    Fault(.usage, "derive leads to a gradient, not to '\(shortened(typed))'", hint: "dA, dZ, dW or db of a layer: derive dW1")
  }

  static func checksParameters(_ quantity: Quantity) -> Fault {
    let hint = quantity.isComputed ? "check W1; with an array of your own: check \(quantity.name) = E" : "check W1, or check for all of them"
    return Fault(.usage, "check alone goes over parameters, not over \(quantity.name)", hint: hint)
  }

  static func checksComputed(_ typed: String) -> Fault {
    Fault(.usage, "'\(shortened(typed))' is no array that a pass computes", hint: "Z, A, J, dA, dZ, dW or db, or a part of one: check dW1 = E")
  }

  static func ownShape(_ name: String, _ got: Shape, _ wanted: Shape) -> Fault {
    Fault(.shape, "\(name) is \(wanted), the array given \(got)", hint: "explain \(name) says how its shape follows")
  }

  static func costNotFinite(_ cost: Double) -> Fault {
    Fault(.value, "J is \(NumberFormat.shortest(cost)): there is nothing to difference", hint: "diagnose says where it comes from")
  }

  static func ownElided(_ name: String) -> Fault {
    Fault(.value, "parts of \(name) are left out in this print", hint: "np.set_printoptions(threshold=10**9) prints all; np.save writes a file")
  }

  static func checksEither(_ quantity: Quantity) -> Fault {
    Fault(.usage, "check takes parameters, or arrays of your own, not both", hint: "\(quantity.name) alone: check \(quantity.name)")
  }
}

import Net

/// Sentences for the arguments of NumPy's functions.
extension Fault {
  static func boundGivenTwice(_ name: String) -> Fault {
    Fault(.usage, "clip has its \(name) bound twice", hint: "as in clip(A, 0, 1) or clip(A, min=0)")
  }

  static func normOrder(_ order: String, _ shape: Shape, axis: Int?) -> Fault {
    let what = axis == nil ? "a \(shape) matrix" : "the lines of a matrix"
    let known = axis == nil ? "1, 2, inf, -1, -2, -inf, 'fro' and 'nuc'" : "numbers, inf and -inf"
    return Fault(.value, "there is no norm of order \(order) of \(what)", hint: "orders are \(known); axis=1 gives the norm of each row")
  }

  static func singularValuesTooMany(_ shape: Shape, _ limit: Int) -> Fault {
    Fault(
      .limit, "norms of order 2, -2 and 'nuc' take the singular values, of matrices with at most \(limit) rows or columns, not of \(shape)",
      hint: "norm(A) is the square root of the sum of squares")
  }

  static func squeezeAxis(_ axis: Int, _ shape: Shape) -> Fault {
    Fault(.shape, "squeeze cannot take away axis \(axis) of \(shape): its size is not 1")
  }

  static func reshapeOrder(_ value: Value) -> Fault {
    let found = if case .text(let text) = value { "'\(shortened(text))'" } else { value.description }
    return Fault(.value, "order of reshape is \(found); it must be 'C' (along the rows) or 'F' (down the columns)")
  }

  static func scalarInConcatenate() -> Fault {
    Fault(.shape, "concatenate joins matrices, not scalars", hint: "[A, 1] and [A; 1] join a number to a matrix")
  }

  // MARK: Types

  static func dtype(_ function: Function) -> Fault {
    let what = function.name == "randint" ? "randint gives whole numbers of 64 bits" : "every number here is a double"
    return Fault(.usage, "\(function.name) gives no other dtype", hint: "\(what): leave dtype= out")
  }

  static func noLength(_ value: Value) -> Fault {
    Fault(.value, "\(value.description) has no length", hint: "m, L and n1 are numbers; A.shape and A.size tell the sizes of a matrix")
  }

  static func noNumberIn(_ text: String) -> Fault {
    Fault(.value, "the text '\(shortened(text))' is no number")
  }

  static func noWholeNumber(_ value: Double) -> Fault {
    Fault(
      .value, "\(NumberFormat.shortest(value)) cannot become a whole number",
      hint: "int takes finite numbers, and text of a whole one; int(float(\"1.5\")) is 1")
  }
}

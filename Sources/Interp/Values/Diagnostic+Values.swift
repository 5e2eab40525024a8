import Net

/// The faults for values of the wrong kind, for indices and for arguments.
extension Fault {
  static func notNumbers(_ what: String, _ value: Value) -> Fault {
    Fault(.value, "\(what) takes numbers, not \(value.description)")
  }

  static func notNumber(_ what: String, _ value: Value) -> Fault {
    Fault(.value, "\(what) must be a number, not \(value.description)")
  }

  static func notWhole(_ what: String, _ value: Double, _ range: ClosedRange<Int>) -> Fault {
    Fault(.value, "\(what) is \(NumberFormat.shortest(value)); it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  static func notSize(_ name: String, _ value: Double) -> Fault {
    Fault(.value, "a size of \(name) is \(NumberFormat.shortest(value)); it must be a whole number from 0")
  }

  static func notCondition(_ value: Value) -> Fault {
    Fault(.value, "a condition must be true or false, not \(value.description)", hint: "compare numbers with == != < <= > >=")
  }

  static func notTruth(_ operation: String, _ value: Value) -> Fault {
    let words = ["&": "and", "|": "or", "~": "not"]
    return Fault(
      .value, "\(operation) takes truth values, not \(value.description)",
      hint: words[operation].map { "join conditions with \($0), and put comparisons in parentheses" })
  }

  static func operandIsText(_ operation: String, _ left: Value, _ right: Value) -> Fault {
    Fault(.value, "\(operation) does not work with \(left.description) and \(right.description)")
  }

  static func scalarInProduct(_ side: String) -> Fault {
    Fault(.shape, "@ takes two matrices, but the \(side) side is a scalar", hint: "write * to scale a matrix by a number")
  }

  static func scalarAfterMatrix() -> Fault {
    Fault(.shape, "a scalar stands directly after a matrix", hint: "write an index as W1[2,1], a product with a number as W1 * 2")
  }

  static func functionAsValue(_ name: String) -> Fault {
    Fault(.value, "\(name) is a function and needs an argument", hint: "as in \(name)(Z1)")
  }

  /// The fault for a derivative's mark after an array, as in `W[1]'` or `X'`.
  static func derivativeOfArray(_ name: String) -> Fault {
    Fault(.value, "'\(name)' is not a function and has no derivative", hint: "write a transpose as \(name).T")
  }

  /// The fault for a value that is called like a function.
  ///
  /// - Parameters:
  ///   - arguments: The text of the arguments, without the brackets.
  ///   - isNumber: Whether the value is one number, which has no entries.
  static func notCallable(_ name: String, _ arguments: String? = nil, isNumber: Bool = false) -> Fault {
    if isNumber, let arguments { return Fault(.value, "'\(name)' is not a function", hint: "write a product as \(name) * (\(arguments))") }
    guard !name.isEmpty, let arguments, !arguments.isEmpty else {
      return Fault(.value, "\(name.isEmpty ? "this" : "'\(name)'") is not a function", hint: "write an index in [ ], a product with * or @")
    }
    return Fault(.value, "'\(name)' is not a function", hint: "write an entry as \(name)[\(arguments)], a product as \(name) * (\(arguments))")
  }

  static func hiddenFunction(_ name: String) -> Fault {
    Fault(
      .value, "your variable \(name) hides the function \(name)",
      hint: "give the variable another name, such as my_\(name); the function is back in a new session")
  }

  static func noDerivative(_ name: String) -> Fault {
    Fault(
      .value, "\(name.isEmpty ? "this" : "'\(name)'") has no derivative here",
      hint: "the derivatives are g1', g[1]', \(Activations.all.map { $0.name + "'" }.joined(separator: ", "))")
  }

  static func argumentCount(_ name: String, wanted: String, got: Int) -> Fault {
    Fault(.usage, "\(name) takes \(wanted) argument\(wanted == "one" ? "" : "s"), not \(got)")
  }

  static func axis(_ value: Double) -> Fault {
    Fault(.value, "axis is \(NumberFormat.shortest(value)); it must be 0 (down the rows) or 1 (along the columns)")
  }

  static func textTooLong(_ limit: Int) -> Fault {
    Fault(.limit, "the text would be too long: at most \(limit) bytes are allowed")
  }

  static func textInMatrix() -> Fault {
    Fault(.value, "a matrix holds numbers, not text")
  }

  static func mixedLiteral() -> Fault {
    Fault(.shape, "in a matrix of rows in brackets every entry must be a row", hint: "write [[1, 2], [3, 4]] or [1, 2; 3, 4]")
  }

  // MARK: Indices

  static func indexZero(_ what: String) -> Fault {
    Fault(.index, "there is no \(what) 0: counting starts at 1, as in the notes", hint: "1 is the first, -1 the last")
  }

  static func indexOutside(_ index: Int, count: Int, what: String, _ name: String) -> Fault {
    let whole = name.isEmpty ? "" : " of \(name)"
    return Fault(.index, "there is no \(what) \(index)\(whole): \(what)s are numbered from 1 to \(count)")
  }

  static func indexNotWhole(_ value: Double) -> Fault {
    Fault(.index, "an index must be a whole number, not \(NumberFormat.shortest(value))")
  }

  static func notIndex(_ value: Value) -> Fault {
    Fault(.index, "\(value.description) cannot be an index")
  }

  static func singleIndexOfRow(_ value: Double, _ name: String) -> Fault {
    let number = NumberFormat.shortest(value)
    let array = name.isEmpty ? "v" : name
    return Fault(
      .index, "one index on a single row could mean the row or the entry", hint: "write \(array)[1,\(number)] for the entry, or \(array)[1,:] for the row")
  }

  static func indexOfScalar(_ name: String) -> Fault {
    Fault(.index, "\(name.isEmpty ? "this" : name) is one number and has no parts")
  }

  static func tooManyIndices(_ count: Int) -> Fault {
    Fault(.index, "there are \(count) indices, but an array here has two: row and column")
  }

  static func sliceStep() -> Fault {
    Fault(.index, "the step of a slice must not be 0")
  }

  static func shapeIndex() -> Fault {
    Fault(.index, ".shape has two entries: .shape[0] is the number of rows, .shape[1] the number of columns")
  }

  static func noExamples(_ name: String) -> Fault {
    Fault(.index, "\(name.isEmpty ? "this" : name) has no examples to choose from", hint: "x(3), y(3), z[1](3), a[1](3) are example 3's columns")
  }

  // MARK: Alpha

  static func alphaNotNumber(_ value: Value) -> Fault {
    Fault(.value, "alpha must be a number, not \(value.description)")
  }

  static func alphaNotFinite(_ value: Double) -> Fault {
    Fault(.value, "alpha must be finite, not \(NumberFormat.shortest(value))")
  }

  static func lambda(_ value: Value) -> Fault {
    Fault(.value, "lambda must be a number that is 0 or more, not \(value.number.map(NumberFormat.shortest) ?? value.description)", hint: "lambda = 0.7")
  }
}

extension Warning {
  /// The warning where a variable gets a small name of the notes, such as `w`, and so hides the network's quantity.
  static func hides(_ name: String, _ quantity: Quantity) -> String {
    let start = "\(name) is now your variable and hides"
    switch quantity.kind {
    case .batch: return "\(start) the batch of the last step"
    case .D where name == quantity.name: return "\(start) the network's mask; D[\(quantity.layer)] still means the mask"
    default: return "\(start) the network's \(quantity.name); write \(quantity.name) = … to check a claim about it"
    }
  }

  /// The warning where a variable gets the name of a setting of the optimizer. The optimizer does not read the variable.
  static func hidesSetting(_ name: String, _ optimizer: String, _ value: Value) -> String {
    "\(name) is now your variable, and the optimizer keeps its own \(name); optimizer \(optimizer) \(name)=\(value.number.map(NumberFormat.shortest) ?? "0.9") changes it"
  }

  /// The note where an average gets a new value from an equation with gradients. It may have been meant as a claim.
  static func setsAverage(_ name: String) -> String { "\(name) has a new value now; match \(name) = … compares an equation with the last step" }

  /// The warning for a claim in which both sides are 0. Any factor then leaves it true.
  static func bothZero(_ name: String) -> String { "both sides of \(name) are 0, so the claim holds with any factor" }

  /// The warning for a claim about Z in which b is missing. It holds only while b is 0.
  static func biasLeftOut(_ layer: Int) -> String {
    "b\(layer) is left out, and the claim holds only because b\(layer) is 0; the equation is Z\(layer) = W\(layer) @ \(layer == 1 ? "X" : "A\(layer - 1)") + b\(layer)"
  }

  /// The warning for `A == B` where the two arrays differ only by rounding.
  static func rounding(_ left: String, _ right: String, _ difference: Double) -> String {
    "the largest difference is \(NumberFormat.significant(difference, 2)), which is rounding: compare with allclose(\(Fault.shortened(left)), \(Fault.shortened(right))), or with = in a claim about a computed quantity"
  }

  /// The warning for an entry of a matrix with a blank before its sign, as in `[1 -2]`. The user probably meant two entries.
  static func blankSign(_ entry: String) -> String {
    "'\(Fault.shortened(entry))' is one entry of the matrix, because commas separate entries; put what NumPy prints in quotes"
  }

  /// The warning for broadcasting. The operands are given by text and shape, and the shape of a scalar is nil.
  static func broadcast(_ operands: [(text: String, shape: Shape?)], _ result: Shape) -> String {
    let sides = operands.map { ($0.text.count > 40 ? "an operand" : $0.text) + " " + ($0.shape?.description ?? "(a scalar)") }
    return sides.joined(separator: " and ") + (sides.count > 1 ? " were" : " was") + " stretched to \(result)"
  }

  /// The warning where the operands are finite and the result is not, as in `log(A2)`.
  static func notFinite(_ text: String, _ result: Value) -> String {
    let name = Fault.shortened(text)
    guard let matrix = result.asMatrix, result.isMatrix, let first = matrix.elements.firstIndex(where: { !$0.isFinite }) else {
      return "\(name) is \(NumberFormat.shortest(result.number ?? .nan))"
    }
    let count = matrix.elements.filter { !$0.isFinite }.count
    return
      "\(name): \(count) of \(matrix.elements.count) entries \(count == 1 ? "is" : "are") not finite; [\(first / matrix.columns + 1),\(first % matrix.columns + 1)] is \(NumberFormat.shortest(matrix.elements[first]))"
  }
}
